"""The message with a sign-in link."""

from __future__ import annotations

import datetime as dt
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid, parseaddr
from urllib.parse import quote

from learning.ground.settings import Settings
from learning.people.models import Person

_TEXT = """Hello {name},

Open this link and press the button to sign in to Steady:

{link}

The link works once, for 15 minutes. If you did not ask for it, you can ignore this message.
"""


def sign_in_message(
    person: Person, token: str, *, settings: Settings, now: dt.datetime, wanted: str = ""
) -> EmailMessage:
    """Plain text only: one link, and nothing that a mail program could load."""
    link = f"{settings.base_url}/sign-in/link/{token}"
    if wanted:
        link += f"?next={quote(wanted)}"
    message = EmailMessage(policy=SMTP)
    message["From"] = settings.mail_from
    message["To"] = person.email or ""
    message["Subject"] = "Your link to sign in to Steady"
    message["Date"] = format_datetime(now)
    message["Message-ID"] = make_msgid(domain=parseaddr(settings.mail_from)[1].partition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(_TEXT.format(name=person.known_as, link=link))
    return message
