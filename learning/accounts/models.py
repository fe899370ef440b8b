"""Tables of signing in: a password or a personal code, and the one-time links that are mailed."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learning.ground.db import Base


class Credential(Base):
    """How a person proves who they are. Only hashes (argon2id) are kept."""

    __tablename__ = "credential"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    password_hash: Mapped[str | None]
    code_hash: Mapped[str | None]
    code_must_change: Mapped[bool] = mapped_column(default=False)  # a printed code is changed at first use
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[dt.datetime | None]
    changed_at: Mapped[dt.datetime]


class SignInLink(Base):
    """A link mailed to sign in with. Its token is kept as a hash; when it is used, the row goes."""

    __tablename__ = "sign_in_link"
    __table_args__ = (UniqueConstraint("token_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[str]
    expires_at: Mapped[dt.datetime]
