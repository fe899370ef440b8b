"""What the invented trust decided later: what became a yes, a yes that went too far, and a rule that ended."""

from __future__ import annotations

from functools import partial

from learning.demo.rules.cast import TOOLS_MANAGER
from learning.demo.rules.ruling import PATIENTS, STAFF, STAFF_POLICY, Ending, Ruling

_rewrite = partial(Ruling, tool="chat-assistant", task="rewrite", label=STAFF, policy=STAFF_POLICY)
LATER = (
    _rewrite(
        answer="ask",
        why="The policy on staff has its own page now.",
        version=2,
        week=2,
        hours=34,
    ),
    _rewrite(
        answer="ask",
        instead="Send Priya one of your texts. It helps us to decide.",
        why="We collect real texts for the decision.",
        version=3,
        week=4,
        hours=58,
    ),
    _rewrite(
        answer="yes",
        only_if="you take out names and sickness first",
        conditions=(
            "Write roles, such as “ward manager”, in place of names.",
            "Take out sickness, pay and anything about how someone performs.",
            "Read the whole result before you send it. You answer for it.",
        ),
        why="In 20 texts that we looked at, all was well once names and sickness were out.",
        version=4,
        week=5,
        hours=9,
    ),
    Ruling(
        tool="meeting-notes",
        task="summarise",
        label=STAFF,
        answer="ask",
        owner=TOOLS_MANAGER,
        instead="Take the minutes by hand where a meeting is about one person.",
        policy=STAFF_POLICY,
        why="Two sets of minutes gave words to people who had not said them.",
        version=2,
        week=10,
        hours=33,
    ),
)
ENDED = (
    Ending(
        9,
        34,
        "coding-helper",
        "summarise",
        PATIENTS,
        "Of 40 summaries that we read, 3 named an operation that was cancelled. The rule for all tools counts again.",
    ),
)
