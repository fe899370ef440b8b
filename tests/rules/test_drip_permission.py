"""What people may do decides what comes: no unit that they may not do, and news of tools only to who has them."""

from __future__ import annotations

import datetime as dt
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from learning.drip.rules import Candidate, Catalogue, Choice, Kind, Profile, ReasonCode, Tools, choose, heads_up
from learning.guardrails.rules import ANY, Answer, Register, Use, answer, permitted
from learning.guardrails.rules import Cell as Question
from tests.rules.drip_content import MONDAY, REQUIRED, SECRETARY, WEEK, Learner, a_unit
from tests.rules.register_world import LABELS, TASKS, TOOLS, registers

ASSUMED = ("none", "any-approved", *TOOLS)


def units(chance: random.Random) -> dict[str, Candidate]:
    """Lessons and checks that assume a tool or none, for a task or any, and heads-ups of the year."""
    found = []
    for number in range(40):
        is_news = number % 4 == 0
        found.append(
            a_unit(
                f"u{number}",
                *chance.sample(sorted(REQUIRED), 2),
                kind=Kind.HEADS_UP if is_news else chance.choice((Kind.LESSON, Kind.CHECK)),
                assumes_tool="none" if is_news else chance.choice(ASSUMED),
                about_tool=chance.choice(("", *TOOLS)) if is_news else "",
                changed_on=MONDAY + dt.timedelta(days=chance.randint(-100, 100)) if is_news else None,
                task=chance.choice((None, *TASKS)),
                data_label=chance.choice((None, *LABELS)),
            )
        )
    return {unit.module_id: unit for unit in found}


def tools_on(register: Register, has: frozenset[str], today: dt.date) -> Tools:
    return Tools(has, permitted(register, has=has, tasks=TASKS, labels=LABELS, today=today))


class Equipped(Learner):
    """A learner who has some tools, in a trust with some rules."""

    register: Register
    has: frozenset[str]

    def profile(self, number: int) -> Profile:
        plain = super().profile(number)
        monday = MONDAY + (number - 1) * WEEK
        tools = tools_on(self.register, self.has, monday)
        return Profile(SECRETARY, number, REQUIRED, plain.held, plain.history, plain.sure_and_wrong, tools)


def a_year(seed: int, register: Register, has: frozenset[str], weeks: int = 30) -> Equipped:
    chance = random.Random(seed)
    learner = Equipped(units(chance), chance, right=0.5)
    learner.register, learner.has = register, has
    learner.live(weeks, Catalogue(learner.units.values()))
    return learner


def may(register: Register, has: frozenset[str], unit: Candidate, on: dt.date) -> bool:
    """Asked question by question, as the page "May I…?" asks: some tool it means, for its task and information."""
    tools = has if unit.assumes_tool == "any-approved" else has & {unit.assumes_tool}
    return any(
        answer(register, Question(tool, task, label), has=has, today=on).answer is Answer.YES
        for tool in tools
        for task in ((unit.task,) if unit.task else TASKS)
        for label in ((unit.data_label,) if unit.data_label else LABELS)
    )


@settings(max_examples=60)
@given(st.integers(0, 2**32), registers(), st.frozensets(st.sampled_from(TOOLS)))
def test_a_unit_that_assumes_a_tool_comes_only_while_its_use_is_permitted(
    seed: int, register: Register, has: frozenset[str]
) -> None:
    learner = a_year(seed, register, has)
    for profile, choice in learner.weeks:
        if isinstance(choice, Choice):
            unit, monday = learner.units[choice.module_id], MONDAY + (profile.week_number - 1) * WEEK
            assert unit.assumes_tool == "none" or may(register, has, unit, monday)


@settings(max_examples=60)
@given(st.integers(0, 2**32), registers(), st.frozensets(st.sampled_from(TOOLS)))
def test_news_of_a_tool_comes_to_who_has_it_once_and_never_from_before_their_first_week(
    seed: int, register: Register, has: frozenset[str]
) -> None:
    learner = a_year(seed, register, has)
    news = [learner.units[one.module_id] for one in learner.given if one.reason is ReasonCode.HEADS_UP]
    assert len({unit.module_id for unit in news}) == len(news), "never twice"
    again = [one for one in learner.given if one.kind is Kind.HEADS_UP and one.reason is not ReasonCode.HEADS_UP]
    assert all(one.reason is ReasonCode.BEGUN for one in again), "but where they opened it and did not finish"
    for unit in news:
        assert not unit.about_tool or unit.about_tool in has
        assert unit.changed_on is not None
        assert unit.changed_on >= MONDAY, "what was so when they came is no news"
    due = {
        unit.module_id
        for unit in learner.units.values()
        if unit.kind is Kind.HEADS_UP
        and (not unit.about_tool or unit.about_tool in has)
        and unit.changed_on is not None
        and unit.changed_on >= MONDAY
    }
    assert {unit.module_id for unit in news} == due, "and none of theirs is left out"
    assert [unit.changed_on for unit in news] == sorted(unit.changed_on for unit in news if unit.changed_on)


@settings(max_examples=60)
@given(st.integers(0, 2**32), registers(), st.frozensets(st.sampled_from(TOOLS)), st.integers(1, 30))
def test_the_heads_up_that_is_told_within_a_week_is_the_one_that_a_new_week_would_bring(
    seed: int, register: Register, has: frozenset[str], week: int
) -> None:
    chance = random.Random(seed)
    catalogue, monday = Catalogue(units(chance).values()), MONDAY + (week - 1) * WEEK
    profile = Profile(SECRETARY, week, REQUIRED, {}, tools=tools_on(register, has, monday))
    told, chosen = heads_up(profile, catalogue, monday), choose(profile, catalogue, monday)
    if told is None:
        assert not isinstance(chosen, Choice) or chosen.kind is not Kind.HEADS_UP
    else:
        assert told == chosen


@given(registers(), st.frozensets(st.sampled_from(TOOLS)), st.integers(0, 2**32))
def test_who_chooses_not_to_use_ai_is_given_no_unit_that_assumes_a_tool(
    register: Register, has: frozenset[str], seed: int
) -> None:
    profile = Profile(SECRETARY, 9, REQUIRED, {})
    for unit in units(random.Random(seed)).values():
        found = choose(profile, Catalogue([unit]), MONDAY)
        assert not isinstance(found, Choice) or (unit.assumes_tool, unit.about_tool) == ("none", "")


def test_a_unit_for_a_task_waits_until_the_yes_covers_task_and_information() -> None:
    unit = a_unit("rewrite", "P1", assumes_tool="chat", task="rewrite", data_label="staff_only")
    cases = (
        (Use("chat", "rewrite", "staff_only"), True),
        (Use("chat", "draft", "staff_only"), False),
        (Use("chat", "rewrite", "no_personal_data"), False),
        (Use("voice", "rewrite", "staff_only"), False),
        (Use("chat", ANY, ANY), True),
    )
    for use, comes in cases:
        profile = Profile(SECRETARY, 9, REQUIRED, {}, tools=Tools(frozenset(TOOLS), frozenset({use})))
        assert isinstance(choose(profile, Catalogue([unit]), MONDAY), Choice) is comes, use
