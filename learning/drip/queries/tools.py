"""Which AI tools people have and what they may do with them, as far as choosing a unit asks."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import or_, select

from learning.drip.queries.learners import Learner
from learning.drip.rules import Tools
from learning.ground.db import plain_rows
from learning.guardrails import queries as guardrails
from learning.guardrails.rules import permitted
from learning.people.models import Membership

Posts = Mapping[int, Sequence[tuple[int, str | None]]]


def posts_of(ids: Collection[int], today: dt.date) -> Posts:
    """Team and role family of every post today, by person id."""
    asked = select(Membership.person_id, Membership.team_id, Membership.role_family).where(
        Membership.person_id.in_(ids),
        Membership.starts_on <= today,
        or_(Membership.ends_on.is_(None), Membership.ends_on >= today),
    )
    found: dict[int, list[tuple[int, str | None]]] = defaultdict(list)
    rows: Iterable[Any] = plain_rows(asked)
    for person_id, team_id, family in rows:
        found[person_id].append((team_id, family))
    return found


def tools_of(organisation_id: int, learners: Sequence[Learner], posts: Posts, *, today: dt.date) -> dict[int, Tools]:
    """The tools of each of these people. Who chooses not to use AI has none, so nothing that needs one comes."""
    register, words = guardrails.register(organisation_id), guardrails.vocabulary()
    if not register.tools:
        return {}
    has = guardrails.tools_of_many(organisation_id, posts)
    known: dict[frozenset[str], Tools] = {}  # few people differ, and what they may do is worked out once for all
    found: dict[int, Tools] = {}
    for one in learners:
        ids = has.get(one.person.id, frozenset())
        if one.wishes is not None and one.wishes.chose_no_ai:
            continue
        if ids not in known:
            may = permitted(register, has=ids, tasks=words.task_ids, labels=words.label_ids, today=today)
            known[ids] = Tools(ids, may)
        found[one.person.id] = known[ids]
    return found
