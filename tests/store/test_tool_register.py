"""The register of tools: every version is kept, every process reads the newest, and nobody writes over anybody."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from learning.ground import audit
from learning.ground.audit import AuditEntry
from learning.ground.db import db, writing
from learning.ground.errors import Refused
from learning.guardrails import actions, queries
from learning.guardrails.actions import Decision, Overtaken
from learning.guardrails.models import GuardrailRegister, PermissionRule, Tool, ToolAccess
from learning.guardrails.rules import RESERVED, Answer, Cell, Register, Scope, decided
from learning.people.models import Organisation, Person
from tests.builders import NOW, TODAY, a_person, a_rule, a_team, a_tool, an_organisation

DAY, MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)
SCOPE = Scope("chat-assistant", "rewrite", "staff_only")
CELL = Cell("chat-assistant", "rewrite", "staff_only")
REVIEW = TODAY + 200 * DAY
WHY = "It kept what was typed in."


class Trust:
    """One organisation with Priya, who answers for the chat assistant."""

    def __init__(self, code: str = "EVT") -> None:
        self.row: Organisation = an_organisation(code)
        self.id = self.row.id
        self.priya: Person = a_person(self.row, "Priya Raman-Hughes")
        self.chat: Tool = a_tool(self.row, owner=self.priya)
        db.session.commit()

    def decide(
        self, answer: str = "no", *, seen: int = 0, now: dt.datetime = NOW, scope: Scope = SCOPE, **said: Any
    ) -> PermissionRule:
        facts = {"owner": self.priya, "review_on": REVIEW} | said
        made = actions.decide(
            self.id,
            scope,
            Decision(answer=answer, **facts),
            seen_version=seen,
            by=self.priya,
            now=now,
            today=TODAY,
        )
        db.session.commit()
        return made

    def edit(self, **facts: Any) -> bool:
        given = {"seen_version": 1, "name": "Chat assistant", "about": "", "how_to_open": "", "owner": self.priya}
        return actions.edit_tool(self.chat, **(given | {"by": self.priya, "now": NOW} | facts))

    def settle(self, **facts: Any) -> int:
        given: dict[str, Any] = {"owner": None, "slip_tell": "", "slip_within": "", "slip_out_of_hours": ""}
        by = {"by": self.priya, "now": NOW, "seen_version": 1}
        return actions.set_register(self.id, **(given | by | facts)).version

    def said(self) -> Answer:
        return decided(queries.register(self.id), CELL, TODAY).answer


@pytest.fixture
def trust(store: Flask) -> Trust:
    return Trust()


def elsewhere(store: Flask, does: Callable[[], object]) -> None:
    """Another process: a session of its own, which commits."""
    troubles: list[Exception] = []

    def run() -> None:
        try:
            with store.app_context(), writing():
                does()
                db.session.commit()
                db.session.remove()
        except Exception as error:  # noqa: BLE001 - whatever it is, the test shows it
            troubles.append(error)

    other = threading.Thread(target=run)
    other.start()
    other.join()
    assert not troubles


# Versions


def test_a_rule_lives_through_its_versions_and_each_keeps_its_words(trust: Trust) -> None:
    first = trust.decide("yes", only_if="it is a draft", conditions="Read it aloud.", why="We tried it.")
    same = trust.decide("yes", only_if="it is a draft.", conditions=" - Read it aloud. ", why="Pressed twice.", seen=0)
    assert same.id == first.id, "the same words are no new version"
    second = trust.decide("no", seen=1, now=NOW + DAY, instead="Write it yourself.")
    third = actions.still_right(
        second, seen_version=2, review_on=REVIEW + DAY, by=trust.priya, now=NOW + 2 * DAY, today=TODAY
    )
    assert actions.end(third, why="A wider rule says it.", by=trust.priya, now=NOW + 3 * DAY)
    assert not actions.end(third, why="A wider rule says it.", by=trust.priya, now=NOW + 3 * DAY)
    fourth = trust.decide("ask", seen=0, now=NOW + 4 * DAY)
    versions = queries.rule_versions(trust.id, SCOPE)
    assert [(one.version, one.answer, one.until_at) for one in versions] == [
        (4, "ask", None),
        (3, "no", NOW + 3 * DAY),
        (2, "no", NOW + 2 * DAY),
        (1, "yes", NOW + DAY),
    ]
    assert [one.why for one in versions][1:] == ["Looked at again. Nothing else changed.", "", "We tried it."]
    assert (versions[1].instead, versions[1].ended_why) == ("Write it yourself.", "A wider rule says it.")
    assert queries.history_of(trust.id, CELL)[0].id == fourth.id


def test_the_register_of_a_moment_is_what_counted_then(trust: Trust) -> None:
    trust.decide("yes", now=NOW)
    trust.decide("ask", seen=1, now=NOW + DAY)
    actions.withdraw(trust.chat, why=WHY, instead="", by=None, now=NOW + 2 * DAY)
    actions.put_back(trust.chat, by=None, now=NOW + 3 * DAY)
    standing = queries.rule_row(trust.id, SCOPE)
    assert standing is not None
    actions.end(standing, why="A wider rule says it.", by=trust.priya, now=NOW + 4 * DAY)
    actions.take_back(queries.access_lines(trust.chat)[0], by=None, now=NOW + 5 * DAY)
    db.session.commit()
    for number, answer in enumerate(("yes", "ask", "no", "ask", "undecided", "undecided")):
        for moment in (NOW + number * DAY, NOW + (number + 1) * DAY - MINUTE):
            then = queries.register_at(trust.id, moment)
            assert decided(then, CELL, TODAY).answer == answer, moment
            assert bool(then.access) is (number < 5)
    assert decided(queries.register_at(trust.id, NOW - MINUTE), CELL, TODAY).answer == "undecided"
    assert not queries.register_at(trust.id, NOW - 300 * DAY).tools
    assert queries.register_at(trust.id, NOW + 9 * DAY) == queries.register(trust.id)


# What processes keep


def test_what_another_process_changes_is_seen_at_the_next_question(store: Flask, trust: Trust) -> None:
    trust_id, priya_id = trust.id, trust.priya.id
    assert trust.said() == "undecided"
    db.session.rollback()

    def decides() -> None:
        owner = db.session.get_one(Person, priya_id)
        said = Decision(answer="no", owner=owner)
        actions.decide(trust_id, SCOPE, said, seen_version=0, by=None, now=NOW, today=TODAY)

    elsewhere(store, decides)
    assert decided(queries.register(trust_id), CELL, TODAY).answer == "no"


def test_what_this_process_read_before_another_changed_it_is_not_kept_as_the_newest(store: Flask, trust: Trust) -> None:
    trust_id, tool_id, priya_id = trust.id, trust.chat.id, trust.priya.id
    db.session.rollback()
    on_the_page = (db.session.get_one(Tool, tool_id), db.session.get_one(GuardrailRegister, trust_id))
    assert (on_the_page[0].name, on_the_page[1].owner_id) == ("Chat assistant", None)

    def changes() -> None:
        priya = db.session.get_one(Person, priya_id)
        given: dict[str, Any] = {"seen_version": 1, "owner": priya, "by": priya, "now": NOW}
        tool = db.session.get_one(Tool, tool_id)
        actions.edit_tool(tool, name="Writing helper", about="", how_to_open="", **given)
        actions.set_register(trust_id, slip_tell="", slip_within="", slip_out_of_hours="", **given)

    elsewhere(store, changes)
    queries.register(trust_id)
    db.session.remove()
    asked_next = queries.register(trust_id)
    assert [tool.name for tool in asked_next.tools] == ["Writing helper"]
    assert asked_next.owner_id == priya_id


def test_what_was_rolled_back_is_not_kept(trust: Trust) -> None:
    trust.decide("ask")
    assert trust.said() == "ask"
    said = Decision(answer="no", owner=trust.priya)
    with writing():
        actions.decide(trust.id, SCOPE, said, seen_version=1, by=None, now=NOW + DAY, today=TODAY)
        assert trust.said() == "no", "who changed it sees it at once"
        db.session.rollback()
    assert trust.said() == "ask"


def test_nothing_is_asked_again_while_nothing_changed(trust: Trust) -> None:
    found = queries.register(trust.id)
    db.session.rollback()
    assert queries.register(trust.id) is found
    trust.settle(slip_tell="Call Ada.")
    assert queries.register(trust.id) is not found


def test_each_change_is_seen_by_who_made_it_before_it_is_committed(trust: Trust) -> None:
    def seen() -> Register:
        return queries.register(trust.id)

    actions.add_tool(trust.id, name="Voice notes", owner=None, by=None, now=NOW)
    assert seen().tool("voice-notes") is not None
    trust.edit(about="It writes.")
    assert seen().tool("chat-assistant").about == "It writes."  # type: ignore[union-attr]
    actions.give(trust.chat, family="clinical-coder", by=None, now=NOW)
    assert {one.target for one in seen().access} == {"organisation", "family"}
    actions.withdraw(trust.chat, why=WHY, instead="", by=None, now=NOW)
    assert seen().tool("chat-assistant").is_withdrawn  # type: ignore[union-attr]
    actions.put_back(trust.chat, by=None, now=NOW)
    assert not seen().tool("chat-assistant").is_withdrawn  # type: ignore[union-attr]
    trust.settle(owner=trust.priya)
    assert seen().owner_id == trust.priya.id


# Two editors


def test_who_saw_an_older_version_of_a_rule_is_told_and_nothing_is_written_over(trust: Trust) -> None:
    trust.decide("yes")
    trust.decide("ask", seen=1)
    for seen in (0, 1, 7):
        with pytest.raises(Overtaken, match="Somebody else changed this rule"):
            trust.decide("no", seen=seen)
        db.session.rollback()
    assert trust.said() == "ask"


def test_a_rule_that_was_ended_or_changed_meanwhile_is_not_said_to_be_still_right(trust: Trust) -> None:
    first = trust.decide("yes")
    second = trust.decide("no", seen=1)
    again = {"review_on": REVIEW + DAY, "by": trust.priya, "now": NOW + DAY, "today": TODAY}
    with pytest.raises(Overtaken, match="changed"):
        actions.still_right(first, seen_version=1, **again)  # type: ignore[arg-type]
    with pytest.raises(Overtaken, match="changed"):
        actions.still_right(first, seen_version=1, **(again | {"review_on": REVIEW}))  # type: ignore[arg-type]
    with pytest.raises(Overtaken, match="changed"):
        actions.end(first, why="A wider rule says it.", by=trust.priya, now=NOW)
    actions.end(second, why="A wider rule says it.", by=trust.priya, now=NOW)
    with pytest.raises(Overtaken, match="ended"):
        actions.still_right(second, seen_version=2, **again)  # type: ignore[arg-type]


def test_who_saw_older_facts_of_a_tool_or_older_settings_is_told(trust: Trust) -> None:
    assert trust.edit(about="It writes.")
    assert not trust.edit(about="It writes."), "the same facts are no change"
    with pytest.raises(Overtaken, match="this tool"):
        trust.edit(about="It reads.")
    assert trust.settle(slip_tell="Call Ada.") == 2
    assert trust.settle(slip_tell="Call Ada.") == 2
    with pytest.raises(Overtaken, match="this page"):
        trust.settle(slip_tell="Call Bo.")


# Names


@pytest.mark.parametrize("name", ["chat ASSISTANT", "  Chat \t assistant\n", "Chat\u00a0assistant", "CHAT assistant"])
def test_a_name_is_taken_whatever_the_case_and_the_blanks(trust: Trust, name: str) -> None:
    with pytest.raises(Refused, match="Chat assistant is in the register already"):
        actions.add_tool(trust.id, name=name, owner=None, by=None, now=NOW)
    other = actions.add_tool(trust.id, name="Voice notes", owner=None, by=None, now=NOW)
    with pytest.raises(Refused, match="Chat assistant is in the register already"):
        actions.edit_tool(other, seen_version=1, name=name, about="", how_to_open="", owner=None, by=None, now=NOW)
    assert trust.edit(name="CHAT Assistant"), "its own name may be written another way"


@pytest.mark.parametrize("word", sorted(RESERVED))
def test_words_that_mean_something_in_addresses_and_units_are_no_id_of_a_tool(trust: Trust, word: str) -> None:
    made = actions.add_tool(trust.id, name=word.replace("-", " ").title(), owner=None, by=None, now=NOW)
    assert made.slug == f"tool-{word}"


@pytest.mark.parametrize(
    ("name", "slug"), [("Café ☕ Notes!", "caf-notes"), ("☕☕", "tool"), ("Chat-assistant", "chat-assistant-2")]
)
def test_the_id_of_a_tool_is_plain_and_new_and_never_changes(trust: Trust, name: str, slug: str) -> None:
    made = actions.add_tool(trust.id, name=name, owner=None, by=None, now=NOW)
    assert made.slug == slug
    actions.edit_tool(made, seen_version=1, name="Another name", about="", how_to_open="", owner=None, by=None, now=NOW)
    assert made.slug == slug


def test_two_organisations_have_tools_of_the_same_name(trust: Trust) -> None:
    other = Trust("OTH")
    trust.decide("yes")
    assert (other.chat.slug, other.said()) == ("chat-assistant", "undecided")
    actions.withdraw(other.chat, why=WHY, instead="", by=None, now=NOW)
    assert trust.said() == "yes"


# What is refused


def test_nobody_and_nothing_of_another_organisation_comes_into_the_register(trust: Trust) -> None:
    other = an_organisation("OTH")
    stranger, team = a_person(other, "Otto Stranger"), a_team(other)
    gone = a_person(trust.row, "Gina Gone", status="left")
    for somebody in (stranger, gone):
        with pytest.raises(Refused, match="works here"):
            trust.decide("no", owner=somebody)
        with pytest.raises(Refused, match="works here"):
            trust.edit(owner=somebody)
        with pytest.raises(Refused, match="works here"):
            trust.settle(owner=somebody)
        with pytest.raises(Refused, match="works here"):
            actions.add_tool(trust.id, name="Voice notes", owner=somebody, by=None, now=NOW)
    for given in ({"person": stranger}, {"team": team}):
        with pytest.raises(Refused, match="another organisation"):
            actions.give(trust.chat, by=None, now=NOW, **given)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="not in the register"):
        trust.decide("no", scope=Scope("nobody-listed-this"))


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"answer": "maybe"}, "Choose an answer"),
        ({"answer": "yes", "review_on": None}, "by which somebody looks"),
        ({"answer": "yes", "review_on": TODAY}, "from tomorrow on"),
        ({"answer": "yes", "review_on": TODAY + 732 * DAY}, "within 2 years"),
        ({"owner": None}, "Name who answers"),
        ({"answer": "yes", "only_if": "x" * 61}, "at most 60"),
        ({"answer": "yes", "conditions": "x" * 201}, "at most 200"),
        ({"answer": "yes", "conditions": "\n".join("abcdefghi")}, "There are 9 conditions"),
        ({"instead": "x" * 301}, "at most 300"),
        ({"why": "x" * 301}, "at most 300"),
        ({"policy_url": "javascript:alert(1)"}, "begins with https://"),
        ({"scope": Scope("*", "juggle")}, "is not known"),
        ({"scope": Scope("*", "*", "secrets")}, "is not known"),
    ],
)
def test_words_that_cannot_stand_are_refused_in_a_sentence(trust: Trust, facts: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        trust.decide(**({"answer": "no"} | facts))
    db.session.rollback()
    assert trust.said() == "undecided"


@pytest.mark.parametrize("name", ["", " ", "x", "x" * 61, "\u200b\u200b"])
def test_a_name_has_2_to_60_characters_that_can_be_seen(trust: Trust, name: str) -> None:
    with pytest.raises(Refused):
        actions.add_tool(trust.id, name=name, owner=None, by=None, now=NOW)


def test_a_tool_goes_out_of_use_with_a_reason_only(trust: Trust) -> None:
    for why in ("", "no", "x" * 301):
        with pytest.raises(Refused):
            actions.withdraw(trust.chat, why=why, instead="", by=None, now=NOW)
    db.session.rollback()
    assert not queries.withdrawals(trust.chat)


# The audit log


def test_every_change_leaves_a_line_of_ids_and_none_of_what_was_written(trust: Trust) -> None:
    secret = "Zanzibar"
    db.session.execute(update(Tool).values(about=""))
    trust.decide("yes", only_if=secret, conditions=secret, why=secret, instead=secret)
    trust.decide("no", seen=1, instead=secret, why=secret, policy_url=f"https://{secret}.example")
    standing = queries.rule_row(trust.id, SCOPE)
    assert standing is not None
    actions.end(standing, why=f"{secret} says so.", by=trust.priya, now=NOW)
    trust.edit(about=secret, how_to_open=secret)
    trust.settle(slip_tell=secret, slip_within=secret, slip_out_of_hours=secret)
    actions.give(trust.chat, person=trust.priya, by=trust.priya, now=NOW)
    actions.take_back(db.session.scalars(select(ToolAccess)).all()[-1], by=trust.priya, now=NOW)
    actions.withdraw(trust.chat, why=f"{secret} says so.", instead=secret, by=trust.priya, now=NOW)
    actions.put_back(trust.chat, by=trust.priya, now=NOW)
    db.session.commit()
    lines = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [line.deed for line in lines] == [
        *("tool.added", "tool.given", "rule.decided", "rule.decided", "rule.ended", "tool.changed"),
        *("guardrails.changed", "tool.given", "tool.taken back", "tool.withdrawn", "tool.put back"),
    ]
    assert {line.by for line in lines[2:]} == {str(trust.priya.public_id)}
    for line in lines:
        for told in (line.subject, str(line.facts)):
            assert secret not in told
            assert "Priya" not in told
    assert audit.first_broken() is None


def test_what_was_refused_or_changed_nothing_leaves_no_line(trust: Trust) -> None:
    a_rule(trust.row, "no", owner=trust.priya, tool=SCOPE.tool)
    before = len(db.session.scalars(select(AuditEntry)).all())
    assert not actions.put_back(trust.chat, by=None, now=NOW)
    assert not actions.give(trust.chat, by=None, now=NOW)
    assert not trust.edit()
    with pytest.raises(Refused):
        trust.decide("maybe")
    assert len(db.session.scalars(select(AuditEntry)).all()) == before
