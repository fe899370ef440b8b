"""The doors of the starting check: an offer to show at once what somebody knows already."""

from __future__ import annotations

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from learning.access import me, my_today
from learning.capability import queries as capability
from learning.ground import clock
from learning.ground.db import db
from learning.modules import actions, queries
from learning.modules.forms import AnswerForm, blank, read_answer
from learning.modules.queries import StartingNow
from learning.modules.rules import Activity, Opener, Told, filled
from learning.modules.views.room import room
from learning.modules.views.unit_page import Stretch, stretches


@dataclass(frozen=True, slots=True)
class StartingPage:
    """One question of the check, with the verdict on the one before it."""

    now: StartingNow
    number: int  # from 0, among all
    stretch: Stretch
    form: AnswerForm
    told: Told | None

    @property
    def caption(self) -> str:
        """Where in this sitting it stands."""
        half, all_ = self.now.half, len(self.now.row.items)
        place, of = (self.number + 1, half) if self.number < half else (self.number - half + 1, all_ - half)
        return f"Starting check, question {place} of {of} in this sitting"


@room.get("/starting-check")
def starting() -> ResponseReturnValue:
    """The offer, the next question, the pause between the sittings, or what came of it."""
    now = queries.starting_check(me().id)
    if now is None or now.row.began_on is None:
        items = queries.items_for(me(), today=my_today())
        return render_template("modules/starting.html", items=items, minutes=_minutes(items))
    if not now.left:
        return render_template("modules/starting_done.html", now=now, told=_told(now, len(now.row.items) - 1))
    if now.is_between and request.args.get("part") != "2":
        return render_template("modules/starting_half.html", now=now, told=_told(now, now.half - 1))
    return _question(now, now.left[0])


def _minutes(items: tuple[Opener, ...]) -> int:
    return max(1, round(sum(item.minutes for item in items) / 2))


def _question(now: StartingNow, number: int, tried: AnswerForm | None = None) -> ResponseReturnValue:
    stretch, activity = _item(now, number)
    is_first = number in (0, now.half)
    page = StartingPage(now, number, stretch, tried or blank(activity), None if is_first else _told(now, number - 1))
    values = queries.slots(me().organisation_id)
    return render_template("modules/starting_question.html", page=page, values=values), 400 if tried else 200


def _item(now: StartingNow, number: int) -> tuple[Stretch, Activity]:
    item = now.row.items[number]
    module = queries.module_of(queries.version(item["version"]))
    found = next(each for each in stretches(module) if each.activity and each.activity.id == item["activity"])
    if found.activity is None:
        raise LookupError(f"{module.id} has no {item['activity']}")
    return found, filled(found.activity, queries.slots(me().organisation_id))


def _told(now: StartingNow, number: int) -> Told | None:
    """The verdict on this question, if it was answered."""
    item = now.row.items[number]
    if item.get("state") != "answered":
        return None
    version = queries.version(item["version"])
    sitting = queries.open_sitting(me().id, version.id)
    answer = queries.answers_in(sitting.id).get(item["activity"]) if sitting else None
    if answer is None:
        return None
    return queries.verdict_of(queries.module_of(version), answer, queries.slots(me().organisation_id))


@room.post("/starting-check/begin")
def starting_begin() -> ResponseReturnValue:
    actions.begin_starting_check(me(), today=my_today())
    db.session.commit()
    return redirect(url_for(".starting"), code=303)


@room.post("/starting-check/leave")
def starting_leave() -> ResponseReturnValue:
    actions.leave_starting_check(me(), today=my_today())
    db.session.commit()
    return redirect(url_for("drip.this_week"), code=303)


@room.route("/starting-check/<int:number>", methods=["GET", "POST"])
def starting_answer(number: int) -> ResponseReturnValue:
    """Answer one question, or pass it over. Sent twice, the first stands."""
    now = queries.starting_check(me().id)
    if request.method == "POST" and now is not None and number in now.left:
        if "skip" in request.form:
            actions.pass_over(now.row, number, today=my_today())
        else:
            form = read_answer(_item(now, number)[1], request.form)
            if not form.is_valid:
                return _question(now, number, form)
            actions.answer_starting_item(
                me(), now.row, number, given=form.given, confidence=form.confidence, now=clock.now(), today=my_today()
            )
        db.session.commit()
    is_second = now is not None and number >= now.half
    return redirect(url_for(".starting", part=2 if is_second else None), code=303)


def starting_offer() -> Markup:
    """For the page of the week: the offer to somebody new, or the way back to a check that was begun."""
    offered = queries.offers_starting_check(me(), today=my_today())
    if offered is None or not capability.required_of(me().id):
        return Markup()
    return Markup(render_template("modules/starting_offer.html", offered=offered))  # noqa: S704 - our own template
