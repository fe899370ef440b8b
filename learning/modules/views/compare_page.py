"""Two versions of a unit beside each other, for whoever decides which of them is sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy.exc import NoResultFound

from learning.ground.text import nhs_date, plural
from learning.modules import queries
from learning.modules.models import ModuleVersion
from learning.modules.rules import Activity, Compared, Piece, compare, question_piece
from learning.modules.shelf import Module, Pair, Section, Text

_SAID_ELSEWHERE = {"id", "version", "sections", "slots", "source", "content_hash", "file"}


@dataclass(frozen=True, slots=True)
class ComparePage:
    before: ModuleVersion
    after: ModuleVersion
    versions: tuple[int, ...]  # that may be chosen
    compared: Compared

    @property
    def headline(self) -> str:
        if self.before.version == self.after.version:
            return "Choose two different versions"
        if self.compared.is_empty:
            return "Nothing that anybody reads has changed"
        count = len(self.compared.with_other_answers)
        if not count:
            return "No answer has changed"
        return f"{plural(count, 'question has', 'questions have')} a changed answer"


def compare_page(slug: str, *, organisation_id: int, before: int | None, after: int | None) -> ComparePage:
    """The newest version with the one before it, unless told otherwise. Raises NoResultFound for an unknown one."""
    versions = queries.versions_of(queries.newest_loaded(slug, organisation_id=organisation_id))
    known = {row.version: row for row in versions}
    new = versions[0].version if after is None else after
    old = max((number for number in known if number < new), default=new) if before is None else before
    if old not in known or new not in known:
        raise NoResultFound
    first, second = queries.module_of(known[old]), queries.module_of(known[new])
    compared = compare(_facts(first), list(_pieces(first)), _facts(second), list(_pieces(second)))
    return ComparePage(known[old], known[new], tuple(sorted(known)), compared)


def _facts(module: Module) -> dict[str, str]:
    return {
        field.name.replace("_", " "): _said(getattr(module, field.name))
        for field in fields(module)
        if field.name not in _SAID_ELSEWHERE
    }


def _said(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.date):
        return nhs_date(value)
    if isinstance(value, tuple | frozenset):
        return ", ".join(str(each) for each in (value if isinstance(value, tuple) else sorted(value)))
    return str(value)


def _pieces(module: Module) -> Iterator[Piece]:
    """Each heading with the words under it, and each question for itself, in reading order."""
    seen: dict[str, int] = {}
    for section in module.sections:
        name = section.heading or "Before the first heading"
        seen[name.casefold()] = seen.get(name.casefold(), 0) + 1
        words = _words(section)
        if words:
            yield Piece(f"section {name.casefold()} {seen[name.casefold()]}", f"“{name}”", words, {}, {})
        yield from (question_piece(piece) for piece in section.pieces if isinstance(piece, Activity))


def _words(section: Section) -> str:
    said: list[str] = []
    for piece in section.pieces:
        if isinstance(piece, Text):
            said.append(piece.markdown)
        elif isinstance(piece, Pair):
            said += [piece.source_name, piece.source, piece.draft_name, piece.draft]
    return "\n".join(said)
