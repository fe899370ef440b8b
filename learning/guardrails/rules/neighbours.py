"""The rules round a rule: those it narrows, those that narrow it, and those of which neither is narrower."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from learning.guardrails.rules.answering import answered_by
from learning.guardrails.rules.register import Answer, Rule, Scope
from learning.guardrails.rules.words import ANY


def overlaps(one: Scope, other: Scope) -> bool:
    """Whether there is a question that both speak about."""
    pairs = ((one.tool, other.tool), (one.task, other.task), (one.label, other.label))
    return all(mine == theirs or ANY in (mine, theirs) for mine, theirs in pairs)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Every other rule that speaks about a question of this scope."""

    wider: tuple[Rule, ...]  # the narrowest of them first: that one counts where this rule is not
    narrower: tuple[Rule, ...]  # these count before this rule
    beside: tuple[Rule, ...]  # where both fit, the more careful counts

    def clashing(self, answer: Answer, today: dt.date) -> tuple[Rule, ...]:
        """Those beside it that say something else than this answer."""
        return tuple(rule for rule in self.beside if answered_by(rule, today) is not answer)


def neighbours(rules: Iterable[Rule], scope: Scope) -> Neighbours:
    """The rules of a register round this scope, the rule of exactly this scope left out."""
    met = [rule for rule in rules if rule.scope != scope and overlaps(rule.scope, scope)]
    wider = [rule for rule in met if scope.is_narrower_than(rule.scope)]
    narrower = [rule for rule in met if rule.scope.is_narrower_than(scope)]
    beside = [rule for rule in met if rule not in wider and rule not in narrower]
    return Neighbours(tuple(sorted(wider, key=_open_places)), tuple(narrower), tuple(beside))


def _open_places(rule: Rule) -> int:
    return (rule.scope.tool, rule.scope.task, rule.scope.label).count(ANY)
