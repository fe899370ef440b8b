"""A draft to be judged as a whole stands in the mail, beside its source, with one link for each answer."""

from __future__ import annotations

import datetime as dt
import email
import email.policy

import pytest
from flask import Flask

from learning.drip.actions.compose import Recipient, compose
from learning.drip.queries import mail_context
from learning.ground.db import db
from learning.jobs import render
from tests.builders import NOW, a_module, an_organisation, the_framework

BODY = """
```activity
id: trust
kind: trust_question_stop
competency: J3
minutes: 1
question: It’s Ola’s draft. What do you do with it?
source_name: Booking note
source: |
  - Monday at 2pm.
  - Bring the **letter**.
draft: |
  Your visit is on Monday at 3pm & free.

  Bring nothing.
answer: question
feedback: {trust: "The time is another one.", question: "Yes. Look.", stop: "A look is enough."}
```

## Keep this

Look twice.
"""


@pytest.fixture
def parts(store: Flask) -> tuple[str, str]:
    """The text and the page of the mail."""
    organisation = an_organisation()
    the_framework()
    version = a_module("a-draft", adopted_by=organisation, body=BODY, kind="check")
    db.session.commit()
    subject, context = mail_context(version, organisation, today=NOW.date())
    mail = compose(
        subject=subject,
        mail_from="Steady <steady@trust.example>",
        organisation=organisation.name,
        base_url="https://steady.example",
        context=context,
        render=render,
    )
    moment = dt.datetime(2026, 11, 24, 10, tzinfo=dt.UTC)
    envelope = mail.to(Recipient("Sade", "Sade A", "sade@trust.example", "T", "<1@steady.example>", moment))
    return _bodies(envelope.content)


def _bodies(content: bytes) -> tuple[str, str]:

    message = email.message_from_bytes(content, policy=email.policy.default)
    text, page = message.get_body(("plain",)), message.get_body(("html",))  # type: ignore[attr-defined]
    return text.get_content(), page.get_content()


def test_the_papers_come_before_the_question_and_each_answer_has_its_link(parts: tuple[str, str]) -> None:
    for body in parts:
        places = [body.lower().index(words) for words in ("booking note", "draft, written by ai", "c=trust", "c=stop")]
        assert places == sorted(places)
    assert "https://steady.example/a/T?c=question" in parts[0]


def test_the_text_part_is_text_for_people(parts: tuple[str, str]) -> None:
    text = parts[0]
    assert "It’s Ola’s draft. What do you do with it?" in text
    assert "Your visit is on Monday at 3pm & free.\n\nBring nothing." in text.replace("\r\n", "\n")
    assert "- Monday at 2pm.\n- Bring the letter." in text.replace("\r\n", "\n")
    assert not [sign for sign in ("&#", "&amp;", "<p>", "**") if sign in text]


def test_what_was_right_is_not_in_the_mail(parts: tuple[str, str]) -> None:
    for body in parts:
        assert "The time is another one." not in body
        assert "Look twice." not in body
