"""Letters about permission: owners hear what they have to look at, everybody who asked hears the answer, once each."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import itertools
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit

import html5lib
import pytest
from flask import Flask, current_app
from sqlalchemy import event, select

from learning import jobs
from learning.ground import settings
from learning.ground.db import db, writing
from learning.ground.post import Envelope, FolderPost
from learning.ground.settings import Settings, Smtp
from learning.guardrails import actions, queries
from learning.guardrails.actions import sending
from learning.guardrails.models import GuardrailLetter, ToolNeed, ToolNeedAsker
from learning.people.models import Organisation, Person
from tests.builders import a_duty, a_person, a_rule, a_team, a_tool, an_organisation, kept, the_framework
from tests.fixtures.smtp import Sink, free_port
from tests.store.test_post import a_server

SUNDAY = dt.datetime(2026, 11, 29, 20, 0, tzinfo=dt.UTC)
MONDAY = dt.datetime(2026, 11, 30, 7, 0, tzinfo=dt.UTC)
A_WEEK = dt.timedelta(days=7)
HALF_A_MINUTE = dt.timedelta(seconds=30)
MADE = dt.datetime(2026, 5, 4, 9, 0, tzinfo=dt.UTC)
LONG_PAST = dt.date(2026, 11, 1)  # on 30 November it shows as ask first since 16 November


@pytest.fixture
def trust(store: Flask) -> Organisation:
    for path in settings.current().outbox.glob("*.eml"):
        path.unlink()
    organisation = an_organisation()
    a_team(organisation)
    a_tool(organisation)
    db.session.commit()
    return organisation


def an_owner(trust: Organisation, name: str = "Ines Carvalho-Reid", **facts: object) -> Person:
    return a_person(trust, name, **facts)


def a_yes(trust: Organisation, owner: Person, review_on: dt.date = LONG_PAST, **facts: str) -> None:
    given = {"tool": "chat-assistant", "task": "rewrite", "label": "staff_only"} | facts
    a_rule(trust, "yes", owner=owner, now=MADE, review_on=review_on, **given)  # type: ignore[arg-type]
    db.session.commit()


def a_need(trust: Organisation, askers: list[Person], *, answer: str | None = None, **facts: object) -> ToolNeed:
    given: dict[str, object] = {
        "problem": "We type the same letter 30 times a morning.",
        "asked_on": dt.date(2026, 11, 2),
        "answer": answer,
        "answered_on": dt.date(2026, 11, 27) if answer else None,
    }
    need: ToolNeed = kept(ToolNeed(organisation_id=trust.id, asked_by=len(askers), **(given | facts)))
    for asker in askers:
        kept(ToolNeedAsker(need_id=need.id, person_id=asker.id, organisation_id=trust.id))
    db.session.commit()
    return need


def tick(now: dt.datetime, trust: Organisation, given: Settings | None = None) -> int:
    """What the clock does at a moment."""
    with writing():
        actions.write_due(trust, now=now)
        db.session.commit()
        return actions.send_due(
            now=now, settings=given or settings.current(), commit=db.session.commit, render=jobs.render
        )


def mails() -> list[EmailMessage]:
    return [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        for path in sorted(settings.current().outbox.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
    ]


def to(mail: EmailMessage) -> str:
    return str(mail["To"].addresses[0].display_name)


def text_of(mail: EmailMessage, kind: str = "plain") -> str:
    body = mail.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def letters() -> list[GuardrailLetter]:
    db.session.expire_all()
    return list(db.session.scalars(select(GuardrailLetter).order_by(GuardrailLetter.id)))


def by_smtp(url: str) -> Settings:
    parts = urlsplit(url)
    return replace(settings.current(), smtp=Smtp(parts.hostname or "", parts.port or 0))


def test_an_owner_hears_once_a_week_what_there_is_to_look_at(trust: Organisation) -> None:
    owner = an_owner(trust)
    a_yes(trust, owner)
    a_yes(trust, owner, dt.date(2026, 12, 10), task="summarise")
    a_yes(trust, owner, dt.date(2027, 4, 1), task="draft")
    assert tick(SUNDAY, trust) == 1  # the list of the week that ends
    assert tick(MONDAY - HALF_A_MINUTE, trust) == 0
    assert [tick(MONDAY + HALF_A_MINUTE * n, trust) for n in range(3)] == [1, 0, 0]
    assert tick(MONDAY + A_WEEK - HALF_A_MINUTE, trust) == 0
    assert tick(MONDAY + A_WEEK, trust) == 1
    assert [letter.about for letter in letters()] == ["week 2026-11-23", "week 2026-11-30", "week 2026-12-07"]


def test_monday_morning_is_that_of_the_organisation(trust: Organisation) -> None:
    trust.timezone = "Pacific/Auckland"
    a_yes(trust, an_owner(trust))
    seven_there = dt.datetime(2026, 11, 29, 18, 0, tzinfo=dt.UTC)
    tick(seven_there - HALF_A_MINUTE, trust)
    assert tick(seven_there, trust) == 1
    assert letters()[-1].about == "week 2026-11-30"


def test_the_letter_says_in_plain_words_what_needs_a_look(trust: Organisation) -> None:
    owner = an_owner(trust)
    a_yes(trust, owner)
    a_yes(trust, owner, dt.date(2026, 12, 10), task="*")
    a_need(trust, [a_person(trust) for _ in range(3)], problem="Minutes <b>take</b> an hour & more.")
    db.session.get_one(type(queries.tools(trust.id)[0]), queries.tools(trust.id)[0].id).owner_id = owner.id
    a_need(trust, [a_person(trust) for _ in range(6)], tool="chat-assistant")
    tick(MONDAY, trust)
    (mail,) = mails()
    text = text_of(mail)
    assert to(mail) == "Ines Carvalho-Reid"
    assert mail["Subject"] == "2 of your rules need a look, and 1 need waits for your answer"
    assert "1 of them shows as “ask first” since 16 November 2026." in " ".join(text.split())
    assert "Chat assistant, to rewrite" in text
    assert "To be looked at by 1 November 2026." in text
    assert "Chat assistant, for every task" in text
    assert "To be looked at by 10 December 2026." in text
    assert "Asked by 6 people, first on 2 November 2026." in text
    assert "http://127.0.0.1:8000/guardrails/mine" in text
    assert "Sade" not in text + text_of(mail, "html")  # who asked is told to nobody
    assert max(map(len, text.splitlines())) <= 72


def test_needs_for_no_tool_wait_for_an_administrator_and_few_are_never_counted(trust: Organisation) -> None:
    ruth = an_owner(trust, "Ruth Achterberg")
    a_duty(ruth, "administrator")
    a_need(trust, [a_person(trust) for _ in range(3)], problem="Minutes <b>take</b> an hour & more.\n\nEvery week.")
    tick(MONDAY, trust)
    (mail,) = mails()
    assert mail["Subject"] == "1 need waits for your answer"
    assert "“Minutes <b>take</b> an hour & more. Every week.”" in text_of(mail)
    assert "fewer than 5 people" in text_of(mail)
    assert "&lt;b&gt;take&lt;/b&gt; an hour &amp; more." in text_of(mail, "html")


def test_both_parts_say_the_same_and_the_page_is_valid_without_tracking(trust: Organisation) -> None:
    owner = an_owner(trust)
    a_yes(trust, owner)
    a_need(trust, [owner], answer="**Yes.** Use it from Monday.\n\nRead it before you send it.")
    tick(MONDAY, trust)
    assert len(mails()) == 2
    for mail in mails():
        assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
        page = text_of(mail, "html")
        parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
        tree = parser.parse(page)
        assert not parser.errors
        assert len(tree.findall(".//h1")) == 1
        assert not [one.tag for one in tree.iter() if one.tag in {"img", "script", "link", "iframe", "form"}]
        links = {one.get("href") for one in tree.iter("a")}
        assert len(links) == 1
        assert links.pop() in text_of(mail)
        assert "the the" not in text_of(mail) + page


def test_a_letter_carries_its_own_fixed_name_and_the_moment_it_was_made(trust: Organisation) -> None:
    a_yes(trust, an_owner(trust, "Ines\r\nBcc: all@trust.example Reid"))
    tick(MONDAY + dt.timedelta(hours=2), trust)
    (mail,), (letter,) = mails(), letters()
    assert mail["Message-ID"] == f"<permission-{letter.public_id}@127.0.0.1>"
    assert mail["Date"].datetime == letter.made_at == MONDAY + dt.timedelta(hours=2)
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Id"] == "Steady permission <permission.127.0.0.1>"
    assert mail["Bcc"] is None


@pytest.mark.parametrize(
    "facts", [{"status": "paused"}, {"email": None}, {"email_is_shared": True}], ids=["away", "no mail", "shared"]
)
def test_whoever_is_away_or_has_no_mailbox_of_their_own_gets_no_letter(
    trust: Organisation, facts: dict[str, object]
) -> None:
    a_yes(trust, an_owner(trust, **facts))
    assert tick(MONDAY, trust) == 0
    assert letters() == []


def test_when_an_owner_has_left_whoever_stands_in_hears_of_it(trust: Organisation) -> None:
    owner, ruth = an_owner(trust), an_owner(trust, "Ruth Achterberg")
    a_duty(ruth, "administrator")
    a_yes(trust, owner)
    owner.status = "left"
    db.session.commit()
    tick(MONDAY, trust)
    assert [to(mail) for mail in mails()] == ["Ruth Achterberg"]


def test_nothing_to_look_at_is_no_letter(trust: Organisation) -> None:
    owner = an_owner(trust)
    a_yes(trust, owner, dt.date(2027, 4, 1))
    a_yes(trust, owner, dt.date(2027, 4, 1), tool="*")
    assert tick(MONDAY, trust) == 0
    assert letters() == []


def test_rules_of_a_tool_that_is_out_of_use_wait_with_it(trust: Organisation) -> None:
    a_yes(trust, an_owner(trust))
    actions.withdraw(queries.tools(trust.id)[0], why="It kept text.", instead="", by=None, now=MADE)
    db.session.commit()
    assert tick(MONDAY, trust) == 0


def test_what_was_looked_at_before_the_letter_left_is_not_in_it(trust: Organisation) -> None:
    owner = an_owner(trust)
    a_yes(trust, owner)
    actions.write_due(trust, now=MONDAY)
    row = queries.standing_rules(trust.id)[0]
    new = {"review_on": dt.date(2027, 5, 30), "seen_version": 1, "by": owner, "now": MONDAY, "today": MONDAY.date()}
    actions.still_right(row, **new)  # type: ignore[arg-type]
    db.session.commit()
    assert tick(MONDAY + HALF_A_MINUTE, trust) == 0
    assert [letter.trouble for letter in letters()] == ["nothing to say"]


def test_an_answer_reaches_everybody_who_asked_and_only_them(trust: Organisation) -> None:
    names = ("Sade Adeyemi-Clarke", "Dev Okafor", "Séamus O'Dowd")
    askers = [a_person(trust, name) for name in names]
    gone = a_person(trust, "Gina Gone", status="left")
    ines = an_owner(trust)
    need = a_need(trust, [*askers, gone], answer="Use Chat assistant.", answered_by_id=ines.id)
    a_need(trust, [a_person(trust, "Omar Silva")])
    assert [tick(MONDAY + HALF_A_MINUTE * n, trust) for n in range(2)] == [3, 0]
    assert sorted(map(to, mails())) == sorted(names)
    assert {letter.need_id for letter in letters()} == {need.id}
    text = text_of(mails()[0])
    assert "Ines Carvalho-Reid answered on 27 November 2026." in " ".join(text.split())
    assert "We type the same letter 30 times a morning." in text
    assert "Use Chat assistant." in text
    assert not [name for name in names[1:] if name in text]


def test_an_answer_arrives_as_it_was_typed_with_its_paragraphs_apart(trust: Organisation) -> None:
    a_need(trust, [a_person(trust)], answer="It’s *not* <b>here</b> & nobody’s.\n\nUse_it_from Monday.\r\nAsk us.")
    tick(MONDAY, trust)
    (mail,) = mails()
    assert "It’s *not* <b>here</b> & nobody’s.\n\nUse_it_from Monday.\n\nAsk us.\n\nEverybody" in text_of(mail)
    assert "It’s *not* &lt;b&gt;here&lt;/b&gt; &amp; nobody’s.</p>" in text_of(mail, "html")


def test_who_asked_and_is_away_hears_the_answer_when_they_are_back(trust: Organisation) -> None:
    sade = a_person(trust, status="paused")
    a_need(trust, [sade], answer="Use Chat assistant.")
    assert tick(MONDAY, trust) == 0
    sade.status = "active"
    db.session.commit()
    assert tick(MONDAY + A_WEEK, trust) == 1


def test_an_old_answer_is_no_news(trust: Organisation) -> None:
    a_need(trust, [a_person(trust)], answer="Use Chat assistant.", answered_on=dt.date(2026, 10, 30))
    assert tick(MONDAY, trust) == 0


def test_two_clocks_at_the_same_moment_send_one_letter_each(store: Flask, trust: Organisation) -> None:
    for number, task in enumerate(("rewrite", "draft", "summarise")):
        a_yes(trust, an_owner(trust, f"Owner {number}"), task=task)
    a_need(trust, [a_person(trust, f"Asker {number}") for number in range(3)], answer="Use Chat assistant.")
    organisation_id, sent, both = trust.id, [], threading.Barrier(2)
    db.session.remove()

    def run() -> None:
        with store.app_context(), writing():
            both.wait()
            sent.append(tick(MONDAY, db.session.get_one(Organisation, organisation_id)))
            db.session.remove()

    clocks = [threading.Thread(target=run) for _ in range(2)]
    for one in clocks:
        one.start()
    for one in clocks:
        one.join()
    assert sum(sent) == len(mails()) == 6
    assert all(letter.attempts == 1 and letter.sent_at == MONDAY for letter in letters())


def test_letters_arrive_at_a_real_server_over_one_line(trust: Organisation, smtp: Sink) -> None:
    for name in ("Ines Carvalho-Reid", "Séamus O'Dowd"):
        a_yes(trust, an_owner(trust, name), task="rewrite" if name[0] == "I" else "draft")
    assert tick(MONDAY, trust, by_smtp(smtp.url)) == 2
    assert sorted(to(mail) for mail in smtp.mails()) == ["Ines Carvalho-Reid", "Séamus O'Dowd"]


def test_a_server_that_is_away_gets_it_later_with_growing_gaps_and_for_3_days(trust: Organisation) -> None:
    away = by_smtp(f"smtp://127.0.0.1:{free_port()}")
    a_yes(trust, an_owner(trust))
    tried = []
    now = MONDAY
    while now < MONDAY + dt.timedelta(days=4):
        before = max((letter.attempts for letter in letters()), default=0)
        tick(now, trust, away)
        if letters()[0].attempts > before:
            tried.append(now)
        now += dt.timedelta(minutes=5)
    gaps = [later - earlier for earlier, later in itertools.pairwise(tried)]
    assert gaps[:5] == [dt.timedelta(minutes=minutes) for minutes in (5, 30, 120, 360, 720)]
    assert gaps == sorted(gaps)
    assert tried[-1] < MONDAY + dt.timedelta(days=3)
    assert letters()[0].trouble == "unreachable"
    assert tick(now, trust) == 0  # it is old by now


def test_a_server_that_refuses_for_now_gets_it_later_and_the_others_still_leave(trust: Organisation) -> None:
    shut = an_owner(trust, "Ines Carvalho-Reid", email="shut@trust.example")
    a_yes(trust, shut)
    a_yes(trust, an_owner(trust, "Omar Silva"), task="draft")

    def says(line: str) -> bytes:
        return b"450 later\r\n" if "RCPT TO:<shut@" in line else _fine(line)

    with a_server(says, pipelining=False) as server:
        assert tick(MONDAY, trust, by_smtp(f"smtp://127.0.0.1:{server.port}")) == 1
    assert {letter.trouble for letter in letters()} == {None, "refused for now"}
    assert tick(MONDAY + dt.timedelta(minutes=4), trust) == 0
    assert tick(MONDAY + dt.timedelta(minutes=5), trust) == 1
    assert [letter.trouble for letter in letters()] == [None, None]


def test_an_address_that_is_rejected_is_not_tried_again(trust: Organisation) -> None:
    a_yes(trust, an_owner(trust))

    def says(line: str) -> bytes:
        return b"550 nobody here\r\n" if line.startswith("RCPT") else _fine(line)

    with a_server(says, pipelining=False) as server:
        assert tick(MONDAY, trust, by_smtp(f"smtp://127.0.0.1:{server.port}")) == 0
    assert letters()[0].trouble == "address rejected"
    assert tick(MONDAY + dt.timedelta(days=1), trust) == 0


def test_a_line_that_breaks_after_the_text_leaves_it_in_doubt_and_it_is_not_sent_again(trust: Organisation) -> None:
    a_yes(trust, an_owner(trust))
    with a_server(drops_after_text=True) as server:
        assert tick(MONDAY, trust, by_smtp(f"smtp://127.0.0.1:{server.port}")) == 0
    assert letters()[0].trouble == "in doubt"
    assert tick(MONDAY + dt.timedelta(days=1), trust) == 0
    assert mails() == []


class _Killed(BaseException):
    """The process is gone."""


def test_a_sender_that_dies_with_a_letter_in_hand_sends_it_never_twice(
    trust: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, task in (("Ines Carvalho-Reid", "rewrite"), ("Omar Silva", "draft")):
        a_yes(trust, an_owner(trust, name), task=task)
    real = FolderPost.send

    def send(self: FolderPost, envelope: Envelope) -> None:
        real(self, envelope)
        raise _Killed

    with monkeypatch.context() as patched:
        patched.setattr(FolderPost, "send", send)
        with pytest.raises(_Killed):
            tick(MONDAY, trust)
        db.session.rollback()
    assert len(mails()) == 1
    assert tick(MONDAY + dt.timedelta(hours=1), trust) == 1
    assert tick(MONDAY + dt.timedelta(hours=2), trust) == 0
    assert sorted(to(mail) for mail in mails()) == ["Ines Carvalho-Reid", "Omar Silva"]


def test_a_tick_sends_a_bounded_number_and_the_next_one_goes_on(
    trust: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "MOST_A_ROUND", 2)
    a_need(trust, [a_person(trust) for _ in range(5)], answer="Use Chat assistant.")
    assert [tick(MONDAY + HALF_A_MINUTE * n, trust) for n in range(4)] == [2, 2, 1, 0]


def test_letters_leave_no_faster_than_the_rate_that_is_set(trust: Organisation) -> None:
    a_need(trust, [a_person(trust) for _ in range(4)], answer="Use Chat assistant.")
    began = time.monotonic()
    assert tick(MONDAY, trust, replace(settings.current(), mail_rate=10)) == 4
    assert time.monotonic() - began >= 0.4


def test_words_that_cannot_be_read_today_hold_a_letter_back_and_lose_none(trust: Organisation, tmp_path: Path) -> None:
    a_yes(trust, an_owner(trust))
    broken = replace(settings.current(), content=tmp_path)
    (tmp_path / "guardrails.yaml").write_text("not: right")
    with pytest.MonkeyPatch.context() as patched:
        patched.setitem(current_app.extensions, "steady_settings", broken)
        assert tick(MONDAY, trust) == 0
    assert letters()[0].trouble == "not written"
    assert tick(MONDAY + dt.timedelta(minutes=5), trust) == 1


def test_letters_are_forgotten_and_nothing_is_sent_again(trust: Organisation) -> None:
    a_need(trust, [a_person(trust)], answer="Use Chat assistant.")
    assert tick(MONDAY, trust) == 1
    assert sum(tick(MONDAY + A_WEEK * week, trust) for week in range(1, 12)) == 0
    assert letters() == []


def test_no_transaction_is_open_while_a_letter_leaves(trust: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    a_yes(trust, an_owner(trust))
    was_open: list[bool] = []
    real = FolderPost.send

    def send(self: FolderPost, envelope: Envelope) -> None:
        was_open.append(db.session().in_transaction())
        real(self, envelope)

    monkeypatch.setattr(FolderPost, "send", send)
    tick(MONDAY, trust)
    assert was_open == [False]


@contextmanager
def counted() -> Iterator[list[str]]:
    asked: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def test_a_tick_with_nothing_to_do_asks_two_questions_for_each_organisation_and_one_for_all(
    trust: Organisation,
) -> None:
    a_yes(trust, an_owner(trust))
    a_need(trust, [a_person(trust)], answer="Use Chat assistant.")
    tick(MONDAY, trust)
    organisation_id = trust.id
    assert organisation_id  # read before the counting begins
    with counted() as asked:
        actions.write_due(trust, now=MONDAY + HALF_A_MINUTE)
    assert [one.split()[0] for one in asked if one != "BEGIN"] == ["SELECT"] * 2
    db.session.commit()
    with counted() as asked:
        actions.send_due(
            now=MONDAY + HALF_A_MINUTE, settings=settings.current(), commit=db.session.commit, render=jobs.render
        )
    assert [one.split()[0] for one in asked if one != "BEGIN"] == ["SELECT"]


def test_the_clock_counts_the_letters_it_sent(trust: Organisation) -> None:
    the_framework()
    owner = an_owner(trust)
    a_yes(trust, owner)
    assert [jobs.tick(now=MONDAY + HALF_A_MINUTE * n)["letters"] for n in range(2)] == [1, 0]


def _fine(line: str) -> bytes:
    return {"DATA": b"354 go on\r\n", "QUIT": b"221 bye\r\n"}.get(line[:4], b"250 fine\r\n")
