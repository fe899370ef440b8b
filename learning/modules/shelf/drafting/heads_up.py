"""A heads-up written from what changed: what was said before, what is said now, and one question about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from learning.ground.text import names_list, nhs_date
from learning.guardrails.rules import (
    ANY,
    NO_PERSONAL_DATA,
    Answer,
    Because,
    Change,
    News,
    Verdict,
    Vocabulary,
    grouped,
    word,
)
from learning.modules.rules.gift import Said
from learning.modules.shelf.drafting.plain import one_line
from learning.modules.shelf.drafting.written import Wanted, activity_block, file_text, front_matter

_MOST_LINES = 4
_FEW = 2
_REVIEWED_FOR = dt.timedelta(weeks=12)  # then nobody needs to hear of it any more
_COMPETENCY = "P1"  # what is approved here, and for what


def heads_up_source(news: News, words: Vocabulary, *, owner: str) -> str:
    """The module file. `owner` is the owner of the file: the code of the organisation. It names no person: pages and
    mails say who answers for the rule today."""
    asked = _asked(news)
    name = news.name or "All AI tools"
    title = f"{name} is out of use" if news.is_withdrawal else f"{name}: what you may do has changed"
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


def _asked(news: News) -> Change:
    """The change that the question is about: first of all one that lets somebody do something, or did."""
    return next((one for one in news.changes if Answer.YES in {one.before.answer, one.after.answer}), news.changes[0])


def _summary(news: News) -> str:
    if news.is_withdrawal:
        return f"Since {nhs_date(news.on)} nobody uses it. See what to do instead."
    return f"Different since {nhs_date(news.on)}. See what was said before, and what is said now."


def _body(news: News, asked: Change, words: Vocabulary) -> str:
    since = nhs_date(news.on)
    if news.is_withdrawal and (tool := asked.after.tool) is not None and tool.withdrawal is not None:
        said = tool.withdrawal
        lines = [f"{_bold(news.name)} is out of use since {since}. {_line(said.why)}", "", _line(said.instead), ""]
    else:
        with_ = _bold(news.name) if news.name else "any AI tool"
        lines = [f"What you may do with {with_} is different since {since}.", "", *_told(news, words), ""]
    lines += [activity_block(_question(news, asked, words)), "", "## Keep this", ""]
    lines.append("Ask “May I…?” before you begin. It always has today’s answer, and the name of who answers for it.")
    return "\n".join(lines)


def _told(news: News, words: Vocabulary) -> Sequence[str]:
    """A paragraph for each thing that changed, its conditions in a list below: in a mail as text, too."""
    groups = grouped(news.changes)
    lines = []
    for change, tasks, labels in groups[:_MOST_LINES]:
        lines += [f"{_about(tasks, labels, words)}. {_then_and_now(change)}", ""]
        lines += [*(f"- {text}" for line in change.after.conditions if (text := _line(line))), ""]
    if len(groups) > _MOST_LINES:
        lines.append("More has changed. “May I…?” answers for each task.")
    return lines


def _then_and_now(change: Change) -> str:
    before, now = _said(change.before), _said(change.after)
    if before != now:
        return f"Before: {before}. Now: {now}. {_instead(change.after)}".rstrip()
    return f"As before: {now}. " + ("What to keep to is new:" if change.after.conditions else "No conditions any more.")


def _instead(after: Verdict) -> str:
    return _line(after.rule.instead) if after.rule is not None and not after.may else ""


def _about(tasks: Sequence[str], labels: Sequence[str], words: Vocabulary) -> str:
    """For which tasks, with which information. "No" comes last, as it would seem to belong to what follows it."""
    said = sorted(labels, key=lambda label: label == NO_PERSONAL_DATA)
    with_ = names_list((_lower(_names(words.label(label), "name")) for label in said), last="or")
    return f"{_for(tasks, words)}, with {'any information' if len(said) == len(words.labels) else with_}"


def _for(tasks: Sequence[str], words: Vocabulary) -> str:
    """One task by its name, many by their short names, and nearly all by those that are left out."""
    left_out = [task.short for task in words.tasks if task.id not in tasks]
    if not left_out:
        return "Every task"
    if len(tasks) == 1:
        return _names(words.task(tasks[0]), "name")
    if len(left_out) <= _FEW < len(tasks):
        return f"Every task except {names_list(left_out)}"
    said = names_list(task.short for task in words.tasks if task.id in tasks)
    return said[:1].upper() + said[1:]


def _line(text: str) -> str:
    """What an editor wrote, as a line that begins no heading, quote or block of code. Its links stay."""
    return one_line(Said(text, "markdown"))


def _bold(name: str) -> str:
    return f"**{one_line(Said(name, 'plain'))}**"


def _names(found: object, attribute: str) -> str:
    return str(getattr(found, attribute)) if found is not None else ""


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _said(verdict: Verdict) -> str:
    """The answer in a few words."""
    if verdict.because is Because.WITHDRAWN:
        return "out of use"
    if verdict.answer is Answer.YES and verdict.only_if:
        return f"yes, if {verdict.only_if}"
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
    tool = news.name or "an AI tool"
    return {
        "id": "may-i",
        "kind": "choose_one",
        "competency": _COMPETENCY,
        "level": 1,
        "minutes": 0.5,
        "question": f"Today you want to use {tool} to {asks}. May you?",
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
    if after.only_if:
        return f", if {after.only_if}"
    return ", if you keep to the conditions" if after.conditions else ""
