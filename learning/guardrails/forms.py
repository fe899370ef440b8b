"""Shape of what editors type into the register. How words must be is said by the actions; the forms ask them first."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, StringField, TextAreaField
from wtforms.validators import ValidationError

from learning.ground.errors import Refused
from learning.ground.text import day_of, plural
from learning.guardrails import queries
from learning.guardrails.actions import writing
from learning.guardrails.rules import Answer
from learning.people.models import Person
from learning.people.queries import StaffLine

_YES_IF = re.compile(r"^\s*(?:yes\s*,?\s+)?if\s+", re.IGNORECASE)

Judge = Callable[[str], object]


def beside(said: str) -> str:
    """A message beside a field has no full stop, unless it is more than one sentence."""
    return said if ". " in said else said.removesuffix(".")


def judged(judge: Judge) -> Callable[[FlaskForm, Field], None]:
    """A field whose words an action will take."""

    def check(form: FlaskForm, field: Field) -> None:
        try:
            judge(field.data or "")
        except Refused as refusal:
            raise ValidationError(beside(str(refusal))) from None

    return check


def _line(most: int, mend: str = "", least: int = 0) -> Callable[[FlaskForm, Field], None]:
    return judged(lambda text: writing.line(text, mend, least=least, most=most))


def _after_if(text: str | None) -> str | None:
    """The words after "Yes, if", also where somebody typed these two as well."""
    return _YES_IF.sub("", text) if text else text


class PersonField(StringField):
    """One member of staff, by staff number or work email. Where a name was typed, a few to choose from."""

    person: Person | None = None
    lines: tuple[StaffLine, ...] = ()
    asked = ""  # the words that brought the lines
    picked = ""

    def process(self, formdata: Any, *args: Any, **kwargs: Any) -> None:
        """Somebody picked from the list counts for as long as the words above it stay the same."""
        super().process(formdata, *args, **kwargs)
        self.data = (self.data or "").strip()[:254]
        if formdata and formdata.get(f"{self.name}-asked") == self.data:
            self.picked = formdata.get(f"{self.name}-pick", "")[:100]

    def look_up(self, organisation_id: int, today: dt.date, *, missing: str) -> None:
        """Find who is meant. Raises ValidationError where that is not certain; `missing` where nothing was typed."""
        wanted = self.picked or self.data or ""
        if not wanted:
            if missing:
                raise ValidationError(missing)
            return
        found = queries.staff_found(organisation_id, wanted, today=today)
        if found.person is not None:
            self.person, self.data = found.person, queries.written_as(found.person)
            return
        self.lines, self.asked, self.picked = tuple(found.lines), self.data or "", ""
        raise ValidationError(_whom(self.data or "", found))


def _whom(typed: str, found: queries.Found) -> str:
    if found.has_left:
        return "This person has left. Choose somebody who works here"
    if found.has_more:
        return f"More than {len(found.lines)} people fit “{typed[:40]}”. Choose one, or write more of the name"
    if found.lines:
        fit = "fits" if len(found.lines) == 1 else "fit"
        return f"{plural(len(found.lines), 'person', 'people')} {fit} “{typed[:40]}”. Choose below who it is"
    return "Nobody here has this staff number, work email or name. Check how it is written"


class StaffForm(FlaskForm):
    """A form that names somebody of this organisation."""

    def __init__(self, *args: Any, organisation_id: int, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation_id, self.today = organisation_id, today


class ToolForm(StaffForm):
    """The facts about a tool."""

    name = StringField("Name", validators=[_line(60, "Write the name that staff know the tool by", least=2)])
    about = StringField("What it is", validators=[_line(300)])
    how_to_open = StringField("How to open it", validators=[judged(lambda text: writing.link_line(text, ""))])
    owner = PersonField("Who answers for it")

    def validate_owner(self, field: PersonField) -> None:
        field.look_up(self.organisation_id, self.today, missing="")


class RuleForm(StaffForm):
    """What an editor decides for one scope. `has_past`: there is a version before it, so this one says why."""

    answer = StringField("Answer")
    only_if = StringField("Yes, if …", filters=[_after_if], validators=[_line(60)])
    conditions = TextAreaField("Conditions", validators=[judged(writing.condition_lines)])
    instead = StringField("What to do instead", validators=[judged(lambda text: writing.link_line(text, ""))])
    owner = PersonField("Who answers for it")
    review_day = StringField("Day")
    review_month = StringField("Month")
    review_year = StringField("Year")
    policy_url = StringField("Link to the policy", validators=[judged(writing.web_address)])
    why = StringField("Why", validators=[_line(300)])

    review_on: dt.date | None = None
    has_past = False

    def validate_answer(self, field: Field) -> None:
        if field.data not in set(Answer):
            raise ValidationError("Choose an answer: yes, ask first, no, or not decided yet")

    def validate_owner(self, field: PersonField) -> None:
        field.look_up(self.organisation_id, self.today, missing="Name who answers for this rule")

    def validate_review_day(self, field: Field) -> None:
        typed = {f"review-{part}": self[f"review_{part}"].data or "" for part in ("day", "month", "year")}
        if not any(text.strip() for text in typed.values()):
            if self.answer.data == Answer.YES:
                raise ValidationError("Give the day by which somebody looks at this yes again")
            return
        try:
            self.review_on = writing.review_day(day_of(typed, "review", "review date"), today=self.today)
        except Refused as refusal:
            raise ValidationError(beside(str(refusal))) from None

    def validate_why(self, field: Field) -> None:
        if self.has_past and len((field.data or "").split()) < 2:
            raise ValidationError("Say in a sentence why it changed. Staff read it")


class SettingsForm(StaffForm):
    """Who decides where nobody is named, and whom to tell after a slip."""

    owner = PersonField("Who decides where nobody is named")
    slip_tell = StringField("Whom to tell", validators=[judged(lambda text: writing.link_line(text, ""))])
    slip_within = StringField("How fast", validators=[_line(60)])
    slip_out_of_hours = StringField("Out of hours", validators=[judged(lambda text: writing.link_line(text, ""))])

    def validate_owner(self, field: PersonField) -> None:
        field.look_up(self.organisation_id, self.today, missing="")


class PersonForm(StaffForm):
    """Whom a tool is given to."""

    person = PersonField("Person")

    def validate_person(self, field: PersonField) -> None:
        field.look_up(self.organisation_id, self.today, missing="Write a staff number or a work email")


class WithdrawForm(FlaskForm):
    """Why a tool is out of use, and what people use instead."""

    why = StringField(
        "Why is it out of use?",
        validators=[_line(300, "Say in one sentence why it is out of use. Everybody who has it reads this", least=5)],
    )
    instead = StringField("What to use instead", validators=[judged(lambda text: writing.link_line(text, ""))])


class EndForm(FlaskForm):
    """Why a rule ends."""

    end_why = StringField(
        "Why does this rule end?",
        validators=[_line(300, "Say in one sentence why this rule ends. It stays in the history", least=5)],
    )
