"""The permission receipt as a code that can be typed: it holds the question, the moment and the rule, and is signed.

Nothing is stored. The code says which version of which rule answered, so the history of rules can confirm it; the
signature covers the name and the role of who asked, so that nothing on the paper can be changed."""

from __future__ import annotations

import datetime as dt
import hashlib
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from learning.guardrails.rules.answering import Because, Verdict
from learning.guardrails.rules.register import Answer

Sign = Callable[[bytes], bytes]  # a message to its signature of SIGNATURE bytes

SIGNATURE = 8  # bytes; a guess is right once in 18 million million million, and the page limits guesses
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O or U
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})
_FORMAT = 1
_EPOCH = int(dt.datetime(2020, 1, 1, tzinfo=dt.UTC).timestamp())
_WORD = 2  # bytes of the digest that stands for a word
_FIXED = 1 + 4 + 3 * _WORD
_LONGEST = _FIXED + 5 + 5 + SIGNATURE  # bytes
_KINDS: tuple[tuple[Answer, Because], ...] = (
    (Answer.YES, Because.RULE),
    (Answer.ASK, Because.RULE),
    (Answer.ASK, Because.OVERDUE),
)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt says, but for the names: those are looked up."""

    asked_at: dt.datetime  # aware, whole seconds
    tool: int  # the number of its row
    task: str
    label: str
    family: str  # role family, "" where none is confirmed
    answer: Answer
    because: Because
    rule: int  # the number of the row of that version


def can_have_receipt(verdict: Verdict) -> bool:
    """A yes, and the word that somebody is to be asked first. A no needs no proof, and no tool no receipt."""
    return verdict.tool is not None and verdict.rule is not None and (verdict.answer, verdict.because) in _KINDS


def code_of(receipt: Receipt, *, name: str, sign: Sign) -> str:
    """The code in groups of four, for this receipt of the person of this name."""
    packed = _packed(receipt)
    raw = _encoded(packed + sign(_signed(packed, name)))
    return "-".join(raw[start : start + 4] for start in range(0, len(raw), 4))


def read_code(
    code: str,
    *,
    name: str,
    is_signed: Callable[[bytes, bytes], bool],
    tasks: Iterable[str],
    labels: Iterable[str],
    families: Iterable[str],
) -> Receipt | None:
    """The receipt of this code, where the name belongs to it and nothing was changed; else None."""
    raw = _decoded(code)
    if raw is None or not _FIXED + 2 + SIGNATURE <= len(raw) <= _LONGEST:
        return None
    packed, signature = raw[:-SIGNATURE], raw[-SIGNATURE:]
    if not is_signed(_signed(packed, name), signature):
        return None
    return _unpacked(packed, tuple(tasks), tuple(labels), ("", *families))


def _signed(packed: bytes, name: str) -> bytes:
    plain = " ".join(unicodedata.normalize("NFKC", name).replace("’", "'").casefold().split())
    return packed + b"\0" + plain.encode()


def _digest(word: str) -> bytes:
    return hashlib.sha256(word.encode()).digest()[:_WORD]


def _packed(receipt: Receipt) -> bytes:
    kind = _FORMAT << 4 | _KINDS.index((receipt.answer, receipt.because))
    seconds = int(receipt.asked_at.timestamp()) - _EPOCH
    return b"".join(
        (
            bytes([kind]),
            seconds.to_bytes(4, "big"),
            _digest(receipt.task),
            _digest(receipt.label),
            _digest(receipt.family),
            _number(receipt.tool),
            _number(receipt.rule),
        )
    )


def _unpacked(
    packed: bytes, tasks: tuple[str, ...], labels: tuple[str, ...], families: tuple[str, ...]
) -> Receipt | None:
    kind, seconds = packed[0], int.from_bytes(packed[1:5], "big")
    task = _named(tasks, packed[5:7])
    label = _named(labels, packed[7:9])
    family = _named(families, packed[9:11])
    tool, rest = _read_number(packed[_FIXED:])
    rule, rest = _read_number(rest)
    if kind >> 4 != _FORMAT or kind & 15 >= len(_KINDS) or rest or task is None or label is None or family is None:
        return None
    answer, because = _KINDS[kind & 15]
    asked_at = dt.datetime.fromtimestamp(seconds + _EPOCH, dt.UTC)
    return Receipt(asked_at, tool, task, label, family, answer, because, rule)


def _named(words: tuple[str, ...], digest: bytes) -> str | None:
    return next((word for word in words if _digest(word) == digest), None)


def _number(value: int) -> bytes:
    """Seven bits in each byte, the last without its high bit."""
    if value < 0x80:
        return bytes([value])
    return bytes([value & 0x7F | 0x80]) + _number(value >> 7)


def _read_number(raw: bytes) -> tuple[int, bytes]:
    value = 0
    for place, byte in enumerate(raw[:5]):
        value |= (byte & 0x7F) << 7 * place
        if byte < 0x80:
            return value, raw[place + 1 :]
    return 0, raw


def _encoded(raw: bytes) -> str:
    bits = int.from_bytes(raw, "big")
    length = -(-len(raw) * 8 // 5)
    signs = []
    for _ in range(length):
        signs.append(_ALPHABET[bits & 31])
        bits >>= 5
    return "".join(reversed(signs))


def _decoded(code: str) -> bytes | None:
    """The bytes, where this is exactly how they are written. Small letters, blanks and hyphens do not matter."""
    if len(code) > 200:
        return None
    plain = "".join(code.split()).replace("-", "").upper().translate(_MISREAD)
    if not plain or any(sign not in _ALPHABET for sign in plain):
        return None
    bits = 0
    for sign in plain:
        bits = bits << 5 | _ALPHABET.index(sign)
    size = len(plain) * 5 // 8
    if bits >> size * 8:
        return None
    raw = bits.to_bytes(size, "big")
    return raw if _encoded(raw) == plain else None
