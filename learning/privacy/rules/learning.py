"""The register, second part: the weekly unit, answers, evidence and what follows from them."""

from __future__ import annotations

from learning.privacy.rules.kind import (
    OF_THE_ORGANISATION,
    ORGANISATION,
    ROW,
    WHOSE,
    Column,
    Erasure,
    Kind,
    inside,
)
from learning.privacy.rules.staff import NOBODY

MODULE = inside("Which version of which unit. The file gives its title.")
OF_QUESTIONS = (
    "Editors and administrators see what many people’s first answers say about a question, "
    "in the shares and ranges of this page."
)
COUNTED = "Nobody sees yours. Coverage counts it with that of others, by the rules on this page."

DRIP_PREFERENCE = Kind(
    table="drip_preference",
    key="wishes",
    name="Your wishes: day, time, email or app",
    why="So that your unit comes when and how you want it.",
    seen_by="Administrators see in a preview when your next unit would come. Nobody sees the rest.",
    columns={
        "person_id": WHOSE,
        "weekday": Column("Your day, 0 for Monday."),
        "minute": Column("Your time, in minutes after midnight."),
        "channel": Column("By mail or in the app."),
        "chose_no_ai": Column("That you choose not to use AI. No manager, lead or administrator can see it."),
    },
)

PAUSE = Kind(
    table="pause",
    key="pauses",
    name="Your pauses",
    why="So that nothing comes while you are away. Steady never asks why.",
    seen_by="Administrators see in a preview that you are paused in that week. Leads see how many are.",
    columns={
        "id": ROW,
        "person_id": WHOSE,
        "from_on": Column("First day."),
        "to_on": Column("Last day."),
        "made_at": Column("When you asked for it."),
    },
)

DELIVERY = Kind(
    table="delivery",
    key="weekly_units",
    name="Your weekly units, and why you had each",
    why="So that you get one a week and never two, and can read why.",
    seen_by="Administrators see in a preview what you would get next. Leads, editors and the staff side see counts of "
    "5 people or more. Why is yours alone.",
    columns={
        "id": ROW,
        "public_id": Column("Stands for this unit where your name has no business."),
        "organisation_id": ORGANISATION,
        "person_id": WHOSE,
        "week_on": Column("The Monday of its week."),
        "state": Column("What became of it."),
        "channel": Column("By mail or in the app."),
        "kind": Column("Lesson, check, example or heads-up."),
        "module_version_id": MODULE,
        "membership_id": inside("The post it was chosen for."),
        "reason": Column("Why this one, as a code. The file gives the sentence too."),
        "facts": Column("What that sentence is made of."),
        "on": Column("The day it was for."),
        "due_at": Column("When it was due."),
        "not_after": Column("After this it is never sent late."),
        "message_id": Column("Recognises the mail, so that it is never sent as two."),
        "dated_at": Column("The date on the mail."),
        "claimed_at": inside("When a sender took it, so that two senders never take it both."),
        "attempts": inside("How often the mail server was asked."),
        "try_again_at": inside("When the mail server is asked again."),
        "trouble": Column("What the mail server said, as a word."),
        "planned_at": Column("When it was planned."),
        "sent_at": Column("When it left."),
    },
)

SITTING = Kind(
    table="sitting",
    key="units_opened",
    name="Units you opened",
    why="So that you can go on where you stopped, and are not asked the same twice.",
    seen_by=NOBODY,
    columns={
        "id": ROW,
        "organisation_id": ORGANISATION,
        "person_id": WHOSE,
        "module_version_id": MODULE,
        "began_on": Column("The day you gave the first answer."),
        "finished_on": Column("The day you finished."),
        "instead_id": inside("The check you chose to answer instead. It is in the file as a unit of its own."),
    },
)

ANSWER = Kind(
    table="answer",
    key="answers",
    name="Your answers, and how sure you were",
    why="So that you can read why, and see how well you judge drafts.",
    seen_by=f"{COUNTED} {OF_QUESTIONS}",
    columns={
        "id": ROW,
        "organisation_id": ORGANISATION,
        "person_id": WHOSE,
        "sitting_id": inside("The visit it belongs to. The file gives the unit and the question."),
        "activity": Column("Which question of the unit."),
        "given": Column("What you answered."),
        "outcome": Column("Right, partly or wrong."),
        "confidence": Column("How sure you were."),
        "hits": Column("Faults in a draft that you caught."),
        "misses": Column("Faults that you missed."),
        "false_alarms": Column("Sound places that you doubted."),
        "correct_rejections": Column("Sound places that you left alone."),
        "source": Column("In the app, from a mail, from paper or in the starting check."),
        "at": Column("When. Nobody else ever sees a clock time."),
        "on": Column("The day, from which memory is reckoned."),
    },
)

