"""The doors of one rule: deciding it, seeing what it would say, and ending it."""

from __future__ import annotations

from flask import abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from learning.access import me, my_organisation, my_today
from learning.ground import clock
from learning.ground.db import db
from learning.ground.errors import Refused
from learning.guardrails import actions, queries
from learning.guardrails.actions import Decision
from learning.guardrails.actions.writing import condition_lines
from learning.guardrails.forms import EndForm, RuleForm, beside
from learning.guardrails.models import PermissionRule
from learning.guardrails.rules import ANY, Answer, Scope
from learning.guardrails.views.editing import Editor, editor, onward, refuse_unless
from learning.guardrails.views.history import Meanwhile, differences, name_of, rule_facts, who
from learning.guardrails.views.lines import ANY_TOOL, rule_address
from learning.guardrails.views.room import room
from learning.guardrails.views.rule_page import RulePage, preview_of, rule_page
from learning.guardrails.views.seen import seen_version


def _scope(slug: str) -> Scope:
    """What the address is about. A tool, task or label that is not known is not found."""
    if slug != ANY_TOOL:
        queries.tool(slug, organisation_id=my_organisation().id)
    words = queries.vocabulary()
    task, label = request.args.get("task") or ANY_TOOL, request.args.get("data") or ANY_TOOL
    if task not in (ANY_TOOL, *words.task_ids) or label not in (ANY_TOOL, *words.label_ids):
        abort(404)
    return Scope(*(ANY if one == ANY_TOOL else one for one in (slug, task, label)))


@room.route("/admin/tools/<slug>/rule", methods=["GET", "POST"])
def rule(slug: str) -> ResponseReturnValue:
    """What counts for this scope and why; a POST decides it, or shows what people would read."""
    found, scope = editor(), _scope(slug)
    if request.method != "POST":
        return _page(found, scope)
    refuse_unless(found.may_edit_rule(scope, queries.register(my_organisation().id)))
    form = RuleForm(organisation_id=my_organisation().id, today=my_today())
    previews = "preview" in request.form
    form.has_past = not previews and _has_past(scope)
    if not form.validate_on_submit() or previews:
        return _page(found, scope, form)
    return _decided(found, scope, form)


def _has_past(scope: Scope) -> bool:
    """Whether this is a change. Who was overtaken is shown that first, whatever their reason."""
    versions = queries.rule_versions(my_organisation().id, scope)
    row = next((one for one in versions if one.until_at is None), None)
    return bool(versions) and (row.version if row else 0) == seen_version()


def _page(
    found: Editor,
    scope: Scope,
    form: RuleForm | None = None,
    *,
    ending: EndForm | None = None,
    meanwhile: Meanwhile | None = None,
) -> ResponseReturnValue:
    chosen = form.answer.data if form else None
    answer = Answer(chosen) if chosen in set(Answer) else None
    page = rule_page(my_organisation().id, scope, found, answer=answer, today=my_today())
    shown = form or _fresh(page)
    preview = None
    if not shown.errors and shown.answer.data:
        preview = preview_of(scope, _decision(shown))
    html = render_template(
        "guardrails/rule.html",
        page=page,
        form=shown,
        ending=ending or EndForm(None),
        seen=seen_version() if form and not meanwhile else page.version,
        meanwhile=meanwhile,
        preview=preview,
        vocabulary=queries.vocabulary(),
        here=rule_address(scope),
        end_address=rule_address(scope, to="guardrails.end_rule"),
        is_sent=form is not None,
    )
    return html, 409 if meanwhile else 400 if shown.errors or ending else 200


def _fresh(page: RulePage) -> RuleForm:
    """The form as the rule stands; a new rule is offered with the owner of the tool."""
    row, organisation_id = page.row, my_organisation().id
    owner_id = row.owner_id if row else page.usual_owner.id if page.usual_owner else None
    owner = queries.people_by_id(organisation_id, [owner_id]).get(owner_id or 0)
    typed = {"owner": queries.written_as(owner)}
    if row is not None:
        day = row.review_on
        typed |= {"answer": row.answer, "only_if": row.only_if, "conditions": "\n".join(row.conditions)}
        typed |= {"instead": row.instead, "policy_url": row.policy_url}
        typed |= {f"review_{part}": str(getattr(day, part)) for part in ("day", "month", "year") if day}
    form = RuleForm(None, data=typed, organisation_id=organisation_id, today=my_today())
    form.owner.person = owner
    return form


