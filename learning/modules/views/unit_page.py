"""What a unit's page shows: the words up to the next question, what was answered so far, and what that moved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from learning.capability import queries as capability
from learning.ground.text import plural
from learning.guardrails import queries as guardrails
from learning.guardrails.queries import Permission
from learning.modules import queries
from learning.modules.forms import AnswerForm, blank
from learning.modules.models import Answer, ModuleVersion, Plan, Sitting, UnitNote
from learning.modules.rules import Activity, PrivateStep, Told, filled, is_complete
from learning.modules.shelf import Module, Piece, Section
from learning.modules.views.moved import Moved, moved
from learning.people.models import Person

_KINDS = {"lesson": "Lesson", "check": "Check", "heads-up": "Heads-up"}


@dataclass(frozen=True, slots=True)
class Stretch:
    """The words from one question to the next, and that question."""

    before: tuple[Section, ...]  # whole sections, to read
    heading: str | None  # of the section in which the question stands
    lead: tuple[Piece, ...]  # what stands there before it
    activity: Activity | None  # None: after the last question


def stretches(module: Module) -> Iterator[Stretch]:
    """The unit cut after each question, in reading order. The line to keep is left out: it has its own place."""
    before: list[Section] = []
    for section in module.sections:
        lead: list[Piece] = []
        is_asking = False
        for piece in section.pieces:
            if not isinstance(piece, Activity):
                lead.append(piece)
                continue
            yield Stretch(tuple(before), None if is_asking else section.heading, tuple(lead), piece)
            before, lead, is_asking = [], [], True
        if lead and (section.heading or "").casefold() != "keep this":
            before.append(Section(None if is_asking else section.heading, tuple(lead), section.line))
    yield Stretch(tuple(before), None, (), None)


@dataclass(frozen=True)
class UnitPage:
    """One person's view of one unit, as it stands in the database. Nothing is written to make it."""

    person: Person
    version: ModuleVersion
    module: Module
    sitting: Sitting | None
    today: dt.date
    values: Mapping[str, str]  # the local facts
    answers: Mapping[str, Answer] = field(default_factory=dict)
    plans: Mapping[str, Plan] = field(default_factory=dict)
    tried: AnswerForm | None = None  # what was posted and has a problem
    is_by_link: bool = False  # from a mail or a sheet of paper: what somebody writes for themselves has no place there

    @property
    def caption(self) -> str:
        tool = {"none": "You do not need an AI tool."}.get(self.module.assumes_tool, "You need an approved AI tool.")
        if self.module.by_hand:
            tool = "Do this one by hand, without an AI tool."
        return f"{_KINDS[self.module.kind]}, {plural(self.module.minutes, 'minute')}. {tool}"

    @cached_property
    def permission(self) -> Permission | None:
        """Whether this person may do with AI at work what the unit is about; None where it is about no task."""
        task, label = self.module.task, self.module.data_label
        if task is None or label is None or self.is_by_link:
            return None
        assumed = "" if self.module.assumes_tool in {"none", "any-approved"} else self.module.assumes_tool
        tool = self.module.about_tool or assumed
        return guardrails.permission(self.person, tool=tool, task=task, label=label, today=self.today)

    @cached_property
    def stretch(self) -> Stretch | None:
        """Where the person is: the first question without an answer, or None when all are answered."""
        left = {activity.id for activity in self._left}
        return next((each for each in stretches(self.module) if each.activity and each.activity.id in left), None)

    @cached_property
    def _left(self) -> tuple[Activity, ...]:
        """The steps that are still to do, in reading order."""
        return tuple(
            step
            for step in (self.module.marked_activities if self.is_by_link else self.module.steps)
            if step.id not in self.answers or not is_complete(step, self.answers[step.id].given)
        )

    @property
    def lesson(self) -> tuple[Section, ...]:
        """What was read before the first question, to read again."""
        first = next(stretches(self.module))
        return first.before

    @property
    def ending(self) -> tuple[Section, ...]:
        """What is left to read after the last question."""
        walk = list(stretches(self.module))
        asked = [number for number, stretch in enumerate(walk) if stretch.activity in self.module.steps]
        after = walk[asked[-1] + 1 if asked else 0 :]
        return tuple(section for stretch in after for section in stretch.before)

    @property
    def form(self) -> AnswerForm | None:
        if self.stretch is None or self.stretch.activity is None:
            return None
        if self.tried is not None and self.tried.activity.id == self.stretch.activity.id:
            return self.tried
        activity = filled(self.stretch.activity, self.values)
        begun = self.answers.get(activity.id)
        return AnswerForm(activity, begun.given, is_checking=True) if begun else blank(activity)

    @property
    def next_line(self) -> str:
        """What comes after this question, so that nobody is surprised by one more."""
        left = len(self._left) - 1
        questions = {0: "", 1: "one more question"}.get(left, f"{left} more questions")
        plan = "a plan if you want one" if self.module.plan else ""
        said = ", then ".join(part for part in (questions, plan) if part)
        return f"Next: {said}." if said else ""

    @cached_property
    def told(self) -> tuple[Told, ...]:
        """The verdicts so far, in reading order."""
        return tuple(
            queries.verdict_of(self.module, self.answers[activity.id], self.values)
            for activity in self.module.marked_activities
            if activity.id in self.answers
        )

    @property
    def written(self) -> tuple[tuple[PrivateStep, Answer], ...]:
        """What the person wrote for themselves on the way, with the question."""
        return tuple(
            (filled(step, self.values), self.answers[step.id])
            for step in self.module.steps
            if isinstance(step, PrivateStep) and self.answers.get(step.id) and "text" in self.answers[step.id].given
        )

    @property
    def main(self) -> Told | None:
        """The verdict that the finished unit opens with: the draft that was judged, else the first question."""
        return next((one for one in self.told if one.activity.judges_a_draft), self.told[0] if self.told else None)

    @property
    def plan_form(self) -> AnswerForm | None:
        if self.module.plan is None or self.module.plan.id in self.plans:
            return None
        tried = self.tried
        is_plan = tried is not None and tried.activity.id == self.module.plan.id
        return tried if is_plan else blank(filled(self.module.plan, self.values))

    @property
    def plan_stretch(self) -> Stretch | None:
        plan = self.module.plan
        return next((each for each in stretches(self.module) if plan is not None and each.activity is plan), None)

    @property
    def plan(self) -> Plan | None:
        return next(iter(self.plans.values()), None)

    @property
    def asked_on(self) -> dt.date:
        """When the plan would be asked about, if it were made today."""
        return self.today + dt.timedelta(days=self.module.plan.follow_up_after_days if self.module.plan else 7)

    @property
    def is_fresh(self) -> bool:
        """Whether it was finished today: then the page says what moved, else where the person stands."""
        return self.sitting is not None and self.sitting.finished_on == self.today

    @property
    def may_practise(self) -> bool:
        """Whether it is still adopted: a unit that was held back can be read, and not begun again."""
        return queries.is_adopted(self.version.module, organisation_id=self.person.organisation_id)

    @property
    def changes(self) -> Sequence[UnitNote]:
        """What was changed in this unit lately because somebody here wrote about it."""
        return queries.changes_of(self.version.module, organisation_id=self.person.organisation_id, today=self.today)

    @cached_property
    def moved(self) -> tuple[Moved, ...]:
        """What the answers did for each competency they touch, in framework order."""
        framework = capability.capability().framework
        held, required = capability.held_of(self.person.id), capability.required_of(self.person.id)
        touched = {activity.competency for activity in self.module.marked_activities}
        counted = {
            activity.competency
            for activity in self.module.marked_activities
            if activity.id in self.answers and not queries.is_repeat(self.answers[activity.id], self.module.id)
        }
        return tuple(
            moved(
                competency,
                framework,
                held.get(competency.id),
                required.get(competency.id, 0),
                self.today,
                counts=competency.id in counted,
            )
            for competency in framework.competencies
            if competency.id in touched
        )


def unit_page(person: Person, slug: str, *, today: dt.date, tried: AnswerForm | None = None) -> UnitPage:
    """Raises NoResultFound for a unit that is unknown, foreign or not adopted, and was never begun."""
    return page_of(person, *queries.unit_for(person, slug, today=today), today=today, tried=tried)


def page_of(
    person: Person,
    version: ModuleVersion,
    sitting: Sitting | None,
    *,
    today: dt.date,
    tried: AnswerForm | None = None,
    is_by_link: bool = False,
) -> UnitPage:
    """The same where version and sitting are known."""
    return UnitPage(
        person,
        version,
        queries.module_of(version),
        sitting,
        today,
        queries.slots(person.organisation_id),
        queries.answers_in(sitting.id) if sitting else {},
        queries.plans_in(sitting.id) if sitting else {},
        tried,
        is_by_link,
    )
