"""What the pages of needs show: what answers it already, what is like it, and one need for whoever answers it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from learning.guardrails import queries
from learning.guardrails.models import ToolNeed
from learning.guardrails.queries import Owner, Permission
from learning.guardrails.rules import ANY, Vocabulary, Wanted, people_words
from learning.people.models import Person


@dataclass(frozen=True)
class NeedPage:
    """One person saying what they need, before it is sent."""

    person: Person
    typed: str
    tool: str
    task: str
    label: str
    today: dt.date
    words: Vocabulary

    @cached_property
    def owner(self) -> Owner | None:
        return queries.who_decides(self.person.organisation_id, self.tool, today=self.today)

    @cached_property
    def permission(self) -> Permission | None:
        """What the register says already: a yes for this person, or a tool that they only have to ask for."""
        if self.words.task(self.task) is None or self.words.label(self.label) is None:
            return None
        found = [
            queries.permission(self.person, tool=tool, task=self.task, label=self.label, today=self.today)
            for tool in dict.fromkeys(("" if self.tool == ANY else self.tool, ""))
        ]
        ready = [one for one in found if one.may] or [one for one in found if one.with_the_tool]
        return ready[0] if ready else None

    @property
    def sent_for(self) -> str:
        """The tool that is asked for: where only the tool is missing, it goes to the owner whom the page names."""
        missing = self.permission.cell.tool if self.permission and self.permission.with_the_tool else ANY
        return missing if missing != ANY else self.tool

    @property
    def heading(self) -> str:
        """What there is to read before it is sent."""
        if self.permission is not None:
            return "You may do this already" if self.permission.may else self.permission.headline
        like = len(self.similar)
        return "Somebody asked for something like this" if like == 1 else f"{like} needs are like yours"

    @cached_property
    def similar(self) -> Sequence[ToolNeed]:
        if not self.typed.strip():
            return ()
        wanted = Wanted(self.typed, self.task, self.label)
        return queries.similar_needs(self.person.organisation_id, wanted, today=self.today)

    @cached_property
    def own(self) -> set[int]:
        """The ids of needs that this person asked for already."""
        return {need.id for need, _ in queries.own_needs(self.person.id)}

    @property
    def has_more_to_say(self) -> bool:
        """Whether there is something to read before it is sent."""
        return self.permission is not None or bool(self.similar)


def need_page(person: Person, typed: str, *, tool: str, task: str, label: str, today: dt.date) -> NeedPage:
    """Words that the address names and that are not known are left out."""
    words, register = queries.vocabulary(), queries.register(person.organisation_id)
    return NeedPage(
        person,
        typed,
        tool if register.tool(tool) else ANY,
        task if words.task(task) else ANY,
        label if words.label(label) else ANY,
        today,
        words,
    )


@dataclass(frozen=True, slots=True)
class NeedView:
    """One need as whoever answers it reads it."""

    need: ToolNeed
    owner_id: int | None
    owner: str  # the name of who has it
    about: str
    by: str
    tool: str  # for the link to the register; "" where none was named


def need_view(need: ToolNeed, *, today: dt.date) -> NeedView:
    words = queries.vocabulary()
    tool = queries.register(need.organisation_id).tool(need.tool)
    owner = queries.who_decides(need.organisation_id, need.tool, today=today)
    task, label = words.task(need.task), words.label(need.data_label)
    said = [part.name for part in (tool, task, label) if part is not None]
    return NeedView(
        need,
        owner.id if owner else None,
        owner.name if owner else "",
        ", ".join(said),
        people_words(need.asked_by),
        tool.id if tool else "",
    )
