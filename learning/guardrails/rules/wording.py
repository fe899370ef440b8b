"""The answer in words: one wording for each of the four, on every page, in letters and on paper."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from learning.ground.text import nhs_date
from learning.guardrails.rules.answering import Because, Verdict
from learning.guardrails.rules.register import Answer, Rule, Tool
from learning.guardrails.rules.words import ANY, Vocabulary

_WORDS = {
    Answer.YES: "Yes",
    Answer.ASK: "Ask first",
    Answer.NO: "No",
    Answer.UNDECIDED: "Not decided yet",
}
_CLASSES = {Answer.YES: "yes", Answer.ASK: "ask", Answer.NO: "no", Answer.UNDECIDED: "ask"}


def word(answer: Answer, *, has_conditions: bool = False) -> str:
    """As it stands in a table: "Yes, if" says that there are conditions to read."""
    return "Yes, if" if answer is Answer.YES and has_conditions else _WORDS[answer]


def mark(answer: Answer) -> str:
    """The class of its mark, `st-allow--…`."""
    return _CLASSES[answer]


def question(tool: str, task: str, label: str, words: Vocabulary) -> str:
    """ "May I use Chat assistant to rewrite text with information about staff?" `tool`: its name, or "an AI tool"."""
    asks = found.asks if (found := words.task(task)) else "do this"
    with_ = kind.with_ if (kind := words.label(label)) else "with this information"
    return f"May I use {tool} to {asks} {with_}?"


def tool_words(tool: Tool | None) -> str:
    """A tool within a sentence."""
    return tool.name if tool else "another AI tool"


def headline(verdict: Verdict, owner: str) -> str:
    """The answer as the heading of a page. `owner`: the full name of who answers for it."""
    match verdict.answer, verdict.because:
        case Answer.YES, _ if verdict.only_if:
            return f"Yes, if {verdict.only_if}"
        case Answer.YES, _ if verdict.conditions:
            count = len(verdict.conditions)
            return "Yes, if you do this 1 thing" if count == 1 else f"Yes, if you do these {count} things"
        case Answer.YES, _:
            return "Yes, you may"
        case Answer.NO, Because.WITHDRAWN:
            return f"No. {verdict.tool.name if verdict.tool else 'This tool'} is out of use"
        case Answer.NO, _:
            return "No, you may not"
        case Answer.ASK, Because.NO_ACCESS:
            return f"Ask {owner} for the tool first"
        case Answer.ASK, _:
            return f"Ask {owner} first"
    return "Nobody has decided this yet"


def second_line(verdict: Verdict, owner: str) -> str:
    """What stands under the heading where it needs a sentence; "" where it does not."""
    match verdict.answer, verdict.because:
        case Answer.ASK, Because.NO_ACCESS:
            name = verdict.tool.name if verdict.tool else "this tool"
            return f"You do not have {name} yet. {owner} decides who gets it."
        case Answer.ASK, Because.OVERDUE:
            return f"It was a yes. {owner} has not looked at it since its review date, so ask before you use it."
        case Answer.UNDECIDED, Because.UNLISTED:
            return f"The answer is no for now. This tool is not in the register. {owner} decides."
        case Answer.UNDECIDED, _:
            return f"The answer is no for now. {owner} decides."
    return ""


def scope_words(rule: Rule, tool: str, words: Vocabulary) -> str:
    """What a rule is about, in a line: "Chat assistant, for every task, with information about staff"."""
    task = words.task(rule.scope.task)
    label = words.label(rule.scope.label)
    for_ = "for every task" if rule.scope.task == ANY else f"to {task.asks if task else rule.scope.task}"
    with_ = "with any information" if rule.scope.label == ANY else (label.with_ if label else rule.scope.label)
    return f"{tool}, {for_}, {with_}"


def rule_today(then: Rule, now: Verdict, *, zone: ZoneInfo) -> tuple[str, bool]:
    """For a receipt: what became of the rule since, in one line, and whether the receipt still says what counts."""
    if now.because is Because.WITHDRAWN and now.tool and now.tool.withdrawal:
        since = nhs_date(now.tool.withdrawal.from_at.astimezone(zone).date())
        return f"The receipt is for an older rule. {now.tool.name} is out of use since {since}.", False
    said = word(now.answer, has_conditions=now.is_conditional)
    if any(rule.id == then.id for rule in now.rules):
        if now.because is Because.OVERDUE:
            return f"The rule is the same, and its review date has passed. Today it says: {said}.", False
        return "The rule is the same today.", True
    if now.rule is None:
        return "The receipt is for an older rule. It was ended, and nothing is decided today.", False
    since = nhs_date(now.rule.from_at.astimezone(zone).date())
    which = f"Version {now.rule.version}" if now.rule.scope == then.scope else "Another rule"
    return f"The receipt is for an older rule. {which}, from {since}, says: {said}.", False


def tell_within(within: str) -> str:
    """How fast to tell somebody, after "tell somebody": "within 1 hour", or "the same working day" if nobody said."""
    plain = within.strip().rstrip(".")
    if not plain:
        return "the same working day"
    first = plain.split()[0].casefold()
    if first[0].isdigit() or first in {"a", "an", "one", "half"}:
        return f"within {plain}"
    return plain[0].lower() + plain[1:]
