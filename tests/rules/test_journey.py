"""The weeks of an invented new starter, and what a library has too little of for them."""

from __future__ import annotations

import datetime as dt
import doctest
import random
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.capability.rules import Minimum, RequirementPlan, Thresholds
from learning.drip.rules import Candidate, Choice, Kind, Practice, Question, ReasonCode, Skill, Tools, amounts, grid
from learning.drip.rules.amounts import (
    WEEKS,
    Stock,
    checks_without_hand,
    family_amounts,
    is_tagged,
    library_amounts,
    required_cells,
    skills_in,
    stock,
    thin_of_families,
)
from learning.drip.rules.grid import COLUMNS, codes_of, report
from learning.drip.rules.journey import JourneyWeek, Starter, always_right, journey, right_in
from tests.rules.drip_content import SECRETARY, a_check, a_unit, content

STARTS = dt.date(2026, 11, 2)
FAMILY = "medical-secretary"
PLAN = RequirementPlan(core=frozenset({"P1", "J1", "J2"}), voice=frozenset({"V1"}), champion_minimum={})
LEVELS = {"P1": 2, "J1": 3, "J2": 2, "V1": 0}
THRESHOLDS = Thresholds()


def a_starter(levels: dict[str, int] = LEVELS, starts_on: dt.date = STARTS) -> Starter:
    since = dt.date(2026, 4, 1)
    return Starter(
        FAMILY, starts_on, tuple(Minimum(FAMILY, name, level, since) for name, level in levels.items()), PLAN
    )


def practised(unit: Candidate, *questions: tuple[str, int], drafts: tuple[bool, ...] = ()) -> Practice:
    """A unit with a question on each of these competencies and levels, or on its own ones at its own level."""
    asked = questions or tuple((name, unit.level) for name in unit.competencies)
    numbered = (Question(f"q{number}", name, level) for number, (name, level) in enumerate(asked))
    return Practice(unit, unit.module_id, tuple(numbered), drafts)


def a_library(amount: int = 12) -> tuple[Practice, ...]:
    """Enough for a year of this starter: lessons and checks at each level, with all error skills."""
    units = []
    for name in ("P1", "J1", "J2"):
        for level in (1, 2, 3):
            for number in range(amount):
                second = ("P1", "J1", "J2")[(number + level) % 3]
                both = (name,) if second == name else (name, second)
                kind = Kind.CHECK if number % 2 else Kind.LESSON
                units.append(
                    a_unit(
                        f"{name}-{level}-{number}".lower(),
                        *both,
                        kind=kind,
                        level=level,
                        roles=SECRETARY,
                        isomorph_group=f"{name}-{level}",
                        by_hand=kind is Kind.CHECK and number % 4 == 1,
                        skills=frozenset({list(Skill)[number % 3]}),
                    )
                )
    return tuple(practised(unit) for unit in units)


def lived(library: tuple[Practice, ...], weeks: int = WEEKS, **more: object) -> tuple[JourneyWeek, ...]:
    return journey(a_starter(), library, THRESHOLDS, weeks=weeks, **more)  # type: ignore[arg-type]


def seen(weeks: tuple[JourneyWeek, ...]) -> list[str | None]:
    return [week.practice.id if week.practice else None for week in weeks]


# A new starter's weeks


def test_a_new_starter_gets_one_unit_a_week_on_the_weekday_they_began() -> None:
    weeks = lived(a_library())
    assert [week.on for week in weeks] == [STARTS + dt.timedelta(weeks=number) for number in range(WEEKS)]
    assert [week.number for week in weeks] == list(range(1, WEEKS + 1))
    assert all(week.is_new for week in weeks)


def test_somebody_who_starts_on_a_saturday_gets_the_first_unit_on_monday() -> None:
    weeks = journey(a_starter(starts_on=dt.date(2026, 11, 7)), a_library(), THRESHOLDS, weeks=2)
    assert [week.on for week in weeks] == [dt.date(2026, 11, 9), dt.date(2026, 11, 16)]


def test_nothing_above_level_2_comes_in_the_first_90_days_and_all_that_is_required_is_held_in_the_end() -> None:
    weeks = lived(a_library())
    levels = [week.practice.candidate.level for week in weeks if week.practice]
    assert max(levels[:12]) == 2
    assert 3 in levels[13:]
    assert weeks[0].required == 3
    assert (weeks[0].held, weeks[-1].held) == (0, 3)


def test_a_role_that_needs_voice_tools_is_asked_for_them_and_another_is_not() -> None:
    assert "V1" not in a_starter().required_on(STARTS)
    assert a_starter(LEVELS | {"V1": 2}).required_on(STARTS)["V1"] == 2


def test_the_same_seed_gives_the_same_weeks_and_wrong_answers_leave_less_held() -> None:
    library = a_library()
    assert lived(library, is_right=right_in(0.6)) == lived(library, is_right=right_in(0.6))
    assert lived(library, is_right=right_in(1.0)) == lived(library, is_right=always_right)
    assert lived(library, is_right=right_in(0.0))[-1].held == 0


