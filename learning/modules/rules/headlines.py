"""What a verdict says first, and the second sentence beside it. Never "Correct!": it says what was found."""

from __future__ import annotations

from learning.ground.text import plural

from .activity import TRUST, FindMissing, FindWrong, JudgedDraft, NeedsHuman, TrustQuestionStop
from .given import nothing_label


def of_trust(activity: TrustQuestionStop, choice: str) -> str:
    if choice == activity.right.id:
        return "You trusted it, and you can" if activity.is_sound else "You were right to hold it back"
    if activity.is_sound:
        return "You can use this one"
    if choice == TRUST:
        return "This one is not safe to use yet"
    return "You were right to doubt it, and another step fits better"


def of_many(hits: int, answers: int) -> str:
    if hits == answers:
        return "You found the one that fits" if answers == 1 else f"You found {all_of(answers)} that fit"
    return f"You found {hits} of the {answers} that fit" if hits else "Other answers fit better"


def of_a_draft(activity: JudgedDraft, hits: int, answers: int, false_alarms: int) -> str:
    if isinstance(activity, NeedsHuman):
        return _of_people(hits, answers, false_alarms)
    quality = "wrong" if isinstance(activity, FindWrong) else "missing"
    noun = "sentence" if isinstance(activity, FindWrong) else "point"
    if not answers:
        return f"Nothing was {quality}" + ("" if false_alarms else ", and you left it alone")
    if not hits:
        return f"{plural(answers, noun)} {'was' if answers == 1 else 'were'} {quality}"
    if hits < answers:
        return f"You caught {hits} of the {answers} {quality} {noun}s"
    if answers == 1:
        return f"You caught the {quality} {noun}"
    return f"You caught {all_of(answers)} {quality} {noun}s"


def _of_people(hits: int, answers: int, false_alarms: int) -> str:
    if not answers:
        return "None of these needed a person" + ("" if false_alarms else ", and you left them alone")
    if not hits:
        return f"{plural(answers, 'line')} {'needs' if answers == 1 else 'need'} a person to decide"
    if hits < answers:
        return f"You caught {hits} of the {answers} lines that need a person"
    return (
        "You caught the line that needs a person"
        if answers == 1
        else f"You caught {all_of(answers)} lines that need a person"
    )


def beside_it(activity: JudgedDraft, hits: int, misses: int, false_alarms: int) -> str | None:
    also = "also " if hits else ""
    is_one = false_alarms == 1
    if false_alarms and isinstance(activity, FindWrong):
        return f"You {also}marked {plural(false_alarms, 'sentence')} that {'is' if is_one else 'are'} right."
    if false_alarms and isinstance(activity, FindMissing):
        return f"You {also}ticked {plural(false_alarms, 'point')} that {'is' if is_one else 'are'} in the draft."
    if false_alarms:
        return f"You {also}ticked {plural(false_alarms, 'line')} that {'needs' if is_one else 'need'} nobody else."
    if misses and not hits:
        label = nothing_label(activity)
        return f"You said that {label[0].lower()}{label[1:]}."
    return None


def all_of(count: int) -> str:
    return {1: "it", 2: "both"}.get(count, f"all {count}")
