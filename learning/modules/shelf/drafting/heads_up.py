"""A heads-up written from what changed: what was said before, what is said now, and one question about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from learning.ground.text import names_list, nhs_date
from learning.guardrails.rules import ANY, Answer, Because, Change, News, Verdict, Vocabulary, grouped, word
from learning.modules.shelf.drafting.written import Wanted, activity_block, file_text, front_matter

_MOST_LINES = 4
_REVIEWED_FOR = dt.timedelta(weeks=12)  # then nobody needs to hear of it any more
_COMPETENCY = "P1"  # what is approved here, and for what


def heads_up_source(news: News, words: Vocabulary, *, owner: str) -> str:
    """The module file. `owner` is the owner of the file: the code of the organisation. It names no person: pages and
    mails say who answers for the rule today."""
    asked = news.changes[0]
    title = f"{_tool(news)} is out of use" if news.is_withdrawal else f"{_tool(news)}: what you may do has changed"
    wanted = Wanted(
        today=news.on,
        competency=_COMPETENCY,
        roles=news.families(words),
        owner=owner,
        authors=("Steady, from the register",),
        licence="CC-BY-4.0",
    )
    slug = f"rule-{news.key}"
    front = front_matter(slug, title[:80], _summary(news), "heads-up", wanted) | {
        "status": "starter",
        "review_due": news.on + _REVIEWED_FOR,
        "task": asked.cell.task,
        "data_label": asked.cell.label,
        "changed_on": news.on,
        "invented_data": False,
    }
    if news.tool != ANY:
        front["about_tool"] = news.tool
    return file_text(front, {}, [], _body(news, asked, words))


def _tool(news: News) -> str:
    return news.name or "Any AI tool"


def _summary(news: News) -> str:
    if news.is_withdrawal:
        return f"Since {nhs_date(news.on)} nobody uses it. See what to do instead."
    return f"Different since {nhs_date(news.on)}. See what was said before, and what is said now."


def _body(news: News, asked: Change, words: Vocabulary) -> str:
    lines = [f"**{_tool(news)}** is different since {nhs_date(news.on)}.", ""]
    if news.is_withdrawal and (tool := asked.after.tool) is not None and tool.withdrawal is not None:
        lines += [f"It is out of use. {tool.withdrawal.why}", ""]
        lines += [f"Instead: {tool.withdrawal.instead}", ""] if tool.withdrawal.instead else []
    else:
        lines += [*_told(news, words), ""]
    lines += [activity_block(_question(news, asked, words)), "", "## Keep this", ""]
    lines.append("Ask “May I…?” before you begin. It always has today’s answer, and the name of who answers for it.")
    return "\n".join(lines)


def _told(news: News, words: Vocabulary) -> Sequence[str]:
    groups = grouped(news.changes)
    lines = []
    for change, tasks, labels in groups[:_MOST_LINES]:
        lines.append(f"- {_about(tasks, labels, words)}. Before: {_said(change.before)}. Now: {_said(change.after)}.")
        lines += [f"    - {condition}" for condition in change.after.conditions]
    if len(groups) > _MOST_LINES:
        lines.append("- More has changed. “May I…?” answers for each task.")
    return lines


def _about(tasks: Sequence[str], labels: Sequence[str], words: Vocabulary) -> str:
    every_task, every_label = len(tasks) == len(words.tasks), len(labels) == len(words.labels)
    for_ = "Every task" if every_task else names_list(_names(words.task(task), "name") for task in tasks)
    with_ = (
        "any information" if every_label else names_list(_lower(_names(words.label(label), "name")) for label in labels)
    )
    return f"{for_}, with {with_}"


def _names(found: object, attribute: str) -> str:
    return str(getattr(found, attribute)) if found is not None else ""


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _said(verdict: Verdict) -> str:
    """The answer in a few words."""
    if verdict.because is Because.WITHDRAWN:
        return "out of use"
    if verdict.answer is Answer.YES and verdict.rule is not None and verdict.rule.only_if:
        return f"yes, if {verdict.rule.only_if}"
    if verdict.answer is Answer.YES and verdict.conditions:
        return "yes, if you keep to the conditions"
    return _lower(word(verdict.answer))


_OPTIONS = (
    ("yes", "Yes, and I keep to the conditions", frozenset({Answer.YES})),
    ("ask", "I ask first, and wait for the answer", frozenset({Answer.ASK})),
    ("no", "No, I do it another way", frozenset({Answer.NO, Answer.UNDECIDED})),
)


def _question(news: News, asked: Change, words: Vocabulary) -> dict[str, object]:
    task, label = words.task(asked.cell.task), words.label(asked.cell.label)
    asks = f"{task.asks if task else 'do this'} {label.with_ if label else ''}".strip()
    tool = news.name or "an approved AI tool"
    return {
        "id": "may-i",
        "kind": "choose_one",
        "competency": _COMPETENCY,
        "level": 1,
        "minutes": 0.5,
        "question": f"Today you want to {asks}, in {tool}. May you?",
        "options": [
            {"text": text, "correct": asked.after.answer in answers, "feedback": _feedback(news, asked, answers)}
            for _, text, answers in _OPTIONS
        ],
    }


def _feedback(news: News, asked: Change, answers: frozenset[Answer]) -> str:
    since, now = nhs_date(news.on), _now(asked.after)
    if asked.after.answer in answers:
        return f"That is what counts since {since}. {now}"
    if asked.before.answer in answers:
        return f"That was the answer until {since}. It has changed. {now}"
    return f"That is not what the rule says. {now}"


def _now(after: Verdict) -> str:
    if after.because is Because.WITHDRAWN:
        instead = after.tool.withdrawal.instead if after.tool and after.tool.withdrawal else ""
        return f"The tool is out of use. {instead}".strip()
    return {
        Answer.YES: f"You may{_if(after)}.",
        Answer.ASK: "The person who answers for the tool decides case by case, so ask before you begin.",
        Answer.NO: f"You may not. {after.rule.instead if after.rule else ''}".strip(),
        Answer.UNDECIDED: "Nobody has decided it, so the answer is no for now.",
    }[after.answer]


def _if(after: Verdict) -> str:
    if after.rule is not None and after.rule.only_if:
        return f", if {after.rule.only_if}"
    return ", if you keep to the conditions" if after.conditions else ""
