"""The rules of the drip: when a unit comes, which one, why, and what may become of it. Pure."""

from .catalogue import Catalogue, Fitting
from .choose import choose, heads_up
from .practice import Practice, Question
from .reach import Reach, Reached, ReachLine, reach
from .reasons import Facts, ReasonCode, operators_word, sentence
from .rhythm import DAY_HOURS, NIGHT_HOURS, Hours, Pause, Rhythm, Shift, is_open, local_date
from .slots import APART, NoSlot, Slot, moved_slot, next_slot, slot_in_week, week_of
from .states import CAME, FIRST, MOVES, OPEN, State, became, may_become
from .turns import FIRST_WEEKS, SHARES, kinds_in_turn
from .units import NO_TOOLS, Candidate, Choice, GivenUnit, Kind, NoUnit, Profile, Skill, SureAndWrong, Tools

__all__ = [
    "APART",
    "CAME",
    "DAY_HOURS",
    "FIRST",
    "FIRST_WEEKS",
    "MOVES",
    "NIGHT_HOURS",
    "NO_TOOLS",
    "OPEN",
    "SHARES",
    "Candidate",
    "Catalogue",
    "Choice",
    "Facts",
    "Fitting",
    "GivenUnit",
    "Hours",
    "Kind",
    "NoSlot",
    "NoUnit",
    "Pause",
    "Practice",
    "Profile",
    "Question",
    "Reach",
    "ReachLine",
    "Reached",
    "ReasonCode",
    "Rhythm",
    "Shift",
    "Skill",
    "Slot",
    "State",
    "SureAndWrong",
    "Tools",
    "became",
    "choose",
    "heads_up",
    "is_open",
    "kinds_in_turn",
    "local_date",
    "may_become",
    "moved_slot",
    "next_slot",
    "operators_word",
    "reach",
    "sentence",
    "slot_in_week",
    "week_of",
]
