"""An empty module file that says at each place what to write there."""

from __future__ import annotations

from typing import Any

from .from_gift import RIGHT, WRONG
from .written import Wanted, activity_block, file_text, front_matter

KINDS = ("lesson", "check", "heads-up")

_COMMENTS = {
    "id": "the owner, and the name of this file",
    "version": "one more whenever an answer changes",
    "kind": "lesson, check or heads-up",
    "title": "up to 80 characters",
    "summary": "one sentence, up to 160 characters",
    "status": "draft until it is finished, then starter; approved once a named person reviewed it",
    "licence": "the short name, such as CC-BY-4.0",
    "authors": "names of people or of a team",
    "reviewed_by": "names of people who did review it, and no others",
    "reviewed_on": "the day they did",
    "review_due": "12 months at most; 6 for P1, P2 or V1, or where it assumes a tool",
    "minutes": "minutes of all activities, and one for each 250 words outside them, rounded up; 5 at most",
    "level": "1 to 4",
    "competencies": "ids of framework.yaml that its questions practise",
    "roles": 'ids of roles.yaml, or "*" for everybody',
    "assumes_tool": "none, any-approved, or the id of a tool",
    "isomorph_group": "the same for all variants of one lesson",
    "local_slots": "names of local facts in the text, such as ig_contact",
    "by_hand": "true where people do the task without a tool",
    "ai_assisted": "true where AI helped to write it",
    "invented_data": "every person and place in it is invented",
    "sources": "keys of sources.yaml",
}
_WHY = "## Why this matters\n\nTODO: say in up to 50 words what goes wrong without this, and for whom."
_WORKS = """\
## What works

1. TODO: the first step. Up to 4 steps, one short sentence each."""
_SEEN = """\
## See it done

Source: TODO: a short source, with invented people and places.

Draft: TODO: what a draft made of it, and then below what to notice."""
_WORK = "## Try it at work"
_KEEP = "## Keep this\n\nTODO: the one line to remember."
_CHANGED = "## What changed\n\nTODO: say what changed, from when, and what to do now."


def skeleton(slug: str, kind: str, wanted: Wanted) -> str:
    """The text of a file in which only TODO lines are wrong."""
    front = front_matter(slug, "TODO: the title", "TODO: what people can do afterwards", kind, wanted)
    question = activity_block(
        _question(wanted),
        ["Other kinds: choose_many, sort, order, find_wrong, find_missing and more. See the modules that are here."],
    )
    if kind == "lesson":
        body = [_WHY, _WORKS, _SEEN, "## Your turn", question, _WORK, activity_block(_plan(wanted)), _KEEP]
    else:
        body = [*([_CHANGED] if kind == "heads-up" else []), question, _KEEP]
    return file_text(front, _COMMENTS, [], "\n\n".join(body))


def _question(wanted: Wanted) -> dict[str, Any]:
    return {
        "id": "question-1",
        "kind": "choose_one",
        "competency": wanted.competency,
        "minutes": 1,
        "ask_confidence": True,
        "question": "TODO: a short case, and what is asked, on one line",
        "options": [
            {"text": "TODO: the right answer", "correct": True, "feedback": RIGHT},
            {"text": "TODO: an answer that people do give, and that is wrong", "correct": False, "feedback": WRONG},
        ],
        "if_high_confidence_and_wrong": "TODO: what to say to people who were sure and wrong, without blame",
    }


def _plan(wanted: Wanted) -> dict[str, Any]:
    return {
        "id": "plan-1",
        "kind": "if_then_plan",
        "competency": wanted.competency,
        "minutes": 0.5,
        "private": True,
        "prompt": "TODO: If I am about to …, then I will …",
        "starters": ["TODO: a first thing to do"],
        "follow_up": "Did you get a chance to try it?",
        "follow_up_answers": ["Yes, it helped", "Yes, it did not help", "No chance yet", "I do not want to say"],
        "follow_up_after_days": 7,
    }