def test_a_library_that_has_run_out_repeats_or_is_silent_and_never_calls_that_new() -> None:
    library = (practised(a_unit("one", "P1")), practised(a_unit("two", "J1")))
    weeks = lived(library, weeks=52)
    assert sum(week.is_new for week in weeks) == 2
    assert any(week.practice is None for week in weeks)
    repeats = [week for week in weeks if week.is_repeat]
    assert repeats
    assert {(week.kind, week.choice.reason) for week in repeats} == {(Kind.CHECK, ReasonCode.SEEN_LONG_AGO)}


@given(st.integers(0, 10_000), st.sampled_from([0.0, 0.5, 0.85, 1.0]), st.integers(1, 40))
@settings(max_examples=30, deadline=None)
def test_whatever_the_library_a_new_unit_was_never_seen_and_a_repeat_was(seed: int, share: float, amount: int) -> None:
    chance = random.Random(seed)
    units = list(content(lessons=2, checks=2))
    library = tuple(practised(unit) for unit in chance.sample(units, min(amount, len(units))))
    before: set[str] = set()
    for week in lived(library, weeks=30, is_right=right_in(share, seed)):
        assert 0 <= week.held <= week.required
        if week.practice is not None:
            assert week.is_new == (week.practice.id not in before)
            before.add(week.practice.id)


def test_a_unit_that_assumes_a_tool_comes_only_to_somebody_who_has_one() -> None:
    library = (practised(a_unit("with-a-tool", "P1", assumes_tool="any-approved")),)
    assert seen(lived(library, weeks=1)) == [None]
    assert seen(lived(library, weeks=1, tools=Tools.for_everything({"chat"}))) == ["core/with-a-tool"]


# What is thin


def test_a_required_level_is_one_cell_and_that_of_the_first_days_another() -> None:
    assert required_cells({"J1": 2, "P1": 1}, {"J1": 3, "P1": 1}) == (("J1", 2), ("J1", 3), ("P1", 1))
    assert required_cells({"J1": 4, "P1": 0}) == (("J1", 3),)


def test_a_question_counts_for_its_level_and_those_below_but_not_above_the_cap_of_the_first_days() -> None:
    library = tuple(practised(a_unit(f"u{level}", "J1", level=level, isomorph_group="a")) for level in (1, 2, 3))
    assert [stock(library, FAMILY, ("J1", level), cap=2) for level in (1, 2, 3)] == [
        Stock(2, 2),
        Stock(1, 1),
        Stock(1, 1),
    ]


def test_only_units_that_the_family_may_get_are_counted() -> None:
    library = (
        practised(a_unit("ours", "J1", roles=SECRETARY), ("J1", 2), ("J1", 2)),
        practised(a_unit("all", "J1")),
        practised(a_unit("theirs", "J1", roles=frozenset({"clinical-coder"}))),
    )
    assert stock(library, FAMILY, ("J1", 2), cap=2) == Stock(3, 1)


@pytest.mark.parametrize(
    ("groups", "questions", "is_enough"),
    [("aaa", 2, True), ("aaab", 1, True), ("aab", 3, False), ("aaa", 1, False), ("abcd", 2, False), ("", 0, False)],
)
def test_enough_is_4_questions_and_3_variants_of_one_lesson(groups: str, questions: int, is_enough: bool) -> None:
    library = tuple(
        practised(a_unit(f"u{number}", "J1", isomorph_group=group), *[("J1", 2)] * questions)
        for number, group in enumerate(groups)
    )
    assert stock(library, FAMILY, ("J1", 2), cap=2).is_enough is is_enough


def amounts_for(library: tuple[Practice, ...]):  # type: ignore[no-untyped-def]
    cells = required_cells(a_starter().required_on(STARTS), a_starter().required_on(STARTS + dt.timedelta(days=90)))
    return family_amounts(FAMILY, lived(library), library, cells, cap=2)


def test_a_library_with_enough_has_nothing_thin() -> None:
    one = amounts_for(a_library())
    assert thin_of_families([one]) == []
    assert one.thin_cells == ()
    assert (one.has_a_plan, one.is_tagged) == (True, True)


def test_each_amount_that_is_missing_is_said_with_what_there_is_and_what_is_wanted() -> None:
    everybody = frozenset({"*"})
    library = tuple(
        practised(a_unit(f"u{number}", ("P1", "J1", "J2")[number % 3], roles=everybody, isomorph_group="a"))
        for number in range(20)
    )
    said = [str(thin) for thin in thin_of_families([amounts_for(library)])]
    assert "plan without repeats: 20 weeks, wanted 26" in said
    assert "role-tagged units in 26 weeks: 0, wanted 19" in said
    assert "“needs human” in the first 12 weeks: 0 units, wanted 3" in said
    assert "J1 level 3: 0 questions in 0 variants, wanted 4 in 3" in said
    assert not any(one.startswith("J1 level 2") for one in said)


