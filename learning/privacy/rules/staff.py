"""The register, first part: the staff record, signing in, and what somebody did as an administrator."""

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

ADMINISTRATORS = "Administrators of your organisation."
NOBODY = "Nobody."

PERSON = Kind(
    table="person",
    key="staff_record",
    name="Your name, staff number and email",
    why="So that your units reach you and nobody else. It comes from your organisation's staff file.",
    seen_by="Administrators see your name, your staff number, and whether you have a mailbox of your own.",
    whose=("id",),
    columns={
        "id": ROW,
        "public_id": Column("Stands for you in places where a name has no business, such as the audit log."),
        "organisation_id": ORGANISATION,
        "staff_number": Column("Tells you from a colleague of the same name, and signs you in without email."),
        "first_name": Column("To address you, and for administrators to find you."),
        "last_name": Column("For administrators to find you."),
        "preferred_name": Column("To address you as you wish."),
        "email": Column("Where your unit and your sign-in link go."),
        "email_is_shared": Column("A mailbox that several people read never gets a personal link."),
        "status": Column("Whether units come: active, paused or left. Never why."),
        "session_epoch": inside("Ends every session when you sign out or change your code."),
        "started_on": Column("In your first 90 days you are asked for less."),
        "left_on": Column("Your account closes after that day."),
        "created_at": Column("Your first week in Steady is counted from it."),
    },
)

IDENTITY = Kind(
    table="identity",
    key="sign_in_elsewhere",
    name="Your sign-in at your organisation",
    why="So that you can sign in to Steady as you do elsewhere at work.",
    seen_by=NOBODY,
    columns={
        "id": ROW,
        "person_id": WHOSE,
        "issuer": Column("Which system vouches for you."),
        "subject": Column("Who you are in that system."),
    },
)

MEMBERSHIP = Kind(
    table="membership",
    key="posts",
    name="Your posts",
    why="What you are asked to hold follows from your role, and your working hours decide when a unit comes.",
    seen_by="Administrators see your team. Coverage counts you in your team and role, without a name.",
    columns={
        "id": ROW,
        "organisation_id": ORGANISATION,
        "person_id": WHOSE,
        "team_id": inside("Which team it is. The file gives the team's name."),
        "assignment_number": Column("Finds the same post again in the next staff file."),
        "position_title": Column("Helps to find your role family."),
        "role_family": Column("Decides which units are yours."),
        "role_candidates": Column("What the staff file could not decide, so that you can."),
        "band": Column("Helps to find your role family."),
        "fte": Column("Which of several posts is your main one."),
        "working_days": Column("Units come on days that you work."),
        "shift": Column("Units come in hours that you work."),
        "manager_id": Column(
            "Who leads you, as the staff file says. Managers see nothing of you. The file gives the name.",
            is_exported=False,
            erasure=Erasure.EMPTIED,
        ),
        "uses_voice": Column("Units about tools that listen come only to those who use one."),
        "is_main": Column("The post that your week follows."),
        "starts_on": Column("From when the post counts."),
        "ends_on": Column("Until when the post counts."),
    },
)

DUTY = Kind(
    table="duty",
    key="duties",
    name="Your duties in Steady",
    why="A champion, a lead, an administrator, an editor or the staff side opens pages that others do not.",
    seen_by="Everybody of your organisation sees on this page who its leads and administrators are.",
    columns={
        "id": ROW,
        "organisation_id": ORGANISATION,
        "person_id": WHOSE,
        "duty": Column("Which pages open for you."),
        "starts_on": Column("From when."),
        "ends_on": Column("Until when."),
    },
)

CORRECTION = Kind(
    table="correction",
    key="corrections",
    name="What you put right yourself",
    why="So that the next staff file does not change it back.",
    seen_by="Administrators see it as a line of a staff import that was left alone.",
    columns={
        "id": ROW,
        "person_id": WHOSE,
        "field": Column("What you put right."),
        "at": Column("Since when it holds."),
    },
)

CREDENTIAL = Kind(
    table="credential",
    key="sign_in",
    name="Your password or personal code",
    why="So that only you sign in as yourself. Steady cannot read it: it keeps a fingerprint (argon2id).",
    seen_by="Nobody. An administrator can replace your code, and the audit log keeps that they did.",
    columns={
        "person_id": WHOSE,
        "password_hash": inside("Checks your password. A fingerprint in a file would only help to guess it."),
        "code_hash": inside("Checks your code. A fingerprint in a file would only help to guess it."),
        "code_must_change": Column("A printed code works once, and then you choose your own."),
        "failures": Column("Wrong tries in a row, to slow down guessing.", kept="Until you sign in."),
        "locked_until": Column("When you can try again after 5 wrong tries.", kept="Until you sign in."),
        "changed_at": Column("When you last changed it."),
    },
)

SIGN_IN_LINK = Kind(
    table="sign_in_link",
    key="sign_in_links",
    name="A sign-in link on its way to you",
    why="It lets you in once, without a password. When it is used it is removed, so Steady keeps no sign-in times.",
    seen_by=NOBODY,
    kept="15 minutes, or until you use it.",
    columns={
        "id": ROW,
        "person_id": WHOSE,
        "token_hash": inside("Recognises the link. A fingerprint of it is of no use to anybody."),
        "expires_at": Column("After this the link does not work."),
    },
)

