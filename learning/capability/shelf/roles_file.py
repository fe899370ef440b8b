"""roles.yaml: what has to fit together in it and with the framework, and the role families it makes."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from learning.ground.errors import Fault

from .content import RequiredFrom, RoleFamily, Roles
from .entries import Entry, listed, twice
from .marked_yaml import MarkedYaml, Place
from .shape_faults import shaped
from .shapes import FamilyShape, RolesShape


@dataclass(frozen=True, slots=True)
class Known:
    """What the framework file says about itself, as far as the roles have to agree with it."""

    framework: str | None
    competencies: set[str]
    voice: set[str]


def roles_of(read: MarkedYaml, known: Known | None) -> tuple[Roles | None, list[Fault]]:
    """The role families, or None with every fault. `known` is None where the framework file is unreadable."""
    head, faults = shaped(RolesShape, read, (), read.value, "The roles file")
    families = listed(FamilyShape, read, "families", "Role family")
    faults += families.faults
    for entry in families.entries:
        faults += [*_date_faults(entry), *(_family_faults(entry, known) if known else [])]
    faults += twice(
        (entry.shape.name, entry.fault(("name",), f"has a name that another has: {entry.shape.name}", "Rename one"))
        for entry in families.entries
    )
    if head is not None and known is not None:
        faults += _head_faults(head, read, known)
    if head is None or faults:
        return None, faults
    overlays = head.overlays
    return Roles(
        framework=head.framework,
        version=head.version,
        families=tuple(_family(entry.shape) for entry in families.entries),
        champion_name=overlays.champion.name,
        champion_minimum=dict(overlays.champion.minimum),
        starter_name=overlays.first_days.name,
        starter_days=overlays.first_days.days,
        starter_cap=overlays.first_days.cap,
        starter_by_hand_first=overlays.first_days.by_hand_first,
    ), []


def _head_faults(head: RolesShape, read: MarkedYaml, known: Known) -> Iterator[Fault]:
    if known.framework is not None and head.framework != known.framework:
        yield read.fault(
            ("framework",), f"The roles are for {head.framework}, not for {known.framework}", "Name this framework"
        )
    place = ("overlays", "champion", "minimum")
    for competency in head.overlays.champion.minimum:
        if competency not in known.competencies:
            yield _unknown(read, (*place, competency), "The champion overlay", competency, known)


def _date_faults(entry: Entry[FamilyShape]) -> Iterator[Fault]:
    dates = [required.from_ for required in entry.shape.required]
    for number in range(1, len(dates)):
        if dates[number] <= dates[number - 1]:
            yield entry.fault(
                ("required", number, "from"),
                f"has required levels from {dates[number]} after those from {dates[number - 1]}",
                "Put the dates in order, each once",
            )


def _family_faults(entry: Entry[FamilyShape], known: Known) -> Iterator[Fault]:
    for number, required in enumerate(entry.shape.required):
        place: Place = ("required", number, "levels")
        for competency, level in required.levels.items():
            if competency not in known.competencies:
                yield _unknown(entry.read, (*entry.place, *place, competency), entry.what, competency, known)
            elif level == 0 and competency not in known.voice:
                yield entry.fault(
                    (*place, competency),
                    f"requires {competency} at level 0, and a core competency has a minimum of 1",
                    "Use a level from 1 to 4",
                )
        for competency in sorted(known.competencies - known.voice - required.levels.keys()):
            yield entry.fault(place, f"does not say a level for {competency}", f"Add {competency} at level 1 or more")


def _unknown(read: MarkedYaml, place: Place, what: str, competency: str, known: Known) -> Fault:
    near = difflib.get_close_matches(competency, known.competencies, n=1)
    mend = (
        f"Write {near[0]} if that is what you mean"
        if near
        else "Use an id of the framework, or add the competency there"
    )
    return read.fault(place, f"{what} requires an unknown competency {competency}", mend)


def _family(shape: FamilyShape) -> RoleFamily:
    return RoleFamily(
        id=shape.id,
        name=shape.name,
        singular=shape.singular,
        plural=shape.plural,
        bands=shape.bands,
        staff_group=shape.staff_group,
        job_roles=tuple(shape.job_roles),
        required=tuple(RequiredFrom(one.from_, dict(one.levels)) for one in shape.required),
    )