def _decision(form: RuleForm) -> Decision:
    return Decision(
        answer=form.answer.data or "",
        only_if=form.only_if.data or "",
        conditions=form.conditions.data or "",
        instead=form.instead.data or "",
        owner=form.owner.person,
        review_on=form.review_on,
        policy_url=form.policy_url.data or "",
        why=form.why.data or "",
    )


def _decided(found: Editor, scope: Scope, form: RuleForm) -> ResponseReturnValue:
    seen, decision = seen_version(), _decision(form)
    try:
        row = actions.decide(
            my_organisation().id,
            scope,
            decision,
            seen_version=seen,
            by=me(),
            now=clock.now(),
            today=my_today(),
        )
        db.session.commit()
    except actions.Overtaken as overtaken:
        db.session.rollback()
        return _page(found, scope, form, meanwhile=_meanwhile(scope, form, seen, str(overtaken)))
    except Refused as refusal:
        db.session.rollback()
        form.answer.errors = [beside(str(refusal))]
        return _page(found, scope, form)
    flash("Nothing has changed." if row.version == seen else f"Saved as version {row.version}. It counts from now on.")
    return onward(rule_address(scope))


def _meanwhile(scope: Scope, form: RuleForm, seen: int, said: str) -> Meanwhile:
    """What the first editor changed, field by field, beside what the second wrote."""
    organisation_id = my_organisation().id
    versions = queries.rule_versions(organisation_id, scope)
    before = next((row for row in versions if row.version == seen), None)
    now = queries.rule_row(organisation_id, scope)
    newest = versions[0]
    ids = [one for row in versions for one in (row.owner_id, row.by_person_id)]
    named = queries.people_by_id(organisation_id, ids)
    yours = _typed(form)
    changed = differences(rule_facts(before, named), rule_facts(now, named), yours)
    by = who(newest.by_person_id, named) if now else "somebody"
    return Meanwhile(by, now.from_at if now else newest.until_at, tuple(changed), said)


def _typed(form: RuleForm) -> dict[str, str]:
    """The words of the form by the names that versions are compared by."""
    decision = _decision(form)
    as_row = PermissionRule(
        answer=decision.answer,
        only_if=decision.only_if,
        conditions=condition_lines(decision.conditions),
        instead=decision.instead,
        review_on=decision.review_on,
        policy_url=decision.policy_url,
    )
    return {**rule_facts(as_row, {}), "Who answers for it": name_of(decision.owner)}


@room.post("/admin/tools/<slug>/rule/end")
def end_rule(slug: str) -> ResponseReturnValue:
    """The rule counts no more. What a wider rule says counts, or it is not decided."""
    found, scope = editor(), _scope(slug)
    organisation_id = my_organisation().id
    refuse_unless(found.may_edit_rule(scope, queries.register(organisation_id)))
    form = EndForm()
    row = queries.rule_row(organisation_id, scope)
    if row is None:
        flash("This rule was ended already.")
        return onward(url_for(".tools"))
    if not form.validate_on_submit():
        return _page(found, scope, ending=form)
    if row.version != seen_version():
        return _end_overtaken(found, scope, form)
    try:
        actions.end(row, why=form.end_why.data or "", by=me(), now=clock.now())
        db.session.commit()
    except actions.Overtaken:
        db.session.rollback()
        return _end_overtaken(found, scope, form)
    flash("The rule is ended. What a wider rule says counts now, or it is not decided.")
    return onward(rule_address(scope))


def _end_overtaken(found: Editor, scope: Scope, form: EndForm) -> ResponseReturnValue:
    """Another version counts, which this editor has not looked at yet."""
    said = "Somebody else changed this rule meanwhile. Look at it, then end it if you still want to."
    form.end_why.errors = [said]
    return _page(found, scope, ending=form)
