"""framework.yaml: what has to fit together in it, and the framework it makes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from learning.capability.rules import HIGHEST, EvidenceKind, Thresholds
from learning.ground.errors import Fault

from .content import Competency, CompetencyLevel, Domain, Framework, LevelName, OutsideMapping
from .entries import Entry, listed, twice
from .marked_yaml import MarkedYaml
from .shape_faults import shaped
from .shapes import CompetencyShape, DomainShape, FrameworkShape, LevelNameShape, ThresholdsShape

_ALL_LEVELS = list(range(1, HIGHEST + 1))
_KINDS = {kind.value for kind in EvidenceKind}


def framework_of(read: MarkedYaml, sources: set[str] | None) -> tuple[Framework | None, list[Fault]]:
    """The framework, or None with every fault. `sources` are the known keys, None where that file is unreadable."""
    head, faults = shaped(FrameworkShape, read, (), read.value, "The framework")
    names = _level_names(read)
    domains = listed(DomainShape, read, "domains", "Domain")
    competencies = listed(CompetencyShape, read, "competencies", "Competency")
    faults += [*names[1], *domains.faults, *competencies.faults]
    for entry in competencies.entries:
        faults += _competency_faults(entry, domains.ids, sources)
    faults += twice(
        (entry.shape.name, entry.fault(("name",), f"has a name that another has: {entry.shape.name}", "Rename one"))
        for entry in competencies.entries
    )
    faults += _unused_domain_faults(domains.entries, {str(one.get("domain")) for one in _raw(read, "competencies")})
    if head is not None:
        faults += [*_kind_faults(head, read), *_threshold_faults(head.thresholds, read)]
    if head is None or faults:
        return None, faults
    return _framework(head, names[0], [e.shape for e in domains.entries], [e.shape for e in competencies.entries]), []


def competency_ids(read: MarkedYaml) -> set[str]:
    """Every competency id that is written there, also in broken entries, so that one slip is named once."""
    return {str(item["id"]) for item in _raw(read, "competencies") if "id" in item}


def voice_ids(read: MarkedYaml) -> set[str]:
    """Those that are asked only of people who use voice tools."""
    return {str(item["id"]) for item in _raw(read, "competencies") if "id" in item and item.get("only_if")}


def _raw(read: MarkedYaml, key: str) -> list[dict[str, Any]]:
    items = read.value.get(key) if isinstance(read.value, dict) else None
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def _level_names(read: MarkedYaml) -> tuple[list[LevelNameShape], list[Fault]]:
    names: list[LevelNameShape] = []
    faults: list[Fault] = []
    items = read.value.get("levels") if isinstance(read.value, dict) else None
    if not isinstance(items, list):
        return [], []  # the head says so
    for number, item in enumerate(items):
        shape, found = shaped(LevelNameShape, read, ("levels", number), item, f"Level number {number + 1}")
        faults += found
        names += [shape] if shape else []
    if not faults and [name.level for name in names] != _ALL_LEVELS:
        faults.append(read.fault(("levels",), "The levels are not 1, 2, 3 and 4 in order", "Write each once, in order"))
    return names, faults


def _unused_domain_faults(domains: list[Entry[DomainShape]], used: set[str]) -> Iterator[Fault]:
    if used - {entry.shape.id for entry in domains}:
        return  # a misspelt domain is named already; its own would look unused too
    for entry in domains:
        if entry.shape.id not in used:
            yield entry.fault((), "has no competencies", "Add one, or take the domain out")


def _competency_faults(entry: Entry[CompetencyShape], domains: set[str], sources: set[str] | None) -> Iterator[Fault]:
    shape = entry.shape
    if shape.domain not in domains:
        yield entry.fault(("domain",), f"is in an unknown domain {shape.domain}", f"Use one of {_some(domains)}")
    if [level.level for level in shape.levels] != _ALL_LEVELS:
        yield entry.fault(("levels",), "does not have the levels 1, 2, 3 and 4 in order", "Write each once, in order")
    said: set[str] = set()
    for number, level in enumerate(shape.levels):
        if not level.behaviours:
            yield entry.fault(
                ("levels", number, "behaviours"), f"has no behaviours at level {level.level}", "Write at least one"
            )
        for which, behaviour in enumerate(level.behaviours):
            if behaviour in said:
                yield entry.fault(
                    ("levels", number, "behaviours", which), f"says twice: {behaviour}", "Keep it at one level"
                )
            said.add(behaviour)
        yield from _evidence_faults(entry, number)
    for number, mapping in enumerate(shape.maps_to):
        if sources is not None and mapping.source not in sources:
            yield entry.fault(
                ("maps_to", number, "source"),
                f"maps to an unknown source {mapping.source}",
                "Use a key of sources.yaml, or add the source there",
            )


def _evidence_faults(entry: Entry[CompetencyShape], number: int) -> Iterator[Fault]:
    level = entry.shape.levels[number]
    place = ("levels", number, "evidence")
    for kind in level.evidence:
        if kind not in _KINDS:
            yield entry.fault(place, f"has an unknown kind of evidence {kind}", f"Use one of {_some(_KINDS)}")
    if level.level < HIGHEST and "answer" not in level.evidence:
        yield entry.fault(place, f"has no answers as evidence at level {level.level}", "Add answer")
    if (level.level == HIGHEST) != ("confirmation" in level.evidence):
        mend = "Add confirmation" if level.level == HIGHEST else "Take confirmation out"
        yield entry.fault(place, f"has confirmation wrong at level {level.level}: level 4 alone is confirmed", mend)


def _kind_faults(head: FrameworkShape, read: MarkedYaml) -> Iterator[Fault]:
    for kind in sorted(head.evidence_kinds.keys() - _KINDS):
        yield read.fault(
            ("evidence_kinds", kind), f"There is no kind of evidence called {kind}", f"Use {_some(_KINDS)}"
        )
    for kind in sorted(_KINDS - head.evidence_kinds.keys()):
        yield read.fault(("evidence_kinds",), f"The kind of evidence {kind} is not explained", f'Add "{kind}"')


def _threshold_faults(thresholds: ThresholdsShape, read: MarkedYaml) -> Iterator[Fault]:
    if thresholds.current_recall >= thresholds.desired_recall:
        yield read.fault(
            ("thresholds", "current_recall"),
            "current_recall is not below desired_recall, so it would lapse before a check is due",
            "Make it smaller",
        )
    first = thresholds.first_stability_days
    if not first.again <= first.hard <= first.good <= first.easy:
        yield read.fault(
            ("thresholds", "first_stability_days"),
            "The first stabilities do not grow from again to easy",
            "Put them in growing order",
        )


def _framework(
    head: FrameworkShape, names: list[LevelNameShape], domains: list[DomainShape], competencies: list[CompetencyShape]
) -> Framework:
    given = head.thresholds
    first = given.first_stability_days
    return Framework(
        id=head.id,
        version=head.version,
        name=head.name,
        language=head.language,
        licence=head.licence,
        level_names=tuple(LevelName(name.level, name.name, name.about) for name in names),
        evidence_kinds={kind: head.evidence_kinds[kind] for kind in EvidenceKind},
        thresholds=Thresholds(
            days_apart=given.days_apart,
            desired_recall=given.desired_recall,
            current_recall=given.current_recall,
            maximum_interval_days=given.maximum_interval_days,
            fading_days=given.fading_days,
            first_stability_days=(first.again, first.hard, first.good, first.easy),
        ),
        domains=tuple(Domain(domain.id, domain.name, domain.about) for domain in domains),
        competencies=tuple(_competency(shape) for shape in competencies),
    )


def _competency(shape: CompetencyShape) -> Competency:
    return Competency(
        id=shape.id,
        name=shape.name,
        phrase=shape.phrase,
        domain=shape.domain,
        is_voice=shape.only_if == "uses_voice",
        levels=tuple(
            CompetencyLevel(level.level, tuple(level.behaviours), tuple(EvidenceKind(kind) for kind in level.evidence))
            for level in shape.levels
        ),
        maps_to=tuple(OutsideMapping(mapping.source, mapping.part) for mapping in shape.maps_to),
    )


def _some(ids: set[str]) -> str:
    return ", ".join(sorted(ids))
