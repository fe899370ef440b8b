"""The links in the mail: whoever opens them, looking changes nothing, and each says kindly what it cannot do."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import hashlib
import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from bs4 import BeautifulSoup
from flask import current_app
from sqlalchemy import func, inspect, select, text
from werkzeug.test import TestResponse

from learning.capability import actions as capability
from learning.drip.actions import ticking
from learning.drip.models import Delivery, DripPreference
from learning.ground import clock, settings, tokens
from learning.ground.db import db, writing
from learning.modules.models import Answer
from learning.people.models import Person
from tests.builders import NOW, TODAY, a_module, a_person, a_post, a_team, an_organisation, the_framework
from tests.fixtures.app import Site

CHECK = """
A list came back from the tool.

```activity
id: step
kind: choose_one
competency: J2
minutes: 0.5
ask_confidence: true
question: What is the safest next step?
options:
  - {text: "Send it.", correct: false, feedback: "The gap goes out with it."}
  - {text: "Put it back and tell the consultant.", correct: true, feedback: "Yes. They see what was lost."}
```

## Keep this

**Source first**, then the draft.
"""


@dataclass(frozen=True)
class Post:
    """What lies in the folder after a week's mails have left."""

    site: Site
    sade: Person
    links: dict[str, list[str]]  # the paths of all links in each mail, HTML and text, by address

    @property
    def token(self) -> str:
        return next(path for path in self.links[str(self.sade.email)] if path.startswith("/a/"))[3:].partition("?")[0]

    def of_sade(self) -> list[str]:
        return self.links[str(self.sade.email)]


def _a_week_of_mail() -> Person:
    """Four people, one with a lesson of many questions and the others with a check that asks in the mail."""
    the_framework()
    for code, slug, body in (("ASK", "the-next-step", CHECK), ("LES", "what-is-missing", "")):
        trust = an_organisation(code)
        team = a_team(trust)
        for number in range(2):
            a_post(
                a_person(trust, f"Learner{number} {code}", email=f"{code}{number}@trust.example", created_at=NOW), team
            )
        a_module(slug, adopted_by=trust, **({"body": body} if body else {}))
        capability.refresh_required(trust.id, today=TODAY)
    return db.session.scalars(select(Person).where(Person.email == "ASK0@trust.example")).one()


def _paths(mail: bytes) -> list[str]:
    message = email.message_from_bytes(mail, policy=email.policy.default)
    bodies = [part.get_content() for part in message.walk() if part.get_content_maintype() == "text"]  # type: ignore[attr-defined]
    found = re.findall(
        r"https?://127\.0\.0\.1:8000(/[^\s\"'<>]*)", " ".join([*bodies, str(message["List-Unsubscribe"])])
    )
    return sorted({path.replace("&amp;", "&") for path in found})


@pytest.fixture
def post(site: Site) -> Iterator[Post]:
    with clock.moved_to(NOW):
        sade = site.given(_a_week_of_mail)
    end = NOW + dt.timedelta(days=5)
    with site.app.app_context(), writing():
        _tick(NOW)
        for due_at in db.session.scalars(select(Delivery.due_at).order_by(Delivery.due_at)).all():
            _tick(due_at or end)
        outbox = settings.current().outbox
        db.session.remove()
    links: dict[str, list[str]] = {}
    for file in sorted(outbox.glob("*.eml")):
        to = re.search(rb"^To: .*?([\w.]+@trust\.example)", file.read_bytes(), re.M | re.S)
        assert to is not None
        links[to[1].decode()] = _paths(file.read_bytes())
    with clock.moved_to(end):
        yield Post(site, sade, links)
    for file in outbox.glob("*.eml"):
        file.unlink()


def _tick(moment: dt.datetime) -> None:
    with clock.moved_to(moment):
        ticking.tick(now=moment, settings=settings.current(), commit=db.session.commit, render=_rendered)


def _rendered(template: str, **shown: object) -> str:
    return current_app.jinja_env.get_template(template).render(**shown)


def fingerprint(site: Site) -> str:
    """A hash of all rows of all tables."""
    found = hashlib.sha256()
    with site.app.app_context(), db.engine.connect() as connection:
        for table in sorted(inspect(connection).get_table_names()):
            found.update(table.encode())
            for row in connection.execute(text(f'SELECT * FROM "{table}" ORDER BY 1, 2')):  # noqa: S608 - our own tables
                found.update(repr(tuple(row)).encode())
    return found.hexdigest()


def opens(post: Post, method: str, path: str, data: dict[str, str] | None = None) -> TestResponse:
    """As the page behind a mail is opened: without a session, and so without a CSRF token."""
    return post.site.visit(method, path) if method == "GET" else post.site.visit(method, path, csrf=False, data=data)


def said(page: TestResponse) -> str:
    main = BeautifulSoup(page.get_data(as_text=True), "html5lib").main
    assert main is not None
    return " ".join(main.get_text(" ").split())


