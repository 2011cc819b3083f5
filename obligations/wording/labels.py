"""One word for how it stands, one of five groups, one icon (users.md section 2: these words win)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum

from obligations.engine.terms import Duty, Ending, Held, Holding, Kind, Relation, Terms, life_of
from obligations.engine.verdict import (
    Assessment,
    Due,
    Instance,
    Interval,
    Note,
    Quota,
    Status,
    days_late,
)
from obligations.wording.language import Lang, Pair, day_text, days_text, full_day, pick
from obligations.wording.subject import Subject


class Group(StrEnum):
    """The five groups, each with one colour."""

    TO_DO = "to_do"
    RUNNING = "running"
    ACHIEVED = "achieved"
    NOT_ACHIEVED = "not_achieved"
    NOT_NOW = "not_now"


class Extra(StrEnum):
    """What a row is shown as where its status is not the news, or where it has none."""

    INCOMPLETE = "incomplete"
    REPORTED = "reported"
    PLANNED = "planned"
    OUTSIDE = "outside"
    AIM = "aim"
    HELD = "held"


Shown = Status | Extra
GROUP_NAMES: Mapping[Group, Pair] = {
    Group.TO_DO: ("Nu doen", "To do now"),
    Group.RUNNING: ("Loopt", "Running"),
    Group.ACHIEVED: ("Gehaald", "Achieved"),
    Group.NOT_ACHIEVED: ("Niet gehaald", "Not achieved"),
    Group.NOT_NOW: ("Telt nu niet", "Does not count now"),
}
GROUP_OF: Mapping[Shown, Group] = {
    Status.NOT_IN_FORCE: Group.NOT_NOW,
    Status.SIGNED_NOT_IN_FORCE: Group.NOT_NOW,
    Status.IN_FORCE: Group.RUNNING,
    Status.SUPERSEDED: Group.NOT_NOW,
    Status.EXPIRED: Group.NOT_NOW,
    Status.ENDED: Group.NOT_NOW,
    Status.UPCOMING: Group.NOT_NOW,
    Status.NO_QUOTA: Group.NOT_NOW,
    Status.MET: Group.ACHIEVED,
    Status.MET_LATE: Group.ACHIEVED,
    Status.ON_TRACK: Group.RUNNING,
    Status.DUE_SOON: Group.TO_DO,
    Status.AT_RISK: Group.TO_DO,
    Status.OVERDUE: Group.TO_DO,
    Status.MISSED: Group.NOT_ACHIEVED,
    Status.WITHIN: Group.RUNNING,
    Status.NEAR: Group.RUNNING,
    Status.AT_CAP: Group.RUNNING,
    Status.EXCEEDED: Group.TO_DO,
    Status.NOT_TRIGGERED: Group.NOT_NOW,
    Status.OPEN: Group.TO_DO,
    Status.ATTENTION: Group.TO_DO,
    Status.IN_ORDER: Group.RUNNING,
    Status.NOT_REVIEWED: Group.NOT_NOW,
    Status.NOT_IN_ORDER: Group.TO_DO,
    Status.WAIVED: Group.NOT_NOW,
    Status.NOT_RECORDED: Group.NOT_NOW,
    Extra.INCOMPLETE: Group.TO_DO,
    Extra.REPORTED: Group.TO_DO,
    Extra.PLANNED: Group.RUNNING,
    Extra.OUTSIDE: Group.NOT_NOW,
    Extra.AIM: Group.NOT_NOW,
    Extra.HELD: Group.NOT_NOW,
}
ICONS: Mapping[Shown, str] = {
    Status.NOT_IN_FORCE: "file-pen-line",
    Status.SIGNED_NOT_IN_FORCE: "file-pen-line",
    Status.IN_FORCE: "file-check",
    Status.SUPERSEDED: "replace",
    Status.EXPIRED: "archive",
    Status.ENDED: "circle-stop",
    Status.UPCOMING: "calendar-plus",
    Status.NO_QUOTA: "ruler",
    Status.MET: "circle-check",
    Status.MET_LATE: "clock-alert",
    Status.ON_TRACK: "trending-up",
    Status.DUE_SOON: "calendar-clock",
    Status.AT_RISK: "triangle-alert",
    Status.OVERDUE: "calendar-x",
    Status.MISSED: "circle-x",
    Status.WITHIN: "gauge",
    Status.NEAR: "battery-medium",
    Status.AT_CAP: "battery-full",
    Status.EXCEEDED: "octagon-alert",
    Status.NOT_TRIGGERED: "circle-dashed",
    Status.OPEN: "circle",
    Status.ATTENTION: "eye",
    Status.IN_ORDER: "shield-check",
    Status.NOT_REVIEWED: "circle-question-mark",
    Status.NOT_IN_ORDER: "wrench",
    Status.WAIVED: "handshake",
    Status.NOT_RECORDED: "history",
    Extra.INCOMPLETE: "pencil-line",
    Extra.REPORTED: "inbox",
    Extra.PLANNED: "calendar-check",
    Extra.OUTSIDE: "circle-slash",
    Extra.AIM: "sprout",
    Extra.HELD: "book-open",
}
LABELS: Mapping[str, Pair] = {
    Status.NOT_IN_FORCE: ("Nog niet getekend", "Not signed yet"),
    Status.SIGNED_NOT_IN_FORCE: ("Getekend, gaat in op {day}", "Signed, takes effect on {day}"),
    Status.IN_FORCE: ("Geldt nu", "In force now"),
    Status.SUPERSEDED: ("Vervangen op {day}", "Replaced on {day}"),
    Status.EXPIRED: ("Afgelopen op {day}", "Ended on {day}"),
    Status.ENDED: ("Gestopt op {day}", "Stopped on {day}"),
    Status.UPCOMING: ("Begint nog", "Still to begin"),
    Status.NO_QUOTA: ("Periode te kort voor een aantal", "Period too short for a number"),
    Status.MET: ("Gehaald", "Achieved"),
    Status.MET_LATE: ("Later gehaald ({days})", "Achieved later ({days})"),
    Status.ON_TRACK: ("Op schema", "On schedule"),
    Status.DUE_SOON: ("Binnenkort: vóór {day}", "Soon: by {day}"),
    Status.AT_RISK: ("Nog niets gepland", "Nothing planned yet"),
    Status.OVERDUE: ("De datum is voorbij ({days})", "The date has passed ({days})"),
    Status.MISSED: ("Niet gehaald", "Not achieved"),
    Status.WITHIN: ("Ruimte over", "Room left"),
    Status.NEAR: ("Bijna vol", "Almost full"),
    Status.AT_CAP: ("Precies vol (mag)", "Exactly full (allowed)"),
    Status.EXCEEDED: ("Boven het maximum", "Above the maximum"),
    Status.NOT_TRIGGERED: ("Nu niet aan de orde", "Does not apply now"),
    Status.OPEN: ("Te doen", "To do"),
    Status.ATTENTION: ("Even nakijken", "Needs a look"),
    Status.IN_ORDER: ("Op orde", "In order"),
    Status.NOT_REVIEWED: ("Nog niet nagelopen", "Not looked through yet"),
    Status.NOT_IN_ORDER: ("Niet op orde", "Not in order"),
    Status.WAIVED: ("In overleg: hoeft niet", "Agreed: not needed"),
    Status.NOT_RECORDED: ("Toen niet bijgehouden", "Not kept at the time"),
    Extra.INCOMPLETE: ("Nog aanvullen", "To be completed"),
    Extra.REPORTED: ("Gemeld, nog niet gecontroleerd", "Reported, not checked yet"),
    Extra.PLANNED: ("Gepland op {day}", "Planned for {day}"),
    Extra.OUTSIDE: ("Buiten het convenant", "Outside the covenant"),
    Extra.AIM: ("Streven", "Aim"),
    Holding.MAY: ("Recht", "Right"),
    Holding.POWER: ("Bevoegdheid", "Power"),
    Holding.DEFINITION: ("Omschrijving", "Description"),
    "met.duty": ("Gedaan", "Done"),
    "met_late.duty": ("Later gedaan ({days})", "Done later ({days})"),
    "missed.duty": ("Niet gedaan", "Not done"),
    "missed.quota": ("Niet gehaald ({done} van {required})", "Not achieved ({done} of {required})"),
    "at_risk.quota": ("Loopt achter op de planning", "Behind schedule"),
    "at_risk.planned": ("Gepland na de uiterste datum", "Planned after the covenant date"),
    "due_soon.target": ("Binnenkort: streefdatum {day}", "Soon: own target {day}"),
}
UNSETTLED = frozenset({Status.ON_TRACK, Status.DUE_SOON, Status.AT_RISK, Status.OVERDUE, Status.OPEN, Status.ATTENTION})
ARRANGEABLE = frozenset({Status.ON_TRACK, Status.DUE_SOON, Status.OPEN})
ENDINGS: Mapping[Ending, Status] = {Ending.SUPERSEDED: Status.SUPERSEDED, Ending.EXPIRED: Status.EXPIRED}


def group(row: Assessment) -> Group:
    return GROUP_OF[shown(row)]


def group_name(group: Group, lang: Lang) -> str:
    return pick(GROUP_NAMES[group], lang)


def icon(row: Assessment) -> str:
    """Name of a lucide icon; it stands beside the label, never alone."""
    return ICONS[shown(row)]


def label(subject: Subject, row: Assessment, as_of: date, lang: Lang) -> str:
    """How the row stands in at most six words and a date or a number."""
    face = shown(row)
    if face is Extra.HELD:
        return _held(subject, lang)
    variant = VARIANTS.get(face)
    key = str(face) if variant is None else variant(subject, row)
    values = _values(subject, row, as_of, lang)
    return pick(LABELS[key] if values["day"] else _undated(LABELS[key]), lang, **values)


def covenant_status_label(status: Status, day: date | None, lang: Lang) -> str:
    """Label of a revision; `day`: when it takes effect, was replaced or ended, always shown with its year."""
    if day is None:
        return pick(_undated(LABELS[status]), lang)
    return pick(LABELS[status], lang, day=full_day(day, lang))


def untriggered_label(terms: Terms, as_of: date, lang: Lang) -> str:
    """Label of a duty of which nothing is open: over, not begun, or just not called for."""
    window = life_of(terms, as_of).window
    if window.is_empty:
        return pick(LABELS[Status.NOT_TRIGGERED], lang)
    if window.first is not None and as_of < window.first:
        return pick(LABELS[Status.UPCOMING], lang)
    if window.end is None or as_of < window.end:
        return pick(LABELS[Status.NOT_TRIGGERED], lang)
    return pick(LABELS[ending_of(terms, as_of)], lang, day=day_text(window.end, as_of, lang))


def status_word(status: str, lang: Lang) -> str:
    """The word for a status by itself, without dates and numbers; '' for what is none."""
    if status not in LABELS:
        return ""
    dutch, english = (re.sub(r"(: [^{]*)? ?\(?{.*$", "", text) for text in _undated(LABELS[status]))
    return pick((dutch, english), lang)


def shown(row: Assessment) -> Shown:
    """Its status, or what matters more: something to complete, to check, or arranged already."""
    status, detail = row.status, row.detail
    if status is None:
        return _without_status(row)
    if Note.TO_COMPLETE in row.notes and status is Status.OPEN:
        return Extra.INCOMPLETE
    if not isinstance(detail, Quota | Interval | Due | Instance):
        return status
    if status in UNSETTLED and detail.reported > 0:
        return Extra.REPORTED
    return Extra.PLANNED if status in ARRANGEABLE and is_arranged(row) else status


def _without_status(row: Assessment) -> Extra:
    if row.kind is Kind.HELD:
        return Extra.HELD
    return Extra.OUTSIDE if Note.OUTSIDE_COVENANT in row.notes else Extra.AIM


def is_arranged(row: Assessment) -> bool:
    """True when something is planned in time; a date of our own does not make it late."""
    detail = row.detail
    if not isinstance(detail, Quota | Interval | Due | Instance) or detail.planned_on is None:
        return False
    if isinstance(detail, Quota):
        by_target = detail.next_on is not None and detail.planned_on <= detail.next_on
        return by_target or detail.done + detail.planned >= detail.required
    if detail.due_on is None or not is_covenant_date(row):
        return True
    return detail.planned_on <= detail.due_on


def is_covenant_date(row: Assessment) -> bool:
    """True when the next date of the row is one that the text sets, by the detail alone."""
    detail = row.detail
    if isinstance(detail, Quota):
        return detail.next_on is not None and detail.next_on == row.window.last
    if isinstance(detail, Due):
        return detail.dated
    if isinstance(detail, Instance):
        return detail.hard
    return isinstance(detail, Interval)


def ending_of(terms: Terms, as_of: date) -> Status:
    """What ended the window of `terms`: its own window (also when force ended that day), the successor or the term."""
    life = life_of(terms, as_of)
    by_own_window = life.window.end == terms.own.end or life.window.end != life.force.end
    return Status.ENDED if by_own_window and life.window.end is not None else ENDINGS[life.ending]


def end_of(subject: Subject, row: Assessment, as_of: date) -> date | None:
    """First day on which it no longer counts."""
    life = life_of(subject.terms, as_of)
    if row.status in (Status.SUPERSEDED, Status.EXPIRED):
        return life.force.end
    return life.window.end if row.status is Status.ENDED else row.window.end


def _undated(pair: Pair) -> Pair:
    """A label without its day: 'Vervangen', 'Getekend'."""
    dutch, english = (re.sub(r"(, gaat in|, takes effect)? (op|on) {day}$", "", text) for text in pair)
    return dutch, english


def _held(subject: Subject, lang: Lang) -> str:
    term = subject.terms.term
    return pick(LABELS[term.holding if isinstance(term, Held) else Holding.DEFINITION], lang)


def _of_duty(subject: Subject, row: Assessment) -> str:
    del subject
    return f"{row.status}.duty" if row.kind is Kind.DUTY else str(row.status)


def _missed(subject: Subject, row: Assessment) -> str:
    return "missed.quota" if isinstance(row.detail, Quota) else _of_duty(subject, row)


def _at_risk(subject: Subject, row: Assessment) -> str:
    del subject
    if isinstance(row.detail, Quota):
        return "at_risk.quota"
    planned = isinstance(row.detail, Interval | Due | Instance) and row.detail.planned_on is not None
    return "at_risk.planned" if planned else Status.AT_RISK


def _due_soon(subject: Subject, row: Assessment) -> str:
    duty = subject.terms.term
    before = isinstance(duty, Duty) and duty.relation is Relation.BEFORE
    return Status.DUE_SOON if before or is_covenant_date(row) else "due_soon.target"


VARIANTS: Mapping[Shown, Callable[[Subject, Assessment], str]] = {
    Status.MET: _of_duty,
    Status.MET_LATE: _of_duty,
    Status.MISSED: _missed,
    Status.AT_RISK: _at_risk,
    Status.DUE_SOON: _due_soon,
}


def _values(subject: Subject, row: Assessment, as_of: date, lang: Lang) -> dict[str, object]:
    """What a label may name: `day`, `days`, `done`, `required`."""
    day = _day(subject, row, as_of)
    late = days_late(row, as_of)
    quota = row.detail if isinstance(row.detail, Quota) else None
    return {
        "day": "" if day is None else day_text(day, as_of, lang),
        "days": "" if late is None else days_text(late, lang),
        "done": quota.done if quota else 0,
        "required": quota.required if quota else 0,
    }


def _day(subject: Subject, row: Assessment, as_of: date) -> date | None:
    detail, face = row.detail, shown(row)
    if face in (Status.SUPERSEDED, Status.EXPIRED, Status.ENDED):
        return end_of(subject, row, as_of)
    if not isinstance(detail, Quota | Interval | Due | Instance):
        return None
    if face is Extra.PLANNED:
        return detail.planned_on
    return detail.next_on if isinstance(detail, Quota) else detail.due_on
