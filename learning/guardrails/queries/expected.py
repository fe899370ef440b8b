"""What is expected of a person, or of a role family, put together from the framework, role needs and the register."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence

from learning.capability import queries as capability
from learning.capability.rules import Post, RequirementTable, is_new_starter, required_levels
from learning.capability.shelf import CapabilityContent
from learning.ground.text import names_list, nhs_date, plural
from learning.guardrails.queries.owners import Owners
from learning.guardrails.queries.register import register, tools_of, vocabulary
from learning.guardrails.rules import ANY, Asker, Register
from learning.guardrails.rules.expected import (
    Expected,
    Skill,
    Versions,
    answer_lines,
    grouped,
    heading,
    passage,
)
from learning.people import queries as people
from learning.people.models import Membership, Organisation, Person


def expected_of(person: Person, *, today: dt.date) -> Expected:
    """What is expected of this person: of several posts the highest level each, with what the organisation added."""
    posts = people.memberships_on(person.id, today)
    table = capability.requirements_on(person.organisation_id, today)
    content = capability.capability()
    levels = capability.required_of(person.id) or _worked_out(person, posts, table) or table.general
    families = [family for post in posts if (family := content.roles.family(post.role_family))]
    who = names_list(dict.fromkeys(family.singular for family in families))
    return _expected(
        person.organisation_id,
        skills(content, levels, voice_is_sure=True),
        families=[family.id for family in families],
        who=who,
        is_mine=True,
        notes=_notes(person, posts, content, today=today),
        tools=tools_of(person, today=today),
        today=today,
    )


def expected_of_family(organisation: Organisation, family_id: str, *, today: dt.date) -> Expected | None:
    """What is expected of everybody in this role family, for whoever writes a job description. None: it is unknown."""
    content = capability.capability()
    family = content.roles.family(family_id)
    if family is None:
        return None
    levels = capability.requirements_on(organisation.id, today).of_family(family.id)
    asker = Asker(0, families=frozenset({family.id}))
    return _expected(
        organisation.id,
        skills(content, levels, voice_is_sure=False),
        families=[family.id],
        who=family.singular,
        is_mine=False,
        notes=[],
        tools=register(organisation.id).tools_of(asker),
        today=today,
    )


def _worked_out(person: Person, posts: Sequence[Membership], table: RequirementTable) -> Mapping[str, int]:
    """For somebody who joined today: their levels are written down with the next tick."""
    asked = [Post(post.role_family, post.uses_voice, post.starts_on, post.ends_on) for post in posts]
    is_champion = "champion" in people.duties_of(person.id, table.on)
    return required_levels(table, asked, is_champion=is_champion, started_on=person.started_on)


def skills(content: CapabilityContent, levels: Mapping[str, int], *, voice_is_sure: bool) -> tuple[Skill, ...]:
    """The competencies that are required, by domain. `voice_is_sure`: it is known that the post uses voice tools."""
    framework = content.framework
    return tuple(
        Skill(
            domain=domain.name,
            about=domain.about,
            name=competency.name,
            level=level,
            level_name=framework.level_name(level),
            behaviours=competency.level(level).behaviours,
            only_voice=competency.is_voice and not voice_is_sure,
        )
        for domain in framework.domains
        for competency in framework.in_domain(domain.id)
        if (level := levels.get(competency.id, 0)) > 0
    )


def _expected(
    organisation_id: int,
    found: Sequence[Skill],
    *,
    families: Sequence[str],
    who: str,
    is_mine: bool,
    notes: Sequence[str],
    tools: Collection[str],
    today: dt.date,
) -> Expected:
    words, content, known = vocabulary(), capability.capability(), register(organisation_id)
    owners = Owners(organisation_id, [*_owner_ids(known)], today=today)
    decides = owners.of(known.owner_id)
    return Expected(
        heading=heading(len(found), who=who, is_mine=is_mine),
        notes=tuple(notes),
        groups=grouped(found),
        answers=answer_lines(
            words.answers_for,
            owners=_owners_by_tool(known, tools, owners),
            decides=decides.name if decides else "",
        ),
        passage=passage(found, words.job_description),
        versions=Versions(
            content.framework.version,
            content.roles.version,
            words.version,
            capability.in_force_since(organisation_id, families, on=today),
        ),
    )


def _owner_ids(known: Register) -> Iterator[int | None]:
    yield from (tool.owner_id for tool in known.tools)
    yield from (rule.owner_id for rule in known.rules)


def _owners_by_tool(known: Register, tools: Collection[str], owners: Owners) -> list[tuple[str, list[str]]]:
    """Who answers for each tool in use and its rules, then for the rules that hold for every tool."""
    lines = [
        (tool.name, [tool.owner_id or known.owner_id, *_owners_of_rules(known, tool.id)])
        for tool in known.tools
        if tool.id in tools and not tool.is_withdrawn
    ]
    lines.append(("Rules for every tool", _owners_of_rules(known, ANY)))
    named = ((what, [owner.name for id_ in ids if (owner := owners.of(id_))]) for what, ids in lines)
    return [(what, list(dict.fromkeys(names))) for what, names in named]


def _owners_of_rules(known: Register, tool: str) -> list[int | None]:
    return [rule.owner_id for rule in known.rules if rule.scope.tool == tool]


def _notes(person: Person, posts: Sequence[Membership], content: CapabilityContent, *, today: dt.date) -> list[str]:
    """What makes the levels of this person other than those of one role."""
    known = [post for post in posts if content.roles.family(post.role_family)]
    notes = []
    if not known:
        notes.append("Your role is not confirmed yet, so this is the general plan: everything at level 1.")
    elif len(known) < len(posts):
        notes.append("One of your posts has no confirmed role yet. For that post the general plan counts.")
    if len(posts) > 1:
        notes.append(f"You have {plural(len(posts), 'post')}. Of each thing the higher level counts.")
    plan = content.plan
    if is_new_starter(person.started_on, today, plan):
        until = person.started_on + dt.timedelta(days=plan.starter_days)
        notes.append(f"You are new here. Until {nhs_date(until)} nothing above level {plan.starter_cap} is expected.")
    if "champion" in people.duties_of(person.id, today):
        notes.append("You are a champion, and that asks for a higher level in some things.")
    return notes