def answers(site: Site) -> list[Answer]:
    with site.database():
        found = list(db.session.scalars(select(Answer).order_by(Answer.id)))
        db.session.expunge_all()
        return found


RIGHT = {"activity": "step", "choice": "b", "sure": "fairly"}
WRONG = {"activity": "step", "choice": "a", "sure": "very"}


def test_four_mails_left_and_those_that_ask_have_a_link_for_each_answer(post: Post) -> None:
    assert sorted(post.links) == [
        "ASK0@trust.example",
        "ASK1@trust.example",
        "LES0@trust.example",
        "LES1@trust.example",
    ]
    asking = [path for path in post.of_sade() if path.startswith("/a/")]
    assert sorted(path.partition("?")[2] for path in asking) == ["c=a", "c=b"]
    lesson = [path for path in post.links["LES0@trust.example"] if path.startswith("/a/")]
    assert len(lesson) == 1
    assert "?" not in lesson[0]


def test_a_robot_that_opens_every_link_of_every_mail_twice_changes_no_row(post: Post) -> None:
    before = fingerprint(post.site)
    opened = 0
    for paths in post.links.values():
        for path in paths:
            for method in ("GET", "HEAD", "GET", "HEAD"):
                answer = post.site.visit(method, path)
                assert answer.status_code in {200, 302}, path  # 302: /settings is behind the sign-in page
                opened += answer.status_code == 200
    assert opened >= 4 * 4 * 2
    assert fingerprint(post.site) == before


def test_the_robot_would_be_noticed_if_it_sent_the_form(post: Post) -> None:
    before = fingerprint(post.site)
    assert opens(post, "POST", f"/a/{post.token}", RIGHT).status_code == 303
    assert fingerprint(post.site) != before


def test_the_link_shows_what_was_pressed_and_shows_the_verdict_ever_after(post: Post) -> None:
    page = post.site.visit("GET", f"/a/{post.token}?c=b")
    ticked = BeautifulSoup(page.get_data(as_text=True), "html5lib").select("input[name=choice][checked]")
    assert [box["value"] for box in ticked] == ["b"]
    assert "Nothing is recorded yet" in said(page)
    opens(post, "POST", f"/a/{post.token}", RIGHT)
    for path in (f"/a/{post.token}", f"/a/{post.token}?c=a"):
        later = said(post.site.visit("GET", path))
        assert "Yes. They see what was lost." in later
        assert "Record my answer" not in later


@pytest.mark.parametrize("pressed", ["z", "b'--", "", "<script>", "b" * 3000])
def test_an_answer_that_does_not_exist_presses_nothing(post: Post, pressed: str) -> None:
    page = post.site.visit("GET", f"/a/{post.token}", query_string={"c": pressed})
    assert page.status_code == 200
    assert BeautifulSoup(page.get_data(as_text=True), "html5lib").select("input[name=choice][checked]") == []
    assert "We filled in the answer" not in said(page)


def test_the_link_signs_nobody_in(post: Post) -> None:
    visits: tuple[tuple[str, dict[str, str]], ...] = (("GET", {}), ("POST", RIGHT), ("GET", {}))
    for method, data in visits:
        answer = opens(post, method, f"/a/{post.token}?c=b", data)
        assert not answer.headers.getlist("Set-Cookie")
    assert post.site.visit("GET", "/progress").location.startswith("/sign-in")
    assert "Sade" not in said(post.site.visit("GET", "/sign-in"))


def test_an_answer_without_saying_how_sure_is_kept_as_not_said(post: Post) -> None:
    assert opens(post, "POST", f"/a/{post.token}", {"activity": "step", "choice": "b"}).status_code == 303
    assert [row.confidence for row in answers(post.site)] == [None]


def test_sending_nothing_ticked_says_so_in_one_sentence_and_keeps_how_sure(post: Post) -> None:
    page = opens(post, "POST", f"/a/{post.token}", {"activity": "step", "sure": "very"})
    assert page.status_code == 400
    soup = BeautifulSoup(page.get_data(as_text=True), "html5lib")
    problems = soup.select(".nhsuk-error-summary__list a")
    assert len(problems) == 1
    assert soup.select(str(problems[0]["href"])), "the problem leads to its field"
    assert soup.title is not None
    assert soup.title.get_text().startswith("Error: ")
    assert [box["value"] for box in soup.select("input[name=sure][checked]")] == ["very"]
    assert answers(post.site) == []


def test_a_choice_stays_when_something_else_was_wrong(post: Post) -> None:
    data = {"activity": "step", "choice": "b", "sure": "certainly"}
    page = opens(post, "POST", f"/a/{post.token}", data)
    assert page.status_code == 400
    soup = BeautifulSoup(page.get_data(as_text=True), "html5lib")
    assert [box["value"] for box in soup.select("input[name=choice][checked]")] == ["b"]
    assert answers(post.site) == []


