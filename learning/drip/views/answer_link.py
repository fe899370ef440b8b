"""The links in the mail: one unit without signing in, and a way to stop the mail.

The signed token is the capability for this one unit. GET shows and changes nothing; POST records. It never signs in,
and shows nothing else about the person."""

from __future__ import annotations

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from learning.drip import queries
from learning.drip.actions import wishes
from learning.drip.models import Delivery
from learning.drip.views.room import room
from learning.ground import clock, tokens
from learning.ground.db import db
from learning.ground.errors import Expired, NotFound
from learning.modules import actions as modules_actions
from learning.modules import queries as modules
from learning.modules.forms import AnswerForm, blank, read_answer
from learning.modules.models import ModuleVersion
from learning.modules.rules import filled
from learning.modules.views.unit_page import UnitPage
from learning.people.models import Organisation, Person

LINK_LASTS = 28  # days after the mail was sent


@dataclass(frozen=True, slots=True)
class Opened:
    """What a link opens: one delivery, its person and its unit."""

    delivery: Delivery
    person: Person
    organisation: Organisation
    version: ModuleVersion


def _opened(token: str) -> Opened:
    """Raises NotFound for a wrong or foreign token, Expired for an old one."""
    value = tokens.current().read("unit", token, max_age_days=LINK_LASTS)
    delivery = queries.delivery(value)
    if delivery is None or delivery.module_version_id is None:
        raise NotFound("This link is not complete. Open it again from the message.")
    person = db.session.get_one(Person, delivery.person_id)
    if not person.is_active:
        raise Expired("This link has expired.")
    version = db.session.get_one(ModuleVersion, delivery.module_version_id)
    return Opened(delivery, person, db.session.get_one(Organisation, delivery.organisation_id), version)


def _page_of(opened: Opened, tried: AnswerForm | None = None) -> UnitPage:
    today = clock.today(opened.organisation.timezone)
    sitting = modules.open_sitting(opened.person.id, opened.version.id)
    if sitting is not None and modules.is_past(sitting, today):
        sitting = None  # of months ago: this unit came again, and begins afresh
    return UnitPage(
        opened.person,
        opened.version,
        modules.module_of(opened.version),
        sitting,
        today,
        modules.slots(opened.organisation.id),
        modules.answers_in(sitting.id) if sitting else {},
        {},
        tried,
        is_by_link=True,
    )


@room.route("/a/<token>", methods=["GET", "POST"])
def answer_link(token: str) -> ResponseReturnValue:
    opened = _opened(token)
    page = _page_of(opened)
    tried = None
    if request.method == "POST" and page.stretch is not None:
        tried = _record(opened, page)
        if tried is None:
            return redirect(url_for(".answer_link", token=token), code=303)
        page = _page_of(opened, tried)
    template = "drip/answer_link.html" if page.stretch else "drip/answer_done.html"
    chosen = request.args.get("c", "")
    return render_template(
        template, opened=opened, page=page, form=_preselected(page, chosen, tried), chosen=chosen, token=token
    ), 400 if tried else 200


def _preselected(page: UnitPage, chosen: str, tried: AnswerForm | None) -> AnswerForm | None:
    """The question with what was pressed in the mail. After an error, with what was ticked."""
    if tried is not None or page.stretch is None or page.stretch.activity is None:
        return tried
    is_opening = page.stretch.activity == page.module.opening
    return blank(filled(page.stretch.activity, page.values), choice=chosen if is_opening else None)


def _record(opened: Opened, page: UnitPage) -> AnswerForm | None:
    """Keep the answer; the form with its problems where it has any. Confidence is asked, but never compulsory here."""
    activity = page.stretch.activity if page.stretch else None
    if activity is None or request.form.get("activity") != activity.id:
        return None  # sent twice: the first one stands, and the page says so
    form = read_answer(filled(activity, page.values), request.form, confidence_required=False)
    if not form.is_valid:
        return form
    sitting = page.sitting or modules_actions.begin(opened.person, opened.version, today=page.today, again=True)
    modules_actions.record_answer(
        opened.person,
        sitting,
        activity.id,
        given=form.given,
        confidence=form.confidence,
        source="mail",
        now=clock.now(),
        today=page.today,
    )
    db.session.commit()
    return None


@room.route("/u/<token>", methods=["GET", "POST"])
def unsubscribe(token: str) -> ResponseReturnValue:
    """A mail program's one-click POST, or the button on this page, switches to units in the app."""
    opened = _opened(token)
    if request.method == "POST":
        wishes.switch_to_app(opened.person)
        db.session.commit()
    return render_template("drip/unsubscribe.html", is_done=request.method == "POST")
