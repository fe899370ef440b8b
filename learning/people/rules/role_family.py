"""Which role family a post belongs to, from staff group, job role and position title, with the reason said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RoleFamily:
    """A role family as far as the staff import needs it. `staff_group` may begin with `(any clinical group)`."""

    id: str
    name: str
    staff_group: str
    job_roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Assigned:
    """The family, or None with the candidates to confirm, and why in a clause that reads on after "because"."""

    family: str | None
    candidates: tuple[str, ...]
    because: str


_CLINICAL = re.compile(
    r"medical|nursing|midwifery|allied health|clinical services|health ?care scien|scientific"  # the national groups
)
# Job roles of the national list that say a grade and no trade: on their own they never decide.
_GRADE = re.compile(
    r"administrator|adviser|advisor|analyst|assistant|board level director|clerical worker|director|(?:senior )?manager"
    r"|officer|supervisor|technician"
)
# Words of a position title that say rank, contract or nothing of the trade.
_EMPTY = re.compile(
    r"a|acting|admin|administration|administrative|adviser|advisor|analyst|and|assistant|associate|bank|board|chief"
    r"|clerical|clerk|coordinator|deputy|director|executive|for|front|general|head|higher|in|interim|junior|lead|level"
    r"|line|locum|manager|medical|national|of|officer|or|principal|secondee|senior|services?|specialist|supervisor"
    r"|support|team|technician|the|to|trainee|trust|uses|who|worker|\d+"
)
_RANK = re.compile(r"acting|assistant|bank|deputy|interim|junior|lead|locum|principal|senior|trainee")


def assigned(families: Sequence[RoleFamily], *, staff_group: str, job_role: str, position: str) -> Assigned:
    """The one family that group, title and job role agree on; else those between which the person chooses."""
    near = [family for family in families if _fits_group(family, staff_group)]
    if not near:  # no family of that group, or the group is not said
        near = list(families)
    by_role = _by_job_role(near, job_role)
    by_title = _by_title(near, position)
    is_grade = bool(_GRADE.fullmatch(_plain(job_role)))
    if len(by_title) == 1 and (is_grade or not by_role or by_title[0] in by_role):
        return Assigned(by_title[0], (), f"the position title {position} belongs there")
    if len(by_role) == 1 and not is_grade and (not by_title or by_role[0] in by_title):
        return Assigned(by_role[0], (), f"the job role {job_role} belongs there")
    if len(near) == 1 and len(families) > 1:
        return Assigned(near[0].id, (), f"it is the only role family of the staff group {staff_group}")
    candidates = _together(by_title, by_role)
    if not candidates:
        return Assigned(None, (), "neither the position title nor the job role says which")
    if is_grade and not by_title:
        return Assigned(
            None, candidates, f"the job role {job_role} is a grade and the position title does not say which"
        )
    return Assigned(None, candidates, "the position title and the job role fit more than one")


def _fits_group(family: RoleFamily, staff_group: str) -> bool:
    wanted = _plain(family.staff_group)
    given = _plain(staff_group)
    if "any clinical" in wanted:
        return bool(_CLINICAL.search(given))
    return bool(given) and wanted == given


def _by_job_role(families: Iterable[RoleFamily], job_role: str) -> list[str]:
    said = _plain(job_role)
    return [family.id for family in families if said and said in {_plain(role) for role in family.job_roles}]


def _by_title(families: Sequence[RoleFamily], position: str) -> list[str]:
    """Families one of whose names or trades is the title; else those that share most telling words with it."""
    title = _without_rank(position)
    if not title:
        return []
    same = [family.id for family in families if title in _titles(family)]
    if same:
        return same
    told = _telling(title)
    shared = {family.id: len(told & _telling(" ".join([family.name, *_trades(family)]))) for family in families}
    most = max(shared.values(), default=0)
    return [family for family, number in shared.items() if number == most] if most else []


def _titles(family: RoleFamily) -> set[str]:
    """`Team leader or service manager` is two titles, and each job role that names a trade is one."""
    named = re.split(r"\s+or\s+|[,(]", family.name)
    return {_without_rank(title) for title in (*named, *_trades(family))} - {""}


def _trades(family: RoleFamily) -> list[str]:
    return [role for role in family.job_roles if not _GRADE.fullmatch(_plain(role))]


def _without_rank(title: str) -> str:
    return " ".join(word for word in _plain(title).split() if not _RANK.fullmatch(word))


def _telling(title: str) -> set[str]:
    return {word for word in _plain(title).split() if not _EMPTY.fullmatch(word)}


def _together(*lists: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(family for found in lists for family in found))


def _plain(text: str) -> str:
    return re.sub(r"[^\w]+", " ", text.casefold()).strip()
