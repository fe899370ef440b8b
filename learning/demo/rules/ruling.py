"""The shape of what the invented trust decides about its AI tools, and the words it uses more than once."""

from __future__ import annotations

from dataclasses import dataclass

from learning.demo.rules.cast import GOVERNANCE_MANAGER
from learning.demo.rules.register import INTRANET

ANY = "*"
NO_PERSONAL_DATA, CONFIDENTIAL, STAFF = "no_personal_data", "confidential", "staff_only"
PATIENTS = "patient_in_approved_tool"
POLICY = f"{INTRANET}/policies/using-ai"
STAFF_POLICY = f"{POLICY}#staff"
HALF_A_YEAR = 175  # days
OVERDUE, DUE = 63, 98  # past the grace, and due within 14 days, when 12 weeks have been lived


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """One version of one rule, and when it was decided: in that week, so many hours after it began."""

    tool: str = ANY
    task: str = ANY
    label: str = ANY
    answer: str
    owner: str = GOVERNANCE_MANAGER  # the title of a post
    only_if: str = ""
    conditions: tuple[str, ...] = ()
    instead: str = ""
    policy: str = POLICY
    why: str = ""
    review_after: int | None = HALF_A_YEAR  # days after the trust began
    version: int = 1
    week: int = 0
    hours: int = 0


@dataclass(frozen=True, slots=True)
class Ending:
    """A rule that was ended: from then on a wider one counts."""

    week: int
    hours: int
    tool: str
    task: str
    label: str
    why: str
