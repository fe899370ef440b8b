"""Text for people: Markdown as safe HTML, limits for what users write, and dates and numbers in NHS style."""

from __future__ import annotations

import datetime as dt
import html
import re
import textwrap
import threading
from collections.abc import Iterable, Mapping
from functools import lru_cache

import bleach
import markdown
import nh3
from markupsafe import Markup

from learning.ground.errors import Refused

_INLINE = {"a", "br", "code", "em", "strong"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_TABLE = {"table", "tbody", "td", "th", "thead", "tr"}
_BLOCK = _INLINE | _HEADINGS | _TABLE | {"blockquote", "hr", "img", "li", "ol", "p", "pre", "ul"}
_ATTRIBUTES = {"a": {"href", "title"}, "img": {"alt", "src"}, "ol": {"start"}}
_BLOCKS_OF_MARKDOWN = "empty indent code hashheader setextheader hr olist ulist quote reference"
_SCHEMES = {"https", "mailto"}
_OFF_SITE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_UNSEEN_IN_ADDRESSES = re.compile(r"[\x00-\x20\x7f]")  # browsers skip these, so "/\t/x.example" leaves the site

_LIST_ITEM = re.compile(r"\s*<li>(?:\s*<p>)?\s*")
_BLOCK_END = re.compile(r"</(?:p|ul|ol|blockquote|h\d|pre|table)>|<br ?/?>")
_TAG = re.compile(r"<[^>]*>")
_EMPTY_LINES = re.compile(r"\n\s*\n+")

_MOST_CHARACTERS = 5_000
_MOST_OF_EACH = 200
_SLOW = "[<!"  # python-markdown 3.11 takes seconds on a few thousand of these
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

# Our own names, as strftime asks the machine for its language.
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def safe_html(source: str) -> Markup:
    """Markdown as HTML that can do no harm. HTML in the source is shown as text, never obeyed.

    >>> safe_html("Read the **source** first.")
    Markup('<p>Read the <strong>source</strong> first.</p>')
    >>> safe_html("<b>bold</b>")
    Markup('<p>&lt;b&gt;bold&lt;/b&gt;</p>')
    >>> safe_html("[a](https://a.example) [b](javascript:alert)")
    Markup('<p><a href="https://a.example" rel="noopener">a</a> <a rel="noopener">b</a></p>')
    """
    return _safe_html(source)


def safe_inline(source: str) -> Markup:
    """The same for one line inside other text: emphasis, code and links, and no paragraph round it.

    >>> safe_inline("1. **Stop**, and tell [us](/help).")
    Markup('1. <strong>Stop</strong>, and tell <a href="/help" rel="noopener">us</a>.')
    """
    return _safe_inline(source)


def plain_text(rendered: str, *, width: int = 68) -> str:
    """Safe HTML as text for a mail: paragraphs and list items on lines of their own, marks and tags gone.

    >>> plain_text("<p>It’s <strong>Monday</strong> &amp; late.</p><ul><li>One</li><li>Two</li></ul>")
    'It’s Monday & late.\\n\\n- One\\n- Two'
    """
    spaced = _LIST_ITEM.sub("\n- ", _BLOCK_END.sub("\n\n", rendered))
    told = html.unescape(_TAG.sub("", spaced))
    lines = [textwrap.fill(" ".join(line.split()), width, break_long_words=False) for line in told.split("\n")]
    return _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip()


def user_text(source: str, *, most: int = _MOST_CHARACTERS) -> str:
    r"""What a person typed, tidied. Refused in one sentence where it is too long, or would take seconds to render.

    >>> user_text("  one\r\ntwo\x00 ")
    'one\ntwo'
    """
    text = _CONTROL.sub("", source.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if len(text) > most:
        raise Refused(f"Your text has {number(len(text))} characters. Make it {number(most)} characters or fewer.")
    for mark in _SLOW:
        if text.count(mark) > _MOST_OF_EACH:
            raise Refused(f"Your text has more than {_MOST_OF_EACH} “{mark}” characters. Take some of them out.")
    return text


def nhs_date(day: dt.date) -> str:
    """A date with its year, without the weekday.

    >>> nhs_date(dt.date(2026, 12, 3))
    '3 December 2026'
    """
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def nhs_day(day: dt.date) -> str:
    """A date near today: with its weekday, without the year.

    >>> nhs_day(dt.date(2026, 12, 1))
    'Tuesday 1 December'
    """
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"


def nhs_time(moment: dt.time | dt.datetime) -> str:
    """A time of day. Aware moments are taken as they are: change their zone first.

    >>> nhs_time(dt.time(9, 30)), nhs_time(dt.time(16)), nhs_time(dt.time(12)), nhs_time(dt.time(0))
    ('9:30am', '4pm', 'midday', 'midnight')
    >>> nhs_time(dt.time(0, 5)), nhs_time(dt.time(12, 5))
    ('12:05am', '12:05pm')
    """
    if moment.minute == 0 and moment.hour % 12 == 0:
        return "midday" if moment.hour else "midnight"
    minutes = f":{moment.minute:02}" if moment.minute else ""
    return f"{moment.hour % 12 or 12}{minutes}{'am' if moment.hour < 12 else 'pm'}"


def nhs_time_of_minute(minute: int) -> str:
    """The same for minutes after midnight.

    >>> nhs_time_of_minute(600), nhs_time_of_minute(13 * 60 + 30)
    ('10am', '1:30pm')
    """
    return nhs_time(dt.time(minute // 60 % 24, minute % 60))


def day_of(form: Mapping[str, str], name: str, said: str) -> dt.date:
    """A date that somebody typed in three boxes. Raises Refused with one sentence that names the date."""
    parts = [form.get(f"{name}-{part}", "").strip() for part in ("year", "month", "day")]
    if not all(parts):
        raise Refused(f"Write the {said} in full, like 21 12 2026.")
    if not all(part.isascii() and part.isdecimal() and len(part) <= 4 for part in parts):
        raise Refused(f"Write the {said} in numbers, like 21 12 2026.")
    try:
        return dt.date(*(int(part) for part in parts))
    except ValueError:
        raise Refused(f"The {said} is not a real date. Check the day and the month.") from None


def number(value: int) -> str:
    """A whole number with commas, in numerals.

    >>> number(20000)
    '20,000'
    """
    return f"{value:,}"


def plural(count: int, one: str, many: str | None = None) -> str:
    """A number with its noun.

    >>> plural(1, "unit"), plural(0, "unit"), plural(1200, "person", "people")
    ('1 unit', '0 units', '1,200 people')
    """
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def names_list(names: Iterable[str], *, last: str = "and") -> str:
    """Names in a sentence.

    >>> names_list(["a"]), names_list(["a", "b"]), names_list(["a", "b", "c"]), names_list(["a", "b"], last="or")
    ('a', 'a and b', 'a, b and c', 'a or b')
    """
    *most, end = list(names) or [""]
    return f"{', '.join(most)} {last} {end}" if most else end


def share_in_tens(share: float) -> str:
    """A share between 0 and 1 as a natural frequency. Only exactly nobody is 0, and only exactly everybody is 10.

    >>> share_in_tens(0.7), share_in_tens(0.65), share_in_tens(0.0), share_in_tens(1.0)
    ('7 in 10', '7 in 10', '0 in 10', '10 in 10')
    >>> share_in_tens(0.02), share_in_tens(0.98)
    ('fewer than 1 in 10', 'more than 9 in 10')
    """
    tens = int(share * 10 + 0.5 + 1e-9)  # halves go up: 0.65 is not quite 0.65 in a float
    if tens == 0 and share > 0:
        return "fewer than 1 in 10"
    if tens == 10 and share < 1:
        return "more than 9 in 10"
    return f"{tens} in 10"


class _Markdowns(threading.local):
    """One pair of converters for each thread: they are slow to make and cannot be shared."""

    def __init__(self) -> None:
        self.made_anew()

    def made_anew(self) -> None:
        """A converter that gave up half-way is left in the middle of a list, and resetting does not bring it out."""
        self.block = _without_html(markdown.Markdown(extensions=["tables", "sane_lists", "fenced_code"]))
        self.inline = _without_html(markdown.Markdown())
        for block in _BLOCKS_OF_MARKDOWN.split():  # a feedback that begins with "1." is a sentence, not a list
            self.inline.parser.blockprocessors.deregister(block)


def _without_html(converter: markdown.Markdown) -> markdown.Markdown:
    converter.preprocessors.deregister("html_block")
    converter.inlinePatterns.deregister("html")
    return converter


_markdowns = _Markdowns()


@lru_cache(maxsize=2_048)  # the same modules are shown all week
def _safe_html(source: str) -> Markup:
    try:
        return _cleaned(_markdowns.block.reset().convert(source), _BLOCK)
    except RecursionError:  # a thousand lists inside each other: nobody means that, so show it as it was typed
        _markdowns.made_anew()
        return Markup("<p>{}</p>").format(source)


@lru_cache(maxsize=4_096)
def _safe_inline(source: str) -> Markup:
    rendered = _markdowns.inline.reset().convert(" ".join(source.split()))
    return _cleaned(rendered.removeprefix("<p>").removesuffix("</p>"), _INLINE)


def _cleaned(rendered: str, tags: set[str]) -> Markup:
    """bleach first, and nh3 has the last word, as bleach gets no more security fixes."""
    allowed = {tag: sorted(names) for tag, names in _ATTRIBUTES.items()}
    once = bleach.clean(rendered, tags=tags, attributes=allowed, protocols=_SCHEMES, strip=True)
    return Markup(  # noqa: S704  this is the one place that may say so: nh3 has just cleaned it
        nh3.clean(
            once,
            tags=tags,
            attributes={tag: names for tag, names in _ATTRIBUTES.items() if tag in tags},
            attribute_filter=_safe_attribute,
            url_schemes=_SCHEMES,
            link_rel="noopener",
        )
    )


def _safe_attribute(tag: str, name: str, value: str) -> str | None:
    """An address with a host of its own must say https or mailto; a picture comes from this site or not at all."""
    if name not in ("href", "src"):
        return value
    seen = _UNSEEN_IN_ADDRESSES.sub("", value).replace("\\", "/")
    if not _OFF_SITE.match(seen):
        return value
    is_named = name == "href" and seen.lower().startswith(("https://", "mailto:"))
    return value if is_named else None
