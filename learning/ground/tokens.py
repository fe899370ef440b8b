"""Signed tokens for links: each is made for one purpose, and a token of another purpose does not open it."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence

from flask import current_app
from itsdangerous import BadSignature, SignatureExpired, TimestampSigner, URLSafeTimedSerializer

from learning.ground import clock
from learning.ground.errors import Expired, NotFound


class _Signer(TimestampSigner):
    """Signs and checks by our clock, so that a link of a moved week is as old as its mail."""

    def get_timestamp(self) -> int:
        return int(clock.now().timestamp())


class Tokens:
    """Signs with the first key, accepts every key, so that keys can be changed without breaking sent links."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._keys = tuple(reversed(keys))  # itsdangerous signs with the last
        self._serializers: dict[str, URLSafeTimedSerializer] = {}

    def sign(self, purpose: str, value: str) -> str:
        return str(self._serializer(purpose).dumps(value))

    def read(self, purpose: str, token: str, *, max_age_days: int) -> str:
        """The signed value. Raises Expired for an old token, NotFound for anything else that does not verify."""
        if len(token) > 512:
            raise NotFound("This link is not complete. Open it again from the message.")
        try:
            value = self._serializer(purpose).loads(token, max_age=max_age_days * 86400)
        except SignatureExpired:
            raise Expired("This link has expired.") from None
        except BadSignature:
            raise NotFound("This link is not complete. Open it again from the message.") from None
        return str(value)

    def signature(self, purpose: str, message: bytes, *, size: int) -> bytes:
        """The first bytes of an HMAC of the message, for a code that people can type."""
        return _hmac(self._keys[-1], purpose, message)[:size]

    def is_signature(self, purpose: str, message: bytes, given: bytes) -> bool:
        """Whether one of our keys signed this message for this purpose."""
        return any(
            hmac.compare_digest(_hmac(key, purpose, message)[: len(given)], given) for key in reversed(self._keys)
        )

    def _serializer(self, purpose: str) -> URLSafeTimedSerializer:
        if purpose not in self._serializers:
            self._serializers[purpose] = URLSafeTimedSerializer(
                list(self._keys),
                salt=f"steady.{purpose}",
                signer=_Signer,
                signer_kwargs={"digest_method": hashlib.sha256, "key_derivation": "hmac"},
            )
        return self._serializers[purpose]


def _hmac(key: str, purpose: str, message: bytes) -> bytes:
    return hmac.digest(key.encode(), f"steady.{purpose}".encode() + b"\0" + message, "sha256")


def one_time() -> tuple[str, str]:
    """A new random token for a link, and the hash to keep of it."""
    token = secrets.token_urlsafe(24)
    return token, token_hash(token)


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def current() -> Tokens:
    """The tokens of the application at work."""
    found: Tokens = current_app.extensions["steady_tokens"]
    return found
