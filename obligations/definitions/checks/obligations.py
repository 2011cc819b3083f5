"""Whether an obligation holds together: parties, place in the text, window, kind and reminders."""

from __future__ import annotations

from obligations.definitions.checks.context import KINDS, Context
from obligations.definitions.checks.terms import CHECK_OF
from obligations.definitions.citations import PLACE, cited
from obligations.definitions.document import Path
from obligations.definitions.schema import ObligationPart, RemindersPart
from obligations.services.words import several, shown


def check_obligation(file: Context, revision: str, code: str, obligation: ObligationPart) -> None:
    """Everything about one obligation that its shape does not show."""
    path: Path = ("revisions", revision, "obligations", code)
    for side, keys in (("bearers", obligation.bearers), ("towards", obligation.towards)):
        _check_parties(file, revision, keys, (*path, side))
    file.list_of(obligation.themes, file.themes, (*path, "themes"), "a theme of this covenant")
    _check_agenda(file, obligation, (*path, "agenda_of"))
    _check_citation(file, revision, obligation.clause, (*path, "clause"))
    _check_window(file, obligation, path)
    kinds = [kind for kind in KINDS if getattr(obligation, kind) is not None]
    if len(kinds) != 1:
        found = f"these are {len(kinds)}: {several(kinds)}" if kinds else "there is none"
        file.say(path, f"exactly one kind is expected ({', '.join(KINDS)}); {found}.")
        return
    CHECK_OF[kinds[0]](file, revision, obligation, (*path, kinds[0]))
    if obligation.reminders is not None:
        _check_reminders(file, obligation, obligation.reminders, (*path, "reminders"))


def _check_parties(file: Context, revision: str, keys: tuple[str, ...], path: Path) -> None:
    if keys == ("all",):
        members = file.definition.revisions[revision].parties
        if members and all(member.organ for member in members.values()):
            file.say(path, "all means every party that is no organ, and there is none.")
    elif "all" in keys:
        file.say(path, "all stands alone: it means every party that is no organ.")
    else:
        file.list_of(keys, file.revisions[revision].parties, path, "a party of this revision")


def _check_agenda(file: Context, obligation: ObligationPart, path: Path) -> None:
    file.list_of(obligation.agenda_of, file.types, path, "a type of this covenant")
    for at, key in enumerate(obligation.agenda_of):
        found = file.definition.types.get(key)
        if found is not None and found.meeting is None:
            file.say((*path, at), f"{shown(key)} is not a meeting, so it has no agenda.")


def _check_citation(file: Context, revision: str, text: str, path: Path) -> None:
    clauses = file.revisions[revision].clauses
    if clauses is None:
        return
    places = cited(text, clauses)
    for place in places:
        if place.clause is None:
            known = several(sorted(clauses), most=30)
            file.say(path, f"{shown(place.text)} does not start with the key of a clause (known: {known}).")
        elif len(place.place) > PLACE:
            file.say(path, f"{shown(place.place)} has more than {PLACE} characters after the key.")
    if len({(place.clause, place.place) for place in places}) < len(places):
        file.say(path, "the same place is cited twice.")


def _check_window(file: Context, obligation: ObligationPart, path: Path) -> None:
    window = obligation.window
    if window is None:
        return
    if obligation.deadline is not None:
        file.say((*path, "window"), "a deadline has no window of its own; it has opens and due.")
    if window.from_ is None and window.until is None:
        file.say((*path, "window"), "a window has from, until, or both.")
    if window.from_ is not None and window.until is not None and window.until <= window.from_:
        file.say(
            (*path, "window", "until"),
            f"{window.until} does not lie after {window.from_}; until is the first day out of the window.",
        )


def _check_reminders(file: Context, obligation: ObligationPart, reminders: RemindersPart, path: Path) -> None:
    cadence, deadline = obligation.cadence, obligation.deadline
    if reminders.slot and (cadence is None or cadence.at_least is None):
        file.say((*path, "slot"), "slot belongs to a cadence with at_least.")
    if reminders.opens and (deadline is None or deadline.opens is None) and (cadence is None or cadence.by is None):
        file.say((*path, "opens"), "opens belongs to a deadline with opens, or a cadence with by.")
    if reminders.at_percent and obligation.cap is None:
        file.say((*path, "at_percent"), "at_percent belongs to a cap.")
    for name in ("before", "after"):
        if getattr(reminders, name) and (obligation.cap is not None or obligation.held is not None):
            file.say((*path, name), f"a cap or what is held has no date to remind {name}.")
    for name in ("slot", "before", "after", "at_percent"):
        file.twice(getattr(reminders, name), (*path, name))
