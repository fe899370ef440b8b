"""One person's week while a unit is chosen: what they have seen, need and may be given, and which fits best."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from learning.capability.rules import HIGHEST_BY_ANSWERS, Thresholds
from learning.drip.rules.catalogue import Catalogue, Fitting
from learning.drip.rules.needs import Need, needs_of
from learning.drip.rules.turns import FIRST_WEEKS, is_by_hand_turn
from learning.drip.rules.units import Candidate, GivenUnit, Kind, Profile, Skill

Rank = tuple[int, ...]  # the smallest is the best
Lacking = Mapping[Skill, int]  # error skills below their count, and how often each has come
_NEW_STARTERS_LEVEL = 2
_LAST_DAY = dt.date.max.toordinal()


class PersonWeek:
    """Made once for each choice, so that each fact about the person is worked out once."""

    def __init__(self, profile: Profile, catalogue: Catalogue, week_on: dt.date, thresholds: Thresholds) -> None:
        self.profile, self.week_on = profile, week_on
        highest = _NEW_STARTERS_LEVEL if profile.is_new_starter else HIGHEST_BY_ANSWERS
        self.fitting: Fitting = catalogue.fitting(profile.families, profile.tools, highest)
        self.seen_on = _seen_on(profile)
        self.tired = _tired(profile.history)
        self.needs = needs_of(profile.required, profile.held, _last_given(profile.history), week_on, thresholds)
        self.is_early = profile.week_number <= FIRST_WEEKS
        self.is_by_hand_turn = is_by_hand_turn(profile.history)
        self._wants_by_hand = self.is_by_hand_turn or profile.is_new_starter

    def best(
        self, units: Iterable[Candidate], *, lacking: Lacking | None = None, due_only: bool = False
    ) -> tuple[Candidate, str] | None:
        """The best unseen unit and the required competency it is for; None where none fits. Equals go by id.

        `due_only`: as a check, of competencies that are due.
        """
        best: tuple[Rank, str, Candidate, str] | None = None
        for unit in units:
            if unit.module_id in self.seen_on or not self.tired.isdisjoint(unit.competencies):
                continue
            found = self._check_rank(unit) if due_only else self._lesson_rank(unit, lacking or {})
            if found is not None and (best is None or (found[0], unit.module_id) < best[:2]):
                best = (found[0], unit.module_id, unit, found[1])
        return None if best is None else best[2:]

    def due_competency(self, unit: Candidate) -> str | None:
        """The competency of this unit that is due and would lapse first."""
        due = [name for name in unit.competencies if (need := self.needs.get(name)) is not None and need.is_due]
        return min(due, key=lambda name: (self._lapses(self.needs[name]), name), default=None)

    def _lesson_rank(self, unit: Candidate, lacking: Lacking) -> tuple[Rank, str] | None:
        """Needed; by hand where that comes first; at the required level; for the role; trains what lacks most; needed
        most; longest not touched."""
        main: tuple[int, Need, str] | None = None
        total = 0
        for name in unit.competencies:
            need = self.needs.get(name)
            if need is not None:
                weight = need.weight_at(unit.level)
                total += weight
                if main is None or weight > main[0]:
                    main = (weight, need, name)
        if main is None:
            return None
        _, need, name = main
        trained = sum(3 - lacking[skill] for skill in unit.skills if skill in lacking) if lacking else 0
        by_hand_later = self.profile.is_new_starter and not unit.by_hand
        misfit = need.misfit_of(unit.level)
        return (total == 0, by_hand_later, misfit, unit.is_generic, -trained, -total, -need.last_given), name

    def _check_rank(self, unit: Candidate) -> tuple[Rank, str] | None:
        """Due; by hand in its turn and not before; at the required level; for the role; needed most; lapses first."""
        name = self.due_competency(unit)
        if name is None:
            return None
        need = self.needs[name]
        by_hand_later = unit.by_hand is not self._wants_by_hand
        total = sum(self.needs[each].weight_at(unit.level) for each in unit.competencies if each in self.needs)
        return (by_hand_later, need.misfit_of(unit.level), unit.is_generic, -total, self._lapses(need)), name

    @staticmethod
    def _lapses(need: Need) -> int:
        return _LAST_DAY if need.current_until is None else need.current_until.toordinal()


def _seen_on(profile: Profile) -> dict[str, dt.date]:
    """The last date of each module they know, from the drip or by themselves. A new version is no new module."""
    seen = dict(profile.practised)
    for given in profile.history:
        if given.module_id not in seen or seen[given.module_id] < given.on:
            seen[given.module_id] = given.on
    return seen


def _last_given(history: tuple[GivenUnit, ...]) -> dict[str, int]:
    """How many units ago each competency was touched: 1 = by the last unit."""
    found: dict[str, int] = {}
    for ago, given in enumerate(reversed(history), start=1):
        for competency in given.competencies:
            found.setdefault(competency, ago)
    return found


def _tired(history: tuple[GivenUnit, ...]) -> frozenset[str]:
    """What both of the last two units touched, counted with heads-ups and without."""
    ordinary = [given for given in history[-12:] if given.kind is not Kind.HEADS_UP]
    return _in_both(history[-2:]) | _in_both(tuple(ordinary[-2:]))


def _in_both(units: tuple[GivenUnit, ...]) -> frozenset[str]:
    if len(units) < 2:
        return frozenset()
    return frozenset(units[0].competencies) & frozenset(units[1].competencies)
