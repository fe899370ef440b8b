"""What could be sent, sorted once for all people who share roles and tools."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from learning.drip.rules.units import Candidate, Kind, Tools

Group = Mapping[str, tuple[Candidate, ...]]


@dataclass(frozen=True, slots=True)
class Fitting:
    """The candidates that fit some roles and tools: role-tagged before generic, then by id."""

    by_id: Mapping[str, Candidate]
    by_kind: Mapping[Kind, tuple[Candidate, ...]]
    by_isomorph_group: Group
    by_competency: Group


class Catalogue:
    """The candidates of one organisation in one language, in one version of the content.

    Sorting them for each of 20,000 people would be most of the work of a week's plan; there are few combinations of
    roles and tools, so each is sorted when it is first met, and kept.
    """

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        newest: dict[str, Candidate] = {}
        for candidate in candidates:
            known = newest.get(candidate.module_id)
            if known is None or known.version < candidate.version:
                newest[candidate.module_id] = candidate
        self._candidates = tuple(newest.values())
        self._met: dict[tuple[frozenset[str], Tools, int], Fitting] = {}

    def fitting(self, families: frozenset[str], tools: Tools, highest_level: int) -> Fitting:
        """Those for these roles, doable with these tools, at most at this level (a heads-up has no level)."""
        key = (families, tools, highest_level)
        if key not in self._met:
            fit = [
                candidate
                for candidate in self._candidates
                if candidate.is_for(families)
                and candidate.is_doable_with(tools)
                and (candidate.level <= highest_level or candidate.kind is Kind.HEADS_UP)
            ]
            fit.sort(key=lambda candidate: (candidate.is_generic, candidate.module_id))
            self._met[key] = _indexed(fit)
        return self._met[key]


def _indexed(fit: list[Candidate]) -> Fitting:
    kinds: dict[Kind, list[Candidate]] = {kind: [] for kind in Kind}
    groups: dict[str, list[Candidate]] = defaultdict(list)
    competencies: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in fit:
        kinds[candidate.kind].append(candidate)
        if candidate.isomorph_group:
            groups[candidate.isomorph_group].append(candidate)
        for competency in candidate.competencies:
            competencies[competency].append(candidate)
    return Fitting(
        {candidate.module_id: candidate for candidate in fit},
        {kind: tuple(found) for kind, found in kinds.items()},
        {group: tuple(found) for group, found in groups.items()},
        {competency: tuple(found) for competency, found in competencies.items()},
    )
