"""Which unit comes this week: the same for the same person, week and content, and always with its reason.

Order: a heads-up; a begun unit where three are open; a variant of what was sure and wrong, 1 and 3 weeks after; then
the kinds in turn, units for an error skill below its count first; at last the longest unseen unit of a due competency.
No competency is touched by three units running, whatever rule asks for the third. Only a heads-up may: a changed rule
cannot wait a week.
"""

from __future__ import annotations

import datetime as dt

from learning.capability.rules import HIGHEST_BY_ANSWERS, Thresholds
from learning.drip.rules.catalogue import Catalogue
from learning.drip.rules.needs import dated
from learning.drip.rules.reasons import Facts, ReasonCode
from learning.drip.rules.turns import kinds_in_turn
from learning.drip.rules.units import Candidate, Choice, Kind, NoUnit, Profile, Skill, SureAndWrong
from learning.drip.rules.week import Lacking, PersonWeek
from learning.ground.workdays import monday_of

SKILL_COUNT, SKILL_WEEKS = 3, 12  # each error skill so often in the first weeks
OPEN_AT_MOST = 3
FINISH_AFTER = dt.timedelta(days=7)
RETURNS_AFTER_WEEKS = (1, 3)
FORGET_AFTER_WEEKS = 12  # a mark that found no variant for so long is not brought up again
NOT_AGAIN_WITHIN = dt.timedelta(weeks=12)
_THRESHOLDS = Thresholds()


def choose(
    profile: Profile, catalogue: Catalogue, week_on: dt.date, thresholds: Thresholds = _THRESHOLDS
) -> Choice | NoUnit:
    """The unit of the week that begins on this Monday."""
    week = PersonWeek(profile, catalogue, week_on, thresholds)
    return _heads_up(week) or _begun(week) or _returned(week) or _in_turn(week) or _seen_long_ago(week) or NoUnit()


def heads_up(
    profile: Profile, catalogue: Catalogue, week_on: dt.date, thresholds: Thresholds = _THRESHOLDS
) -> Choice | None:
    """The heads-up that goes before everything else in this week, if one of theirs is unseen."""
    fitting = catalogue.fitting(profile.families, profile.tools, HIGHEST_BY_ANSWERS)
    if not fitting.by_kind[Kind.HEADS_UP]:
        return None  # for most people in most weeks
    return _heads_up(PersonWeek(profile, catalogue, week_on, thresholds))


def _heads_up(week: PersonWeek) -> Choice | None:
    """The oldest change first. It goes before every other rule: to know the rule is what keeps people safe."""
    unseen = [unit for unit in week.fitting.by_kind[Kind.HEADS_UP] if _is_news(week, unit)]
    if not unseen:
        return None
    unit = min(unseen, key=lambda unit: (unit.changed_on or dt.date.min, unit.module_id))
    return _choice(
        unit, ReasonCode.HEADS_UP, {"competency": next(name for name in unit.competencies if name in week.needs)}
    )


def _is_news(week: PersonWeek, unit: Candidate) -> bool:
    """Not seen, about something their roles ask for, and not older than their own first week."""
    began_on = week.week_on - dt.timedelta(weeks=week.profile.week_number - 1)
    is_theirs = any(competency in week.needs for competency in unit.competencies)
    is_new = unit.changed_on is None or unit.changed_on >= began_on
    return is_theirs and is_new and unit.module_id not in week.seen_on


def _begun(week: PersonWeek) -> Choice | None:
    """Before a fourth unit is opened: the one begun first, a week ago or more. Each is brought up once only, so that
    somebody who never finishes still gets something new."""
    if sum(given.is_open for given in week.profile.history) < OPEN_AT_MOST:
        return None
    brought_up = {given.module_id for given in week.profile.history if given.reason is ReasonCode.BEGUN}
    last = {given.module_id: given for given in week.profile.history}
    still_open = {
        module: given.begun_on
        for module, given in last.items()
        if given.begun_on and given.is_open and module in week.fitting.by_id and module not in brought_up
    }
    if len(still_open) < OPEN_AT_MOST:
        return None
    ripe = [
        (begun_on, module)
        for module, begun_on in still_open.items()
        if begun_on + FINISH_AFTER <= week.week_on and week.tired.isdisjoint(week.fitting.by_id[module].competencies)
    ]
    if not ripe:
        return None
    begun_on, module = min(ripe)
    return _choice(week.fitting.by_id[module], ReasonCode.BEGUN, {"begun_on": begun_on.isoformat()})


