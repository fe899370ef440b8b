"""Bytes of a CSV file into text, or one sentence that says why they are not a CSV file."""

from __future__ import annotations

from learning.ground.errors import Refused

MAX_BYTES = 20 * 1024 * 1024


def decoded(content: bytes) -> tuple[str, str]:
    """Text and the name of its encoding: UTF-8 with or without a mark, UTF-16 with one, else Windows text (cp1252)."""
    if len(content) > MAX_BYTES:
        raise Refused(f"This file is larger than {MAX_BYTES // 2**20} MB: export only the columns that Steady reads.")
    if not content.strip():
        raise Refused("This file is empty: export the staff list again and choose that file.")
    if content[:4] in {b"PK\x03\x04", b"\xd0\xcf\x11\xe0"} or content[:4] == b"%PDF":
        raise Refused(
            "This is not a CSV file: open it in the spreadsheet program, save it as CSV and choose that file."
        )
    text, encoding = _text(content)
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise Refused(
            f"Line {line} holds a NUL character, so this is not a plain CSV file: export it again as CSV UTF-8."
        )
    return text, encoding


def _text(content: bytes) -> tuple[str, str]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16"), "UTF-16"
        except UnicodeDecodeError:
            raise Refused(
                "The encoding of this file cannot be read: save it as CSV UTF-8 and choose that file."
            ) from None
    try:
        return content.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
    loose = content.decode("utf-8", errors="surrogateescape")
    strange = sum("\udc80" <= mark <= "\udcff" for mark in loose)
    sound = sum(mark > "\x7f" for mark in loose) - strange
    try:
        if sound > strange:  # mostly UTF-8: reading it as Windows text would spoil every accent
            raise UnicodeError
        return content.decode("cp1252"), "Windows text (cp1252)"
    except UnicodeError:
        raise Refused(
            f"Line {line} holds a character that is neither UTF-8 nor Windows text: "
            "save the file as CSV UTF-8 and choose it again."
        ) from None
