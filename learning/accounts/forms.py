"""Shape of what people type to sign in."""

from __future__ import annotations

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, EmailField, PasswordField, StringField
from wtforms.validators import InputRequired, Length, Regexp

from learning.accounts.rules import LONGEST_SECRET

_EMAIL = Regexp(r"^[^@\s]+@[^@\s]+$", message="Write your email address in full, like name@trust.example")


class LinkForm(FlaskForm):
    email = EmailField("Your work email", validators=[InputRequired("Write your work email"), Length(max=254), _EMAIL])


class CodeForm(FlaskForm):
    staff_number = StringField("Staff number", validators=[InputRequired("Write your staff number"), Length(max=50)])
    code = PasswordField(
        "Personal code", validators=[InputRequired("Write your personal code"), Length(max=LONGEST_SECRET)]
    )


class PasswordForm(FlaskForm):
    email = EmailField("Your work email", validators=[InputRequired("Write your work email"), Length(max=254), _EMAIL])
    password = PasswordField("Password", validators=[InputRequired("Write your password"), Length(max=LONGEST_SECRET)])


class NewSecretForm(FlaskForm):
    secret = PasswordField("New", validators=[InputRequired("Write a new one"), Length(max=LONGEST_SECRET)])
    again = PasswordField("The same again", validators=[InputRequired("Write it a second time")])


class StaffFileForm(FlaskForm):
    file = FileField("Staff file", validators=[FileRequired("Choose the staff file")])


class ApplyForm(FlaskForm):
    """The yes to a dry run; with more leavers than usual, one more in so many words."""

    leavers = BooleanField("These people have left")
