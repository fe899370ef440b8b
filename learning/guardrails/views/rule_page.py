"""One rule as its editors see it: what counts now and why, the rules round it, and its whole history."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from learning.guardrails import queries
from learning.guardrails.actions import Decision
from learning.guardrails.actions.writing import condition_lines, line
from learning.guardrails.models import PermissionRule
from learning.guardrails.queries import Owner, Owners
from learning.guardrails.rules import (
    ANY,
    Answer,
    Because,
    Cell,
    Register,
    Rule,
    Scope,
    Verdict,
    Vocabulary,
    answered_by,
    cells,
    decided,
    headline,
    mark,
    neighbours,
    scope_words,
    second_line,
    word,
)
from learning.guardrails.views.editing import Editor, standing_rule
from learning.guardrails.views.history import VersionLine, version_lines
from learning.guardrails.views.lines import RuleLine, owners_of, rule_lines, tool_name

MOST_NARROWER = 20  # on one page
LONG_AGO = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of the questions of a scope have one answer."""

    word: str
    mark: str
    number: int


@dataclass(frozen=True, slots=True)
class RulePage:
    """Everything of the page of a rule but the form."""

    scope: Scope
    said: str
    tool: str
    row: PermissionRule | None
    headline: str
    because: str
    tallies: tuple[Tally, ...]
    wider: tuple[RuleLine, ...]
    narrower: tuple[RuleLine, ...]
    unseen: int  # narrower rules that are not on the page
    beside: tuple[RuleLine, ...]
    versions: tuple[VersionLine, ...]
    without: str  # what would count if this rule were ended
    usual_owner: Owner | None  # the tool's, or who decides for the organisation
    may_edit: bool

    @property
    def version(self) -> int:
        """What an editor has seen: 0 where no rule stands."""
        return self.row.version if self.row else 0


def rule_page(
    organisation_id: int, scope: Scope, editor: Editor, *, answer: Answer | None = None, today: dt.date
) -> RulePage:
    """The page for this scope. `answer`: what the editor is about to say, where it is known."""
    register, words = queries.register(organisation_id), queries.vocabulary()
    owners = owners_of(register, organisation_id, today=today)
    rule = standing_rule(register, scope)
    met = neighbours(register.rules, scope)
    answer = answer or (answered_by(rule, today) if rule else None)
    beside = met.clashing(answer, today) if answer else met.beside
    name = tool_name(register, scope.tool)
    tool = register.tool(scope.tool)
    said, because = _now(register, scope, rule, owners, words, today)

    def lines(rules: Sequence[Rule]) -> tuple[RuleLine, ...]:
        return tuple(rule_lines(register, rules, owners, today=today, words=words))

    return RulePage(
        scope=scope,
        said=scope_said(scope, name, words),
        tool=name,
        row=queries.rule_row(organisation_id, scope),
        headline=said,
        because=because,
        tallies=() if _is_one_question(scope) else _tallies(register, scope, words, today),
        wider=lines(met.wider),
        narrower=lines(met.narrower[:MOST_NARROWER]),
        unseen=len(met.narrower[MOST_NARROWER:]),
        beside=lines(beside),
        versions=tuple(version_lines(queries.rule_versions(organisation_id, scope), organisation_id=organisation_id)),
        without=_without(register, scope, words, today) if rule else "",
        usual_owner=owners.of((tool.owner_id if tool else None) or register.owner_id),
        may_edit=editor.may_edit_rule(scope, register),
    )


def scope_said(scope: Scope, tool: str, words: Vocabulary) -> str:
    """What a rule of this scope would be about, in a line."""
    return scope_words(_a_rule(scope, Answer.UNDECIDED), tool, words)


def _a_rule(scope: Scope, answer: Answer) -> Rule:
    return Rule(id=0, scope=scope, version=0, answer=answer, from_at=LONG_AGO)


