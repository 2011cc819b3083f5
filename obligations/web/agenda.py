"""What stands on the days of a calendar: what happened or is planned, and the dates that follow from obligations."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from obligations.assessments import Standing, assess_covenants
from obligations.current import current_rows
from obligations.engine.facts import Fact
from obligations.engine.terms import Kind
from obligations.engine.verdict import Assessment, Due, Instance, Interval, Quota, Status
from obligations.evidence import Dated, sources
from obligations.models import Covenant, Holiday, Obligation
from obligations.web.addresses import obligation_url
from obligations.web.as_of import Moment
from obligations.web.lists import is_today
from obligations.wording import Lang
from obligations.wording.labels import UNSETTLED, Extra, is_covenant_date, shown, status_word
from obligations.wording.language import lower, ordinal

GONE = frozenset({Status.SUPERSEDED, Status.EXPIRED, Status.ENDED, Status.NO_QUOTA})
"""Of these a date that stood in the text is none any more, or asks for nothing."""
FACT_ICONS = {
    "happened": "check",
    "held": "users",
    "planned": "calendar-check",
    "passed": "circle-question-mark",
    "reported": "inbox",
    "unknown": "pencil-line",
    "cancelled": "calendar-off",
}
"""By the state of what happened; `passed`: planned on a day that is over."""


@dataclass(frozen=True)
class RowDate:
    """A day that a row names. `hard`: the text sets it; `number` of `required`: for which one, or how many are done."""

    day: date
    hard: bool
    number: int = 0
    required: int = 0


@dataclass(frozen=True)
class Owed:
    """A row of an obligation with its title, wherever it was read."""

    covenant_id: int
    title: str
    row: Assessment


@dataclass(frozen=True)
class Item:
    """One thing on a day. `kind`: the fixed word for its date, or how certain it is; `stands`: how it stands.

    `url` and `stands` may be ''; `covenant` is '' when the page is about one. `tone`: covenant, target or fact.
    """

    day: date
    title: str
    url: str
    language: str
    covenant: str
    kind: str
    icon: str
    tone: str
    stands: str = ""
    more: str = ""

    @property
    def order(self) -> tuple[date, int, str, str]:
        """Covenant dates first, then what happens, then our own targets."""
        return self.day, ("covenant", "fact", "target").index(self.tone), self.title, self.covenant


def dates_of(row: Assessment) -> list[RowDate]:
    """The covenant dates and own targets of a row, none where they do not count any more."""
    detail = row.detail
    if row.status is None or row.status in GONE:
        return []
    if isinstance(detail, Quota):
        return quota_dates(row, detail)
    if isinstance(detail, Interval | Due | Instance) and detail.due_on is not None:
        return [RowDate(detail.due_on, is_covenant_date(row))]
    return []


def quota_dates(row: Assessment, quota: Quota) -> list[RowDate]:
    """The end of a period, and while it runs the targets of what is still to do."""
    last = row.window.last
    if last is None or quota.required == 0:
        return []
    found = [RowDate(last, hard=True, number=quota.done, required=quota.required)]
    if row.status in UNSETTLED or row.status is Status.UPCOMING:
        found += [
            RowDate(day, hard=False, number=number, required=quota.required)
            for number, day in enumerate(quota.targets, 1)
            if number > quota.done and day != last
        ]
    return found


def items_between(covenants: Mapping[int, Covenant], first: date, last: date, moment: Moment, lang: Lang) -> list[Item]:
    """Everything dated from `first` up to and including `last`, in order; what is the same stands once.

    The number of queries is the same whatever there is to show. With `known_at` also what happened is as known then.
    """
    named = {} if len(covenants) == 1 else {pk: covenant.title for pk, covenant in covenants.items()}
    if is_today(moment):
        owed: Iterable[Owed] = owed_today(covenants, first, last, moment.today)
        standings: dict[int, Standing] = {}
    else:
        standings = assess_covenants(covenants, moment.as_of, known_at=moment.known_at, history=True)
        owed = owed_then(standings.values())
    found = {
        item(covenants[one.covenant_id], named, one, dated, moment, lang): None
        for one in owed
        for dated in dates_of(one.row)
        if first <= dated.day <= last
    }
    facts = known_facts(standings, first, last) if moment.known_at else agenda(list(covenants), first, last)
    happened = [fact_item(covenants[one.covenant_id], named, one, url, moment, lang) for one, url in facts]
    return sorted([*found, *happened], key=lambda one: one.order)


def owed_today(covenants: Collection[int], first: date, last: date, today: date) -> list[Owed]:
    """The rows of today that name a day in this time, with their titles in one more query."""
    rows = [
        (one.covenant_id, one.obligation_id, one.row)
        for one in current_rows(covenants, today, history=True)
        if any(first <= dated.day <= last for dated in dates_of(one.row))
    ]
    ids = {obligation for _covenant, obligation, _row in rows}
    titles = dict(Obligation.objects.filter(pk__in=ids).order_by().values_list("pk", "title"))
    return [Owed(covenant, titles[obligation], row) for covenant, obligation, row in rows if obligation in titles]


def owed_then(standings: Iterable[Standing]) -> Iterator[Owed]:
    """The rows of another day."""
    for standing in standings:
        for line in standing.lines:
            for row in line.assessed.rows:
                yield Owed(standing.covenant.id, line.obligation.title, row)


def item(covenant: Covenant, named: Mapping[int, str], one: Owed, dated: RowDate, moment: Moment, lang: Lang) -> Item:
    """A date that follows from an obligation, in the two fixed words."""
    return Item(
        dated.day,
        one.title,
        obligation_url(covenant.key, one.row.code, moment),
        covenant.language,
        named.get(covenant.pk, ""),
        _("covenant date") if dated.hard else _("own target"),
        "calendar-clock" if dated.hard else "target",
        "covenant" if dated.hard else "target",
        stands(one.row, lang) if dated.hard or not dated.required else "",
        part(dated, lang),
    )


def stands(row: Assessment, lang: Lang) -> str:
    """How a row stands in a word or two, without the date beside which it is written."""
    face = shown(row)
    of_duty = status_word(f"{face}.duty", lang) if row.kind is Kind.DUTY else ""
    return lower(of_duty or status_word(str(face), lang))


def part(dated: RowDate, lang: Lang) -> str:
    """Of a number in a period: how many are done by its end while some are not, or which one a target is for."""
    if not dated.required or (dated.hard and dated.number >= dated.required):
        return ""
    if dated.hard:
        return _("%(done)s of %(required)s done") % {"done": dated.number, "required": dated.required}
    return _("for the %(nth)s of %(required)s") % {"nth": ordinal(dated.number, lang), "required": dated.required}


def agenda(covenant_ids: Sequence[int], first: date, last: date) -> list[tuple[Dated, str | None]]:
    """What every source has in this time, with the address of its page where it has one."""
    return [(one, one.address) for source in sources() for one in source.agenda(covenant_ids, first, last)]


def known_facts(standings: Mapping[int, Standing], first: date, last: date) -> list[tuple[Dated, str | None]]:
    """What was known of this time, of the types that obligations name; by type, as subjects were not asked for."""
    return [
        (Dated(pk, fact.on, standing.covenant.type_names[fact.type].name, fact.ref, state_of(fact)), None)
        for pk, standing in standings.items()
        for fact in standing.record.refs.values()
        if first <= fact.on <= last
    ]


def state_of(fact: Fact) -> str:
    return "held" if fact.meeting and fact.state == "happened" else fact.state.value


def fact_item(
    covenant: Covenant, named: Mapping[int, str], one: Dated, url: str | None, moment: Moment, lang: Lang
) -> Item:
    """Something that happened or is planned."""
    state = "passed" if one.state == "planned" and one.on < moment.today else one.state
    return Item(
        one.on,
        one.title,
        "" if url is None else url if "?" in url else url + moment.query,
        covenant.language,
        named.get(covenant.pk, ""),
        fact_word(state, lang),
        FACT_ICONS.get(state, "circle"),
        "fact",
    )


def fact_word(state: str, lang: Lang) -> str:
    """How certain something is, in a word."""
    if state in ("reported", "planned"):
        return lower(status_word(state, lang))
    if state == "unknown":
        return lower(status_word(Extra.INCOMPLETE, lang))
    return {
        "held": _("took place"),
        "passed": _("was planned; did it take place?"),
        "cancelled": _("did not take place"),
    }.get(state, _("on record"))


def holidays_between(first: date, last: date) -> dict[date, str]:
    """The names of the holidays in this time."""
    return dict(Holiday.objects.filter(on__range=(first, last)).values_list("on", "name"))