PLAN = Kind(
    table="plan",
    key="plans",
    name="Your if-then plans",
    why="So that Steady can ask you once how it went.",
    seen_by=NOBODY,
    columns={
        "id": ROW,
        "organisation_id": ORGANISATION,
        "person_id": WHOSE,
        "sitting_id": inside("The visit it belongs to. The file gives the unit."),
        "activity": Column("Which plan of the unit."),
        "text": Column("Your words."),
        "made_on": Column("When you made it."),
        "ask_on": Column("When you are asked how it went."),
        "followed_up_on": Column("When you said how it went."),
        "follow_up": Column("How it went."),
    },
)

EVIDENCE = Kind(
    table="evidence",
    key="evidence",
    name="Evidence: what each answer showed",
    why="What you hold today is worked out from it, and can be worked out again. It is never changed.",
    seen_by=NOBODY,
    columns={
        "id": ROW,
        "organisation_id": ORGANISATION,
        "person_id": WHOSE,
        "membership_id": inside("The post you had on that day."),
        "kind": Column("An answer, something tried, a confirmation."),
        "competency": Column("What it is about."),
        "framework_version": Column("Which version of the framework was in force."),
        "level": Column("Which level it shows."),
        "activity": Column("Which question."),
        "module_version": Column("Which version of the unit."),
        "outcome": Column("Right, partly or wrong."),
        "confidence": Column("How sure you were."),
        "at": Column("When."),
        "on": Column("The day."),
        "source": Column("In the app, from a mail, from paper or in the starting check."),
        "voids_id": Column("The evidence that this row takes back, because a question was bad.", is_exported=False),
    },
)

HOLDING = Kind(
    table="holding",
    key="held",
    name="What you hold today, and until when",
    why="It decides what you are asked next. It is never a mark of you.",
    seen_by=COUNTED,
    columns={
        "person_id": WHOSE,
        "competency": Column("What it is about."),
        "organisation_id": ORGANISATION,
        "framework_version": Column("Which version of the framework."),
        "level": Column("The level you hold."),
        "stability": Column("How long memory lasts, in days."),
        "difficulty": Column("How hard it is for you, 1 to 10."),
        "n": Column("How many days it was asked on."),
        "last_on": Column("The last of these days."),
        "due_on": Column("When a check is due."),
        "current_until": Column("Until when you hold it if nothing is asked."),
        "confirmed_on": Column("When a champion or lead confirmed level 4, at your request."),
        "right_1_on": Column("Your first right answer at level 1 or above."),
        "right_2_on": Column("Your first right answer at level 2 or above."),
        "right_3_on": Column("Your first right answer at level 3."),
    },
)

REQUIRED_LEVEL = Kind(
    table="required_level",
    key="required",
    name="What your role asks for",
    why="So that you get what your role needs, and coverage counts everybody whom it asks.",
    seen_by="It follows from your role. Coverage counts it in groups.",
    columns={
        "person_id": WHOSE,
        "competency": Column("What it is about."),
        "organisation_id": ORGANISATION,
        "level": Column("The level."),
    },
)

STARTING_CHECK = Kind(
    table="starting_check",
    key="starting_check",
    name="Your starting check",
    why="So that you can stop half-way and go on another day, and are asked only once.",
    seen_by=NOBODY,
    columns={
        "person_id": WHOSE,
        "organisation_id": ORGANISATION,
        "items": Column("Which questions it holds for you."),
        "began_on": Column("The day you began."),
        "finished_on": Column("The day you finished."),
        "left_on": Column("The day you said: no, thank you."),
    },
)

UNIT_NOTE = Kind(
    table="unit_note",
    key="notes_on_units",
    name="What you wrote about units",
    why="So that those who write units can mend them, and tell you what they changed.",
    seen_by="Content editors read your words without your name.",
    whose=("person_id",),
    kept=OF_THE_ORGANISATION,
    erasure=Erasure.STAYS,
    columns={
        "id": ROW,
        "organisation_id": ORGANISATION,
        "person_id": Column("So that the reply reaches you.", is_exported=False, erasure=Erasure.EMPTIED),
        "module": Column("Which unit."),
        "version": Column("Which version of it."),
        "kind": Column("That it does not fit your work, or a case you suggest."),
        "text": Column("Your words."),
        "made_on": Column("The day you wrote it."),
        "reply": Column("What the editors replied."),
        "has_changed": Column("Whether they changed the unit."),
        "replied_on": Column("The day they replied."),
        "replied_by_id": Column("Who replied.", is_exported=False, erasure=Erasure.EMPTIED),
        "seen_on": Column("The day you closed the reply."),
    },
)

LEARNING = (
    DRIP_PREFERENCE,
    PAUSE,
    DELIVERY,
    SITTING,
    ANSWER,
    PLAN,
    EVIDENCE,
    HOLDING,
    REQUIRED_LEVEL,
    STARTING_CHECK,
    UNIT_NOTE,
)
