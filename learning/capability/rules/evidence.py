"""What counts as evidence, and the thresholds that turn evidence into a holding.

Four kinds of evidence are kept, and they do different things:

- *answer*: an answer that was marked. It reviews the memory, and when right it counts towards a level.
- *confirmation*: a champion or lead has seen level 4 at work. It lifts level 3 to level 4 and touches no memory.
- *tried*: the learner says that they tried it at work. It is theirs to look back on. It moves no level and no memory:
  it tests no recall, and if a private "yes" moved a published figure, people would have a reason to say yes.
- *calibration*: confidence matched accuracy over many answers. Those answers have each counted once already, so it
  moves nothing either; it is shown beside the level it belongs to.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

HIGHEST_BY_ANSWERS = 3  # there are no level 4 activities
HIGHEST = 4


class Outcome(StrEnum):
    """What the marking said."""

    WRONG = "wrong"
    PARTLY = "partly"
    RIGHT = "right"


class Confidence(StrEnum):
    """How sure the learner was, asked before any feedback."""

    GUESS = "guess"
    FAIRLY = "fairly"
    VERY = "very"


class EvidenceKind(StrEnum):
    """What kind of thing a person showed. The module docstring says what each does."""

    ANSWER = "answer"
    TRIED = "tried"
    CALIBRATION = "calibration"
    CONFIRMATION = "confirmation"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The numbers of the framework file that the rules run on. The defaults are those of framework 0.1."""

    days_apart: int = 7  # between the two right answers that make a level
    desired_recall: float = 0.9  # a check is due when predicted recall has come down to this
    current_recall: float = 0.85  # current until predicted recall has come down to this
    maximum_interval_days: int = 365
    fading_days: int = 28  # the last days before it lapses
    first_stability_days: tuple[float, float, float, float] = (1.0, 5.0, 14.0, 30.0)  # again, hard, good, easy


@dataclass(frozen=True, slots=True)
class EvidenceFact:
    """One row of evidence as the rules see it. Voided rows are left out before they come here."""

    competency: str
    level: int  # of the activity, 1 to 3; 4 for a confirmation
    activity: str  # "core/some-module#activity": two different ones make a level
    outcome: Outcome | None
    confidence: Confidence | None  # None: not asked, or not said
    on: dt.date  # the person's local date
    kind: EvidenceKind = EvidenceKind.ANSWER

    @property
    def is_marked_answer(self) -> bool:
        return self.kind is EvidenceKind.ANSWER and self.outcome is not None

    @property
    def is_right_answer(self) -> bool:
        return self.kind is EvidenceKind.ANSWER and self.outcome is Outcome.RIGHT
