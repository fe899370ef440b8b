"""A file of teams, from bytes to rows: code, name, parent, site."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from learning.ground.errors import Refused
from learning.people.rules import cells
from learning.people.rules.columns import plain
from learning.people.rules.csv_lines import records, separator_of
from learning.people.rules.decoding import decoded

MAX_TEAMS = 20_000
_NAMES = {
    "code": ("code", "teamcode"),
    "name": ("name", "team", "teamname"),
    "parent": ("parent", "parentcode"),
    "site": ("site",),
}


@dataclass(frozen=True, slots=True)
class TeamRow:
    line: int
    code: str
    name: str
    parent: str  # the code of the team above, empty for a root
    site: str


def read_teams(content: bytes, *, known: Iterable[str] = ()) -> tuple[TeamRow, ...]:
    """Every team of the file. `known`: codes that exist already and may be parents. Refused in one sentence, with the
    line, as a whole: half a tree is no tree."""
    text, _ = decoded(content)
    lines = records(text, separator_of(text, _score))
    _, headings = next(lines, (0, []))
    places = _places(headings)
    missing = [name for name in ("code", "name") if name not in places]
    if missing:
        raise Refused(
            f"This file has no column {' and no column '.join(missing)}: its columns are code, name, parent, site."
        )
    rows: list[TeamRow] = []
    for line, cell in lines:
        if len(rows) >= MAX_TEAMS:
            raise Refused(f"This file has more than {MAX_TEAMS:,} teams: split it and import each part.")
        rows.append(_row(line, {name: cell[place] for name, place in places.items() if place < len(cell)}))
    if not rows:
        raise Refused("This file has headings but no teams under them.")
    _check_tree(rows, {code.casefold() for code in known})
    return tuple(rows)


def _row(line: int, given: Mapping[str, str]) -> TeamRow:
    try:
        said = {name: cells.words(given.get(name, ""), f"the {name}") for name in _NAMES}
    except cells.Unreadable as error:
        raise Refused(f"Line {line}: {error.wrong}. {error.mend}.") from None
    for name in ("code", "name"):
        if not said[name]:
            raise Refused(f"Line {line} has no {name}: give every team a code and a name.")
    return TeamRow(line, said["code"], said["name"], said["parent"], said["site"])


def _check_tree(rows: list[TeamRow], known: set[str]) -> None:
    """Codes once each, and parents that exist. Circles are found when the rest of the tree is known."""
    first: dict[str, TeamRow] = {}
    for row in rows:
        earlier = first.setdefault(row.code.casefold(), row)
        if earlier is not row:
            raise Refused(
                f"Line {row.line} has the code {row.code} of line {earlier.line}: give each team a code of its own."
            )
    for row in rows:
        if row.parent and row.parent.casefold() not in first.keys() | known:
            raise Refused(
                f"Line {row.line} has the parent {row.parent}, and no team has that code: correct it or add the team."
            )


def above_itself(parents: Mapping[str, str]) -> str | None:
    """The code of a team that stands above itself, or None when the tree is one. `parents`: code to code above."""
    for code in parents:
        seen, above = set[str](), parents[code]
        while above in parents and above not in seen:
            if above == code:
                return code
            seen.add(above)
            above = parents[above]
    return None


def _places(headings: Iterable[str]) -> dict[str, int]:
    said = [plain(heading) for heading in headings]
    return {
        name: next(said.index(synonym) for synonym in synonyms if synonym in said)
        for name, synonyms in _NAMES.items()
        if any(synonym in said for synonym in synonyms)
    }


def _score(headings: list[str]) -> int:
    return len(_places(headings))
