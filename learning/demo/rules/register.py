"""The AI tools of the invented trust: what each is, who has it, who answers for it, and the one that is withdrawn."""

from __future__ import annotations

from dataclasses import dataclass

from learning.demo.rules.cast import CODING_MANAGER, GOVERNANCE_MANAGER, SADE, SAFETY_OFFICER, TOOLS_MANAGER

_THANDI = "E0000011"  # another medical secretary
DECIDES = GOVERNANCE_MANAGER  # where nobody else is named
SLIP_TELL = "Imran Qureshi, information governance, 01632 960 112"
SLIP_WITHIN = "1 hour"
SLIP_OUT_OF_HOURS = "the site manager on call, 01632 960 100"
INTRANET = "https://intranet.examplevalley.example"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustTool:
    """One tool, and who has it: all four empty is everybody."""

    slug: str  # as the register makes it from the name
    name: str
    about: str
    how_to_open: str
    owner: str  # the title of a post
    teams: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    people: tuple[str, ...] = ()  # staff numbers

    @property
    def is_for_everybody(self) -> bool:
        return not (self.teams or self.families or self.people)


@dataclass(frozen=True, slots=True)
class OutOfUse:
    """A tool that was taken out of use, and when."""

    week: int
    hours: int
    slug: str
    why: str
    instead: str


TOOLS = (
    TrustTool(
        slug="chat-assistant",
        name="Chat assistant",
        about="It writes, shortens and explains text from what you type.",
        how_to_open=f"On every work computer: [open Chat assistant]({INTRANET}/ai/chat)",
        owner=TOOLS_MANAGER,
    ),
    TrustTool(
        slug="meeting-notes",
        name="Meeting notes",
        about="It listens to a meeting and writes minutes and actions.",
        how_to_open=f"In the calendar entry of a meeting, or [on the intranet]({INTRANET}/ai/meetings)",
        owner=TOOLS_MANAGER,
        teams=("Outpatients Admin", "Complaints and PALS"),
    ),
    TrustTool(
        slug="voice-notes",
        name="Voice notes",
        about="It turns what is dictated, or said in a clinic, into a draft note or letter.",
        how_to_open=f"Inside the letters system, under the microphone. [How to start]({INTRANET}/ai/voice)",
        owner=SAFETY_OFFICER,
        families=("voice-using-clinician",),
        people=(SADE, _THANDI),
    ),
    TrustTool(
        slug="translator",
        name="Translator",
        about="It translates short texts into 40 languages, and back.",
        how_to_open=f"[Open Translator]({INTRANET}/ai/translate), and sign in with your work account.",
        owner=TOOLS_MANAGER,
        teams=("Complaints and PALS",),
    ),
    TrustTool(
        slug="coding-helper",
        name="Coding helper",
        about="It suggests codes for a finished stay, with the lines of the record that speak for them.",
        how_to_open=f"Beside the record in the coding system. [Guide for coders]({INTRANET}/ai/coding)",
        owner=CODING_MANAGER,
        families=("clinical-coder",),
    ),
    TrustTool(
        slug="quick-summary",
        name="Quick summary",
        about="A button in the web browser that shortens a long page or document.",
        how_to_open="The button is at the top right of the browser.",
        owner=TOOLS_MANAGER,
    ),
)

OUT_OF_USE = (
    OutOfUse(
        8,
        10,
        "quick-summary",
        why="Its maker now keeps every page that is shortened, and cannot say for how long.",
        instead="Use Chat assistant for text with no personal data.",
    ),
)
