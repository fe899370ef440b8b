"""What somebody's roles ask of them on a day."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.capability.rules import (
    EVERY_FAMILY,
    Minimum,
    Post,
    RequirementPlan,
    is_new_starter,
    lowered,
    required_levels,
    requirement_table,
)
from learning.capability.shelf import CapabilityContent, read_content

CONTENT: CapabilityContent = read_content(Path(__file__).parents[2] / "content")
TODAY = dt.date(2026, 11, 23)
LONG_AGO = dt.date(2019, 6, 3)
SECRETARY = Post("medical-secretary", uses_voice=False, starts_on=LONG_AGO)
CODER = Post("clinical-coder", uses_voice=False, starts_on=LONG_AGO)
CORE = CONTENT.plan.core


def asked(
    *posts: Post,
    on: dt.date = TODAY,
    champion: bool = False,
    started_on: dt.date | None = LONG_AGO,
    local: tuple[Minimum, ...] = (),
) -> dict[str, int]:
    table = requirement_table((*CONTENT.minimums, *local), CONTENT.plan, on)
    return required_levels(table, posts, is_champion=champion, started_on=started_on)


def local(family: str, competency: str, level: int, starts_on: dt.date = LONG_AGO) -> Minimum:
    return Minimum(family, competency, level, starts_on, is_local=True)


def test_a_medical_secretary_needs_what_the_matrix_says() -> None:
    assert asked(SECRETARY) == {
        "P1": 2, "P2": 3, "P3": 2, "U1": 2, "U2": 2, "J1": 3, "J2": 3, "J3": 2, "A1": 2, "A2": 2, "G1": 2, "G2": 1,
    }  # fmt: skip


def test_voice_is_asked_only_where_the_post_uses_voice() -> None:
    with_voice = Post("medical-secretary", uses_voice=True, starts_on=LONG_AGO)
    assert "V1" not in asked(SECRETARY)
    assert asked(with_voice)["V1"] == 2
    assert asked(SECRETARY, with_voice)["V1"] == 2


@pytest.mark.parametrize("family", ["booking-waiting-list", None])
def test_whoever_uses_voice_needs_to_be_aware_of_it_whatever_their_role(family: str | None) -> None:
    assert asked(Post(family, uses_voice=True, starts_on=LONG_AGO))["V1"] == 1


def test_several_posts_count_together_each_competency_at_its_highest() -> None:
    both = asked(SECRETARY, CODER)
    assert both["P3"] == 3
    assert both["A2"] == 2
    assert both == {key: max(asked(SECRETARY)[key], asked(CODER)[key]) for key in CORE}


def test_a_post_counts_only_between_its_dates() -> None:
    ended = Post("clinical-coder", uses_voice=False, starts_on=LONG_AGO, ends_on=TODAY - dt.timedelta(days=1))
    ahead = Post("clinical-coder", uses_voice=False, starts_on=TODAY + dt.timedelta(days=1))
    last_day = Post("clinical-coder", uses_voice=False, starts_on=TODAY, ends_on=TODAY)
    assert asked(SECRETARY, ended, ahead) == asked(SECRETARY)
    assert asked(last_day) == asked(CODER)
    assert asked(ended) == {}


@pytest.mark.parametrize("family", [None, "a-family-of-the-past"])
def test_an_unconfirmed_role_has_the_general_plan(family: str | None) -> None:
    assert asked(Post(family, uses_voice=False, starts_on=LONG_AGO)) == dict.fromkeys(CORE, 1)


def test_a_champion_needs_more_and_never_less() -> None:
    before, after = asked(SECRETARY), asked(SECRETARY, champion=True)
    assert {key: after[key] for key in after if after[key] != before[key]} == {"P1": 3, "J3": 3, "A1": 3, "G1": 4}


def test_nothing_above_level_2_counts_in_the_first_90_days() -> None:
    overlay = (local(EVERY_FAMILY, "P1", 4),)
    on_day_90 = TODAY - dt.timedelta(days=89)
    new = asked(SECRETARY, champion=True, started_on=on_day_90, local=overlay)
    assert new.keys() == CORE
    assert max(new.values()) == 2
    assert asked(SECRETARY, started_on=on_day_90 - dt.timedelta(days=1)) == asked(SECRETARY)


def test_somebody_without_a_known_start_or_with_one_ahead_is_not_new() -> None:
    assert not is_new_starter(None, TODAY, CONTENT.plan)
    assert not is_new_starter(TODAY + dt.timedelta(days=1), TODAY, CONTENT.plan)
    assert is_new_starter(TODAY, TODAY, CONTENT.plan)


def test_an_organisation_raises_and_adds_for_one_family_or_for_all() -> None:
    overlay = (local("medical-secretary", "G2", 2), local(EVERY_FAMILY, "evt/records", 1))
    assert asked(SECRETARY, local=overlay)["G2"] == 2
    assert asked(CODER, local=overlay)["G2"] == 1
    assert asked(CODER, local=overlay)["evt/records"] == 1
    assert asked(Post(None, uses_voice=False, starts_on=LONG_AGO), local=overlay)["evt/records"] == 1


def test_a_family_that_only_the_organisation_knows_still_owes_the_general_plan() -> None:
    post = Post("evt-volunteers", uses_voice=False, starts_on=LONG_AGO)
    found = asked(post, local=(local("evt-volunteers", "P2", 3),))
    assert found == dict.fromkeys(CORE, 1) | {"P2": 3}


levels = st.integers(0, 4)
overlays = st.lists(
    st.builds(
        local,
        st.sampled_from([EVERY_FAMILY, "medical-secretary", "clinical-coder"]),
        st.sampled_from(sorted(CORE)),
        levels,
        st.sampled_from([LONG_AGO, TODAY, TODAY + dt.timedelta(days=5)]),
    ),
    max_size=6,
)


@given(overlays, st.booleans())
def test_no_overlay_ever_lowers_a_core_minimum(overlay: list[Minimum], champion: bool) -> None:
    with_overlay = asked(SECRETARY, champion=champion, local=tuple(overlay))
    assert all(with_overlay[key] >= level for key, level in asked(SECRETARY, champion=champion).items())


@given(overlays)
def test_a_line_that_would_lower_the_core_for_a_family_is_named(overlay: list[Minimum]) -> None:
    core = {(line.family, line.competency): line.level for line in CONTENT.minimums}
    named = [line for line, _ in lowered((*CONTENT.minimums, *overlay))]
    for line in overlay:
        if line.family != EVERY_FAMILY:
            assert (line in named) == (line.level < core[line.family, line.competency])
        else:
            below = [line.level < level for (_, competency), level in core.items() if competency == line.competency]
            assert (line in named) == all(below)


def test_a_lowering_line_is_named_with_the_core_line_it_meets() -> None:
    low = local("medical-secretary", "P2", 1)
    ((found, core),) = lowered((*CONTENT.minimums, low))
    assert found is low
    assert (core.family, core.competency, core.level) == ("medical-secretary", "P2", 3)


def test_a_changed_level_counts_from_its_date_and_the_first_also_before_it() -> None:
    plan = RequirementPlan(core=frozenset({"P1"}), voice=frozenset(), champion_minimum={})
    minimums = (Minimum("x", "P1", 3, dt.date(2027, 4, 1)), Minimum("x", "P1", 2, dt.date(2026, 4, 1)))
    post = Post("x", uses_voice=False, starts_on=dt.date(2000, 1, 1))

    def on(date: dt.date) -> dict[str, int]:
        return required_levels(requirement_table(minimums, plan, date), [post], is_champion=False, started_on=None)

    assert on(dt.date(2025, 1, 1)) == on(dt.date(2027, 3, 31)) == {"P1": 2}
    assert on(dt.date(2027, 4, 1)) == {"P1": 3}


def test_an_organisation_may_end_or_soften_what_it_raised_itself() -> None:
    raised = Minimum("medical-secretary", "G2", 3, dt.date(2026, 1, 1), dt.date(2026, 6, 30), is_local=True)
    softened = local("clinical-coder", "G2", 2, dt.date(2026, 10, 1))
    first = local("clinical-coder", "G2", 3, dt.date(2026, 1, 1))
    assert asked(SECRETARY, on=dt.date(2026, 6, 30), local=(raised,))["G2"] == 3
    assert asked(SECRETARY, on=dt.date(2026, 7, 1), local=(raised,))["G2"] == 1
    assert asked(CODER, local=(first, softened))["G2"] == 2
