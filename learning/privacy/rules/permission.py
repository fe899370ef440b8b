"""The register, third part: what may be used, who answers for it, and what people need a tool for."""

from __future__ import annotations

from learning.privacy.rules.kind import (
    OF_THE_ORGANISATION,
    ORGANISATION,
    ROW,
    UNTIL_REMOVED,
    WHOSE,
    Column,
    Erasure,
    Kind,
    inside,
)

_REGISTER_IS_SEEN = (
    "Everybody here reads who answers for a tool or a rule. Administrators and owners see who changed it."
)


def _by(purpose: str) -> Column:
    """Somebody of the organisation who did it: the row outlives their record, without them."""
    return Column(purpose, is_exported=False, kept=UNTIL_REMOVED, erasure=Erasure.EMPTIED)


REGISTER_SETTINGS = Kind(
    table="guardrail_register",
    key="decides_what_may_be_used",
    name="That you decide what may be used, or changed who does",
    why="So that every question about a tool has a name, and everybody knows whom to tell after a slip.",
    seen_by=_REGISTER_IS_SEEN,
    whose=("owner_id", "by_person_id"),
    kept=OF_THE_ORGANISATION,
    erasure=Erasure.STAYS,
    columns={
        "organisation_id": ORGANISATION,
        "stamp": inside("Tells one state of the register from the next."),
        "version": inside("How often the settings were changed."),
        "owner_id": _by("Who decides where nobody else is named."),
        "slip_tell": Column("Whom to tell after a slip, as the organisation wrote it."),
        "slip_within": Column("How fast."),
        "slip_out_of_hours": Column("Whom to tell at night and at weekends."),
        "updated_at": Column("When it was last changed."),
        "by_person_id": _by("Who changed it last."),
        "told_stamp": inside("What heads-ups were last written from."),
        "told_on": inside("When."),
        "listed_on": inside("For which week owners were last written to."),
    },
)

TOOL = Kind(
    table="tool",
    key="tools_you_answer_for",
    name="Tools you answer for, or changed last",
    why="So that staff know which tools there are, and who answers for each.",
    seen_by=_REGISTER_IS_SEEN,
    whose=("owner_id", "by_person_id"),
    kept=OF_THE_ORGANISATION,
    erasure=Erasure.STAYS,
    columns={
        "id": ROW,
        "organisation_id": ORGANISATION,
        "slug": inside("The tool as units name it."),
        "name": Column("Its name."),
        "name_key": inside("The name in small letters, so that no two are alike."),
        "about": Column("What it is."),
        "how_to_open": Column("How to open it."),
        "owner_id": _by("Who answers for it."),
        "version": inside("How often it was changed."),
        "created_at": Column("When it came into the register."),
        "updated_at": Column("When it was last changed."),
        "by_person_id": _by("Who changed it last."),
    },
)

TOOL_WITHDRAWAL = Kind(
    table="tool_withdrawal",
    key="tools_you_took_out_of_use",
    name="Tools you took out of use",
    why="So that nobody is told that they may use a tool that is not safe, and everybody reads why.",
    seen_by="Everybody here reads that it is out of use and why. Nobody is shown who did it.",
    whose=("by_person_id",),
    kept=OF_THE_ORGANISATION,
    erasure=Erasure.STAYS,
    columns={
        "id": ROW,
        "organisation_id": ORGANISATION,
        "tool": Column("Which tool."),
        "why": Column("Why."),
        "instead": Column("What people use instead."),
        "from_at": Column("From when."),
        "until_at": Column("Until when."),
        "by_person_id": _by("Who did it."),
    },
)

TOOL_ACCESS = Kind(
    table="tool_access",
    key="tools_given",
    name="Tools given to you alone, and tools you gave to others",
    why="So that you are told what you may do with the tools you have. It is no record of use.",
    seen_by="Administrators and the owner of the tool. No printed page shows what one person has.",
    whose=("person_id", "by_person_id"),
    kept="As long as the register keeps its history. After your record is removed it says nothing about you.",
    erasure=Erasure.STAYS,
    columns={
        "id": ROW,
        "organisation_id": ORGANISATION,
        "tool": Column("Which tool."),
        "target": Column("To whom: everybody, a team, a role or one person."),
        "team_id": inside("Which team."),
        "family": Column("Which role."),
        "person_id": _by("Which person."),
        "from_at": Column("From when."),
        "until_at": Column("Until when."),
        "by_person_id": _by("Who gave it."),
    },
)

