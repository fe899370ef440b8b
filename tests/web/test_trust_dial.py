"""My trust dial on the page: it begins after ten drafts, leads to the next practice, and is nobody else's."""

from __future__ import annotations

import datetime as dt

import pytest

from learning.ground import clock
from learning.ground.db import db
from learning.modules.models import Answer, ModuleVersion, Sitting
from learning.people.models import Person
from tests.builders import LESSON, kept
from tests.fixtures.app import Site
from tests.web.learners import a_learner, heading, one_more, page_of, said

CLEAN = """
```activity
id: minutes
kind: find_wrong
competency: J1
minutes: 1
question: Which sentences does the source not support?
source: |
  Wei mends the printer.
sentences:
  - {id: a, text: "Wei mends the printer."}
  - {id: b, text: "It is a printer."}
answer: []
feedback: {a: "It is there.", b: "It is."}
```

## Keep this

Compare.
"""


@pytest.fixture
def sade(site: Site) -> Person:
    return site.given(a_learner)


def _has_judged(person: Person, *, accepted: int, sound_doubted: int) -> None:
    """Ten drafts with a gap, of which so many went out, and five sound ones, of which so many were held."""
    version = db.session.query(ModuleVersion).filter_by(module="core/what-is-missing").one()
    for number in range(15):
        on = clock.now().date() - dt.timedelta(days=100 - number)
        has_gap = number < 10
        is_marked = number >= accepted if has_gap else number - 10 < sound_doubted
        sitting = kept(
            Sitting(
                organisation_id=person.organisation_id,
                person_id=person.id,
                module_version_id=version.id,
                began_on=on,
                finished_on=on,
            )
        )
        kept(
            Answer(
                organisation_id=person.organisation_id,
                person_id=person.id,
                sitting_id=sitting.id,
                activity="gap",
                given={"marked": ["b"] if is_marked else [], "nothing": not is_marked},
                outcome="right" if is_marked == has_gap else "wrong",
                confidence="very",
                hits=int(has_gap and is_marked),
                misses=int(has_gap and not is_marked),
                false_alarms=int(not has_gap and is_marked),
                correct_rejections=int(not has_gap and not is_marked),
                source="app",
                at=clock.now(),
                on=on,
            )
        )


def test_before_ten_drafts_it_says_when_it_begins(site: Site, sade: Person) -> None:
    page = said(site.visit("GET", "/progress", who=sade))
    assert "It starts after you have judged 10 drafts. You have judged none yet." in page


def test_it_says_in_numbers_that_can_be_pictured_how_drafts_were_trusted(site: Site, sade: Person) -> None:
    site.given(_has_judged, sade, accepted=4, sound_doubted=1)
    page = site.visit("GET", "/progress", who=sade)
    words = said(page)
    assert "Before a draft goes out, look once more for what is wrong or missing." in words
    assert "This comes from the 15 drafts you have judged since" in words
    assert "When you were very sure, you were right 2 times in 3 ." in words
    assert "You accepted 2 in 5 drafts that had something to find." in words
    assert "You doubted 1 in 5 sound drafts." in words
    for line in page_of(page).select(".steady-dial svg"):
        assert line["aria-hidden"] == "true", "the sentence says it all"


@pytest.mark.parametrize(("accepted", "doubted", "slug"), [(4, 0, "another-gap"), (0, 2, "clean-minutes")])
def test_practice_in_one_tap_brings_the_sort_of_draft_that_is_judged_worst(
    site: Site, sade: Person, accepted: int, doubted: int, slug: str
) -> None:

    site.given(one_more, sade, "another-gap", LESSON)
    site.given(one_more, sade, "clean-minutes", CLEAN, kind="check", competencies="[J1]")
    site.given(_has_judged, sade, accepted=accepted, sound_doubted=doubted)
    led = site.visit("POST", "/progress/practise", who=sade)
    assert led.headers["Location"] == f"/modules/{slug}"


def test_a_draft_seen_before_can_be_judged_again(site: Site, sade: Person) -> None:
    site.given(_has_judged, sade, accepted=4, sound_doubted=1)
    led = site.visit("POST", "/progress/practise", who=sade)
    page = site.visit("GET", led.headers["Location"], who=sade)
    assert "Check my answer" in said(page)


def test_where_there_is_no_draft_the_page_says_so(site: Site, sade: Person) -> None:
    with site.database():
        db.session.query(ModuleVersion).update({"review_due": dt.date(2020, 1, 1)})
    site.visit("POST", "/progress/practise", who=sade)
    assert "There is no draft to practise with at the moment." in said(site.visit("GET", "/progress", who=sade))


def test_only_the_learner_can_print_it_and_it_carries_their_name_once_signed_in(site: Site, sade: Person) -> None:
    site.given(_has_judged, sade, accepted=4, sound_doubted=1)
    page = site.visit("GET", "/progress/print", who=sade)
    assert heading(page) == "My progress"
    assert sade.full_name in said(page)
    assert "You accepted 2 in 5" in said(page)
    assert site.visit("GET", "/progress/print").status_code == 302
    other = site.given(a_learner, "OTH")
    assert "You accepted" not in said(site.visit("GET", "/progress/print", who=other))
