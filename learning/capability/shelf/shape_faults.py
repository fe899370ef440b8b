"""Shape errors in words: what pydantic found, said to the person who writes the file."""

from __future__ import annotations

import difflib
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from learning.ground.errors import Fault

from .marked_yaml import MarkedYaml, Place

Shape = TypeVar("Shape", bound=BaseModel)

_LONGEST_KEY = 60
_MOST_FAULTS = 200  # of one thing; nobody reads more, and each costs time

_KINDS = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "date_type": "a date such as 2026-04-01",
    "list_type": "a list",
    "dict_type": "a mapping of keys and values",
    "model_type": "a mapping of keys and values",
    "finite_number": "a number",
}


def shaped(
    model: type[Shape], read: MarkedYaml, place: Place, value: Any, what: str
) -> tuple[Shape | None, list[Fault]]:
    """The value in this shape, or None with one fault for each thing that is wrong. `what` names it: "Family x"."""
    try:
        return model.model_validate(value, strict=True), []
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=True)
        return None, [_fault(model, read, place, what, one) for one in found[:_MOST_FAULTS]]


def _fault(model: type[BaseModel], read: MarkedYaml, place: Place, what: str, error: Any) -> Fault:
    inside = tuple(step for step in error["loc"] if step != "[key]")
    parents, name = _spoken(inside)
    what = ", ".join([what, *parents])
    kind = error["type"]
    where = (*place, *inside)
    if kind == "missing":
        return read.fault(where, f"{what} has no {name}", f"Add {name}")
    if kind == "extra_forbidden":
        return read.fault(where, f"{what} has an unknown key {name}", _nearest(model, str(inside[-1])))
    if kind in _KINDS:
        message, mend = f"is not {_KINDS[kind]}", f"Write {_KINDS[kind]}" + _quote_hint(kind)
    else:
        message, mend = _bounds(kind, error.get("ctx", {}), str(error["msg"]))
    return read.fault(where, f"{what}: {name} {message}" if name else f"{what} {message}", mend)


def _bounds(kind: str, context: dict[str, Any], message: str) -> tuple[str, str]:
    if kind in ("greater_than_equal", "less_than_equal", "greater_than", "less_than"):
        limit = next(iter(context.values()))
        side = "below" if kind.startswith("greater") else "above"
        return f"is {side} what is allowed ({limit})", f"Use a number that is not {side} {limit}"
    if kind == "string_too_short":
        return "is empty", "Fill it in, or take the key out"
    if kind == "string_too_long":
        return f"is longer than {context['max_length']} characters", "Shorten it"
    if kind == "too_short":
        return f"has {context['actual_length']} entries and needs {context['min_length']}", "Add what is missing"
    if kind == "too_long":
        return f"has {context['actual_length']} entries and may have {context['max_length']}", "Take some out"
    if kind == "literal_error":
        return f"is not {context['expected']}", f"Use {context['expected']}"
    if kind == "value_error":
        said, _, mend = str(context["error"]).partition(" | ")
        return said, mend
    return f"is not right: {message[:1].lower()}{message[1:]}", ""


def _spoken(inside: Place) -> tuple[list[str], str]:
    """What is around it, and its own name: (["levels number 3"], '"behaviours" number 2')."""
    groups: list[str] = []
    for step in inside:
        if isinstance(step, int) and groups:
            groups[-1] += f" number {step + 1}"
        else:
            groups.append(str(step))
    if not groups:
        return [], ""
    word, number, rest = groups[-1].partition(" number ")
    return groups[:-1], f'"{word}"{number}{rest}'


def _quote_hint(kind: str) -> str:
    return ", in quotes if it looks like a number or a date" if kind == "string_type" else ""


def _nearest(model: type[BaseModel], key: str) -> str:
    known = [field.alias or name for name, field in model.model_fields.items()]
    near = difflib.get_close_matches(key[:_LONGEST_KEY], known, n=1)  # it takes the square of the length
    return f'Write "{near[0]}" if that is what you mean, or take it out' if near else "Take it out"
