"""The sentences of a dry run: for each line that is not plain, what will happen and why. Never why somebody is away."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from learning.ground.text import nhs_date
from learning.people.rules.bands import is_agenda_for_change
from learning.people.rules.columns import Column, heading_of
from learning.people.rules.plan import LineReason, Mark, PersonChange
from learning.people.rules.posts import Surroundings, is_over
from learning.people.rules.staff_file import StaffFile, StaffRow
from learning.people.rules.status import Footing, PersonStatus
from learning.people.rules.staying import Staying

Said = Iterator[tuple[Mark, str]]
NEW_STARTER_DAYS = 90
_NTH = {2: "second", 3: "third", 4: "fourth", 5: "fifth"}
_COUNT = {2: "two", 3: "three", 4: "four", 5: "five"}
_BY_CODE = "sign-in is with the staff number and a personal code"
_UNTIL_THEN = "Monday to Friday counts until the person picks days"


def of_people(staying: Sequence[Staying], here: Surroundings, shared: frozenset[str]) -> Iterator[LineReason]:
    """One reason for each line of people who stay, unless the line is plain."""
    names: dict[str, list[Staying]] = defaultdict(list)
    addresses: dict[str, list[Staying]] = defaultdict(list)
    for stay in staying:
        names[f"{stay.wanted.first_name} {stay.wanted.last_name}".casefold()].append(stay)
        addresses[stay.wanted.email].append(stay)
    for stay in staying:
        namesake = _other(names[f"{stay.wanted.first_name} {stay.wanted.last_name}".casefold()], stay)
        sharer = _other(addresses[stay.wanted.email], stay)
        for row in stay.rows:
            said = [*_of_post(row, stay, here)]
            if row is stay.main:
                said += [*_of_person(stay, here), *_of_mail(row, stay, shared, sharer), *_of_name(stay, namesake)]
            if said:
                yield LineReason(row.line, row.staff_number, tuple(mark for mark, _ in said), _joined(said))


def of_gone(row: StaffRow, *, is_known: bool, today: dt.date) -> LineReason:
    when = f"left on {nhs_date(row.ends_on)}" if row.ends_on and row.ends_on < today else "has left"
    what = "the account is closed" if is_known else "no account is made"
    return LineReason(row.line, row.staff_number, (Mark.LEFT,), f"{when}, so {what}.")


def of_missing(gone: PersonChange) -> LineReason:
    text = "not in this file, so marked as left. The account is closed."
    return LineReason(0, gone.wanted.staff_number, (Mark.MISSING,), text)


def of_file(file: StaffFile, *, is_acting_missing: bool) -> tuple[str, ...]:
    """What holds for the file as a whole."""
    said = []
    if Column.EMAIL not in file.columns:
        said.append(f"The file has no column “{heading_of(Column.EMAIL)}”: known addresses stay as they are.")
    if Column.STARTS_ON not in file.columns:
        said.append(
            f"The file has no column “{heading_of(Column.STARTS_ON)}”: whoever is new here counts as starting today."
        )
    if is_acting_missing:
        said.append("You are not in this file. You stay, because nobody can close their own account by an import.")
    return tuple(said)


def _of_post(row: StaffRow, stay: Staying, here: Surroundings) -> Said:
    """What is said of this one assignment."""
    if is_over(row, here.today):
        when = f"ended on {nhs_date(row.ends_on)}" if row.ends_on and row.ends_on < here.today else "has ended"
        yield Mark.LEFT, f"this assignment {when}; the person stays with the other one"
        return
    yield from _of_several(row, stay)
    yield from _of_move(row, stay, here)
    yield from _of_role(row, stay, here)
    if row.standing.footing is Footing.ACTING_UP:
        yield Mark.ACTING_UP, "acting up, so the role in the file counts and not the person's own post"
    if row.standing.footing is Footing.SECONDED:
        yield Mark.SECONDED, f"on secondment, so the team in the file counts for now: {row.team}"
    if row.is_fte_capped:
        yield Mark.FTE_CAPPED, "FTE is above 1 and counts as 1.00"
    yield from _of_band(row, here)
    if row.starts_on and row.starts_on > here.today:
        yield Mark.STARTS_LATER, f"starts on {nhs_date(row.starts_on)} and gets nothing before"
    if row.ends_on:
        yield Mark.ENDS_LATER, f"this assignment ends on {nhs_date(row.ends_on)} and is active until then"


def _of_several(row: StaffRow, stay: Staying) -> Said:
    current = [post.assignment for post in stay.wanted_posts]
    if len(current) < 2 or row is stay.main:
        return
    nth = _NTH.get([r.assignment for r in stay.rows].index(row.assignment) + 1, "another")
    nth = "another" if nth == "another" or row.line < stay.main.line else nth
    number = _COUNT.get(len(current), str(len(current)))
    yield Mark.SECOND_POST, f"{nth} assignment of staff number {row.staff_number}"
    if row.fte == stay.main.fte:
        yield (
            Mark.SAME_HOURS,
            (f"one learner, {number} assignments; the hours are the same, so line {stay.main.line} is the main one"),
        )
    else:
        yield Mark.SECOND_POST, f"one learner, {number} assignments; the {stay.main.fte:.2f} one is the main one"


def _of_move(row: StaffRow, stay: Staying, here: Surroundings) -> Said:
    post = stay.found.get(row.assignment)
    want = next((want for want in stay.wanted_posts if want.assignment == row.assignment), None)
    if post is None or want is None:
        return
    if post.team_id != want.team_id:
        new = want.team_name or here.teams.name_of(want.team_id)
        yield Mark.MOVED, f"moves from {here.teams.name_of(post.team_id)} to {new}; what the person holds stays"
    if post.role_family is not None and want.role_family is not None and post.role_family != want.role_family:
        yield Mark.MOVED, f"the role becomes {_named((want.role_family,), here)}; what the person holds stays"
    kept = stay.known.kept if stay.known else frozenset()
    now = here.family(row)
    if "role_family" in kept and want.role_family == post.role_family and now.family not in {None, want.role_family}:
        yield Mark.KEPT, "the role the person confirmed is kept"
    if "working_days" in kept and want.days != row.days.days and here.has(Column.WORKING_DAYS):
        yield Mark.KEPT, "the working days the person chose are kept"


def _of_role(row: StaffRow, stay: Staying, here: Surroundings) -> Said:
    want = next(want for want in stay.wanted_posts if want.assignment == row.assignment)
    if want.role_family is None:
        because = here.family(row).because
        among = f": {_named(want.candidates, here)}" if want.candidates else ""
        yield Mark.TO_CONFIRM, f"role to confirm, as {because}{among}"
        yield Mark.TO_CONFIRM, "the general plan holds until the person taps one"
    nights = " with night hours" if want.shift == "night" else ""
    if row.days.is_rotating and want.days is None:
        what = "rotating nights" if nights else "rotating days"
        yield Mark.ROTATING, f"{what}, so the days are unknown: {_UNTIL_THEN},{nights}".rstrip(",")
    if row.days.is_unread and want.days is None:
        yield Mark.DAYS_UNREAD, f"the working days are not understood: {_UNTIL_THEN}"


def _of_band(row: StaffRow, here: Surroundings) -> Said:
    if row.is_honorary:
        pay = "" if row.band or not here.has(Column.BAND) else " without a pay scale"
        yield Mark.HONORARY, f"honorary or volunteer{pay}, and a learner like everybody else"
    elif not row.band and here.has(Column.BAND):
        yield Mark.NO_BAND, "no pay scale is given, so the band stays empty"
    elif row.band and not is_agenda_for_change(row.band) and "medical" not in row.staff_group.casefold():
        yield Mark.OTHER_BAND, f"the pay scale {row.band} is not an Agenda for Change band and is kept as it is"


def _of_person(stay: Staying, here: Surroundings) -> Said:
    """What is said once for each person, on the line of the main assignment."""
    if stay.main.standing.footing is Footing.UNKNOWN:
        yield (
            Mark.STATUS_UNKNOWN,
            "the assignment status is not known here, so nothing is sent until it is an active one",
        )
    elif stay.wanted.status == PersonStatus.PAUSED:
        yield Mark.AWAY, "paused, so nothing is sent until the file says active again"
    if stay.known and stay.known.status == PersonStatus.PAUSED and stay.wanted.status == PersonStatus.ACTIVE:
        yield Mark.BACK, "back, so units start again next week"
    if stay.known and stay.known.status == PersonStatus.LEFT:
        yield Mark.BACK, "back after leaving, with what was held before"
    days_here = (here.today - stay.wanted.started_on).days
    if stay.main.starts_on is not None and 0 <= days_here < NEW_STARTER_DAYS:
        since = nhs_date(stay.wanted.started_on)
        yield Mark.NEW_STARTER, f"new since {since}: for the first {NEW_STARTER_DAYS} days nothing above level 2"
    if stay.known and "preferred_name" in stay.known.kept and stay.main.preferred_name != stay.wanted.preferred_name:
        yield Mark.KEPT, "the preferred name the person chose is kept"
    yield from _of_supervisor(stay.main, here)


def _of_supervisor(row: StaffRow, here: Surroundings) -> Said:
    if not here.has(Column.SUPERVISOR):
        return
    if not row.supervisor:
        yield Mark.NO_SUPERVISOR, "no supervisor is given, so no manager is named"
    elif row.supervisor == row.staff_number:
        yield Mark.NO_SUPERVISOR, "the supervisor given is the person, so no manager is named"
    elif row.supervisor not in here.within_reach and row.supervisor in here.unusable:
        yield Mark.SUPERVISOR_UNKNOWN, f"the line of supervisor {row.supervisor} cannot be used, so no manager is named"
    elif row.supervisor not in here.within_reach:
        yield Mark.SUPERVISOR_UNKNOWN, f"supervisor {row.supervisor} is not in the file, so no manager is named"


def _of_mail(row: StaffRow, stay: Staying, shared: frozenset[str], sharer: Staying | None) -> Said:
    if not stay.wanted.email:
        if row.is_email_unusable:
            yield Mark.BAD_EMAIL, f"the e-mail address cannot be used and counts as none; {_BY_CODE}"
        else:
            yield Mark.NO_EMAIL, f"no e-mail address, so nothing is mailed; {_BY_CODE}"
    elif stay.wanted.email in shared:
        whom = f"with line {sharer.main.line}" if sharer else "with another person"
        yield Mark.SHARED_MAILBOX, f"shared mailbox ({whom}), so no personal links are mailed; {_BY_CODE}"


def _of_name(stay: Staying, namesake: Staying | None) -> Said:
    if namesake is not None:
        yield Mark.SAME_NAME, f"same name as line {namesake.main.line}, another staff number: two people"


def _other(found: Sequence[Staying], stay: Staying) -> Staying | None:
    return next((other for other in found if other is not stay), None)


def _named(families: Iterable[str], here: Surroundings) -> str:
    names = {family.id: family.name for family in here.families}
    return " or ".join(names.get(family, family) for family in families)


def _joined(said: Sequence[tuple[Mark, str]]) -> str:
    """Clauses as sentences. The first goes on after “Line 3:”."""
    first, *rest = (text for _, text in said)
    return " ".join([f"{first}.", *(f"{text[0].upper()}{text[1:]}." for text in rest)])
