"""What an answer did for one competency, in words: the step that was reached, and the one that comes next."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from learning.capability.rules import HIGHEST_BY_ANSWERS, Held, NextStep, Status, next_step, status
from learning.capability.shelf import Competency, Framework
from learning.ground.text import nhs_date


@dataclass(frozen=True, slots=True)
class Step:
    is_reached: bool
    words: str


@dataclass(frozen=True, slots=True)
class Moved:
    """One competency as the page shows it."""

    id: str
    phrase: str
    sentence: str
    steps: tuple[Step, ...]
    note: str


def moved(
    competency: Competency, framework: Framework, held: Held | None, required: int, today: dt.date, *, counts: bool
) -> Moved:
    """`required` 0: the person's roles do not ask for it. `counts`: whether an answer of this unit was evidence."""
    step = next_step(held, required or HIGHEST_BY_ANSWERS, framework.thresholds)
    sentence = _held_until(framework, held, required, today) if step is None else _towards(framework, step)
    notes = [
        "" if counts else "You answered this less than 7 days before, so nothing moved this time.",
        _wanted(framework, required) if step is not None or not required else "",
    ]
    return Moved(
        competency.id,
        competency.phrase,
        sentence,
        _steps(step, held, today) if step else (),
        " ".join(note for note in notes if note),
    )


def _named(framework: Framework, level: int) -> str:
    name = framework.level_name(level)
    return f"level {level}, “{name[0].lower()}{name[1:]}”"


def _towards(framework: Framework, step: NextStep) -> str:
    level = _named(framework, step.level)
    if step.is_confirmation:
        return f"You have every right answer for this. A champion or lead confirms {level}."
    if step.reached:
        return f"You now have {step.reached} of the {step.needed} right answers for {level}."
    return f"{step.needed} right answers on different cases, at least a week apart, make {level}."


def _steps(step: NextStep, held: Held | None, today: dt.date) -> tuple[Step, ...]:
    first_on = held.right_on(step.level) if held and not step.is_confirmation else None
    if first_on is None or step.counts_from is None:
        return ()
    when = f"From {nhs_date(step.counts_from)}, on" if step.counts_from > today else "Next: on"
    return Step(True, nhs_date(first_on)), Step(False, f"{when} a different case")


def _held_until(framework: Framework, held: Held | None, required: int, today: dt.date) -> str:
    if held is None:
        return ""
    level = _named(framework, held.level)
    until = nhs_date(held.current_until)
    is_soon = status(held, required or held.level, today, framework.thresholds) is not Status.CURRENT
    if held.current_until < today:
        return f"You reached {level}. It was current until {until}, and a short check brings it back."
    return f"You hold {level}. It is current until {until}{', and a short check will come soon' if is_soon else ''}."


def _wanted(framework: Framework, required: int) -> str:
    if not required:
        return "Your role does not ask for this one. It is yours all the same."
    return f"Your role needs {_named(framework, required)}."
