"""One clear answer: for every person, tool, task and label exactly one, with the rule and the owner behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from learning.guardrails.rules.register import CAREFULNESS, Answer, Cell, Register, Rule, Tool, Use, cells

GRACE = dt.timedelta(days=14)  # past its review date for longer than this, a yes shows as ask


class Because(StrEnum):
    """What made the answer."""

    RULE = "rule"
    NO_RULE = "no rule"
    OVERDUE = "overdue"  # the rule says yes, and its review is long past
    NO_ACCESS = "no access"  # the rule says yes or ask, and this person does not have the tool
    WITHDRAWN = "withdrawn"
    UNLISTED = "unlisted"  # a tool that is not in the register


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to one question of one person."""

    cell: Cell
    answer: Answer
    because: Because
    rules: tuple[Rule, ...] = ()  # the one that counts, then those beside it that say the same
    tool: Tool | None = None
    owner_id: int | None = None

    @property
    def rule(self) -> Rule | None:
        return self.rules[0] if self.rules else None

    @property
    def only_if(self) -> str:
        """What follows "Yes, if" in the heading; "" where there is none, and where two rules have one each."""
        return self._ifs[0] if len(self._ifs) == 1 else ""

    @property
    def conditions(self) -> tuple[str, ...]:
        """Of all rules that let it through: where two say yes, all that both ask for is to be kept."""
        ifs = [f"Only if {one}." for one in self._ifs] if len(self._ifs) > 1 else []
        return tuple(dict.fromkeys((*ifs, *(line for rule in self.rules for line in rule.conditions))))

    @property
    def is_conditional(self) -> bool:
        return bool(self.only_if or self.conditions)

    @property
    def _ifs(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(rule.only_if for rule in self.rules if rule.only_if))

    @property
    def may(self) -> bool:
        """Whether this person may go ahead without asking anybody."""
        return self.answer is Answer.YES


def is_overdue(rule: Rule, today: dt.date) -> bool:
    """Past its review date by more than the grace."""
    return rule.review_on is not None and today > rule.review_on + GRACE


def answered_by(rule: Rule, today: dt.date) -> Answer:
    """What a rule says today: a yes that nobody has looked at for too long is a question again."""
    return Answer.ASK if rule.answer is Answer.YES and is_overdue(rule, today) else rule.answer


def decided(register: Register, cell: Cell, today: dt.date) -> Verdict:
    """What the register says about this cell to somebody who has the tool."""
    tool = register.tool(cell.tool)
    if tool is not None and tool.is_withdrawn:
        return Verdict(cell, Answer.NO, Because.WITHDRAWN, (), tool, tool.owner_id or register.owner_id)
    narrowest = sorted(register.narrowest(cell), key=lambda rule: (-_care(rule, today), _lapsed(rule, today), rule.id))
    if not narrowest:
        because = Because.NO_RULE if tool else Because.UNLISTED
        owner_id = (tool.owner_id if tool else None) or register.owner_id
        return Verdict(cell, Answer.UNDECIDED, because, (), tool, owner_id)
    answer = answered_by(narrowest[0], today)
    counting = tuple(rule for rule in narrowest if answered_by(rule, today) is answer)
    owner_id = counting[0].owner_id or (tool.owner_id if tool else None) or register.owner_id
    if tool is None and answer is not Answer.NO:
        # A rule for any tool means those of the register. What nobody has looked at is not let through by it.
        return Verdict(cell, Answer.UNDECIDED, Because.UNLISTED, (), None, register.owner_id)
    because = Because.OVERDUE if counting[0].answer is not answer else Because.RULE
    return Verdict(cell, answer, because, counting, tool, owner_id)


def _care(rule: Rule, today: dt.date) -> int:
    return CAREFULNESS.index(answered_by(rule, today))


def _lapsed(rule: Rule, today: dt.date) -> bool:
    """Beside a rule that says "ask", a yes past its review is not the reason: to look at it again would not help."""
    return answered_by(rule, today) is not rule.answer


def answer(register: Register, cell: Cell, *, has: frozenset[str], today: dt.date) -> Verdict:
    """The one answer for a person who has these tools. Without the tool, yes and ask become: ask for it first."""
    found = decided(register, cell, today)
    if found.answer in {Answer.YES, Answer.ASK} and cell.tool not in has:
        owner_id = (found.tool.owner_id if found.tool else None) or found.owner_id
        return Verdict(cell, Answer.ASK, Because.NO_ACCESS, found.rules, found.tool, owner_id)
    return found


_BEST = (Answer.YES, Answer.ASK, Answer.UNDECIDED, Answer.NO)


def best_answer(
    register: Register, *, task: str, label: str, has: frozenset[str], today: dt.date, unlisted: str
) -> Verdict:
    """The answer that helps most where no tool was named: in a tool they have before one they would have to ask for.

    `unlisted` stands for the tool where the register lists none in use."""
    found = [
        answer(register, Cell(tool.id, task, label), has=has, today=today)
        for tool in register.tools
        if not tool.is_withdrawn
    ]
    if not found:
        return answer(register, Cell(unlisted, task, label), has=has, today=today)
    # The id at last: of two that are alike everybody is told the same one, in whatever order they were read.
    return min(
        found, key=lambda one: (_BEST.index(one.answer), one.cell.tool not in has, len(one.conditions), one.cell.tool)
    )


def permitted(
    register: Register, *, has: Iterable[str], tasks: Iterable[str], labels: Iterable[str], today: dt.date
) -> frozenset[Use]:
    """Everything that somebody who has these tools may do today without asking anybody."""
    key = (frozenset(has), tuple(tasks), tuple(labels), today)
    if key not in register._permitted:
        register._permitted[key] = frozenset(
            Use(cell.tool, cell.task, cell.label) for cell in cells(*key[:3]) if decided(register, cell, today).may
        )
    return register._permitted[key]
