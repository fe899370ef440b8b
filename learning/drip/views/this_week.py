"""This week: the unit, or why there is none; the plan to look back on; what fades next."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from learning.access import me, my_organisation, my_today
from learning.capability import actions as capability_actions
from learning.capability import queries as capability
from learning.drip import queries
from learning.drip.actions import wishes
from learning.drip.views.room import room
from learning.ground import clock, settings
from learning.ground.db import db
from learning.guardrails import queries as guardrails
from learning.modules import actions as modules_actions
from learning.modules import queries as modules
from learning.modules.views import starting
from learning.people import actions as people
from learning.people import queries as people_queries
from learning.people.shelf import role_families


@room.get("/this-week")
def this_week() -> ResponseReturnValue:
    today = my_today()
    week = queries.my_week(me(), my_organisation(), now=clock.now(), today=today)
    plan = modules.plan_to_follow_up(me().id, today=today)
    return render_template(
        "drip/this_week.html",
        week=week,
        plan=plan,
        asked=modules.question_of(plan) if plan else None,
        fading=queries.fading_next(me().id, today=today),
        role=_role_to_confirm(),
        starting_offer=starting.starting_offer,
        replies=modules.replies_to(me().id),
        answered=guardrails.unread_answers(me().id),
        today=today,
    )


def _role_to_confirm() -> list[tuple[str, str]]:
    """Id and name of each role family the import could not choose between, or nothing when the role is known."""
    post = people_queries.main_post(me().id, my_today())
    if post is None or post.role_family is not None:
        return []
    families = capability.capability().roles.families
    wanted = set(post.role_candidates or ())
    return [(family.id, family.name) for family in families if not wanted or family.id in wanted]


@room.post("/this-week/role")
def role() -> ResponseReturnValue:
    """The person says which role is theirs; from then on the staff file leaves it alone."""
    post = people_queries.main_post(me().id, my_today())
    if post is None or post.role_family is not None:
        abort(404)
    people.confirm_role_family(
        post,
        request.form.get("role", ""),
        families=role_families(settings.current().content),
        by=str(me().public_id),
        now=clock.now(),
    )
    capability_actions.refresh_required(me().organisation_id, today=my_today())
    db.session.commit()
    return redirect(url_for(".this_week"))


@room.post("/this-week/plan/<int:plan_id>")
def follow_up(plan_id: int) -> ResponseReturnValue:
    """How a plan went, said once and for nobody else."""
    plan = modules.plan_to_follow_up(me().id, today=my_today())
    if plan is not None and plan.id == plan_id:
        modules_actions.follow_up(plan, answer=request.form.get("answer", ""), today=my_today())
        db.session.commit()
    return redirect(url_for(".this_week"))


@room.post("/this-week/come-back")
def come_back() -> ResponseReturnValue:
    wishes.come_back(me(), now=clock.now(), today=my_today())
    db.session.commit()
    return redirect(url_for(".this_week"))
