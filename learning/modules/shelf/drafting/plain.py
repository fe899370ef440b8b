"""Text of another system as plain Markdown: no HTML, no control characters, and signs that mean themselves."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from learning.modules.rules.gift import Said

_TAG = re.compile(r"(<[/!?]?[A-Za-z-][^<>]*>)")
_NAME = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)\b")
_ALTERNATIVE = re.compile(r"\balt\s{0,9}=\s{0,9}\"([^\"]*)\"", re.IGNORECASE)
_CODE = re.compile(r"(`[^`\n]+`)")
_SHOWN_CODE = re.compile(r"(`+).+?\1")  # as the check sees it

_STARTS_A_LINE = {*"address article br dd div dl dt h1 h2 h3 h4 h5 h6 hr ol p pre section table td th tr ul".split()}
_STRONG = {"b", "em", "i", "strong", "u"}
_INLINE = {*"a abbr big cite code del font img ins mark q s small span strike sub sup tbody tfoot thead wbr".split()}
_UNSAFE = {*"script style template iframe object embed noscript svg math title head".split()}
_FRAME = {*"html body main header footer nav figure figcaption form input label button meta link center".split()}
_KNOWN = _STARTS_A_LINE | _STRONG | _INLINE | _UNSAFE | _FRAME | {"li", "blockquote"}

_SIGNS = (
    (re.compile(r"\\(?=[!-/:-@\[-`{-~])"), r"\\\\"),
    (re.compile(r"(?<=\S)([*`])|([*`])(?=\S)"), r"\\\g<0>"),
    (re.compile(r"(?<![\w_])_(?=[^\s_])|(?<=[^\s_])_(?![\w_])"), r"\\_"),
    (re.compile(r"\]\("), r"]\("),
)
_ANGLE = re.compile(r"<([A-Za-z/!?][^<>`\n]*)>")
_OPEN_ANGLE = re.compile(r"<(?=[A-Za-z/!?])")
_MARKS = re.compile(r"[<>`*]+")
_BLOCK_START = re.compile(r"^(?:#{1,6}(?=\s|$)|`{3,}|~{3,}|>+)\s*")
_RULER = re.compile(r"^[-=*~`]{3,}$|^(?:[-*_] ){2,}[-*_]$")


def lines_of(said: Said) -> list[str]:
    """The text in lines that begin no heading, quote or block of code. HTML is read in all formats but plain."""
    text = _visible(said.text)
    if said.form == "markdown":
        pieces = _CODE.split(text)
        text = "".join(each if number % 2 else _safe_markdown(each) for number, each in enumerate(pieces))
    elif said.form == "plain":
        text = _literal(text)
    else:
        text = "".join(_without_tags(text, literal=True))
    return [settled for line in text.split("\n") if (settled := _settled(line))]


def one_line(said: Said | None) -> str:
    return _settled(" ".join(lines_of(said))) if said else ""


def _settled(line: str) -> str:
    """The line without what would begin a block, and without a tag outside of code; nothing if it is a ruler."""
    line = _BLOCK_START.sub("", " ".join(line.split()))
    if _OPEN_ANGLE.search(_SHOWN_CODE.sub("", line)):
        line = line.replace("<", "< ")
    if _RULER.match(line):
        return ""
    return f"\\{line}" if line.startswith("[") else line


def words_alone(text: str) -> str:
    """The text on one line as it is, without what cannot be seen: for comments."""
    return " ".join(_visible(text).split())


def title_of(said: Said) -> str:
    """Words without any marks, for a place that is not Markdown."""
    words = html.unescape("".join(_without_tags(_visible(said.text), literal=False)))
    return " ".join(_MARKS.sub(" ", words).split())


def _visible(text: str) -> str:
    return "".join(sign if sign.isprintable() or sign in "\n\u200c\u200d" else " " * sign.isspace() for sign in text)


def _safe_markdown(text: str) -> str:
    return _no_html("".join(_without_tags(text, literal=False)))


def _literal(text: str) -> str:
    for pattern, mended in _SIGNS:
        text = pattern.sub(mended, text)
    return _no_html(text)


def _no_html(text: str) -> str:
    """What still looks like a tag is meant as words: it becomes code, which is shown as it is."""
    pieces = _CODE.split(_ANGLE.sub(r"`<\1>`", text))
    return "".join(each if number % 2 else _OPEN_ANGLE.sub("< ", each) for number, each in enumerate(pieces))


def _without_tags(text: str, *, literal: bool) -> Iterator[str]:
    """Words between tags. What stands inside a script is no text; a tag that HTML does not know is."""
    inside_unsafe = ""
    is_strong = False
    for piece in _TAG.split(text):
        found = _NAME.match(piece) if piece.startswith("<") else None
        closes, name = (bool(found[1]), found[2].lower()) if found else (False, "")
        if piece.startswith("<!--"):
            continue
        if inside_unsafe:
            inside_unsafe = "" if closes and name == inside_unsafe else inside_unsafe
        elif name not in _KNOWN:
            words = _literal(html.unescape(piece)) if literal else piece
            yield f"**{words.strip()}** " if is_strong and words.strip() else words
        elif name in _UNSAFE:
            inside_unsafe = "" if closes else name
        else:
            is_strong = name in ("b", "strong") and not closes
            yield _in_place_of(name, piece, closes=closes)


def _in_place_of(name: str, tag: str, *, closes: bool) -> str:
    if name == "li":
        return "" if closes else "\n- "
    if name == "img":
        alternative = _ALTERNATIVE.search(tag)
        return (
            f" ({_literal(html.unescape(alternative[1]).strip())}) " if alternative and alternative[1].strip() else ""
        )
    return "\n" if name in _STARTS_A_LINE or name == "blockquote" else ""