def test_families_that_lack_the_same_stand_together() -> None:
    one = amounts_for(a_library(1))
    other = type(one)(**{name: getattr(one, name) for name in one.__slots__} | {"family": "clinical-coder"})
    alone, together = thin_of_families([one]), thin_of_families([one, other])
    assert len(alone) == len(together) > 0
    assert {thin.families for thin in together} == {(FAMILY, "clinical-coder")}


def test_a_unit_for_more_than_4_families_is_generic_and_does_not_count_as_tagged() -> None:
    names = [f"f{number}" for number in range(4)]
    for roles, tagged in (({FAMILY, *names[:3]}, True), ({FAMILY, *names}, False)):
        weeks = lived((practised(a_unit("one", "P1", roles=frozenset(roles))),), weeks=1)
        assert is_tagged(weeks[0]) is tagged


def a_week(number: int, unit: Candidate) -> JourneyWeek:
    choice = Choice(unit.module_id, 1, unit.kind, ReasonCode.NOT_STARTED, {})
    return JourneyWeek(number, STARTS, choice, practised(unit), is_repeat=False, held=0, required=1)


def test_an_error_skill_counts_in_the_first_12_weeks_alone() -> None:
    unit = a_unit("one", "J1", skills=frozenset({Skill.WRONG}))
    weeks = [a_week(number, unit) for number in (1, 12, 13, 26)]
    assert skills_in(weeks) == {Skill.WRONG: 2, Skill.MISSING: 0, Skill.NEEDS_HUMAN: 0}
    assert all(count >= 3 for count in skills_in(lived(a_library())).values())


@pytest.mark.parametrize(("kinds", "longest"), [("", 0), ("ccc", 3), ("ccHc", 2), ("clclHlc", 2), ("HH", 0), ("l", 0)])
def test_a_check_by_hand_ends_a_run_of_checks_and_a_lesson_does_not(kinds: str, longest: int) -> None:
    units = {"c": a_check("c", "J1"), "H": a_check("h", "J1", by_hand=True), "l": a_unit("l", "J1")}
    assert checks_without_hand([a_week(number, units[kind]) for number, kind in enumerate(kinds)]) == longest


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"assumes_tool": "any-approved"}, "units that need no tool: 5 of 10, wanted 6"),
        ({"drafts": (False,)}, "sound drafts to judge: 5 of 20, wanted about 4 in 10 (30% to 50%)"),
        ({"kind": Kind.CHECK}, "checks by hand: 0 of 5, wanted 1 in 8"),
        ({"one": True}, "competencies that a unit's questions touch: 5 units of 10 on one alone"),
    ],
)
def test_what_the_whole_library_lacks_is_said(facts: dict[str, object], said: str) -> None:
    drafts = facts.pop("drafts", None)
    asked = [("P1", 2), ("P1", 2)] if facts.pop("one", False) else [("P1", 2), ("J1", 2)]
    library = [practised(a_unit(f"a{n}", "P1", "J1"), ("P1", 2), ("J1", 2), drafts=(True, False)) for n in range(5)]
    if drafts is not None:
        library = [practised(each.candidate, ("P1", 2), ("J1", 2), drafts=(True, False, False)) for each in library]
    assert list(library_amounts(library).thin) == []
    odd = [practised(a_unit(f"b{n}", "P1", "J1", **facts), *asked, drafts=drafts or ()) for n in range(5)]
    assert [str(thin).startswith(said) for thin in library_amounts([*library, *odd]).thin] == [True]


# The grid


@given(st.lists(st.from_regex(r"[a-z]{2,8}(-[a-z]{1,8}){0,3}", fullmatch=True), unique=True, max_size=30))
def test_no_two_families_have_the_same_code(families: list[str]) -> None:
    codes = codes_of(families)
    assert list(codes) == families
    assert len(set(codes.values())) == len(families)


@pytest.mark.parametrize("amount", [0, 1, 12])
def test_the_grid_fits_a_terminal_and_says_what_its_marks_mean(amount: int) -> None:
    library = a_library(amount) or (practised(a_unit("one", "P1")),)
    one = amounts_for(library)
    families = [
        type(one)(**{name: getattr(one, name) for name in one.__slots__} | {"family": f"{FAMILY}-{n}"})
        for n in range(15)
    ]
    lines = list(report(families, library_amounts(library)))
    assert max(map(len, lines)) <= COLUMNS
    assert any("fewer than 3 variants of one lesson" in line for line in lines)
    assert ("Nothing is thin." in lines) == (amount == 12)


@pytest.mark.parametrize("module", [amounts, grid])
def test_the_examples_in_the_rules_are_so(module: ModuleType) -> None:
    assert doctest.testmod(module).failed == 0
