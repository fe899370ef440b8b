"""How a draft is written down: front matter with every key, blocks of activities, and what is still to be written."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from learning.modules.shelf import wording
from learning.modules.shelf.anatomy import words_outside
from learning.modules.shelf.front_matter import months_after
from learning.modules.shelf.reading import read_text

TODO = "TODO"
_MONTHS = 6  # short enough for every competency
_MOST_MINUTES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What whoever makes drafts says about all of them. What is not said is asked for in the file."""

    today: dt.date
    competency: str = TODO
    roles: tuple[str, ...] = ("*",)
    level: int = 1
    owner: str = "core"
    authors: tuple[str, ...] = (f"{TODO}: the name of who wrote it",)
    licence: str = TODO


def front_matter(slug: str, title: str, summary: str, kind: str, wanted: Wanted) -> dict[str, Any]:
    """The keys that any unit has, in the order of the files that ship. Nothing is claimed that nobody did."""
    return {
        "schema": "module/1",
        "id": f"{wanted.owner}/{slug}",
        "version": 1,
        "kind": kind,
        "title": title,
        "summary": summary,
        "status": "draft",
        "owner": wanted.owner,
        "licence": wanted.licence,
        "authors": list(wanted.authors),
        "reviewed_by": [],
        "reviewed_on": None,
        "review_due": months_after(wanted.today, _MONTHS),
        "minutes": 1,
        "level": wanted.level,
        "competencies": [wanted.competency],
        "roles": list(wanted.roles),
        "assumes_tool": "none",
        "isomorph_group": slug,
        "local_slots": [],
        "related_prompts": [],
        "language": "en-GB",
        "by_hand": False,
        "ai_assisted": False,
        "invented_data": True,
        "sources": [],
    }


def file_text(front: Mapping[str, Any], comments: Mapping[str, str], notes: list[str], body: str) -> str:
    """The whole file, with the minutes that its words and activities make. Comments stand beside their keys."""
    reading = read_text(_whole(front, comments, notes, body), "a draft")
    activities = sum(
        block.read.value.get("minutes", 0) for block in reading.blocks if isinstance(block.read.value, dict)
    )
    needed = math.ceil(round(activities + wording.minutes_to_read(words_outside(reading)), 6))
    return _whole({**front, "minutes": max(1, min(_MOST_MINUTES, needed))}, comments, notes, body)


def _whole(front: Mapping[str, Any], comments: Mapping[str, str], notes: list[str], body: str) -> str:
    lines = [*(f"# {note}" for note in notes), *yaml_lines(front, comments)]
    return "\n".join(["---", *lines, "---", "", body.strip("\n"), ""])


def activity_block(facts: Mapping[str, Any], notes: list[str] | None = None) -> str:
    return "\n".join(["```activity", *(f"# {note}" for note in notes or ()), *yaml_lines(facts), "```"])


def yaml_lines(values: Mapping[str, Any], comments: Mapping[str, str] | None = None) -> Iterator[str]:
    """The values as YAML that people edit: text in quotes unless it is one word, a dash for each group."""
    for key, value in values.items():
        is_list_of_facts = isinstance(value, list) and any(isinstance(each, dict) for each in value)
        if not is_list_of_facts:
            comment = (comments or {}).get(key)
            yield f"{key}: {_scalar(value)}" + (f"  # {comment}" if comment else "")
            continue
        yield f"{key}:"
        for each in value:
            first, *rest = yaml_lines(each)
            yield f"  - {first}"
            yield from (f"    {line}" for line in rest)


def _scalar(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_scalar, value))}]"
    if isinstance(value, str):
        is_plain = value.isascii() and value.replace("-", "").replace("_", "").replace("/", "").isalnum()
        is_word = is_plain and value[0].isalpha() and value.lower() not in ("true", "false", "null", "yes", "no", "on")
        return value if is_word and value.lower() not in ("off", "y", "n") else json.dumps(value, ensure_ascii=False)
    if isinstance(value, dt.date):
        return value.isoformat()
    return json.dumps(value)
