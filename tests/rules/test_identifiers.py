"""What looks like a real person's identifier is seen, and what was made for invention is left alone."""

from __future__ import annotations

import doctest
import itertools
import re
import time
import uuid

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.ground import identifiers
from learning.ground.identifiers import has_check_digit, looks_real, uuid7


def kinds(text: str) -> list[str]:
    return [found.kind for found in looks_real(text)]


def with_check_digit(nine: str) -> str | None:
    return next((nine + digit for digit in "0123456789" if has_check_digit(nine + digit)), None)


nine_digits = st.text("0123456789", min_size=9, max_size=9)


def test_the_examples_beside_the_functions_are_true():
    outcome = doctest.testmod(identifiers)
    assert outcome.attempted
    assert outcome.failed == 0


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Her number is 9434765919.", "an NHS number"),
        ("NHS 943 476 5919, please call", "an NHS number"),
        ("943-476-5919", "an NHS number"),
        (f"CHI {with_check_digit('010112002')}", "a CHI number"),
        (f"H&C: {with_check_digit('320000001')}", "a Health and Care number"),
        ("DOB: 03/06/1961", "a date of birth"),
        ("She was born on 3 June 1961.", "a date of birth"),
        ("d.o.b. 3.6.61", "a date of birth"),
        ("1961-06-03 is his date of birth", "a date of birth"),
        ("Date of birth: June 3rd, 1961", "a date of birth"),
        ("Send it to LS99 9ZZ today", "a postcode"),
        ("12 Mill Lane, ls999zz", "a postcode"),
        ("priya@trust.invalid", "an email address"),
        ("mailto:j.o'neil+x@trust.invalid", "an email address"),
        ("priya@trust.example.com", "an email address"),
        ("Call 0113 012 3456", "a phone number"),
        ("Call (0113) 012-3456", "a phone number"),
        ("+44 113 012 3456", "a phone number"),
        ("+44 (0)113 012 3456", "a phone number"),
        ("0800 123 456", "a phone number"),
        ("+353 1 000 0000", "a phone number"),
    ],
)
def test_what_could_belong_to_a_real_person_is_seen(text, kind):
    assert kinds(text) == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "NHS number 999 000 0018",
        "Order 9434765918",  # one digit off
        "0000000000 and 1111111111",
        "The meeting is on 03/06/2026 at 9:30am.",
        "Staff were born to do this. Come on 3 June.",
        "born in 1961",
        "Bring form B1 to desk 2AA",
        "Postcode ZZ99 3WZ",
        "A1, B2 and C3 are competencies; see Road 7",
        "sade@trust.example and june@steady.examplevalley.example",
        "Ring 0113 496 0123, 020 7946 0001, 07700 900 123, 01632 960999, 0808 157 0123 or +44 7700 900123.",
        "Dial 999, 111 or extension 4321.",
        "142 + 37 + 4 = 183 in 2026-11-23",
        "From 10am to 4.30pm, 12 weeks, 1,200 people",
    ],
)
def test_what_was_made_for_invention_or_is_something_else_is_left_alone(text):
    assert looks_real(text) == ()


def test_each_find_says_what_and_where_in_the_order_of_the_text():
    text = "Ask priya@trust.invalid about 943 476 5919."
    mail, number = looks_real(text)
    assert (mail.text, number.text) == ("priya@trust.invalid", "943 476 5919")
    assert [text[found.start :].startswith(found.text) for found in (mail, number)] == [True, True]


@settings(max_examples=200)
@given(nine_digits)
def test_every_number_with_the_right_check_digit_is_seen_outside_the_invented_range(nine):
    number = with_check_digit(nine)
    if number is None:  # one in eleven has no check digit at all
        return
    assert bool(kinds(f"Number {number[:3]} {number[3:6]} {number[6:]} here")) != number.startswith("999")


@settings(max_examples=200)
@given(nine_digits, st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(nine, place, more):
    number = with_check_digit(nine)
    if number is None:
        return
    changed = str((int(number[place]) + more) % 10)
    assert not has_check_digit(number[:place] + changed + number[place + 1 :])


@settings(max_examples=100)
@given(st.text(max_size=200))
def test_any_text_can_be_looked_through(text):
    for found in looks_real(text):
        assert text[found.start : found.start + len(found.text)] == found.text


def test_public_ids_are_of_version_7_and_sort_by_the_time_they_were_made():
    made = []
    for _ in range(3):
        made.append(uuid7())
        time.sleep(0.002)
    assert all(each.version == 7 and each.variant == uuid.RFC_4122 for each in made)
    assert all(one < other for one, other in itertools.pairwise(made))
    assert abs((made[0].int >> 80) / 1000 - time.time()) < 60


@given(
    st.lists(
        st.sampled_from(["born", "3 May 1990", "x" * 9, "LS1 4ap", "road", "07911 123456", "943 476 5919"]), max_size=14
    )
)
def test_what_stands_near_is_found_wherever_else_such_words_stand(words: list[str]):
    text = "  ".join(words)
    births = {found.start for found in looks_real(text) if found.kind == "a date of birth"}
    near = {
        date.start()
        for date in re.finditer("3 May 1990", text)
        if any(
            word.start() - 40 <= date.end() and date.start() <= word.end() + 40 for word in re.finditer("born", text)
        )
    }
    assert births == near
