"""A unit as its author sees it before anybody else: answers that no database keeps, local facts that are examples."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from learning.capability.rules import Confidence, EvidenceFact, holdings
from learning.capability.shelf import Framework
from learning.ground.errors import Refused
from learning.modules.forms import AnswerForm
from learning.modules.models import Answer, ModuleVersion, Plan, Sitting, UnitNote
from learning.modules.rules import Activity, local_facts, tidy_given
from learning.modules.shelf import Module
from learning.modules.views.moved import Moved, moved
from learning.modules.views.unit_page import UnitPage
from learning.people.models import Person

_MOST_CARRIED = 20_000  # characters in an address

_EXAMPLES = {
    "approved_tools_link": "[the approved tools page](https://intranet.example/ai)",
    "ig_contact": "Ife Adler, information governance, 01632 960 123",
    "champion_contact": "Mei Castellanos, your AI champion",
    "policy_owner": "Oisín Bakare, digital lead",
    "incident_link": "[the incident form](https://intranet.example/incidents)",
}


def example_values(module: Module) -> dict[str, str]:
    """Something to read in the place of each local fact that this unit uses."""
    facts = {fact.name: fact for fact in local_facts(module.slots)}
    return {name: _EXAMPLES.get(name) or f"{facts[name].label} (an example)" for name in sorted(module.slots)}


@dataclass(frozen=True, slots=True)
class Kept:
    """One answer that the address carries."""

    given: dict[str, Any]
    confidence: Confidence | None = None


Carried = Mapping[str, Kept]  # by activity


def to_address(kept: Carried) -> str:
    """The answers so far, short enough to stand in an address."""
    plain = {name: [each.given, each.confidence] for name, each in kept.items()}
    packed = zlib.compress(json.dumps(plain, ensure_ascii=False).encode())
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def from_address(carried: str, module: Module) -> dict[str, Kept]:
    """The answers that still fit the file: what its author has changed since is asked again."""
    if not carried or len(carried) > _MOST_CARRIED:
        return {}
    try:
        packed = base64.urlsafe_b64decode(carried + "=" * (-len(carried) % 4))
        plain = json.loads(zlib.decompressobj().decompress(packed, 10 * _MOST_CARRIED))
        kept = {name: _kept(module.activity(name), *plain[name]) for name in plain}
    except (binascii.Error, zlib.error, ValueError, TypeError, AttributeError):
        return {}
    return {name: each for name, each in kept.items() if each is not None}


def _kept(activity: Activity | None, given: dict[str, Any], confidence: str | None) -> Kept | None:
    try:
        if activity is not None:
            return Kept(tidy_given(activity, given), Confidence(confidence) if confidence else None)
    except Refused:
        pass
    return None


@dataclass(frozen=True)
class PreviewPage(UnitPage):
    """The page of a learner, made of rows that no database has seen."""

    framework: Framework | None = None

    @property
    def permission(self) -> None:
        """A file that no organisation has yet is asked about by nobody."""

    @property
    def may_practise(self) -> bool:
        return False  # one begins again without having kept anything

    @property
    def changes(self) -> tuple[UnitNote, ...]:
        return ()  # nobody has written about it yet

    @property
    def moved(self) -> tuple[Moved, ...]:
        """What the answers would do for somebody new, whose role asks for the level of this unit."""
        if self.framework is None:
            return ()
        facts = [
            EvidenceFact(
                told.activity.competency,
                told.activity.level,
                f"{self.module.id}#{told.activity.id}",
                told.marked.outcome,
                None,
                self.today,
            )
            for told in self.told
        ]
        held = holdings(facts, self.framework.thresholds)
        touched = {activity.competency for activity in self.module.marked_activities}
        return tuple(
            moved(one, self.framework, held.get(one.id), self.module.level, self.today, counts=one.id in held)
            for one in self.framework.competencies
            if one.id in touched
        )


def preview_page(
    module: Module,
    kept: Carried,
    *,
    today: dt.date,
    framework: Framework | None = None,
    tried: AnswerForm | None = None,
) -> PreviewPage:
    """The page after these answers. Rows are made and never added to a session."""
    plan = module.plan
    answers = {name: _answer(name, each, today) for name, each in kept.items() if plan is None or name != plan.id}
    is_done = answers.keys() >= {activity.id for activity in module.marked_activities}
    plans: dict[str, Plan] = {}
    if plan is not None and plan.id in kept:
        ask_on = today + dt.timedelta(days=plan.follow_up_after_days)
        plans[plan.id] = Plan(activity=plan.id, text=kept[plan.id].given["text"], made_on=today, ask_on=ask_on)
    return PreviewPage(
        Person(),
        ModuleVersion(module=module.id, version=module.version),
        module,
        Sitting(began_on=today, finished_on=today if is_done else None),
        today,
        example_values(module),
        answers,
        plans,
        tried,
        framework=framework,
    )


def _answer(name: str, kept: Kept, today: dt.date) -> Answer:
    return Answer(activity=name, given=kept.given, confidence=kept.confidence, on=today)
