"""The links in the mail: one unit's question without signing in, and a way to stop the mail.

The signed token is the capability for this one unit. GET shows and changes nothing; POST records. It never signs in."""

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
from learning.ground.errors import Expired, NotFound, Refused
from learning.modules import actions as modules_actions
from learning.modules import forms as modules_forms
from learning.modules import queries as modules
from learning.modules.models import ModuleVersion
from learning.modules.shelf import Module
from learning.people.models import Organisation, Person

LINK_LASTS = 28  # days after the mail was sent


@dataclass(frozen=True, slots=True)
class Opened:
    """What a link opens: one delivery, its person and its unit."""

    delivery: Delivery
    person: Person
    organisation: Organisation
    version: ModuleVersion
    module: Module


def _opened(token: str) -> Opened:
    """Raises NotFound for a wrong or foreign token, Expired for an old one."""
    value = tokens.current().read("unit", token, max_age_days=LINK_LASTS)
    delivery = queries.delivery(int(value)) if value.isdecimal() else None
    if delivery is None or delivery.module_version_id is None:
        raise NotFound("This link is not complete. Open it again from the message.")
    person = db.session.get_one(Person, delivery.person_id)
    if not person.is_active:
        raise Expired("This link has expired.")
    version = db.session.get_one(ModuleVersion, delivery.module_version_id)
    organisation = db.session.get_one(Organisation, delivery.organisation_id)
    return Opened(delivery, person, organisation, version, modules.module_of(version))


@room.route("/a/<token>", methods=["GET", "POST"])
def answer_link(token: str) -> ResponseReturnValue:
    opened = _opened(token)
    activity = opened.module.opening
    if activity is None or not activity.fits_in_mail:
        # The question stands further down: the unit itself is the way in, behind sign-in.
        return redirect(url_for("modules.unit", slug=opened.version.slug))
    sitting = modules.open_sitting(opened.person.id, opened.version.id)
    answer = modules.answers_in(sitting.id).get(activity.id) if sitting else None
    if answer is not None:
        return render_template(
            "drip/answer_done.html", opened=opened, answer=answer, page=modules.verdict_of(opened.module, answer)
        )
    problem = ""
    if request.method == "POST":
        problem = _record(opened)
        if not problem:
            return redirect(url_for(".answer_link", token=token), code=303)
    chosen = request.form.get("choice") or request.args.get("c", "")
    return render_template(
        "drip/answer_link.html",
        opened=opened,
        activity=activity,
        filled=modules.slots(opened.organisation.id),
        chosen=chosen,
        sure=request.form.get("sure", ""),
        problem=problem,
    ), 400 if problem else 200


def _record(opened: Opened) -> str:
    """Keep the answer; what is wrong with it, or nothing. Confidence is asked here, but never compulsory."""
    activity = opened.module.opening
    if activity is None:
        raise NotFound("This unit has no such question. Open the unit again.")
    now = clock.now()
    today = clock.today(opened.organisation.timezone)
    try:
        given, confidence = modules_forms.answer(activity, request.form, confidence_required=False)
    except Refused as refusal:
        return str(refusal)
    sitting = modules_actions.begin(opened.person, opened.version, today=today)
    modules_actions.record_answer(
        opened.person,
        sitting,
        activity.id,
        given=given,
        confidence=confidence,
        source="mail",
        now=now,
        today=today,
    )
    db.session.commit()
    return ""


@room.route("/u/<token>", methods=["GET", "POST"])
def unsubscribe(token: str) -> ResponseReturnValue:
    """A mail program's one-click POST, or the button on this page, switches to units in the app."""
    opened = _opened(token)
    if request.method == "POST":
        wishes.switch_to_app(opened.person)
        db.session.commit()
    return render_template("drip/unsubscribe.html", is_done=request.method == "POST")
