"""Every door of Steady: where it is, how it is opened, who may, and what they meet. The tests of the house read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

EVERYBODY = frozenset({"stranger", "staff", "champion", "lead", "administrator", "editor", "staff-side"})
SIGNED_IN = EVERYBODY - {"stranger"}
LEADS = frozenset({"lead"})
CHAMPIONS_AND_LEADS = frozenset({"champion", "lead"})  # and managers, of whom there is none in the world of the tests
ADMINISTRATORS = frozenset({"administrator"})
ADMINISTRATORS_AND_EDITORS = frozenset({"administrator", "editor"})
STAFF_SIDE = frozenset({"staff-side"})
LIBRARY = ADMINISTRATORS_AND_EDITORS | STAFF_SIDE
LEADS_AND_ADMINISTRATORS = frozenset({"lead", "administrator"})


@dataclass(frozen=True)
class Door:
    """One address and method. `path` has names in braces, filled from the world of the tests."""

    endpoint: str
    method: str
    path: str
    who: frozenset[str]
    code: int  # what somebody who may enter meets
    data: Mapping[str, str] = field(default_factory=dict)
    lands_on: str = ""  # for a redirect: how the next address begins
    by_token: bool = False  # the address itself is the key: no sign-in, no CSRF token
    says: Mapping[str, int] = field(default_factory=dict)  # by role, where they meet something else

    def code_for(self, role: str) -> int:
        return self.says.get(role, self.code)

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def get(endpoint: str, path: str, who: frozenset[str], code: int = 200, **more: object) -> Door:
    return Door(endpoint, "GET", path, who, code, **more)  # type: ignore[arg-type]


def post(endpoint: str, path: str, who: frozenset[str], code: int = 302, **more: object) -> Door:
    return Door(endpoint, "POST", path, who, code, **more)  # type: ignore[arg-type]


IN = "/this-week"
OUT = "/sign-in"
WELCOMED = dict.fromkeys(SIGNED_IN, 302)  # who is signed in already is led on

DOORS: tuple[Door, ...] = (
    # The frame
    get("pages.index", "/", EVERYBODY, 302),
    get("pages.accessibility", "/accessibility", EVERYBODY),
    get("pages.help_page", "/help", EVERYBODY),
    get("pages.healthz", "/healthz", EVERYBODY),
    get("pages.readyz", "/readyz", EVERYBODY),
    # Signing in
    get("accounts.sign_in", "/sign-in", EVERYBODY, says=WELCOMED),
    post("accounts.sign_in", "/sign-in", EVERYBODY, 200, data={"email": "nobody@trust.example"}),
    post("accounts.sign_in_with_code", "/sign-in/code", EVERYBODY, 400, data={"staff_number": "1", "code": "no"}),
    post(
        "accounts.sign_in_with_password",
        "/sign-in/password",
        EVERYBODY,
        400,
        data={"email": "nobody@trust.example", "password": "no"},
    ),
    get("accounts.link", "/sign-in/link/{link_token}", EVERYBODY),
    post("accounts.link", "/sign-in/link/{link_token}", EVERYBODY, 410, says={"stranger": 302}),  # once, for the first
    post("accounts.sign_out", "/sign-out", SIGNED_IN, lands_on=OUT),
    get("accounts.secret", "/account/secret", SIGNED_IN),
    post(
        "accounts.secret",
        "/account/secret",
        SIGNED_IN,
        data={"secret": "three invented words", "again": "three invented words"},
        lands_on="/settings",
    ),
    # Staff
    get("accounts.admin", "/admin", ADMINISTRATORS_AND_EDITORS),
    get("accounts.staff", "/admin/staff?q=o'br", ADMINISTRATORS),
    post("accounts.issue_code", "/admin/staff/{public_id}/code", ADMINISTRATORS, 200),
    get("accounts.staff_import", "/admin/staff/import", ADMINISTRATORS),
    post("accounts.staff_import", "/admin/staff/import", ADMINISTRATORS, 400),
    get("accounts.staff_import_columns", "/admin/staff/import/columns", ADMINISTRATORS),
    post("accounts.staff_import_columns", "/admin/staff/import/columns", ADMINISTRATORS, data={"team": "Ward"}),
    get("accounts.staff_import_dry_run", "/admin/staff/import/{key}", ADMINISTRATORS),
    post("accounts.staff_import_dry_run", "/admin/staff/import/{key}", ADMINISTRATORS, 400),
    get("accounts.staff_import_lines", "/admin/staff/import/{key}/lines.csv", ADMINISTRATORS),
    get("accounts.staff_import_done", "/admin/staff/import/applied/{import}", ADMINISTRATORS),
    post("accounts.staff_import_cancel", "/admin/staff/import/{key}/cancel", ADMINISTRATORS),
    # The week
    get("drip.this_week", "/this-week", SIGNED_IN),
    post("drip.come_back", "/this-week/come-back", SIGNED_IN, lands_on=IN),
    post("drip.follow_up", "/this-week/plan/{plan}", SIGNED_IN, data={"answer": "No chance yet"}, lands_on=IN),
    post(
        "drip.role",
        "/this-week/role",
        SIGNED_IN,
        404,  # their role is known
        data={"role": "medical-secretary"},
        says={"staff": 302},
    ),
    get("drip.progress", "/progress", SIGNED_IN),
    get("drip.progress_on_paper", "/progress/print", SIGNED_IN),
    post("drip.practise", "/progress/practise", SIGNED_IN, 303),
    get("drip.settings", "/settings", SIGNED_IN),
    post("drip.settings", "/settings", SIGNED_IN, data={"works": "0", "channel": "app"}, lands_on="/settings"),
    post(
        "drip.pause",
        "/settings/pause",
        SIGNED_IN,
        data={
            "from-day": "21",
            "from-month": "12",
            "from-year": "2026",
            "to-day": "8",
            "to-month": "1",
            "to-year": "2027",
        },
        lands_on="/settings",
    ),
    post("drip.no_ai", "/settings/no-ai", SIGNED_IN, data={"chosen": "yes"}, lands_on="/settings"),
    get("drip.operations", "/operations", LEADS_AND_ADMINISTRATORS),
    get("drip.preview", "/operations/preview", ADMINISTRATORS),
    get("drip.answer_link", "/a/{unit_token}", EVERYBODY, by_token=True),
    post("drip.answer_link", "/a/{unit_token}", EVERYBODY, 303, by_token=True),
    get("drip.unsubscribe", "/u/{unit_token}", EVERYBODY, by_token=True),
    post("drip.unsubscribe", "/u/{unit_token}", EVERYBODY, 200, by_token=True),
    # What may be used: the register. Named owners may too; none of the world of the tests is one
    get("guardrails.tools", "/admin/tools", ADMINISTRATORS),
    get("guardrails.add_tool", "/admin/tools/add", ADMINISTRATORS),
    post("guardrails.add_tool", "/admin/tools/add", ADMINISTRATORS, 303, data={"name": "Letter sorter"}),
    get("guardrails.tool", "/admin/tools/{tool}", ADMINISTRATORS),
    post(
        "guardrails.tool",
        "/admin/tools/{tool}",
        ADMINISTRATORS,
        303,
        data={"name": "Text assistant", "seen": "1"},
        lands_on="/admin/tools/",
    ),
    post("guardrails.give", "/admin/tools/{tool}/give", ADMINISTRATORS, 303, data={"to": "organisation"}),
    post("guardrails.take_back", "/admin/tools/{tool}/take-back", ADMINISTRATORS, 303, data={"access": "0"}),
    post("guardrails.withdraw", "/admin/tools/{tool}/withdraw", ADMINISTRATORS, 303, data={"why": "Not safe now."}),
    post("guardrails.put_back", "/admin/tools/{tool}/put-back", ADMINISTRATORS, 303),
    get("guardrails.rule", "/admin/tools/{tool}/rule?task=rewrite&data=staff_only", ADMINISTRATORS),
    post("guardrails.rule", "/admin/tools/{tool}/rule?task=rewrite", ADMINISTRATORS, 400, data={"answer": "no"}),
    post("guardrails.end_rule", "/admin/tools/{tool}/rule/end?task=rewrite", ADMINISTRATORS, 303),
    get("guardrails.register_settings", "/admin/guardrails", ADMINISTRATORS),
    post(
        "guardrails.register_settings",
        "/admin/guardrails",
        ADMINISTRATORS,
        303,
        data={"slip_within": "1 hour", "seen": "1"},
    ),
    # Units
    get("modules.units", "/modules", SIGNED_IN),
    get("modules.unit", "/modules/{slug}", SIGNED_IN),
    get("modules.answer", "/modules/{slug}/gap", SIGNED_IN, 302),
    post("modules.answer", "/modules/{slug}/gap", SIGNED_IN, 303, data={"marked": "b", "sure": "very"}),
    post("modules.again", "/modules/{slug}/again", SIGNED_IN, 303),
    get("modules.paper", "/modules/{slug}/print", SIGNED_IN),
    get("modules.library", "/admin/modules", LIBRARY),
    post("modules.know_already", "/modules/{slug}/know-already", SIGNED_IN, 303),
    get("modules.note", "/modules/{slug}/note?about=case", SIGNED_IN),
    post("modules.note", "/modules/{slug}/note", SIGNED_IN, 303, data={"about": "case", "text": "A rota by voice."}),
    post("modules.note_seen", "/notes/{reply}/seen", SIGNED_IN, 404, says={"staff": 303}),  # whoever wrote it
    get("modules.starting", "/starting-check", SIGNED_IN),
    post("modules.starting_begin", "/starting-check/begin", SIGNED_IN, 400),  # no check is adopted
    get("modules.starting_answer", "/starting-check/0", SIGNED_IN, 303),
    post("modules.starting_answer", "/starting-check/0", SIGNED_IN, 303),
    post("modules.starting_leave", "/starting-check/leave", SIGNED_IN, 303, lands_on=IN),
    get("modules.paper_code", "/paper", SIGNED_IN),
    post("modules.paper_code", "/paper", SIGNED_IN, 400, data={"code": "none"}),
    get("modules.from_paper", "/paper/{paper}", SIGNED_IN),
    post("modules.from_paper", "/paper/{paper}", SIGNED_IN, 303, data={"activity": "gap", "marked": "b"}),
    get("modules.huddles", "/huddles", CHAMPIONS_AND_LEADS),
    get("modules.huddle_sheet", "/huddles/{slug}/print", CHAMPIONS_AND_LEADS),
    get("modules.huddle", "/huddles/{slug}", CHAMPIONS_AND_LEADS),
    post("modules.huddle", "/huddles/{slug}", CHAMPIONS_AND_LEADS, 400, data={"people": "none"}),
    get("modules.notes", "/admin/notes", ADMINISTRATORS_AND_EDITORS),
    post(
        "modules.reply",
        "/admin/notes/{note}",
        ADMINISTRATORS_AND_EDITORS,
        303,
        data={"reply": "Done.", "changed": "yes"},
    ),
    post("modules.adopt_all", "/admin/modules", ADMINISTRATORS_AND_EDITORS, 303, data={"reviewed_by": "June Lind"}),
    get("modules.library_unit", "/admin/modules/{own}", LIBRARY),
    get("modules.compare", "/admin/modules/{own}/compare", LIBRARY),
    get("modules.items", "/admin/items", ADMINISTRATORS_AND_EDITORS),
    post("modules.hold", "/admin/modules/{own}/hold", STAFF_SIDE, 303, data={"why": "Ask the union first."}),
    post("modules.lift", "/admin/modules/{own}/lift", STAFF_SIDE, 303),
    post("modules.adopt", "/admin/modules/{own}/adopt", ADMINISTRATORS_AND_EDITORS, 303, data={"reviewed_by": "June"}),
    post("modules.hold_back", "/admin/modules/{own}/hold-back", ADMINISTRATORS_AND_EDITORS, 303),
    get("modules.slots", "/admin/slots", ADMINISTRATORS_AND_EDITORS),
    post("modules.slots", "/admin/slots", ADMINISTRATORS_AND_EDITORS, 303),
    # May I…?
    get("guardrails.guardrails", "/guardrails?task=rewrite&data=staff_only", SIGNED_IN),
    get("guardrails.changes", "/guardrails/changes?tool=another&task=rewrite&data=staff_only", SIGNED_IN),
    get("guardrails.receipt", "/guardrails/receipt?tool=another&task=rewrite&data=staff_only", SIGNED_IN, 302),
    get("guardrails.check_receipt", "/receipt", EVERYBODY),
    post("guardrails.check_receipt", "/receipt", EVERYBODY, 200, data={"code": "0000", "name": "Sade"}),
    get("guardrails.mine", "/guardrails/mine", SIGNED_IN),
    post("guardrails.say_still_right", "/guardrails/mine/{rule}/still-right", ADMINISTRATORS, 303),  # and its owner
    # What people print about permission
    get("guardrails.slip", "/guardrails/slip", SIGNED_IN),
    get("guardrails.expected", "/guardrails/expected?role=medical-secretary", SIGNED_IN),
    get("guardrails.expected_text", "/guardrails/expected.md", SIGNED_IN),
    get("guardrails.team_card", "/guardrails/team?team=outpatients", SIGNED_IN),
    # What people need a tool for
    get("guardrails.need", "/guardrails/need?task=rewrite&data=staff_only", SIGNED_IN),
    post("guardrails.need", "/guardrails/need", SIGNED_IN, 400, data={"problem": "Too short"}),
    get("guardrails.needs", "/guardrails/needs", SIGNED_IN),
    post("guardrails.join_need", "/guardrails/needs/{need}/join", SIGNED_IN, 303, lands_on="/guardrails/needs"),
    post("guardrails.need_read", "/guardrails/needs/{need}/read", SIGNED_IN, 303, lands_on=IN),
    get(  # whoever asked reads it, who decides answers it, and for everybody else it is not there
        "guardrails.need_answer",
        "/guardrails/needs/{need}",
        SIGNED_IN,
        404,
        says={"staff": 200, "administrator": 200},
    ),
    post(
        "guardrails.need_answer",
        "/guardrails/needs/{need}",
        SIGNED_IN,
        404,
        data={"answer": "No"},
        says={"administrator": 400},
    ),
    # Coverage
    get("coverage.coverage", "/coverage", LEADS),
    get("coverage.coverage_csv", "/coverage.csv", LEADS),
    # Privacy
    get("privacy.privacy", "/privacy", EVERYBODY),
    post("privacy.download", "/privacy/download", SIGNED_IN, 200),
    # The demonstration, on this machine only
    get("demo.demo", "/demo", EVERYBODY),
    post("demo.sign_in", "/demo/sign-in", EVERYBODY, 404, data={"who": "nobody of the demonstration"}),
    get("demo.outbox", "/outbox", EVERYBODY),
    get("demo.mail", "/outbox/{mail}", EVERYBODY),
    get("demo.mail_page", "/outbox/{mail}/page", EVERYBODY),
)
