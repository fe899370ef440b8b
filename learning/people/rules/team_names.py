"""Which team the Organisation column of a staff file means: by code or by name, else one to be made."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from learning.people.rules.present import KnownTeam

_PREFIX = re.compile(r"^\d{3}\s+")  # staff systems put the trust's number before every name


class AmbiguousTeam(Exception):
    """Two teams have this name, so only a code says which is meant."""


@dataclass(frozen=True, slots=True)
class TeamFound:
    """A team that exists (with id), or the name of one to be made."""

    id: int | None
    name: str


class TeamNames:
    """Looks up teams by code, by name, and by name without the trust's number; remembers the ones to be made."""

    def __init__(self, teams: Iterable[KnownTeam]) -> None:
        self._by_code: dict[str, KnownTeam] = {}
        self._by_name: dict[str, list[KnownTeam]] = {}
        self._new: dict[str, str] = {}
        self._names: dict[int | None, str] = {}
        for team in teams:
            self._by_code[_key(team.code)] = team
            self._names[team.id] = team.name
            for key in {_key(team.name), _key(_PREFIX.sub("", team.name))}:
                self._by_name.setdefault(key, []).append(team)

    def find(self, said: str) -> TeamFound:
        """The team that is meant. Raises AmbiguousTeam."""
        team = self._known(said)
        return TeamFound(team.id, team.name) if team else TeamFound(None, self._new.setdefault(_key(said), said))

    def is_ambiguous(self, said: str) -> bool:
        try:
            self._known(said)
        except AmbiguousTeam:
            return True
        return False

    def _known(self, said: str) -> KnownTeam | None:
        for key in dict.fromkeys((_key(said), _key(_PREFIX.sub("", said)))):
            if key in self._by_code:
                return self._by_code[key]
            named = self._by_name.get(key, [])
            if len(named) > 1:
                raise AmbiguousTeam
            if named:
                return named[0]
        return None

    def name_of(self, team_id: int | None) -> str:
        return self._names.get(team_id, "another team")

    @property
    def new(self) -> tuple[str, ...]:
        return tuple(self._new.values())


def code_from(name: str, taken: set[str]) -> str:
    """A code for a team that came without one, not among those taken."""
    base = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:60] or "team"
    code, number = base, 2
    while code in taken:
        code, number = f"{base}-{number}", number + 1
    return code


def _key(name: str) -> str:
    return " ".join(name.casefold().split())