def _is_one_question(scope: Scope) -> bool:
    return ANY not in (scope.tool, scope.task, scope.label)


def _now(
    register: Register, scope: Scope, rule: Rule | None, owners: Owners, words: Vocabulary, today: dt.date
) -> tuple[str, str]:
    """What counts now as a heading, and the reason for it."""
    if _is_one_question(scope):
        verdict = decided(register, Cell(scope.tool, scope.task, scope.label), today)
        return _headline(verdict, owners), _why(register, verdict, scope, words)
    if rule is None:
        return (
            "No rule is written for this",
            "What counts in these questions comes from other rules, or is not decided yet.",
        )
    said = word(answered_by(rule, today), has_conditions=bool(rule.only_if or rule.conditions))
    return f"This rule says: {said}", "It counts wherever no narrower rule says something else."


def _headline(verdict: Verdict, owners: Owners) -> str:
    owner = owners.of(verdict.owner_id)
    return headline(verdict, owner.name if owner else "an administrator")


def _why(register: Register, verdict: Verdict, scope: Scope, words: Vocabulary) -> str:
    match verdict.because:
        case Because.WITHDRAWN:
            return "The tool is out of use, and that comes before every rule."
        case Because.NO_RULE | Because.UNLISTED:
            return "No rule speaks about this. People are told that it is not decided, and who decides."
    rule = verdict.rule
    if rule is None:
        return ""
    by = "This rule says so"
    if rule.scope != scope:
        by = f"The rule “{scope_words(rule, tool_name(register, rule.scope.tool), words)}” says so"
    if verdict.because is Because.OVERDUE:
        return f"{by.removesuffix(' says so')} was a yes. Its review date is more than 14 days past, so it asks."
    return f"{by}."


def _without(register: Register, scope: Scope, words: Vocabulary, today: dt.date) -> str:
    """What would count if there were no rule of exactly this scope."""
    rest = Register(register.tools, tuple(one for one in register.rules if one.scope != scope))
    if not _is_one_question(scope):
        tallies = _tallies(rest, scope, words, today)
        return ", ".join(f"{one.word} {one.number} times" for one in tallies)
    verdict = decided(rest, Cell(scope.tool, scope.task, scope.label), today)
    return word(verdict.answer, has_conditions=verdict.is_conditional)


def _tallies(register: Register, scope: Scope, words: Vocabulary, today: dt.date) -> tuple[Tally, ...]:
    tools = [tool.id for tool in register.tools if not tool.is_withdrawn and scope.tool in (ANY, tool.id)]
    tasks = words.task_ids if scope.task == ANY else (scope.task,)
    labels = words.label_ids if scope.label == ANY else (scope.label,)
    found = Counter(decided(register, cell, today).answer for cell in cells(tools, tasks, labels))
    return tuple(Tally(word(answer), mark(answer), found[answer]) for answer in Answer if found[answer])


@dataclass(frozen=True, slots=True)
class Preview:
    """What people would read."""

    headline: str
    mark: str
    second: str
    conditions: tuple[str, ...]
    instead: str


def preview_of(scope: Scope, decision: Decision) -> Preview:
    """What people would read where this rule counts. Only for words that a form has found to be sound."""
    answer = Answer(decision.answer)
    is_yes, has_conditions = answer is Answer.YES, answer in {Answer.YES, Answer.ASK}
    rule = replace(
        _a_rule(scope, answer),
        only_if=line(decision.only_if, "", least=0, most=60).rstrip(".") if is_yes else "",
        conditions=tuple(condition_lines(decision.conditions)) if has_conditions else (),
        instead="" if is_yes else decision.instead,
    )
    verdict = Verdict(Cell(scope.tool, scope.task, scope.label), answer, Because.RULE, (rule,))
    owner = decision.owner.full_name if decision.owner else "the owner"
    return Preview(headline(verdict, owner), mark(answer), second_line(verdict, owner), rule.conditions, rule.instead)