PERMISSION_RULE = Kind(
    table="permission_rule",
    key="rules_you_answer_for",
    name="Rules you answer for, or wrote",
    why="So that every answer has a name, and an old receipt can be checked against the history.",
    seen_by=_REGISTER_IS_SEEN,
    whose=("owner_id", "by_person_id"),
    kept=OF_THE_ORGANISATION,
    erasure=Erasure.STAYS,
    columns={
        "id": ROW,
        "organisation_id": ORGANISATION,
        "tool": Column("Which tool, or any."),
        "task": Column("Which task, or any."),
        "data_label": Column("Which kind of information, or any."),
        "version": Column("Which version of the rule."),
        "answer": Column("Yes, ask first, no, or not decided yet."),
        "only_if": Column("What follows “Yes, if”."),
        "conditions": Column("What people have to do."),
        "instead": Column("What to do instead."),
        "owner_id": _by("Who answers for it."),
        "review_on": Column("When somebody looks at it again."),
        "policy_url": Column("The policy behind it."),
        "why": Column("Why this version was made."),
        "from_at": Column("From when it counts."),
        "until_at": Column("Until when it counted."),
        "ended_why": Column("Why it was ended."),
        "by_person_id": _by("Who wrote it."),
    },
)

TOOL_NEED = Kind(
    table="tool_need",
    key="needs_you_answered",
    name="Needs for a tool that you answered",
    why="So that what people need a tool for reaches who decides, and the answer reaches everybody who asked.",
    seen_by="Who decides reads the words and, from 5 people on, how many asked. Everybody here reads what 5 or more "
    "need, and who writes something like it reads the words.",
    whose=("answered_by_id",),
    kept=OF_THE_ORGANISATION,
    erasure=Erasure.STAYS,
    columns={
        "id": ROW,
        "public_id": inside("The need in its address."),
        "organisation_id": ORGANISATION,
        "problem": Column("What somebody is trying to get done."),
        "tool": Column("Which tool it is about, if any."),
        "task": Column("Which task it is nearest to."),
        "data_label": Column("With which information."),
        "asked_on": Column("When it was first asked for."),
        "asked_by": inside("How many asked for it. The pages say when it is told."),
        "answer": Column("The answer."),
        "answered_on": Column("When it was answered."),
        "answered_by_id": _by("Who answered."),
    },
)

TOOL_NEED_ASKER = Kind(
    table="tool_need_asker",
    key="tools_you_asked_for",
    name="That you asked for a tool",
    why="So that the answer reaches you.",
    seen_by="Nobody. Who decides reads the words and a number from 5 on, and never who asked.",
    kept="Until 90 days after the answer.",
    columns={
        "need_id": inside("Which need. The file gives its words."),
        "person_id": WHOSE,
        "organisation_id": ORGANISATION,
        "seen_on": Column("When you read the answer."),
    },
)

GUARDRAIL_LETTER = Kind(
    table="guardrail_letter",
    key="letters_about_tools",
    name="Letters about tools and rules that were sent to you",
    why="So that you get each of them once: the list of what you answer for, or the answer to what you asked.",
    seen_by="Nobody.",
    columns={
        "id": ROW,
        "public_id": inside("The letter in its Message-ID."),
        "organisation_id": ORGANISATION,
        "person_id": WHOSE,
        "about": Column("What it was about: a week, or a need."),
        "need_id": inside("Which need."),
        "made_at": Column("When it was due."),
        "attempts": inside("How often it was tried."),
        "claimed_at": inside("When a sender took it."),
        "try_again_at": inside("When it is tried again."),
        "sent_at": Column("When it left."),
        "trouble": Column("What the mail server said, as a kind."),
    },
)

PERMISSION = (
    REGISTER_SETTINGS,
    TOOL,
    TOOL_WITHDRAWAL,
    TOOL_ACCESS,
    PERMISSION_RULE,
    TOOL_NEED,
    TOOL_NEED_ASKER,
    GUARDRAIL_LETTER,
)
