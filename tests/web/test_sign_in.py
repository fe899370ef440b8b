"""Signing in: a mailed link, a staff number with a personal code, or a password; and what nobody can learn from it."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import re
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from learning.accounts import actions
from learning.accounts.models import Credential, SignInLink
from learning.accounts.rules import LINK_LASTS, MOST_LINKS, new_code, own_address, wait_after
from learning.accounts.views import limiter
from learning.ground import audit, clock, settings
from learning.ground.db import db
from learning.ground.post import Envelope, FolderPost, PostError
from learning.people.models import Person
from tests.builders import NOW, a_duty, a_person, an_organisation, the_framework
from tests.fixtures.app import Site

MINUTE = dt.timedelta(minutes=1)
WRONG = "That staff number and code do not belong together."


@pytest.fixture(autouse=True)
def _monday(site: Site) -> Iterator[None]:
    limiter.reset()
    with clock.moved_to(NOW):
        yield
    for path in outbox(site):
        path.unlink()


@pytest.fixture
def nuala(site: Site) -> Person:
    """A name with an apostrophe and letters beyond ASCII, in the address too."""

    def made() -> Person:
        the_framework()
        return a_person(
            an_organisation(), "Nuala O'Brien-Szymańska", email="nuala.o'brien@trust.example", staff_number="X2000417"
        )

    return site.given(made)


def outbox(site: Site) -> list[Any]:
    with site.app.app_context():
        return sorted(settings.current().outbox.glob("*.eml"))


def mails(site: Site) -> list[EmailMessage]:
    found = [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in outbox(site)]
    return [message for message in found if isinstance(message, EmailMessage)]


def link_in(message: EmailMessage) -> str:
    """The address of the link, from the host on."""
    body = message.get_body(("plain",))
    assert body is not None
    found = re.search(r"http://127\.0\.0\.1:8000(/\S+)", body.get_content())
    assert found is not None
    return found[1]


def asked_for_link(site: Site, address: str, **data: str) -> TestResponse:
    return site.visit("POST", "/sign-in", data={"email": address, **data})


def a_visitor(site: Site) -> FlaskClient:
    """A browser of its own."""
    return site.app.test_client()


def sent(site: Site, client: FlaskClient, path: str, **data: str) -> TestResponse:
    return client.post(path, data={**data, "csrf_token": site._csrf(client)})


def is_in(client: FlaskClient) -> bool:
    return client.get("/progress").status_code == 200


def words(answer: TestResponse) -> str:
    return " ".join(BeautifulSoup(answer.get_data(as_text=True), "html5lib").get_text(" ").split())


def without_what_changes(answer: TestResponse) -> str:
    return re.sub(r'name="csrf_token" value="[^"]*"', "", answer.get_data(as_text=True))


# The mailed link


def test_a_mailed_link_signs_in_once_and_by_its_button_alone(site: Site, nuala: Person) -> None:
    asked_for_link(site, "Nuala.O'Brien@trust.example ".strip())
    (message,) = mails(site)
    path = link_in(message)
    client = a_visitor(site)
    for _ in range(2):
        assert "One more press" in words(client.get(path))
        assert client.head(path).status_code == 200
        assert not is_in(client)
    assert sent(site, client, path).location == "/this-week"
    assert is_in(client)
    again = a_visitor(site)
    answer = sent(site, again, path)
    assert answer.status_code == 410
    assert "nothing is lost" in words(answer)
    assert not is_in(again)


def test_the_mail_is_plain_and_greets_by_name(site: Site, nuala: Person) -> None:
    asked_for_link(site, nuala.email or "")
    (message,) = mails(site)
    assert message["To"].addresses[0].addr_spec == "nuala.o'brien@trust.example"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content_type() == "text/plain"
    assert "Hello Nuala," in message.get_content()


def test_a_used_link_leaves_no_trace_of_when_somebody_signed_in(site: Site, nuala: Person) -> None:
    asked_for_link(site, nuala.email or "")
    sent(site, a_visitor(site), link_in(mails(site)[0]))
    with site.database():
        assert db.session.scalars(select(func.count(SignInLink.id))).one() == 0


def test_a_link_works_for_15_minutes_and_then_says_so(site: Site, nuala: Person) -> None:
    token = site.given(lambda: actions.make_link(db.session.get_one(Person, nuala.id), now=NOW))
    late = site.given(lambda: actions.make_link(db.session.get_one(Person, nuala.id), now=NOW))
    with clock.moved_to(NOW + LINK_LASTS + MINUTE):
        assert sent(site, a_visitor(site), f"/sign-in/link/{late}").status_code == 410
    with clock.moved_to(NOW + LINK_LASTS):
        assert sent(site, a_visitor(site), f"/sign-in/link/{token}").status_code == 302


def test_a_link_of_somebody_who_has_left_opens_nothing(site: Site, nuala: Person) -> None:
    token = site.given(lambda: actions.make_link(db.session.get_one(Person, nuala.id), now=NOW))
    with site.database():
        db.session.get_one(Person, nuala.id).status = "left"
    assert sent(site, a_visitor(site), f"/sign-in/link/{token}").status_code == 410
    asked_for_link(site, nuala.email or "")
    assert mails(site) == []


@pytest.mark.parametrize("token", ["x", "x" * 500, "%27%20or%201=1", "..", "%F0%9F%94%91"])
def test_a_made_up_link_is_kind_and_opens_nothing(site: Site, nuala: Person, token: str) -> None:
    client = a_visitor(site)
    assert sent(site, client, f"/sign-in/link/{token}").status_code == 410
    assert not is_in(client)


def test_nobody_can_fill_a_colleagues_mailbox_with_links(site: Site, nuala: Person) -> None:
    answers = {without_what_changes(asked_for_link(site, nuala.email or "")) for _ in range(MOST_LINKS + 4)}
    assert len(answers) == 1
    assert len(mails(site)) == MOST_LINKS
    with clock.moved_to(NOW + LINK_LASTS + MINUTE):
        asked_for_link(site, nuala.email or "")
        assert len(mails(site)) == MOST_LINKS + 1


def test_known_unknown_shared_and_former_addresses_get_the_same_answer(site: Site, nuala: Person) -> None:
    def others() -> None:
        organisation = an_organisation("OTH")
        a_person(organisation, "Ana Ward", email="ward@trust.example", email_is_shared=True)
        a_person(organisation, "Ben Ward", email="ward@trust.example", email_is_shared=True)
        a_person(organisation, "Cal Gone", email="cal@trust.example", status="left")

    site.given(others)
    addresses = (nuala.email or "", "nobody@trust.example", "ward@trust.example", "cal@trust.example")
    answers = [asked_for_link(site, address) for address in addresses]
    assert {answer.status_code for answer in answers} == {200}
    assert len({without_what_changes(answer) for answer in answers}) == 1
    assert [str(message["To"]) for message in mails(site)] == ["nuala.o'brien@trust.example"]


def test_two_people_with_one_address_get_no_link_although_nobody_called_it_shared(site: Site, nuala: Person) -> None:
    """The link would sign one of them in as the other."""
    site.given(lambda: a_person(an_organisation("OTH"), "Una Brown", email=nuala.email))
    asked_for_link(site, nuala.email or "")
    assert mails(site) == []


def test_mail_that_does_not_leave_shows_nobody_that_the_address_is_known(
    site: Site, nuala: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PostError("unreachable")

    monkeypatch.setattr(FolderPost, "send", refused)
    known, unknown = (asked_for_link(site, address) for address in (nuala.email or "", "nobody@trust.example"))
    assert without_what_changes(known) == without_what_changes(unknown)
    assert known.status_code == 200


def test_a_folder_that_cannot_be_made_is_mail_that_does_not_leave(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("a file where a folder is wanted")
    with FolderPost(tmp_path / "outbox") as post, pytest.raises(PostError):
        post.send(Envelope("steady@trust.example", "n@trust.example", "<1@trust.example>", b""))


@pytest.mark.parametrize("address", ["", "nuala", "@", "a b@trust.example", "a@b\r\nBcc: all@trust.example", "x" * 300])
def test_what_is_no_address_is_said_beside_the_field(site: Site, address: str) -> None:
    answer = asked_for_link(site, address)
    assert answer.status_code == 400
    assert "There is a problem" in words(answer)
    assert words(answer).startswith("Error: ")
    assert mails(site) == []


# Where the way goes on


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "\t//evil.example",
        "//[",
        "javascript:alert(1)",
        "settings",
        "/settings\r\nSet-Cookie: a=b",
        "/" + "x" * 600,
        "",
    ],
)
def test_next_never_leaves_the_site(site: Site, nuala: Person, wanted: str) -> None:
    token = site.given(lambda: actions.make_link(db.session.get_one(Person, nuala.id), now=NOW))
    client = a_visitor(site)
    assert client.get("/sign-in", query_string={"next": wanted}).status_code == 200
    assert sent(site, client, f"/sign-in/link/{token}", next=wanted).location == "/this-week"
    assert client.get("/sign-in", query_string={"next": wanted}).location == "/this-week"


@given(st.text(max_size=40).map(lambda text: "/" + text) | st.text(alphabet="/\\:.@#?\t\r\n evil", max_size=12))
@hypothesis_settings(max_examples=200, deadline=None)
def test_an_address_of_our_own_has_no_host_and_nothing_a_browser_would_skip(wanted: str) -> None:
    own = own_address(wanted)
    assert own in {"", wanted}
    if own:
        assert own[0] == "/"
        assert own[1:2] not in {"/", "\\"}
        assert own.isascii()
        assert own.isprintable()
        assert not set(own) & {"\\", " "}


def test_next_goes_with_the_mail_and_lands_where_the_visitor_wanted(site: Site, nuala: Person) -> None:
    client = a_visitor(site)
    asked = client.get("/settings?a=b&c=d")
    assert asked.location.startswith("/sign-in?next=")
    page = BeautifulSoup(client.get(asked.location).get_data(as_text=True), "html5lib")
    hidden = page.select_one("form[action='/sign-in'] input[name=next]")
    assert hidden is not None
    assert hidden["value"] == "/settings?a=b&c=d"
    sent(site, client, "/sign-in", email=nuala.email or "", next="/settings?a=b&c=d")
    path = link_in(mails(site)[0])
    page = BeautifulSoup(client.get(path).get_data(as_text=True), "html5lib")
    button = page.select_one("main input[name=next]")
    assert button is not None
    assert sent(site, client, path, next=str(button["value"])).location == "/settings?a=b&c=d"


# A staff number with a personal code


@pytest.fixture
def code(site: Site, nuala: Person) -> str:
    """The code on the slip."""
    return site.given(lambda: actions.issue_code(db.session.get_one(Person, nuala.id), by="command", now=NOW))


def with_code(site: Site, client: FlaskClient, code: str, number: str = "X2000417", **data: str) -> TestResponse:
    return sent(site, client, "/sign-in/code", staff_number=number, code=code, **data)


def test_a_printed_code_must_be_changed_before_anything_else(site: Site, code: str) -> None:
    client = a_visitor(site)
    assert with_code(site, client, code, next="/progress").location == "/account/secret"
    for path in ("/this-week", "/progress", "/privacy", "/", "/modules"):
        assert client.get(path).location == "/account/secret"
    assert "Choose your own code" in words(client.get("/account/secret"))
    assert (
        sent(site, client, "/account/secret", secret="HARBOUR 7 TREE", again="HARBOUR 7 TREE").location == "/settings"
    )
    assert is_in(client)
    assert with_code(site, a_visitor(site), code).status_code == 400
    mine = a_visitor(site)
    assert with_code(site, mine, "harbour 7 tree").location == "/this-week"
    assert is_in(mine)


@pytest.mark.parametrize(
    ("secret", "again", "said"),
    [
        ("SHORT", "SHORT", "8 characters or more"),
        ("HARBOUR7", "HARBOUR8", "not the same"),
        ("", "", "Write a new one"),
        ("X200-0417", "X200-0417", "easy to guess"),
        ("ABABABAB", "ABABABAB", "easy to guess"),
        ("x" * 300, "x" * 300, ""),
    ],
)
def test_a_poor_code_is_refused_and_the_old_one_still_stands(
    site: Site, nuala: Person, code: str, secret: str, again: str, said: str
) -> None:
    client = a_visitor(site)
    with_code(site, client, code)
    answer = sent(site, client, "/account/secret", secret=secret, again=again)
    assert answer.status_code == 400
    assert said in words(answer)
    assert client.get("/this-week").location == "/account/secret"
    with site.database():
        assert db.session.get_one(Credential, nuala.id).code_must_change


def test_the_printed_code_is_not_taken_as_the_own_one(site: Site, code: str) -> None:
    client = a_visitor(site)
    with_code(site, client, code)
    answer = sent(site, client, "/account/secret", secret=code, again=code)
    assert "on your slip" in words(answer)


def test_a_code_is_typed_as_it_is_read_and_the_number_in_small_letters(site: Site, code: str) -> None:
    typed = f" {code.lower().replace('-', ' ')} "
    assert with_code(site, a_visitor(site), typed, number=" x2000417 ").location == "/account/secret"


def test_only_a_fingerprint_of_the_code_is_kept(site: Site, nuala: Person, code: str) -> None:
    with site.database():
        kept = db.session.get_one(Credential, nuala.id)
        assert str(kept.code_hash).startswith("$argon2id$v=19$m=19456,t=2,p=1$")
        everything = str([dict(row._mapping) for row in db.session.execute(select(audit.AuditEntry.__table__))])
        assert code not in everything


def test_wrong_code_and_unknown_number_get_the_same_answer(site: Site, code: str) -> None:
    wrong = with_code(site, a_visitor(site), "WRONG-WRONG")
    unknown = with_code(site, a_visitor(site), "WRONG-WRONG", number="X9999999")
    assert wrong.status_code == unknown.status_code == 400
    assert WRONG in words(wrong)
    shown = [without_what_changes(answer).replace("X9999999", "X2000417") for answer in (wrong, unknown)]
    assert shown[0] == shown[1]


def test_after_five_wrong_codes_the_right_one_waits_a_minute(site: Site, code: str) -> None:
    for _ in range(5):
        with_code(site, a_visitor(site), "WRONG-WRONG")
    locked = with_code(site, a_visitor(site), code)
    assert locked.status_code == 400
    assert WRONG in words(locked)  # nothing tells that the code was right, or that there is a lock
    with clock.moved_to(NOW + MINUTE):
        assert with_code(site, a_visitor(site), code).location == "/account/secret"


def test_four_wrong_codes_lock_nothing_and_a_right_one_forgets_them(site: Site, nuala: Person, code: str) -> None:
    for _ in range(2):
        for _ in range(4):
            with_code(site, a_visitor(site), "WRONG-WRONG")
        assert with_code(site, a_visitor(site), code).location == "/account/secret"


def test_the_wait_grows_and_ends_at_a_quarter_of_an_hour(site: Site, code: str) -> None:
    moment = NOW
    for failures in range(1, 13):
        with clock.moved_to(moment):
            with_code(site, a_visitor(site), "WRONG-WRONG")
        wait = wait_after(failures)
        if wait:
            with clock.moved_to(moment + wait - dt.timedelta(seconds=1)):
                assert with_code(site, a_visitor(site), code).status_code == 400
        moment += wait
    with clock.moved_to(moment):
        assert with_code(site, a_visitor(site), code).location == "/account/secret"
    assert wait_after(12) == dt.timedelta(minutes=15)


def test_a_lock_of_one_person_keeps_nobody_else_out(site: Site, nuala: Person, code: str) -> None:
    other = site.given(lambda: a_person(an_organisation("OTH"), "Dev Okafor", staff_number="X3000001"))
    theirs = site.given(lambda: actions.issue_code(db.session.get_one(Person, other.id), by="command", now=NOW))
    for _ in range(6):
        with_code(site, a_visitor(site), "WRONG-WRONG")
    assert with_code(site, a_visitor(site), theirs, number="X3000001").location == "/account/secret"


def test_the_same_number_in_two_organisations_opens_the_one_whose_code_it_is(
    site: Site, nuala: Person, code: str
) -> None:
    other = site.given(lambda: a_person(an_organisation("OTH"), "Dev Okafor", staff_number="X2000417"))
    theirs = site.given(lambda: actions.issue_code(db.session.get_one(Person, other.id), by="command", now=NOW))
    for mine, name in ((code, "Nuala"), (theirs, "Dev")):
        client = a_visitor(site)
        with_code(site, client, mine)
        assert name in words(client.get("/account/secret"))


def test_codes_are_long_and_hold_nothing_that_looks_like_something_else() -> None:
    made = {new_code() for _ in range(200)}
    assert len(made) == 200
    assert all(re.fullmatch(r"[2-9A-HJ-NP-Z]{5}-[2-9A-HJ-NP-Z]{5}", each) for each in made)


def test_an_administrator_prints_a_slip_once_and_the_log_keeps_that_it_was(site: Site, nuala: Person) -> None:
    def ruth() -> Person:
        made = a_person(db.session.merge(nuala_organisation()), "Ruth Bell")
        a_duty(made, "administrator")
        return made

    def nuala_organisation() -> Any:
        from learning.people.models import Organisation

        return db.session.get_one(Organisation, nuala.organisation_id)

    administrator = site.given(ruth)
    slip = site.visit("POST", f"/admin/staff/{nuala.public_id}/code", administrator)
    assert "Print this slip for Nuala O'Brien-Szymańska" in words(slip)
    found = re.search(r"[2-9A-Z]{5}-[2-9A-Z]{5}", words(slip))
    assert found is not None
    assert with_code(site, a_visitor(site), found[0]).location == "/account/secret"
    with site.database():
        entry = db.session.scalars(select(audit.AuditEntry).where(audit.AuditEntry.deed == "code.issued")).one()
        assert (entry.by, entry.subject) == (str(administrator.public_id), str(nuala.public_id))


# A password


@pytest.fixture
def password(site: Site, nuala: Person) -> str:
    words = "three invented words"
    site.given(lambda: actions.set_password(db.session.get_one(Person, nuala.id), password=words, now=NOW))
    return words


def with_password(site: Site, client: FlaskClient, address: str, password: str) -> TestResponse:
    return sent(site, client, "/sign-in/password", email=address, password=password)


def test_a_password_signs_in_whatever_the_letters_of_the_address(site: Site, nuala: Person, password: str) -> None:
    client = a_visitor(site)
    assert with_password(site, client, "NUALA.O'Brien@Trust.Example", password).location == "/this-week"
    assert is_in(client)


def test_wrong_password_unknown_address_and_no_password_get_the_same_answer(
    site: Site, nuala: Person, password: str
) -> None:
    site.given(lambda: a_person(an_organisation("OTH"), "Dev Okafor", email="dev@trust.example"))
    shown = set()
    for address in (nuala.email or "", "nobody@trust.example", "dev@trust.example"):
        answer = with_password(site, a_visitor(site), address, "three wrong words")
        assert answer.status_code == 400
        shown.add(without_what_changes(answer).replace(escaped(address), "ADDRESS"))
    assert len(shown) == 1


def escaped(text: str) -> str:
    return text.replace("'", "&#39;")


def test_after_five_wrong_passwords_the_right_one_waits(site: Site, nuala: Person, password: str) -> None:
    for _ in range(5):
        with_password(site, a_visitor(site), nuala.email or "", "three wrong words")
    assert with_password(site, a_visitor(site), nuala.email or "", password).status_code == 400
    with clock.moved_to(NOW + MINUTE):
        assert with_password(site, a_visitor(site), nuala.email or "", password).status_code == 302


def test_a_password_of_a_mailbox_that_became_shared_opens_nothing(site: Site, nuala: Person, password: str) -> None:
    with site.database():
        db.session.get_one(Person, nuala.id).email_is_shared = True
    assert with_password(site, a_visitor(site), nuala.email or "", password).status_code == 400


def test_a_new_password_is_twelve_characters_or_more(site: Site, nuala: Person) -> None:
    answer = site.visit("POST", "/account/secret", nuala, data={"secret": "eleven char", "again": "eleven char"})
    assert answer.status_code == 400
    assert "12 characters or more" in words(answer)


def test_no_secret_ever_comes_back_in_a_page(site: Site, nuala: Person, code: str) -> None:
    for answer in (
        with_code(site, a_visitor(site), "SESAME-SESAME"),
        with_password(site, a_visitor(site), nuala.email or "", "SESAME-SESAME"),
    ):
        assert "SESAME" not in answer.get_data(as_text=True)


def test_a_flood_of_tries_is_slowed_with_a_kind_page(
    site: Site, nuala: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted at the door, so also for numbers that do not exist."""
    monkeypatch.setattr(limiter, "enabled", True)
    limiter.limiter.storage.reset()
    codes = [asked_for_link(site, "nobody@trust.example").status_code for _ in range(121)]  # a minute may turn between
    assert codes[:60] == [200] * 60
    assert codes[-1] == 429
    assert "Please wait a minute" in words(asked_for_link(site, "nobody@trust.example"))


def test_a_name_with_an_apostrophe_stands_right_on_every_page_of_its_own(site: Site, nuala: Person) -> None:
    for path in ("/this-week", "/progress", "/settings", "/privacy", "/modules"):
        page = site.visit("GET", path, nuala)
        assert page.status_code == 200
        assert "O'Brien-Szymańska" in words(page)
        assert "&amp;#39;" not in page.get_data(as_text=True)
