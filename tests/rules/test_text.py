"""Text for people: no harm gets through, long text is refused kindly, and dates read as the NHS writes them."""

from __future__ import annotations

import doctest
import re

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.ground import text
from learning.ground.errors import Refused
from learning.ground.text import safe_html, safe_inline, share_in_tens, user_text

INLINE = {"a", "br", "code", "em", "strong"}
BLOCKS = INLINE | {"blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "img", "li", "ol", "p", "pre", "ul"}
BLOCKS |= {"table", "tbody", "td", "th", "thead", "tr"}
HARMFUL = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg><animate onbegin=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:x)",
    "[x](//elsewhere.example/a)",
    "[x](/\\elsewhere.example/a)",
    "[x](http://plain.example)",
    "![x](https://tracker.example/p.gif)",
    '<https://a.example/"onclick=alert(1)>',
    '[x](https://a.example "a" onmouseover="b")',
    "<!-- hidden --> <style>*{display:none}</style>",
    "<a href='javascript:1'>x</a>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "`<script>`",
    "```\n</code></pre><script>alert(1)</script>\n```",
    "| a |\n| - |\n| <iframe src=//x.example> |",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
]
_harmful_texts = st.lists(
    st.sampled_from([*HARMFUL, "<", ">", "[", "](", ")", "`", "\n\n", "\n", "> ", "- ", "**", "&", "\x00", "\t", "a"])
    | st.text(max_size=5),
    max_size=8,
).map("".join)


def assert_harmless(html: str, allowed: set[str]) -> None:
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
    for element in tree.iter():
        if element is tree:
            continue
        assert element.tag in allowed
        for name, value in element.attrib.items():
            assert name in {"href", "title", "alt", "src", "start", "rel"}
            if name in ("href", "src"):
                address = re.sub(r"[\x00-\x20]", "", value).replace("\\", "/").lower()
                has_own_host = re.match(r"[a-z][a-z0-9+.-]*:|//", address)
                assert not has_own_host or (name == "href" and address.startswith(("https://", "mailto:")))


def test_the_examples_beside_the_functions_are_true():
    outcome = doctest.testmod(text)
    assert outcome.attempted >= 10
    assert outcome.failed == 0


@pytest.mark.parametrize("source", HARMFUL)
def test_nothing_known_to_do_harm_gets_through(source):
    assert_harmless(safe_html(source), BLOCKS)
    assert_harmless(safe_inline(source), INLINE)


@settings(max_examples=200, deadline=None)
@given(_harmful_texts)
def test_no_mixture_of_markdown_and_html_does_harm(source):
    assert_harmless(safe_html(source), BLOCKS)
    assert_harmless(safe_inline(source), INLINE)


def test_html_that_somebody_typed_is_shown_as_text():
    assert safe_html("Write <b>kindly</b> & soon") == "<p>Write &lt;b&gt;kindly&lt;/b&gt; &amp; soon</p>"


def test_lists_headings_quotes_code_and_tables_are_shown_as_such():
    html = safe_html("## A\n\n1. one\n2. two\n\n- x\n\n> q\n\n`c`\n\n| h |\n| - |\n| d |")
    for piece in ("<h2>A</h2>", "<ol>", "<li>two</li>", "<ul>", "<blockquote>", "<code>c</code>", "<th>h</th>"):
        assert piece in html


def test_a_list_that_starts_at_three_still_starts_at_three():
    assert '<ol start="3">' in safe_html("3. three\n4. four")


def test_a_link_may_go_to_this_site_to_https_or_to_a_mailbox_and_tells_the_other_side_nothing():
    for address in ("/help", "#more", "https://a.example/b", "mailto:ig@trust.example"):
        assert f'<a href="{address}" rel="noopener">x</a>' in safe_html(f"[x]({address})")


def test_a_picture_keeps_its_words_and_comes_from_this_site_only():
    assert safe_html("![A letter](/pictures/letter.png)") == '<p><img alt="A letter" src="/pictures/letter.png"></p>'
    assert safe_html("![A letter](https://elsewhere.example/letter.png)") == '<p><img alt="A letter"></p>'


def test_a_line_is_never_broken_into_blocks():
    assert safe_inline("# not a heading\n\n- not a list") == "# not a heading - not a list"


def test_an_answer_that_is_shown_twice_is_the_same_both_times():
    assert safe_html("[a]: https://x.example\n\n[a]") != safe_html("[a]")  # one text cannot lend its links to another


def test_text_that_is_too_long_is_refused_in_a_sentence_that_says_what_to_do():
    with pytest.raises(Refused, match=r"Your text has 5,001 characters\. Make it 5,000 characters or fewer\."):
        user_text("a" * 5_001)
    assert user_text("a" * 5_000) == "a" * 5_000


@pytest.mark.parametrize("mark", "[<!")
def test_text_that_would_take_seconds_to_render_is_refused(mark):
    with pytest.raises(Refused, match="more than 200"):
        user_text(mark * 201)
    assert user_text(mark * 200) == mark * 200


def test_lists_inside_lists_without_end_are_shown_as_they_were_typed():
    source = user_text("1. " * 1_600 + "<b>")
    assert safe_html(source) == f"<p>{source.replace('<b>', '&lt;b&gt;')}</p>"


@given(st.floats(0, 1))
def test_only_nobody_is_none_in_ten_and_only_everybody_is_ten(share):
    said = share_in_tens(share)
    assert (said == "0 in 10") == (share == 0)
    assert (said == "10 in 10") == (share == 1)


def test_a_text_nested_too_deeply_is_shown_as_it_was_typed_and_the_next_one_keeps_its_emphasis():
    assert safe_html("- " * 1_000 + "x").startswith("<p>- - - ")
    assert safe_html("Read the **source** after that.") == "<p>Read the <strong>source</strong> after that.</p>"
