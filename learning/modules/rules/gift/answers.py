"""What stands between { and } of a GIFT question: its kind, and its answers with weights and feedback."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from .escapes import said, said_or_none, shown
from .question import Choice, Kind, Pair

_TRUE = {"T", "TRUE"}
_FALSE = {"F", "FALSE"}
_WEIGHT = re.compile(r"%(-?\d{1,3}(?:[.,]\d{1,9})?)%")
_ARROW = "->"


def answers_of(text: str, form: str) -> dict[str, Any]:
    """The facts of a question that follow from its answers. `form` is the format of its stem."""
    if not text:
        return {"kind": Kind.ESSAY}
    if text.startswith("#"):
        return {"kind": Kind.NUMERICAL, "choices": _numbers(text[1:].strip(), form)}
    if text[0] not in "~=":
        return _one_word(text, form)
    marked = list(_marked(text))
    if any(mark == "~" for mark, _ in marked):
        return {"kind": Kind.CHOICE, "choices": tuple(_choice(mark, each, form) for mark, each in marked)}
    if all(_ARROW in each for _, each in marked):
        return {"kind": Kind.MATCHING, "pairs": tuple(_pair(each, form) for _, each in marked)}
    return {"kind": Kind.SHORT, "choices": tuple(_choice(mark, each, form) for mark, each in marked)}


def _one_word(text: str, form: str) -> dict[str, Any]:
    """True, false, or one short answer without its sign."""
    word, _, feedback = text.partition("#")
    if word.strip().upper() not in _TRUE | _FALSE:
        return {"kind": Kind.SHORT, "choices": (_choice("=", text, form),)}
    first, _, second = feedback.partition("#")
    return {
        "kind": Kind.TRUE_FALSE,
        "is_true": word.strip().upper() in _TRUE,
        "if_wrong": said_or_none(first, form),
        "if_right": said_or_none(second, form),
    }


def _numbers(text: str, form: str) -> tuple[Choice, ...]:
    if text[:1] in ("=", "~"):
        return tuple(_choice(mark, each, form) for mark, each in _marked(text))
    return (_choice("=", text, form),)


def _marked(text: str) -> Iterator[tuple[str, str]]:
    """Each answer with its sign. `~=` is one sign to Moodle: the answer is right."""
    pieces = re.split("([~=])", text)[1:]
    for mark, each in zip(pieces[::2], pieces[1::2], strict=True):
        if mark == "=" or each.strip():
            yield mark, each.strip()


def _choice(mark: str, text: str, form: str) -> Choice:
    weight = None
    if found := _WEIGHT.match(text):
        weight, text = float(found[1].replace(",", ".")), text[found.end() :]
    answer, _, feedback = text.partition("#")
    return Choice(said(answer, form), mark == "=", weight, said_or_none(feedback, form))


def _pair(text: str, form: str) -> Pair:
    stem, _, answer = text.partition(_ARROW)
    return Pair(said(stem, form), shown(said(answer, form).text))
