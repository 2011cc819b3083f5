"""Whether the options of one kind of obligation go together."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from obligations.definitions.checks.context import Context
from obligations.definitions.document import Path
from obligations.definitions.schema import DeadlinePart, DutyPart, ObligationPart, WhenPart
from obligations.services.words import several, shown

TYPE = "a type of this covenant"


def _check_cadence(file: Context, revision: str, obligation: ObligationPart, path: Path) -> None:
    del revision
    cadence = obligation.cadence
    assert cadence is not None
    given = [name for name in ("at_least", "every_months", "by") if getattr(cadence, name) is not None]
    if len(given) != 1:
        found = several(given, "none of them")
        file.say(path, f"exactly one of at_least, every_months and by is expected; given: {found}.")
    elif cadence.at_least is None and cadence.per is not None:
        file.say((*path, "per"), f"per goes with at_least, not with {given[0]}.")
    file.list_of(cadence.of, file.types, (*path, "of"), TYPE)


def _check_cap(file: Context, revision: str, obligation: ObligationPart, path: Path) -> None:
    cap = obligation.cap
    assert cap is not None
    file.list_of(cap.of, file.types, (*path, "of"), TYPE)
    if cap.host is not None:
        known = file.revisions[revision].parties
        if known is not None and cap.host not in known:
            file.say((*path, "host"), f"{shown(cap.host)} is not a party of this revision.")
    if cap.per == "event" and cap.counter is not None:
        file.say((*path, "counter"), "a cap per event has no counter; every entry stands alone.")
    if cap.unit_minutes is not None and (cap.unit is None or cap.unit == "persons"):
        file.say((*path, "unit_minutes"), "unit_minutes needs a unit that is so many minutes, such as dagdeel.")
    measure = "minutes" if cap.unit_minutes is not None else "persons" if cap.unit == "persons" else None
    for at, key in enumerate(cap.of):
        if measure is not None and key in file.measures and file.measures[key] != measure:
            file.say((*path, "of", at), f"{shown(key)} does not measure {measure}, which this cap adds up.")


def _check_deadline(file: Context, revision: str, obligation: ObligationPart, path: Path) -> None:
    deadline = obligation.deadline
    assert deadline is not None
    file.list_of(deadline.done_by, file.types, (*path, "done_by"), TYPE)
    if deadline.due is None:
        for name in ("opens", "grace_days"):
            if getattr(deadline, name):
                file.say((*path, name), f"{name} needs a date in the text (due).")
    elif revision not in file.unsure:
        _check_due(file, revision, deadline, path)


def _check_due(file: Context, revision: str, deadline: DeadlinePart, path: Path) -> None:
    ends_on = file.definition.revisions[revision].ends_on
    if deadline.due == "end":
        if ends_on is None:
            file.say((*path, "due"), "this revision is open-ended, so 'end' is no date; write a date.")
        elif deadline.opens is not None and deadline.opens >= ends_on:
            file.say((*path, "opens"), f"{deadline.opens} does not lie before {ends_on}, the end.")
    elif deadline.opens is not None and str(deadline.opens) > str(deadline.due):
        file.say((*path, "opens"), f"{deadline.opens} lies after {deadline.due}, on which it is due.")


def _check_duty(file: Context, revision: str, obligation: ObligationPart, path: Path) -> None:
    duty = obligation.duty
    assert duty is not None
    _check_when(file, revision, duty.when, (*path, "when"))
    file.list_of(duty.done_by, file.types, (*path, "done_by"), TYPE)
    _check_relation(file, duty, path)
    if duty.within is not None:
        units = [unit for unit in ("days", "workdays", "weeks", "months") if getattr(duty.within, unit) is not None]
        if len(units) != 1:
            file.say((*path, "within"), "exactly one of days, workdays, weeks and months is expected.")
        if duty.target_days is not None:
            file.say((*path, "target_days"), "target_days is an own target; with within the text sets the term.")


def _check_when(file: Context, revision: str, when: WhenPart, path: Path) -> None:
    given = [bool(when.types), bool(when.exceeded), when.start, when.each_year is not None]
    if sum(given) != 1:
        file.say(path, "exactly one of types, exceeded, start and each_year is expected.")
    if when.themed and not when.types:
        file.say((*path, "themed"), "themed goes with types.")
    file.list_of(when.types, file.types, (*path, "types") if _is_mapping(when) else path, TYPE)
    file.twice(when.exceeded, (*path, "exceeded"))
    kinds = file.revisions[revision].kinds
    for at, code in enumerate(when.exceeded):
        if kinds is not None and "cap" not in kinds.get(code, ()):
            caps = [known for known, found in kinds.items() if "cap" in found]
            file.say((*path, "exceeded", at), f"{shown(code)} is not a cap of this revision (known: {several(caps)}).")


def _is_mapping(when: WhenPart) -> bool:
    """Whether `when` was written as a mapping: then it says more than types."""
    return when.themed or not when.types


BEFORE_ONLY = ("lead_days", "at_least_days_before")
NOT_BEFORE = ("target_days", "within")


def _check_relation(file: Context, duty: DutyPart, path: Path) -> None:
    before = duty.relation == "before"
    for name in NOT_BEFORE if before else BEFORE_ONLY:
        if getattr(duty, name) is not None:
            file.say((*path, name), f"{name} does not go with relation {duty.relation}.")
    if before and (duty.when.exceeded or duty.when.start):
        file.say((*path, "relation"), "nobody knows this trigger beforehand; relation is upon or after.")


def _check_standing(file: Context, revision: str, obligation: ObligationPart, path: Path) -> None:
    del revision
    standing = obligation.standing
    assert standing is not None
    file.list_of(standing.of, file.types, (*path, "of"), TYPE)
    if standing.remind_after_days is not None and not standing.of:
        file.say((*path, "remind_after_days"), "remind_after_days needs types that are counted (of).")


def _check_held(file: Context, revision: str, obligation: ObligationPart, path: Path) -> None:
    """What is held has no options."""


CHECK_OF: Mapping[str, Callable[[Context, str, ObligationPart, Path], None]] = {
    "cadence": _check_cadence,
    "cap": _check_cap,
    "deadline": _check_deadline,
    "duty": _check_duty,
    "standing": _check_standing,
    "held": _check_held,
}
