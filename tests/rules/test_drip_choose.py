"""Which unit comes, sentence by sentence."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from learning.drip.rules import (
    Candidate,
    Catalogue,
    Choice,
    Kind,
    NoUnit,
    ReasonCode,
    Skill,
    SureAndWrong,
    Tools,
    choose,
)
from tests.rules.drip_content import (
    EVERYBODY,
    MONDAY,
    SECRETARY,
    WEEK,
    a_check,
    a_profile,
    a_unit,
    chosen,
    content,
    fresh,
    given,
    held,
    name_of,
)

NOTHING = Catalogue([])
ALL_HELD = {name: fresh() for name in ("P1", "J1", "J2", "A1")}
CODER = frozenset({"clinical-coder"})
WRONG, MISSING = frozenset({Skill.WRONG}), frozenset({Skill.MISSING})


def a_heads_up(name: str, changed_on: dt.date | None = None) -> Candidate:
    return a_unit(name, "P1", kind=Kind.HEADS_UP, changed_on=changed_on)


def test_a_heads_up_comes_before_everything_even_in_the_first_weeks() -> None:
    choice = chosen(a_profile(2), a_unit("lesson"), a_heads_up("tool-withdrawn"))
    assert (name_of(choice), choice.kind, choice.reason) == ("tool-withdrawn", Kind.HEADS_UP, ReasonCode.HEADS_UP)


def test_the_older_change_is_told_first_and_each_only_once() -> None:
    older, newer = a_heads_up("b", MONDAY - WEEK), a_heads_up("a", MONDAY)
    assert name_of(chosen(a_profile(9), newer, older)) == "b"
    assert name_of(chosen(a_profile(9, history=(given(older, 1),)), newer, older)) == "a"


def test_a_change_from_before_a_persons_first_week_is_no_news_to_them() -> None:
    old = a_heads_up("old", MONDAY - 3 * WEEK)
    assert name_of(chosen(a_profile(2), old, a_unit("lesson"))) == "lesson"
    assert name_of(chosen(a_profile(5), old, a_unit("lesson"))) == "old"


def test_a_change_in_what_their_roles_do_not_ask_for_is_not_theirs() -> None:
    voice = a_unit("voice", "V1", kind=Kind.HEADS_UP)
    assert name_of(chosen(a_profile(9), voice, a_unit("lesson"))) == "lesson"


@pytest.mark.parametrize("week_number", [1, 2, 3, 4])
def test_the_first_four_weeks_are_lessons_whatever_is_due(week_number: int) -> None:
    profile = a_profile(week_number, held={"P1": held()})
    assert chosen(profile, a_check("check", "P1", skills=WRONG), a_unit("lesson", "J1")).kind is Kind.LESSON


def test_after_that_a_due_check_takes_its_turn() -> None:
    history = tuple(given(a_unit(f"l{number}", "A1"), number) for number in (3, 2, 1))
    choice = chosen(
        a_profile(12, held={"P1": held(last_on=dt.date(2026, 8, 31))}, history=history),
        a_check("check", "P1"),
        a_unit("lesson", "J1"),
    )
    assert (choice.kind, choice.reason) == (Kind.CHECK, ReasonCode.DUE_CHECK)
    assert choice.facts == {"competency": "P1", "last_on": "2026-08-31", "weeks": 9}


def test_a_check_that_is_not_due_does_not_come() -> None:
    profile = a_profile(12, required={"P1": 2}, held={"P1": fresh()})
    assert choose(profile, Catalogue([a_check("check", "P1")]), MONDAY) == NoUnit()


def test_a_competency_due_on_the_sunday_of_the_week_is_due_in_it() -> None:
    for days, comes in ((6, "check"), (7, None)):
        due = held(last_on=MONDAY - 4 * WEEK, due_in=28 + days)
        profile = a_profile(12, required={"P1": 2}, held={"P1": due})
        assert name_of(choose(profile, Catalogue([a_check("check", "P1")]), MONDAY)) == comes


def test_of_two_due_competencies_the_one_that_lapses_first_is_checked() -> None:
    holdings = {"P1": held(current_for=90), "J1": held(current_for=80)}
    profile = a_profile(12, required={"P1": 2, "J1": 2}, held=holdings)
    assert name_of(chosen(profile, a_check("a", "P1"), a_check("b", "J1"))) == "b"


def test_units_at_the_required_level_are_offered_from_the_first() -> None:
    units = [a_unit(f"level-{level}", "P1", level=level) for level in (1, 2, 3)]
    for required in (1, 2, 3):
        assert name_of(chosen(a_profile(required={"P1": required}), *units)) == f"level-{required}"
    assert name_of(chosen(a_profile(required={"P1": 4}), *units)) == "level-3", "level 4 is confirmed, not answered"


def test_the_required_level_comes_before_a_unit_for_the_role_at_another() -> None:
    units = a_unit("a", "P1", level=3, roles=SECRETARY), a_unit("b", "P1", level=2), a_unit("c", "P1", level=1)
    assert name_of(chosen(a_profile(required={"P1": 2}), *units)) == "b"


def test_a_second_competency_counts_less_where_the_unit_is_below_its_level() -> None:
    required = {"P1": 2, "J1": 3, "A1": 2}
    assert name_of(chosen(a_profile(required=required), a_unit("a", "P1", "J1"), a_unit("b", "P1", "A1"))) == "b"


def test_what_an_answer_would_complete_comes_before_what_was_answered_this_week() -> None:
    last_week = replace(held(1, last_on=MONDAY - 2 * WEEK), right_2_on=MONDAY - 2 * WEEK)
    just_now = replace(held(1, last_on=MONDAY - dt.timedelta(days=2)), right_2_on=MONDAY - dt.timedelta(days=2))
    profile = a_profile(required={"J1": 2, "P1": 2}, held={"J1": just_now, "P1": last_week})
    choice = chosen(profile, a_unit("a", "J1"), a_unit("b", "P1"))
    assert (name_of(choice), choice.reason) == ("b", ReasonCode.BELOW_LEVEL)
    assert choice.facts == {"competency": "P1", "level": 1, "required": 2}


def test_a_harder_unit_comes_before_one_below_the_required_level() -> None:
    easy, hard = a_unit("easy", "P1", level=1), a_unit("hard", "P1", level=3)
    assert name_of(chosen(a_profile(required={"P1": 2}), easy, hard)) == "hard"


def test_new_starters_get_nothing_above_level_two_and_by_hand_units_first() -> None:
    hard, plain, by_hand = (
        a_unit("a-hard", "P1", level=3),
        a_unit("b-plain", "P1", level=2),
        a_unit("c-by-hand", "P1", level=2, by_hand=True),
    )
    starter = a_profile(is_new_starter=True, required={"P1": 2})
    assert name_of(chosen(starter, hard, plain, by_hand)) == "c-by-hand"
    assert choose(starter, Catalogue([hard]), MONDAY) == NoUnit()
    assert name_of(chosen(a_profile(required={"P1": 2}), plain, by_hand)) == "b-plain"


def test_what_was_begun_is_finished_before_a_fourth_is_opened() -> None:
    units = [a_unit("one", "P1"), a_unit("two", "J1"), a_unit("three", "J2"), a_unit("new", "A1")]
    history = tuple(given(unit, ago, finished_on=None) for unit, ago in zip(units, (5, 4, 3), strict=False))
    choice = chosen(a_profile(9, history=history), *units)
    assert (name_of(choice), choice.reason) == ("one", ReasonCode.BEGUN)
    assert choice.facts == {"begun_on": "2026-09-29"}
    assert name_of(chosen(a_profile(9, history=history[1:]), *units[1:])) == "new", "two open: a third may follow"


def test_what_was_begun_less_than_a_week_ago_is_left_in_peace() -> None:
    units = [a_unit("one", "P1"), a_unit("two", "J1"), a_unit("three", "J2"), a_unit("new", "A1")]
    thursday = MONDAY - dt.timedelta(days=4)
    history = tuple(
        given(unit, ago, begun_on=thursday, finished_on=None) for unit, ago in zip(units, (5, 4, 3), strict=False)
    )
    assert name_of(chosen(a_profile(9, history=history), *units)) == "new"


def test_a_begun_unit_is_brought_up_once_so_that_something_new_comes_again() -> None:
    units = [a_unit("one", "P1"), a_unit("two", "J1"), a_unit("three", "J2"), a_unit("new", "A1")]
    history = (
        *(given(unit, ago, finished_on=None) for unit, ago in zip(units, (8, 7, 6), strict=False)),
        given(units[0], 1, finished_on=None, reason=ReasonCode.BEGUN),
    )
    assert name_of(chosen(a_profile(9, history=history), *units)) == "new"


def test_a_begun_unit_that_was_withdrawn_is_not_brought_up() -> None:
    units = [a_unit("one", "P1"), a_unit("two", "J1"), a_unit("three", "J2"), a_unit("new", "A1")]
    history = tuple(given(unit, ago, finished_on=None) for unit, ago in zip(units, (5, 4, 3), strict=False))
    assert name_of(chosen(a_profile(9, history=history), *units[1:])) == "new"


def test_an_error_skill_below_its_count_comes_first() -> None:
    choice = chosen(a_profile(1), a_unit("a", "P1", roles=SECRETARY), a_unit("b", "J1", skills=WRONG, roles=EVERYBODY))
    assert (name_of(choice), choice.reason) == ("b", ReasonCode.ERROR_SKILL)
    assert choice.facts == {"competency": "J1", "skill": "wrong", "count": 0, "wanted": 3}


def test_an_error_skill_that_came_three_times_waits_its_turn() -> None:
    seen = tuple(given(a_unit(f"s{number}", "J2", "A1", skills=WRONG), 9 - number) for number in range(3))
    other = tuple(given(a_unit(f"o{number}", "A1"), 3 - number) for number in range(2))
    units = a_unit("a", "P1", roles=SECRETARY), a_unit("b", "J1", skills=WRONG)
    assert name_of(chosen(a_profile(10, history=seen + other), *units)) == "a"
    assert name_of(chosen(a_profile(10, history=seen[1:] + other), *units)) == "b"
    assert name_of(chosen(a_profile(13, history=seen[1:] + other), *units)) == "a", "after the first 12 weeks"


def test_of_two_error_skills_the_one_that_came_less_often_is_trained() -> None:
    seen = (given(a_unit("s", "J2", skills=WRONG), 2), given(a_unit("o", "A1"), 1))
    units = a_unit("a", "P1", skills=WRONG), a_unit("b", "P1", skills=MISSING)
    assert name_of(chosen(a_profile(3, history=seen), *units)) == "b"


SURE = a_unit("sure", "J1", isomorph_group="sums")
VARIANT = a_unit("z-variant", "J1", isomorph_group="sums")
SAME_COMPETENCY = a_unit("y-other", "J1", isomorph_group="dates")
ELSEWHERE = a_unit("a-lesson", "P1")


@pytest.mark.parametrize(
    ("weeks_ago", "came_back", "comes"),
    [
        (0, (), "a-lesson"),  # this week
        (1, (), "z-variant"),
        (2, (1,), "a-lesson"),  # it came back once, the second time is after three weeks
        (3, (2,), "z-variant"),
        (3, (2, 1), "a-lesson"),
        (2, (), "z-variant"),  # a week late, because of a holiday
        (13, (), "a-lesson"),  # too long ago to speak of it
    ],
)
def test_what_was_sure_and_wrong_comes_back_as_a_variant_after_one_week_and_after_three(
    weeks_ago: int, came_back: tuple[int, ...], comes: str
) -> None:
    again = [a_unit(f"again-{ago}", "J1", isomorph_group="sums") for ago in came_back]
    history = [given(SURE, weeks_ago), *(given(unit, ago) for unit, ago in zip(again, came_back, strict=True))]
    history.append(given(a_unit("rest", "A1"), 1))
    mark = SureAndWrong("J1", "sums", MONDAY - weeks_ago * WEEK + dt.timedelta(days=3))
    profile = a_profile(20, history=tuple(history), sure_and_wrong=(mark,), held=ALL_HELD | {"P1": held(1)})
    choice = chosen(profile, SURE, VARIANT, ELSEWHERE)
    assert name_of(choice) == comes
    if comes == "z-variant":
        assert choice.reason is ReasonCode.SURE_AND_WRONG
        assert choice.facts == {"competency": "J1", "marked_on": mark.on.isoformat()}


def test_without_a_variant_another_unit_on_the_competency_comes_back() -> None:
    mark = SureAndWrong("J1", "sums", MONDAY - WEEK)
    profile = a_profile(20, history=(given(SURE, 1),), sure_and_wrong=(mark,))
    assert name_of(chosen(profile, SURE, SAME_COMPETENCY, ELSEWHERE)) == "y-other"
    assert name_of(chosen(profile, SURE, SAME_COMPETENCY, VARIANT, ELSEWHERE)) == "z-variant"


def test_in_the_first_weeks_it_comes_back_as_a_lesson_or_waits() -> None:
    mark = SureAndWrong("J1", "sums", MONDAY - WEEK)
    check = a_check("check", "J1", isomorph_group="sums")
    early, later = (
        a_profile(number, history=(given(SURE, 1),), sure_and_wrong=(mark,), held=ALL_HELD) for number in (2, 6)
    )
    assert name_of(chosen(early, check, ELSEWHERE)) == "a-lesson"
    assert name_of(chosen(later, check, ELSEWHERE)) == "check"


def test_never_one_competency_three_times_running() -> None:
    history = (given(a_unit("one", "P1", "J1"), 2), given(a_unit("two", "J1", "J2"), 1))
    units = a_unit("a", "J1", roles=SECRETARY), a_unit("b", "A1", "J1", roles=SECRETARY), a_unit("c", "A1")
    assert name_of(chosen(a_profile(3, history=history), *units)) == "c"
    assert choose(a_profile(3, history=history), Catalogue(units[:2]), MONDAY) == NoUnit()
    assert name_of(chosen(a_profile(3, history=history[1:]), *units)) == "b"


def test_a_heads_up_between_them_does_not_hide_a_third_time() -> None:
    history = (
        given(a_unit("one", "J1"), 3),
        given(a_unit("two", "J1"), 2),
        given(a_unit("rule", "P1", kind=Kind.HEADS_UP), 1),
    )
    assert name_of(chosen(a_profile(9, history=history), a_unit("a", "J1", roles=SECRETARY), a_unit("b", "A1"))) == "b"


def test_finishing_and_returning_keep_to_three_running_too() -> None:
    units = [a_unit("one", "J1"), a_unit("two", "J1"), a_unit("three", "J1"), a_unit("new", "A1")]
    history = tuple(given(unit, ago, finished_on=None) for unit, ago in zip(units, (5, 4, 3), strict=False))
    mark = SureAndWrong("J1", "", MONDAY - WEEK)
    profile = a_profile(9, history=history, sure_and_wrong=(mark,))
    assert name_of(chosen(profile, *units, a_unit("variant", "J1"))) == "new"


def test_role_tagged_comes_before_generic_and_units_of_other_roles_never() -> None:
    generic, own, others = (a_unit("a", "P1"), a_unit("b", "P1", roles=SECRETARY), a_unit("c", "P1", roles=CODER))
    assert name_of(chosen(a_profile(), generic, own, others)) == "b"
    assert choose(a_profile(), Catalogue([others]), MONDAY) == NoUnit()


def test_a_unit_that_names_more_than_four_roles_is_generic() -> None:
    many = a_unit("a", "P1", roles=SECRETARY | {"r1", "r2", "r3", "r4"})
    few = a_unit("b", "P1", roles=SECRETARY | {"r1", "r2", "r3"})
    assert name_of(chosen(a_profile(), many, few)) == "b"


def test_who_has_two_posts_gets_the_units_of_both_and_who_has_none_yet_those_for_everybody() -> None:
    own, generic = a_unit("a", "P1", roles=CODER), a_unit("b", "P1")
    assert name_of(chosen(a_profile(families=SECRETARY | CODER), own, generic)) == "a"
    assert name_of(chosen(a_profile(families=frozenset()), own, generic)) == "b"


@pytest.mark.parametrize(
    ("assumes", "tools", "fits"),
    [
        ("none", set(), True),
        ("any-approved", set(), False),
        ("any-approved", {"scribe"}, True),
        ("scribe", {"scribe"}, True),
        ("scribe", {"chat"}, False),
    ],
)
def test_only_tools_the_person_has(assumes: str, tools: set[str], fits: bool) -> None:
    unit = a_unit("tool", "P1", assumes_tool=assumes)
    found = choose(a_profile(tools=Tools.for_everything(tools)), Catalogue([unit]), MONDAY)
    assert isinstance(found, Choice) is fits


def test_what_nothing_of_is_held_comes_before_what_is_held() -> None:
    profile = a_profile(required={"P1": 2, "J1": 2}, held={"P1": fresh()})
    choice = chosen(profile, a_unit("a", "P1", roles=SECRETARY), a_unit("b", "J1"))
    assert (name_of(choice), choice.reason) == ("b", ReasonCode.NOT_STARTED)


def test_a_unit_on_two_competencies_in_need_comes_before_one_on_one() -> None:
    assert name_of(chosen(a_profile(), a_unit("a", "P1"), a_unit("b", "P1", "J1"))) == "b"


def test_what_is_not_required_is_never_given() -> None:
    assert choose(a_profile(required={"P1": 1, "V1": 0}), Catalogue([a_unit("voice", "V1")]), MONDAY) == NoUnit()


def test_a_new_version_of_a_seen_module_is_not_unseen() -> None:
    first, second = a_unit("one", "P1"), a_unit("one", "P1", version=2)
    assert choose(a_profile(history=(given(first, 3),)), Catalogue([first, second]), MONDAY) == NoUnit()
    assert chosen(a_profile(), first, second).version == 2


def test_what_they_opened_by_themselves_is_not_unseen() -> None:
    units = a_unit("a", "P1"), a_unit("b", "P1")
    assert name_of(chosen(a_profile(practised={"core/a": MONDAY - WEEK}), *units)) == "b"


def checks_so_far(count: int, by_hand_at: int | None = None) -> tuple[object, ...]:
    return tuple(
        given(a_check(f"c{number}", "J1" if number % 2 else "J2", by_hand=number == by_hand_at), count - number)
        for number in range(count)
    )


@pytest.mark.parametrize(
    ("count", "by_hand_at", "comes"),
    [(6, None, "a"), (7, None, "b"), (8, None, "b"), (8, 0, "b"), (8, 1, "a"), (8, 7, "a")],
)
def test_every_eighth_check_is_by_hand(count: int, by_hand_at: int | None, comes: str) -> None:
    profile = a_profile(30, held={"P1": held()}, history=checks_so_far(count, by_hand_at))
    choice = chosen(profile, a_check("a", "P1"), a_check("b", "P1", by_hand=True))
    assert name_of(choice) == comes
    assert choice.reason is (ReasonCode.BY_HAND if comes == "b" else ReasonCode.DUE_CHECK)


def test_when_nothing_new_fits_the_longest_unseen_of_a_due_competency_comes_again_as_a_check() -> None:
    old, older, recent = a_unit("old", "P1"), a_check("older", "P1"), a_unit("recent", "P1")
    not_due = a_unit("oldest", "J1")
    history = (given(not_due, 40), given(older, 30), given(old, 20), given(recent, 11), given(a_unit("rest", "A1"), 1))
    profile = a_profile(45, history=history, held=ALL_HELD | {"P1": held()})
    choice = chosen(profile, old, older, recent, not_due)
    assert (name_of(choice), choice.kind, choice.reason) == ("older", Kind.CHECK, ReasonCode.SEEN_LONG_AGO)
    assert choice.facts == {"competency": "P1", "seen_on": history[1].on.isoformat()}
    assert choose(profile, Catalogue([recent, not_due]), MONDAY) == NoUnit(), (
        "not within 12 weeks, and only what is due"
    )


@pytest.mark.parametrize(("days", "comes"), [(83, None), (84, "one")])
def test_nothing_comes_again_within_twelve_weeks(days: int, comes: str | None) -> None:
    unit = a_unit("one", "P1")
    seen = {unit.module_id: MONDAY - dt.timedelta(days=days)}
    profile = a_profile(30, required={"P1": 2}, held={"P1": held()}, practised=seen)
    assert name_of(choose(profile, Catalogue([unit]), MONDAY)) == comes


def test_an_empty_house_has_no_fitting_unit() -> None:
    assert choose(a_profile(), NOTHING, MONDAY) == NoUnit(ReasonCode.NO_FITTING_UNIT)


def test_the_order_of_the_files_changes_nothing() -> None:
    units = list(content())
    profile = a_profile(9, held={"P1": held(), "J1": fresh(1)})
    assert choose(profile, Catalogue(units), MONDAY) == choose(profile, Catalogue(reversed(units)), MONDAY)
