"""What an owner has to look at: on each day a rule stands in exactly one group, and the list says so in words."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from learning.ground.figures import FEWEST
from learning.ground.text import nhs_date, plural
from learning.guardrails.rules.answering import GRACE, is_overdue
from learning.guardrails.rules.register import Answer, Register, Rule

AHEAD = dt.timedelta(days=14)  # a review date is told this long before
_MONTHS = 6  # for which a rule that is still right is good again


class Due(StrEnum):
    """How a rule stands on its owner's list."""

    ASKS = "asks"  # a yes that shows as ask first: nobody looked at it in time
    PAST = "past"  # its review date is past, and it still counts
    SOON = "soon"
    LATER = "later"


def due(rule: Rule, today: dt.date) -> Due:
    """The one group of this rule today."""
    if rule.review_on is None or rule.review_on > today + AHEAD:
        return Due.LATER
    if rule.review_on >= today:
        return Due.SOON
    return Due.ASKS if rule.answer is Answer.YES and is_overdue(rule, today) else Due.PAST


def asks_from(review_on: dt.date) -> dt.date:
    """The first day on which a yes with this review date shows as ask first."""
    return review_on + GRACE + dt.timedelta(days=1)


def renewed(today: dt.date) -> dt.date:
    """The review date of a rule that is still right: 6 months on, at the end of the month where it is shorter.

    >>> renewed(dt.date(2026, 8, 31)), renewed(dt.date(2026, 12, 1))
    (datetime.date(2027, 2, 28), datetime.date(2027, 6, 1))
    """
    year, month = divmod(today.month - 1 + _MONTHS, 12)
    last = calendar.monthrange(today.year + year, month + 1)[1]
    return dt.date(today.year + year, month + 1, min(today.day, last))


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that people need a tool for, and that nobody has answered."""

    key: str  # as its address names it
    problem: str
    asked_on: dt.date
    people: int

    @property
    def by(self) -> str:
        return people_words(self.people)


def people_words(count: int) -> str:
    """How many asked. Of a few nobody is told how many, so that nobody can be guessed."""
    return f"fewer than {FEWEST} people" if count < FEWEST else plural(count, "person", "people")


@dataclass(frozen=True, slots=True)
class OwnersList:
    """Everything one person answers for, on one day. The earliest review date comes first in each group."""

    asks: tuple[Rule, ...] = ()
    past: tuple[Rule, ...] = ()
    soon: tuple[Rule, ...] = ()
    later: tuple[Rule, ...] = ()
    waiting: tuple[Waiting, ...] = ()

    @property
    def looks(self) -> tuple[Rule, ...]:
        """The rules that need a look, the most pressing first."""
        return self.asks + self.past + self.soon

    @property
    def is_quiet(self) -> bool:
        """Nothing to write a letter about."""
        return not self.looks and not self.waiting

    @property
    def is_empty(self) -> bool:
        return self.is_quiet and not self.later

    @property
    def headline(self) -> str:
        """The finding, as the heading of the owner's page."""
        if self.asks:
            return f"{_of_yours(len(self.asks))} {_verb(self.asks, 'shows', 'show')} as ask first now"
        if self.past:
            return f"{_of_yours(len(self.past))} {_verb(self.past, 'is past its', 'are past their')} review date"
        if self.soon:
            return f"{_of_yours(len(self.soon))} {_verb(self.soon, 'needs', 'need')} a look within {AHEAD.days} days"
        if self.waiting:
            return _waiting_words(len(self.waiting))
        return "None of your rules needs a look now" if self.later else "No rule is yours to look at"

    @property
    def subject(self) -> str:
        """What the letter is about, in a line."""
        said = []
        if self.looks:
            said.append(f"{_of_yours(len(self.looks))} {_verb(self.looks, 'needs', 'need')} a look")
        if self.waiting:
            said.append(_waiting_words(len(self.waiting)))
        return ", and ".join(said)

    @property
    def opening(self) -> str:
        """The same in sentences, with what people read meanwhile."""
        looks = f"{_of_yours(len(self.looks))} {_verb(self.looks, 'needs', 'need')} a look." if self.looks else ""
        waits = f"{_waiting_words(len(self.waiting))}." if self.waiting else ""
        return " ".join(said for said in (looks, self.turned(), waits) if said)

    def turned(self, which: str = "them") -> str:
        """The sentence on a yes that people read as ask first; "" where there is none."""
        days = [asks_from(rule.review_on) for rule in self.asks if rule.review_on]
        if not days:
            return ""
        if len(days) > 1:
            return f"{len(days)} of {which} show as “ask first”, the first since {nhs_date(min(days))}."
        one = "It" if which == "them" and len(self.looks) == 1 else f"1 of {which}"
        return f"{one} shows as “ask first” since {nhs_date(days[0])}."


def owners_list(rules: Iterable[Rule], waiting: Iterable[Waiting], *, today: dt.date) -> OwnersList:
    """These rules in their groups, and what waits, the longest first."""
    groups: dict[Due, list[Rule]] = {one: [] for one in Due}
    for rule in sorted(rules, key=lambda one: (one.review_on or dt.date.max, one.scope)):
        groups[due(rule, today)].append(rule)
    asks, past, soon, later = (tuple(groups[one]) for one in (Due.ASKS, Due.PAST, Due.SOON, Due.LATER))
    return OwnersList(asks, past, soon, later, tuple(sorted(waiting, key=lambda one: (one.asked_on, one.key))))


def review_words(rule: Rule, today: dt.date) -> str:
    """When somebody is to look at a rule, and what it means that the day is past."""
    if rule.review_on is None:
        return "It has no review date."
    by = f"To be looked at by {nhs_date(rule.review_on)}"
    turns = nhs_date(asks_from(rule.review_on))
    match due(rule, today):
        case Due.ASKS:
            return f"{by}. It shows as “ask first” since {turns}."
        case Due.PAST if rule.answer is Answer.YES:
            return f"{by}, which is past. It shows as “ask first” from {turns}."
        case Due.PAST:
            return f"{by}, which is past. It still counts."
    return f"{by}."


def is_named(register: Register, person_id: int) -> bool:
    """Whether the register names this person: for a tool, for a rule, or to decide where nobody is named."""
    owners = {register.owner_id} | {tool.owner_id for tool in register.tools}
    return person_id in owners or any(rule.owner_id == person_id for rule in register.rules)


def _of_yours(count: int) -> str:
    return f"{count:,} of your rules"


def _verb(rules: tuple[Rule, ...], one: str, many: str) -> str:
    return one if len(rules) == 1 else many


def _waiting_words(count: int) -> str:
    return f"{plural(count, 'need')} {'waits' if count == 1 else 'wait'} for your answer"
