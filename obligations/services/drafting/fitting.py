"""Whether an obligation as it was filled in holds together: the checks of a definition file, in words at the field."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from obligations.models import FactType, Revision
from obligations.services.drafting.entries import NewType, ObligationEntry
from obligations.services.known import text_objection
from obligations.services.recording import day_objection
from obligations.services.refusal import Objection, objections
from obligations.services.words import unseen

LONGEST_STORY = 10_000
MOST_TIMES, MOST_MONTHS, MOST_DAYS, MOST_MINUTES = 1_000, 1_200, 3_650, 1_000_000
MOST_AMOUNT = Decimal("99999999.9999")
RANGES: Mapping[str, tuple[int, int]] = {
    "at_least": (1, MOST_TIMES),
    "every_months": (1, MOST_MONTHS),
    "unit_minutes": (1, MOST_MINUTES),
    "grace_days": (0, MOST_DAYS),
    "lead_days": (0, MOST_DAYS),
    "target_days": (0, MOST_DAYS),
    "within_number": (1, MOST_TIMES),
    "at_least_days_before": (1, MOST_DAYS),
    "review_months": (1, MOST_MONTHS),
    "remind_after_days": (1, MOST_DAYS),
}
"""Numbers that fit, as a definition file has them."""


@dataclass(frozen=True, slots=True)
class Names:
    """What an obligation of a draft may name. `caps`: the codes of its maximums."""

    parties: Collection[str]
    themes: Collection[str]
    measures: Mapping[str, str]
    caps: Collection[str]
    ends_on: date | None


def names_of(draft: Revision) -> Names:
    """The names that a draft knows."""
    types = FactType.objects.filter(covenant=draft.covenant_id)
    return Names(
        list(draft.members.order_by("position", "pk").values_list("party__key", flat=True)),
        list(draft.covenant.themes.values_list("key", flat=True)),
        dict(types.values_list("key", "measure")),
        list(draft.obligations.filter(kind="cap").values_list("code", flat=True)),
        draft.ends_on,
    )


def entry_objections(entry: ObligationEntry, names: Names) -> Iterator[Objection]:
    """Every reason why an obligation cannot be kept like this."""
    yield from _text_objections(entry)
    yield from _party_objections(entry, names)
    yield from _place_objections(entry)
    yield from _window_objections(entry)
    yield from _type_objections(entry, names)
    yield from _number_objections(entry)
    yield from CHECK_OF[entry.kind](entry, names)


def _text_objections(entry: ObligationEntry) -> Iterator[Objection]:
    yield from objections(
        ("title", text_objection(entry.title, 200) if entry.title.strip() else _("Give a title in a few words."))
    )
    if not entry.summary.strip():
        yield "summary", _("Say in your own words what was agreed.")
    elif len(entry.summary) > LONGEST_STORY or unseen(entry.summary, "\n") is not None:
        yield "summary", _("This text is too long, or has a character that cannot be kept.")


def _party_objections(entry: ObligationEntry, names: Names) -> Iterator[Objection]:
    if not entry.bearers and not entry.bearers_all:
        yield "bearers", _("Say who does it.")
    for name, keys in (("bearers", entry.bearers), ("towards", entry.towards)):
        if not set(keys) <= set(names.parties):
            yield name, _("One of these parties does not take part any more. Choose again.")
    if not set(entry.themes) <= set(names.themes):
        yield "themes", _("One of these themes is not there any more. Choose again.")


def _place_objections(entry: ObligationEntry) -> Iterator[Objection]:
    if not entry.places:
        yield "clause", _("Say where it stands in the text, such as: Overleg al. 1")
    for one in entry.places:
        if len(one.clause) > 40 or ";" in one.clause or "  " in one.clause or unseen(one.clause) is not None:
            yield "clause", _("A part of the text has a name of at most 40 characters, without ;")
        elif len(one.place) > 80 or unseen(one.place) is not None:
            yield "clause", _("At most 80 characters fit after the name of a part of the text.")
    if len({(one.clause, one.place) for one in entry.places}) < len(entry.places):
        yield "clause", _("The same place stands here twice.")


def _window_objections(entry: ObligationEntry) -> Iterator[Objection]:
    days = (("own_from", entry.own_from), ("own_until", entry.own_until))
    yield from objections(*((name, day_objection(day)) for name, day in days if day is not None))
    if entry.kind == "deadline" and (entry.own_from or entry.own_until):
        yield "own_from", _("An obligation with a date has no term of its own.")
    elif entry.own_from and entry.own_until and entry.own_until <= entry.own_from:
        yield "own_until", _("The end of its own term lies after the start.")


NEEDS: Mapping[str, tuple[str, ...]] = {
    "cadence": ("counts",),
    "cap": ("counts",),
    "deadline": ("done_by",),
    "duty": ("done_by",),
    "standing": (),
    "held": (),
}


def _type_objections(entry: ObligationEntry, names: Names) -> Iterator[Objection]:
    for use in ("counts", "done_by", "when"):
        found = getattr(entry, use)
        if use in NEEDS[entry.kind] and not found:
            yield use, _("Choose what counts, or name something new.")
        for one in found:
            if isinstance(one, NewType):
                yield from objections((use, text_objection(one.name, 200)))
            elif one not in names.measures:
                yield use, _("One of these is not there any more. Choose again.")


def _number_objections(entry: ObligationEntry) -> Iterator[Objection]:
    for name, (low, high) in RANGES.items():
        value = entry.term.get(name)
        if value is not None and not low <= value <= high:
            yield name, _("A whole number from %(low)s to %(high)s is expected here.") % {"low": low, "high": high}
    for name in ("due", "opens", "target"):
        day = entry.term.get(name)
        yield from objections((name, None if day is None else day_objection(day)))


def _month_day_objection(term: Mapping[str, Any], prefix: str) -> Iterator[Objection]:
    month, day = term.get(f"{prefix}_month"), term.get(f"{prefix}_day")
    if (month is None) != (day is None):
        yield f"{prefix}_day", _("Give the day and the month.")
    elif month is not None and day is not None:
        try:
            date(2000, month, day)
        except ValueError:
            yield f"{prefix}_day", _("This day is not on the calendar.")


def _check_cadence(entry: ObligationEntry, names: Names) -> Iterator[Objection]:
    term = entry.term
    given = [name for name in ("at_least", "every_months", "by_month") if term.get(name) is not None]
    if len(given) != 1:
        yield "at_least", _("Choose one: a number per period, every so many months, or a day of the year.")
    elif (term.get("at_least") is None) != (not term.get("per")) or term.get("per") == "event":
        yield "per", _("A number goes with a month, quarter, half year or year.")
    yield from _month_day_objection(term, "by")


def _check_cap(entry: ObligationEntry, names: Names) -> Iterator[Objection]:
    term = entry.term
    amount = term.get("at_most")
    if amount is None or not 0 <= amount <= MOST_AMOUNT:
        yield "at_most", _("Give a number of 0 or more.")
    if not term.get("per"):
        yield "per", _("Choose per what.")
    unit, minutes = term.get("unit", ""), term.get("unit_minutes")
    yield from objections(("unit", text_objection(unit, 40)))
    if minutes is not None and unit in ("", "persons"):
        yield "unit_minutes", _("Give the unit that lasts so many minutes, such as dagdeel.")
    if term.get("per") == "event" and term.get("counter", "joint") != "joint":
        yield "counter", _("A maximum per time counts each time by itself.")
    host = term.get("host")
    if host is not None and host not in names.parties:
        yield "host", _("This party does not take part any more. Choose again.")
    measure = "minutes" if minutes is not None else "persons" if unit == "persons" else None
    kinds = [one.measure if isinstance(one, NewType) else names.measures.get(one, "") for one in entry.counts]
    if measure is not None and any(kind != measure for kind in kinds):
        yield "counts", _("Of what is chosen here no minutes or persons are kept, so this cannot be added up.")


def _check_deadline(entry: ObligationEntry, names: Names) -> Iterator[Objection]:
    term = entry.term
    due, at_end, opens = term.get("due"), bool(term.get("due_at_end")), term.get("opens")
    yield from objections(("text", text_objection(term.get("text", ""), 200)))
    if due is not None and at_end:
        yield "due", _("Choose one: a date, or the end of the term.")
    if due is None and not at_end:
        for name in ("opens", "grace_days"):
            if term.get(name):
                yield name, _("This needs the latest date of the text.")
    if at_end and names.ends_on is None:
        yield "due_at_end", _("This revision has no end; give a date.")
    last = due if due is not None else names.ends_on if at_end else None
    if opens is not None and last is not None and opens > last:
        yield "opens", _("The first day lies before the latest date.")


def _check_duty(entry: ObligationEntry, names: Names) -> Iterator[Objection]:
    term, relation = entry.term, entry.term.get("relation", "")
    exceeded = term.get("exceeded") or []
    starts = [bool(entry.when), bool(exceeded), bool(term.get("at_start")), term.get("each_year_month") is not None]
    if sum(starts) != 1:
        yield "when", _("Choose one thing that makes it necessary.")
    if term.get("themed") and not entry.when:
        yield "themed", _("A theme goes with something that happens.")
    if not set(exceeded) <= set(names.caps):
        yield "exceeded", _("One of these maximums is not in this revision any more. Choose again.")
    yield from _month_day_objection(term, "each_year")
    if relation not in ("before", "upon", "after"):
        yield "relation", _("Choose when: before, at the same time, or after.")
    yield from _relation_objections(term, before=relation == "before", known=not (exceeded or term.get("at_start")))


def _relation_objections(term: Mapping[str, Any], *, before: bool, known: bool) -> Iterator[Objection]:
    number, unit = term.get("within_number"), term.get("within_unit", "")
    if (number is None) != (not unit):
        yield "within_number", _("Give a number and choose days, working days, weeks or months.")
    if before and number is not None:
        yield "within_number", _("A term after something does not go with ‘before’.")
    if before and term.get("target_days") is not None:
        yield "target_days", _("A term after something does not go with ‘before’.")
    if not before and (term.get("lead_days") or term.get("at_least_days_before") is not None):
        yield "at_least_days_before", _("Days beforehand go with ‘before’ only.")
    if number is not None and term.get("target_days") is not None:
        yield "target_days", _("The text sets a term here, so there is no own target.")
    if before and not known:
        yield "relation", _("Nobody knows this beforehand; choose at the same time, or after.")


def _check_standing(entry: ObligationEntry, names: Names) -> Iterator[Objection]:
    if entry.term.get("remind_after_days") is not None and not entry.counts:
        yield "remind_after_days", _("Choose what is counted.")


def _check_held(entry: ObligationEntry, names: Names) -> Iterator[Objection]:
    if not entry.term.get("holding"):
        yield "holding", _("Choose what it is.")


CHECK_OF: Mapping[str, Callable[[ObligationEntry, Names], Iterator[Objection]]] = {
    "cadence": _check_cadence,
    "cap": _check_cap,
    "deadline": _check_deadline,
    "duty": _check_duty,
    "standing": _check_standing,
    "held": _check_held,
}
