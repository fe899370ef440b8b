"""Which draft to judge next, for somebody who wants to practise now: what their trust dial leans to, unseen first."""

from __future__ import annotations

import datetime as dt

from learning.drip.rules import NO_TOOLS
from learning.drip.shelf import candidate
from learning.modules import queries as modules
from learning.modules.models import ModuleVersion
from learning.modules.rules import JudgedDraft, Lean, TrustQuestionStop, dial
from learning.modules.shelf import Module
from learning.people import queries as people
from learning.people.models import Person


def next_draft(person: Person, *, today: dt.date) -> ModuleVersion | None:
    """A unit with a draft to judge that fits their roles and needs no tool; None where there is none at all."""
    families = frozenset(post.role_family for post in people.memberships_on(person.id, today) if post.role_family)
    seen = modules.finished_on(person.id)
    told = dial(modules.judged(person.id))
    lean = told.lean if told else Lean.EVEN
    best: tuple[tuple[object, ...], int] | None = None
    for one in modules.sendable(person.organisation_id, today=today):
        as_candidate = candidate(one.module)
        if not as_candidate.is_for(families) or not as_candidate.is_doable_with(NO_TOOLS):
            continue
        fit = _misfit(one.module, lean)
        if fit is None:
            continue
        seen_on = seen.get(one.module.id, dt.date.min)
        rank = (seen_on != dt.date.min, fit, seen_on, as_candidate.is_generic, one.module.id)
        if best is None or rank < best[0]:
            best = (rank, one.version_id)
    return None if best is None else modules.version(best[1])


def _misfit(module: Module, lean: Lean) -> int | None:
    """0: it holds a draft of the sort they lean to get wrong; 1: another one; None: no draft to judge."""
    sound = [one.is_sound for one in module.activities if isinstance(one, JudgedDraft | TrustQuestionStop)]
    if not sound:
        return None
    wanted = {Lean.DOUBTS: True in sound, Lean.ACCEPTS: False in sound}.get(lean, True)
    return 0 if wanted else 1
