"""Two editors who do the same at the same moment: one of them has done it, and the other reads so in a sentence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence

from flask import Flask
from sqlalchemy import func, select

from learning.ground import audit
from learning.ground.db import Base, db
from learning.guardrails import actions, queries
from learning.guardrails.actions import Decision
from learning.guardrails.models import GuardrailRegister, PermissionRule, Tool, ToolAccess, ToolWithdrawal
from learning.guardrails.rules import Scope
from learning.people.models import Person
from tests.builders import NOW, TODAY, a_person, a_rule, a_tool, an_organisation
from tests.store.stepping_in import Deed, both

SCOPE = Scope("chat-assistant", "rewrite", "staff_only")
REVIEW = TODAY + dt.timedelta(days=200)
LATER = TODAY + dt.timedelta(days=300)
WHY = "It kept what was typed in."


class Editors:
    """Two editors of a trust of their own, who know only numbers, as two requests would."""

    def __init__(self, number: int, *, tool: bool = True, rule: bool = False, is_out: bool = False) -> None:
        organisation = an_organisation(f"T{number}")
        owner = a_person(organisation)
        self.trust, self.owner = organisation.id, owner.id
        if tool:
            made = a_tool(organisation, for_everybody=False)
            if is_out:
                actions.withdraw(made, why=WHY, instead="", by=None, now=NOW)
                actions.give(made, by=None, now=NOW)
        if rule:
            a_rule(organisation, "ask", owner=owner, tool=SCOPE.tool, task=SCOPE.task, label=SCOPE.label)
        db.session.commit()

    @property
    def tool(self) -> Tool:
        return queries.tool("chat-assistant", organisation_id=self.trust)

    @property
    def rule(self) -> PermissionRule:
        """The first version, which both have on their page."""
        asked = select(PermissionRule).where(PermissionRule.organisation_id == self.trust, PermissionRule.version == 1)
        return db.session.scalars(asked).one()

    def decide(self, answer: str, seen: int = 0) -> int:
        owner = db.session.get_one(Person, self.owner)
        decision = Decision(answer=answer, owner=owner, review_on=REVIEW)
        return actions.decide(self.trust, SCOPE, decision, seen_version=seen, by=owner, now=NOW, today=TODAY).version

    def edit(self, about: str) -> bool:
        facts = {"name": "Chat assistant", "about": about, "how_to_open": "", "owner": None, "by": None, "now": NOW}
        return actions.edit_tool(self.tool, seen_version=1, **facts)  # type: ignore[arg-type]

    def settle(self, tell: str) -> int:
        facts = {"owner": None, "slip_tell": tell, "slip_within": "", "slip_out_of_hours": "", "by": None, "now": NOW}
        return actions.set_register(self.trust, seen_version=1, **facts).version  # type: ignore[arg-type]

    def add(self, name: str) -> str:
        return actions.add_tool(self.trust, name=name, owner=None, by=None, now=NOW).slug

    def standing(self, table: type[Base]) -> int:
        asked = select(func.count()).select_from(table).where(table.organisation_id == self.trust)  # type: ignore[attr-defined]
        if table is not Tool:
            asked = asked.where(table.until_at.is_(None))  # type: ignore[attr-defined]
        return db.session.execute(asked).scalar_one()


def at_every_moment(
    store: Flask, deeds: Callable[[Editors], tuple[Deed, Deed]], **given: bool
) -> Iterator[tuple[Editors, Sequence[object]]]:
    """For each statement of the first editor a new trust, in which the second stepped in just after it."""
    after = 0
    while True:
        after += 1
        editors = Editors(after, **given)
        found = both(store, *deeds(editors), after=after)
        if found is None:
            break
        assert not [one for one in found if isinstance(one, Exception)], (after, found)
        yield editors, found
        db.session.rollback()
    assert after > 5, "the first does more than that"
    assert audit.first_broken() is None


def test_two_who_add_the_same_tool_add_it_once(store: Flask) -> None:
    for editors, found in at_every_moment(
        store, lambda who: (lambda: who.add("Chat assistant"), lambda: who.add(" chat  ASSISTANT")), tool=False
    ):
        sentence = next(one for one in found if one != "chat-assistant")
        assert "is in the register already" in str(sentence)
        assert editors.standing(Tool) == 1


def test_two_who_decide_the_same_rule_make_one_version_and_the_second_is_told(store: Flask) -> None:
    for editors, found in at_every_moment(
        store, lambda who: (lambda: who.decide("no"), lambda: who.decide("ask")), tool=True
    ):
        assert 1 in found
        assert any("Somebody else changed this rule" in str(one) for one in found)
        assert editors.standing(PermissionRule) == 1


def test_two_who_decide_in_the_same_words_have_both_decided_it(store: Flask) -> None:
    for editors, found in at_every_moment(store, lambda who: (lambda: who.decide("no"), lambda: who.decide("no"))):
        assert found == (1, 1)
        assert editors.standing(PermissionRule) == 1


def test_one_changes_a_rule_and_one_ends_it_and_whoever_is_second_is_told(store: Flask) -> None:
    for editors, found in at_every_moment(
        store,
        lambda who: (lambda: who.decide("no", seen=1), lambda: actions.end(who.rule, why=WHY, by=_by(who), now=NOW)),
        rule=True,
    ):
        done = [one for one in found if not isinstance(one, str)]
        assert done in ([2], [True]), found
        assert any("Somebody else changed this rule" in str(one) for one in found)
        assert editors.standing(PermissionRule) == (1 if done == [2] else 0)


def _by(who: Editors) -> Person:
    return db.session.get_one(Person, who.owner)


def test_two_who_say_that_a_rule_is_still_right_say_it_once(store: Flask) -> None:
    def says(who: Editors) -> Deed:
        return lambda: (
            actions.still_right(who.rule, seen_version=1, review_on=LATER, by=_by(who), now=NOW, today=TODAY).version
        )

    for editors, found in at_every_moment(store, lambda who: (says(who), says(who)), rule=True):
        assert found == (2, 2)
        assert editors.standing(PermissionRule) == 1


def test_two_who_give_the_same_access_give_it_once(store: Flask) -> None:
    for editors, found in at_every_moment(
        store, lambda who: (lambda: actions.give(who.tool, family="coder", by=None, now=NOW),) * 2
    ):
        assert set(found) == {True, False}
        assert editors.standing(ToolAccess) == 1


def test_two_who_take_access_back_take_it_back_once(store: Flask) -> None:
    def takes(who: Editors) -> Deed:
        return lambda: actions.take_back(
            db.session.scalars(select(ToolAccess).where(ToolAccess.organisation_id == who.trust)).one(),
            by=None,
            now=NOW,
        )

    for editors, found in at_every_moment(store, lambda who: (takes(who), takes(who)), is_out=True):
        assert set(found) == {True, False}
        assert editors.standing(ToolAccess) == 0


def test_two_who_withdraw_a_tool_withdraw_it_once(store: Flask) -> None:
    for editors, found in at_every_moment(
        store, lambda who: (lambda: actions.withdraw(who.tool, why=WHY, instead="", by=None, now=NOW),) * 2
    ):
        assert set(found) == {True, False}
        assert editors.standing(ToolWithdrawal) == 1


def test_two_who_put_a_tool_back_put_it_back_once(store: Flask) -> None:
    for editors, found in at_every_moment(
        store, lambda who: (lambda: actions.put_back(who.tool, by=None, now=NOW),) * 2, is_out=True
    ):
        assert set(found) == {True, False}
        assert editors.standing(ToolWithdrawal) == 0


def test_two_who_describe_a_tool_do_not_write_over_each_other(store: Flask) -> None:
    for editors, found in at_every_moment(store, lambda who: (lambda: who.edit("One."), lambda: who.edit("Two."))):
        assert True in found
        assert any("Somebody else changed this tool" in str(one) for one in found)
        assert editors.tool.about == ("One." if found[0] is True else "Two.")
        assert editors.tool.version == 2


def test_two_who_save_the_settings_do_not_write_over_each_other(store: Flask) -> None:
    for editors, found in at_every_moment(
        store, lambda who: (lambda: who.settle("Call Ada."), lambda: who.settle("Call Bo.")), tool=False
    ):
        assert 2 in found
        assert any("Somebody else changed this page" in str(one) for one in found)
        row = db.session.get_one(GuardrailRegister, editors.trust)
        assert row.slip_tell == ("Call Ada." if found[0] == 2 else "Call Bo.")
