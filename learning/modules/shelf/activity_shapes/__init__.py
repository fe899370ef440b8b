"""The shape of each kind of activity in its fenced block, and what has to fit together inside it.

A new kind is one more shape here, registered in SHAPES, beside its class in the rules.
"""

from __future__ import annotations

from collections.abc import Mapping

from .choosing import ChooseManyShape, ChooseOneShape, CompareTwoShape, OrderShape, SortShape
from .judging import FindMissingShape, FindWrongShape, NeedsHumanShape, TrustQuestionStopShape
from .private import IfThenPlanShape, ReflectShape, RewriteShape
from .shape import ActivityShape

SHAPES: Mapping[str, type[ActivityShape]] = {
    "choose_one": ChooseOneShape,
    "choose_many": ChooseManyShape,
    "sort": SortShape,
    "order": OrderShape,
    "compare_two": CompareTwoShape,
    "find_wrong": FindWrongShape,
    "find_missing": FindMissingShape,
    "needs_human": NeedsHumanShape,
    "trust_question_stop": TrustQuestionStopShape,
    "rewrite_then_self_check": RewriteShape,
    "reflect": ReflectShape,
    "if_then_plan": IfThenPlanShape,
}

__all__ = ["SHAPES", "ActivityShape"]
