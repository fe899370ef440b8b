"""What a person holds, competency by competency, as /progress shows it. For their own eyes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from learning.capability import queries as capability
from learning.capability.rules import Held, NextStep, Status, Thresholds, lapses_on, next_step, status
from learning.capability.shelf import Framework, RoleFamily
from learning.ground.text import nhs_date, plural
from learning.modules import queries as modules
from learning.modules.rules import Dial, dial
from learning.people import queries as people


@dataclass(frozen=True, slots=True)
class Line:
    """One competency: where the person stands, in words."""

    name: str
    level_line: str
    status: Status
    words: str
    second: str | None


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """The whole page: a sentence first, then the domains."""

    sentence: str
    groups: tuple[Group, ...]
    drafts_judged: int
    dial: Dial | None  # None until enough drafts were judged


def standing(person_id: int, *, today: dt.date) -> Standing:
    content = capability.capability()
    framework, thresholds = content.framework, content.framework.thresholds
    required = capability.required_of(person_id)
    held = capability.held_of(person_id)
    groups = []
    states: list[Status] = []
    for domain in framework.domains:
        lines = []
        for competency in framework.in_domain(domain.id):
            level = required.get(competency.id, 0)
            if level == 0:
                continue
            found = held.get(competency.id)
            state = status(found, level, today, thresholds)
            states.append(state)
            lines.append(_line(framework, competency.name, level, found, state, today, thresholds))
        if lines:
            groups.append(Group(domain.name, tuple(lines)))
    post = people.main_post(person_id, today)
    family = content.roles.family(post.role_family) if post and post.role_family else None
    drafts = modules.judged(person_id)
    return Standing(_sentence(states, family), tuple(groups), len(drafts), dial(drafts))


def _sentence(states: list[Status], family: RoleFamily | None) -> str:
    who = family.singular if family else "everybody"
    verb = "a person in your role" if family is None else who
    holding = sum(state.is_held for state in states)
    fading, lapsed = states.count(Status.FADING), states.count(Status.LAPSED)
    if not states:
        return "Your staff record has no post today, so nothing is asked of you."
    if not any(state is not Status.NOT_STARTED for state in states) or holding + lapsed == 0:
        opening = "You have started. " if any(state is not Status.NOT_STARTED for state in states) else ""
        return (
            f"{opening}Over the next weeks you will meet the {plural(len(states), 'thing')} {verb} needs, "
            "one short unit at a time."
        )
    said = f"You hold {holding} of the {plural(len(states), 'thing')} {verb} needs."
    if fading:
        said += f" {fading} of the {holding} {'is' if fading == 1 else 'are'} fading."
    if lapsed:
        said += f" {lapsed} {'has' if lapsed == 1 else 'have'} lapsed."
    return f"{said} Your next units start there." if fading or lapsed else said


def _line(
    framework: Framework,
    name: str,
    required: int,
    held: Held | None,
    state: Status,
    today: dt.date,
    thresholds: Thresholds,
) -> Line:
    needed = f"Your role needs level {required}, {framework.level_name(required).lower()}"
    level = held.level if held else 0
    level_line = f"Level {level}, {framework.level_name(level).lower()}" if level else needed
    if level and level < required:
        level_line += f". {needed}"
    step = next_step(held, required, thresholds)
    return Line(name, level_line, state, _words(state, held, step), _second(state, held, step, today))


def _words(state: Status, held: Held | None, step: NextStep | None) -> str:
    if state is Status.NOT_STARTED or held is None:
        return "Not started"
    if state is Status.CURRENT:
        return f"Current until {nhs_date(held.current_until)}"
    if state is Status.FADING:
        return f"Fading: current until {nhs_date(held.current_until)}"
    if state is Status.LAPSED:
        return f"Lapsed on {nhs_date(lapses_on(held))}"
    if step is None:
        return "Learning"
    if step.is_confirmation:
        return "Learning: a champion or lead confirms level 4"
    reached = f"{step.reached} of {step.needed}" if step.reached else "no"
    return f"Learning: {reached} right answers for level {step.level}{'' if step.reached else ' yet'}"


def _second(state: Status, held: Held | None, step: NextStep | None, today: dt.date) -> str | None:
    if state is Status.FADING:
        return "A check is coming"
    if state is Status.LAPSED:
        return "One right answer brings it back"
    if state is Status.LEARNING and step is not None and step.counts_from is not None and step.counts_from > today:
        return f"The next one counts from {nhs_date(step.counts_from)}, on a different case"
    if state is Status.LEARNING and held is not None:
        return f"Last answer {nhs_date(held.last_on)}"
    return None