STAFF_IMPORT = Kind(
    table="staff_import",
    key="staff_files_imported",
    name="Staff files you imported",
    why="So that your organisation knows who changed its staff list, and when.",
    seen_by=ADMINISTRATORS,
    whose=("by_person_id",),
    kept=OF_THE_ORGANISATION,
    erasure=Erasure.STAYS,
    columns={
        "id": ROW,
        "organisation_id": ORGANISATION,
        "by_person_id": Column(
            "Who imported the file.", is_exported=False, kept=UNTIL_REMOVED, erasure=Erasure.EMPTIED
        ),
        "at": Column("When it was imported."),
        "file_hash": inside("Recognises the same file, which is never kept itself."),
        "counts": Column("How many people joined, changed or left."),
    },
)

ADOPTION = Kind(
    table="adoption",
    key="units_adopted",
    name="Units you adopted or looked at",
    why="So that your organisation knows who said that a unit may be sent to its staff.",
    seen_by="Administrators and editors.",
    whose=("by_person_id",),
    named_in="reviewed_by",
    kept=OF_THE_ORGANISATION,
    erasure=Erasure.STAYS,
    columns={
        "id": ROW,
        "organisation_id": ORGANISATION,
        "module": Column("Which unit."),
        "version": Column("Which version of it."),
        "reviewed_by": Column("The name of whoever looked at it.", erasure=Erasure.REPLACED),
        "reviewed_on": Column("When they looked."),
        "by_person_id": Column(
            "Who pressed the button.", is_exported=False, kept=UNTIL_REMOVED, erasure=Erasure.EMPTIED
        ),
        "at": Column("When it was adopted."),
        "ended_at": Column("When it was held back again."),
    },
)

LOCAL_SLOT = Kind(
    table="local_slot",
    key="local_facts_filled",
    name="Local facts you filled in",
    why="So that your organisation can ask whoever wrote a fact that its units show.",
    seen_by="Everybody sees the fact in units. Nobody sees who wrote it.",
    whose=("by_person_id",),
    kept=OF_THE_ORGANISATION,
    erasure=Erasure.STAYS,
    columns={
        "id": ROW,
        "organisation_id": ORGANISATION,
        "name": Column("Which fact."),
        "value": Column("What you wrote. It can name a contact: whoever fills it in next replaces it."),
        "updated_at": Column("When it was filled in."),
        "by_person_id": Column("Who filled it in.", is_exported=False, kept=UNTIL_REMOVED, erasure=Erasure.EMPTIED),
    },
)

HOLD = Kind(
    table="hold",
    key="units_held_back",
    name="Units you held back for the staff side",
    why="So that your organisation can ask whoever held a unit back, and why.",
    seen_by="Administrators, editors and the staff side.",
    whose=("by_person_id",),
    kept=OF_THE_ORGANISATION,
    erasure=Erasure.STAYS,
    columns={
        "id": ROW,
        "organisation_id": ORGANISATION,
        "module": Column("Which unit."),
        "why": Column("Why, in your words."),
        "by_person_id": Column("Who held it back.", is_exported=False, kept=UNTIL_REMOVED, erasure=Erasure.EMPTIED),
        "at": Column("When."),
        "lifted_at": Column("When it was lifted."),
    },
)

HUDDLE = Kind(
    table="huddle",
    key="huddles_noted",
    name="Team huddles you noted",
    why="So that a team's ten minutes with a unit are counted. It says how many, and never who.",
    seen_by="Whoever noted it sees the counts.",
    whose=("by_person_id",),
    kept=OF_THE_ORGANISATION,
    erasure=Erasure.STAYS,
    columns={
        "id": ROW,
        "organisation_id": ORGANISATION,
        "team_id": inside("Which team."),
        "module_version_id": inside("Which version of which unit."),
        "on": Column("The day."),
        "people": Column("How many were there."),
        "counts": Column("How many gave each answer."),
        "by_person_id": Column("Who noted it.", is_exported=False, kept=UNTIL_REMOVED, erasure=Erasure.EMPTIED),
        "noted_at": Column("When it was noted."),
    },
)

AUDIT_ENTRY = Kind(
    table="audit_entry",
    key="audit_log",
    name="Lines of the audit log",
    why="So that a change to settings, staff or codes can be traced. Signing in and learning are not in it.",
    seen_by="Nobody on any page. Those who run the server can read it.",
    whose=("by", "subject"),
    by_public_id=True,
    kept="For good: each line seals the one before. After your record is removed its id leads to nobody.",
    erasure=Erasure.STAYS,
    columns={
        "id": ROW,
        "at": Column("When it was done."),
        "organisation_id": ORGANISATION,
        "by": inside("Who did it: a public id, never a name."),
        "deed": Column("What was done."),
        "subject": inside("To whom or what: a public id, never a name."),
        "facts": Column("Counts and codes that belong to it."),
        "previous": inside("Seals the line before."),
        "digest": inside("Seals this line."),
    },
)

STAFF = (
    PERSON,
    MEMBERSHIP,
    DUTY,
    CORRECTION,
    IDENTITY,
    CREDENTIAL,
    SIGN_IN_LINK,
    STAFF_IMPORT,
    ADOPTION,
    LOCAL_SLOT,
    HOLD,
    HUDDLE,
    AUDIT_ENTRY,
)