def test_the_first_answer_stands_when_it_is_sent_again(post: Post) -> None:
    for data in (RIGHT, WRONG):
        assert opens(post, "POST", f"/a/{post.token}", data).status_code in {200, 303}
    assert [(row.given, row.confidence) for row in answers(post.site)] == [({"choice": "b"}, "fairly")]


def test_answering_twice_at_the_same_moment_keeps_one_answer(post: Post) -> None:
    together, moment = threading.Barrier(2), clock.now()

    def sent(data: dict[str, str]) -> int:
        client = post.site.app.test_client()
        together.wait(10)
        with clock.moved_to(moment):  # a thread begins with the clock of the machine
            return client.post(f"/a/{post.token}", data=data).status_code

    with ThreadPoolExecutor(2) as pool:
        codes = sorted(pool.map(sent, (RIGHT, WRONG)))
    assert all(code in {200, 303} for code in codes), codes
    kept = answers(post.site)
    assert len(kept) == 1
    assert (kept[0].given, kept[0].confidence) in [({"choice": "b"}, "fairly"), ({"choice": "a"}, "very")]
    with post.site.database():
        assert db.session.scalar(select(func.count()).select_from(text("evidence"))) == 1


@pytest.mark.parametrize(
    ("wrong", "code"),
    [("nonsense", 404), ("x" * 5000, 404), ("a.b.c", 404), ("%00", 404), ("{}x", 404), ("{cut}", 404)],
)
@pytest.mark.parametrize("door", ["a", "u"])
def test_a_wrong_link_is_a_kind_page(post: Post, door: str, wrong: str, code: int) -> None:
    token = wrong.replace("{}", post.token).replace("{cut}", post.token[:-2])
    for method in ("GET", "POST"):
        page = opens(post, method, f"/{door}/{token}")
        assert page.status_code == code
        assert "Open it again from the message." in said(page)


@pytest.mark.parametrize("door", ["a", "u"])
def test_a_token_of_another_purpose_opens_nothing(post: Post, door: str) -> None:
    with post.site.app.app_context():
        delivery = db.session.scalars(select(Delivery).where(Delivery.person_id == post.sade.id)).one()
        foreign = tokens.current().sign("sign-in", str(delivery.public_id))
        unknown = tokens.current().sign("unit", "01890000-0000-7000-8000-000000000000")
        number = tokens.current().sign("unit", str(delivery.id))
    before = fingerprint(post.site)
    for token in (foreign, unknown, number):
        page = opens(post, "POST", f"/{door}/{token}", RIGHT)
        assert page.status_code == 404
        assert "Open it again from the message." in said(page)
    assert fingerprint(post.site) == before


@pytest.mark.parametrize("door", ["a", "u"])
def test_a_link_lives_for_four_weeks_and_then_says_that_nothing_is_lost(post: Post, door: str) -> None:
    with post.site.database():
        sent = db.session.scalars(select(Delivery.sent_at).where(Delivery.person_id == post.sade.id)).one()
    assert sent is not None
    with clock.moved_to(sent + dt.timedelta(days=28)):
        assert post.site.visit("GET", f"/{door}/{post.token}").status_code == 200
    with clock.moved_to(sent + dt.timedelta(days=29)):
        before = fingerprint(post.site)
        for method in ("GET", "POST"):
            page = opens(post, method, f"/{door}/{post.token}", RIGHT)
            assert page.status_code == 410
            assert "expired" in said(page)
        assert fingerprint(post.site) == before


def test_the_link_of_somebody_who_left_opens_nothing(post: Post) -> None:
    with post.site.database():
        db.session.get_one(Person, post.sade.id).status = "left"
    before = fingerprint(post.site)
    for method, door in (("GET", "a"), ("POST", "a"), ("GET", "u"), ("POST", "u")):
        page = opens(post, method, f"/{door}/{post.token}", RIGHT)
        assert page.status_code == 410
        assert "expired" in said(page)
        assert "Learner0" not in said(page)
    assert fingerprint(post.site) == before


def channel(post: Post) -> str:
    with post.site.database():
        row = db.session.get(DripPreference, post.sade.id)
        return row.channel if row else "mail"


def test_one_click_in_the_mail_program_switches_to_the_app(post: Post) -> None:
    (path,) = [path for path in post.of_sade() if path.startswith("/u/")]
    page = post.site.visit("GET", path)
    assert "Stop these emails?" in said(page)
    assert channel(post) == "mail"
    done = opens(post, "POST", path, {"List-Unsubscribe": "One-Click"})
    assert done.status_code == 200
    assert not done.headers.getlist("Set-Cookie")
    assert channel(post) == "app"
    assert opens(post, "POST", path, {"List-Unsubscribe": "One-Click"}).status_code == 200
