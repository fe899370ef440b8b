"""What the invented trust decided about its AI tools on the first day, as a trust would: broadly, then tool by tool."""

from __future__ import annotations

from functools import partial

from learning.demo.rules.cast import CODING_MANAGER, SAFETY_OFFICER, TOOLS_MANAGER
from learning.demo.rules.register import INTRANET
from learning.demo.rules.ruling import (
    CONFIDENTIAL,
    DUE,
    NO_PERSONAL_DATA,
    OVERDUE,
    PATIENTS,
    POLICY,
    STAFF,
    STAFF_POLICY,
    Ruling,
)

_chat = partial(Ruling, tool="chat-assistant")  # Priya decides, and the tool has another owner
_meeting = partial(Ruling, tool="meeting-notes", owner=TOOLS_MANAGER)
_voice = partial(Ruling, tool="voice-notes", owner=SAFETY_OFFICER)
_translator = partial(Ruling, tool="translator", owner=TOOLS_MANAGER)
_coding = partial(Ruling, tool="coding-helper", owner=CODING_MANAGER)
_summary = partial(Ruling, tool="quick-summary", owner=TOOLS_MANAGER)
_READ = "Read the whole result before you use it. You answer for it."
_SAY_IT_LISTENS = "Say at the start that the tool is listening. Switch it off when somebody asks."
_FOR_ANY_TOOL = (
    Ruling(
        label=PATIENTS,
        answer="no",
        instead="Use Voice notes for a dictated letter, if you have it. Do the rest without an AI tool.",
    ),
    Ruling(
        label=CONFIDENTIAL,
        answer="ask",
        conditions=("Say which document it is, and who else may see it.",),
    ),
    Ruling(
        task="plan",
        label=STAFF,
        answer="no",
        instead="Plan rotas and leave in the rostering system.",
        policy=STAFF_POLICY,
    ),
)
_CHAT = (
    _chat(label=NO_PERSONAL_DATA, answer="yes", conditions=(_READ,)),
    _chat(
        task="translate",
        label=NO_PERSONAL_DATA,
        answer="no",
        instead=f"For a patient or a family, [book an interpreter]({INTRANET}/interpreters).",
    ),
    _chat(
        task="rewrite",
        label=STAFF,
        answer="ask",
        policy="",
        why="We are looking at 20 texts together with the staff side first.",
    ),
    _chat(
        task="draft",
        label=STAFF,
        answer="ask",
        instead="Write what is about a person yourself. The tool can help with the text around it.",
        policy=STAFF_POLICY,
    ),
    _chat(
        task="check",
        label=STAFF,
        answer="yes",
        only_if="you take out names first",
        conditions=("Write roles, such as “ward manager”, in place of names.", _READ),
        policy=STAFF_POLICY,
    ),
    _chat(
        task="summarise",
        label=STAFF,
        answer="undecided",
        instead="Summarise it by hand until then.",
        policy=STAFF_POLICY,
        review_after=None,
        why="The staff side and information governance decide this together.",
    ),
    _chat(
        task="explore",
        label=CONFIDENTIAL,
        answer="yes",
        owner=TOOLS_MANAGER,
        only_if="you leave out names of firms and prices",
        conditions=("Describe what is to be bought, and not who offers it.",),
        review_after=OVERDUE,
    ),
    _chat(
        task="analyse",
        label=CONFIDENTIAL,
        answer="no",
        owner=TOOLS_MANAGER,
        instead="Ask the Information team for the count.",
    ),
)
_MEETINGS = (
    _meeting(
        answer="no",
        instead="Meeting notes only listens and writes minutes. Use Chat assistant for other tasks.",
    ),
    _meeting(
        task="transcribe",
        answer="yes",
        conditions=(_SAY_IT_LISTENS, "Delete the recording when the minutes are agreed."),
    ),
    _meeting(
        task="summarise",
        answer="yes",
        conditions=(_SAY_IT_LISTENS, "Let one person who was there read the minutes before they go out."),
    ),
    _meeting(
        task="summarise",
        label=STAFF,
        answer="yes",
        only_if="nobody’s sickness or performance is discussed",
        conditions=(_SAY_IT_LISTENS, "Let one person who was there read the minutes before they go out."),
        policy=STAFF_POLICY,
    ),
)
_VOICE = (
    _voice(
        task="transcribe",
        label=PATIENTS,
        answer="yes",
        only_if="the patient knows and agrees",
        conditions=(
            "Tell the patient what the tool does. Switch it off when they say no.",
            "Read the text against the recording before it is signed.",
        ),
        policy=f"{POLICY}#voice",
    ),
    _voice(
        task="draft",
        label=PATIENTS,
        answer="yes",
        only_if="a clinician dictated every fact in it",
        conditions=(
            "Play the recording again for every number, drug and side.",
            "Mark what you could not hear. Do not fill it in.",
        ),
        policy=f"{POLICY}#voice",
    ),
    _voice(
        task="summarise",
        label=PATIENTS,
        answer="undecided",
        instead="Summarise the notes by hand until then.",
        policy=f"{POLICY}#voice",
        review_after=None,
        why="The safety case for summaries is not finished.",
    ),
    _voice(
        label=STAFF,
        answer="no",
        instead="Voice notes files what it hears in a patient’s record. Type these notes yourself.",
    ),
)
_TRANSLATOR = (
    _translator(
        answer="no",
        instead="Translator only translates. Use Chat assistant for other tasks.",
    ),
    _translator(
        task="translate",
        label=NO_PERSONAL_DATA,
        answer="yes",
        only_if="somebody who speaks the language reads it",
        conditions=("Let them read it before it goes out, and change what is wrong.",),
    ),
    _translator(
        task="translate",
        label=STAFF,
        answer="ask",
    ),
    _translator(
        task="translate",
        label=PATIENTS,
        answer="no",
        owner=SAFETY_OFFICER,
        instead=f"[Book an interpreter or a written translation]({INTRANET}/interpreters).",
    ),
)
_CODING = (
    _coding(
        task="analyse",
        label=PATIENTS,
        answer="yes",
        only_if="you find each code in the record yourself",
        conditions=(
            "Open the record and read the line behind each code.",
            "Leave out a code that the record does not carry.",
        ),
        review_after=DUE,
    ),
    _coding(
        task="summarise",
        label=PATIENTS,
        answer="yes",
        conditions=("Code the stay yourself first. Then compare.",),
    ),
    _coding(
        task="check",
        label=PATIENTS,
        answer="ask",
    ),
)
_QUICK_SUMMARY = (
    _summary(
        task="summarise",
        label=NO_PERSONAL_DATA,
        answer="yes",
        conditions=("Open the page itself before you quote it.",),
    ),
)
AT_FIRST = (*_FOR_ANY_TOOL, *_CHAT, *_MEETINGS, *_VOICE, *_TRANSLATOR, *_CODING, *_QUICK_SUMMARY)