def _returned(week: PersonWeek) -> Choice | None:
    """A variant of what was sure and wrong: another of its isomorph group, else another unit on its competency."""
    for mark in sorted(week.profile.sure_and_wrong, key=lambda mark: (mark.on, mark.competency, mark.isomorph_group)):
        if not _is_to_return(week, mark):
            continue
        same_lesson = week.fitting.by_isomorph_group.get(mark.isomorph_group, ())
        same_competency = week.fitting.by_competency.get(mark.competency, ())
        for variants in (same_lesson, same_competency):
            best = week.best(unit for unit in variants if _may_return(week, unit))
            if best is not None:
                facts: Facts = {"competency": mark.competency, "marked_on": mark.on.isoformat()}
                return _choice(best[0], ReasonCode.SURE_AND_WRONG, facts)
    return None


def _is_to_return(week: PersonWeek, mark: SureAndWrong) -> bool:
    """The first time a week after, the second three weeks after; whatever brought the variant counts."""
    marked_on = monday_of(mark.on)
    weeks = (week.week_on - marked_on).days // 7
    if not RETURNS_AFTER_WEEKS[0] <= weeks <= FORGET_AFTER_WEEKS:
        return False
    back = sum(
        (bool(mark.isomorph_group) and given.isomorph_group == mark.isomorph_group)
        or (given.reason is ReasonCode.SURE_AND_WRONG and mark.competency in given.competencies)
        for given in week.profile.history
        if monday_of(given.on) > marked_on
    )
    return back < len(RETURNS_AFTER_WEEKS) and RETURNS_AFTER_WEEKS[back] <= weeks


def _may_return(week: PersonWeek, unit: Candidate) -> bool:
    return unit.kind is Kind.LESSON or (unit.kind is Kind.CHECK and not week.is_early)


def _in_turn(week: PersonWeek) -> Choice | None:
    """The kinds in turn; while an error skill is below its count, first those units that train it."""
    kinds = kinds_in_turn(week.profile.history, week.profile.week_number, week.week_on)
    lacking = _lacking_skills(week.profile)
    passes = [(kind, lacking) for kind in (kinds[:1] if week.is_early else kinds)] if lacking else []
    for kind, skills in passes + [(kind, {}) for kind in kinds]:
        choice = _of_kind(week, kind, skills)
        if choice is not None:
            return choice
    return None


def _lacking_skills(profile: Profile) -> Lacking:
    """The error skills below their count in the first weeks, with how often each has come."""
    if profile.week_number > SKILL_WEEKS:
        return {}
    counts = {skill: sum(skill in given.skills for given in profile.history) for skill in Skill}
    return {skill: count for skill, count in counts.items() if count < SKILL_COUNT}


def _of_kind(week: PersonWeek, kind: Kind, lacking: Lacking) -> Choice | None:
    units = week.fitting.by_kind[kind]
    if lacking:
        units = tuple(unit for unit in units if not unit.skills.isdisjoint(lacking))
    best = week.best(units, lacking=lacking, due_only=kind is Kind.CHECK)
    if best is None:
        return None
    unit, competency = best
    if kind is Kind.CHECK:
        by_hand = unit.by_hand and week.is_by_hand_turn
        facts = {"competency": competency} | dated(week.profile.held[competency], week.week_on)
        return _choice(unit, ReasonCode.BY_HAND if by_hand else ReasonCode.DUE_CHECK, facts)
    if lacking:
        skill = min(unit.skills & lacking.keys(), key=lambda skill: (lacking[skill], skill))
        facts = {"competency": competency, "skill": skill.value, "count": lacking[skill], "wanted": SKILL_COUNT}
        return _choice(unit, ReasonCode.ERROR_SKILL, facts)
    need = week.needs[competency]
    return _choice(unit, ReasonCode.EXAMPLE if kind is Kind.EXAMPLE else need.reason, need.facts)


def _seen_long_ago(week: PersonWeek) -> Choice | None:
    """When nothing new fits: of what is due, the unit seen longest ago. It serves as a check, whatever it was."""
    oldest: tuple[dt.date, str] | None = None
    for module, seen_on in week.seen_on.items():
        unit = week.fitting.by_id.get(module)
        if unit is None or unit.kind is Kind.HEADS_UP or seen_on + NOT_AGAIN_WITHIN > week.week_on:
            continue
        is_due = week.tired.isdisjoint(unit.competencies) and week.due_competency(unit) is not None
        if is_due and (oldest is None or (seen_on, module) < oldest):
            oldest = (seen_on, module)
    if oldest is None:
        return None
    unit = week.fitting.by_id[oldest[1]]
    facts: Facts = {"competency": week.due_competency(unit) or "", "seen_on": oldest[0].isoformat()}
    return Choice(unit.module_id, unit.version, Kind.CHECK, ReasonCode.SEEN_LONG_AGO, facts)


def _choice(unit: Candidate, reason: ReasonCode, facts: Facts) -> Choice:
    return Choice(unit.module_id, unit.version, unit.kind, reason, dict(facts))
