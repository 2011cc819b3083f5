"""Which waiting notices go in which mail of today: at most one overview a day per person (users.md rule 22).

On the day of the week that a person chose everything that waits goes along; on another day only when a covenant date
is within seven days or has passed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction

from obligations.engine.workdays import is_workday
from obligations.mail.moments import Moment, is_overview_day
from obligations.mail.people import Holder, PostKey, holder_of, holders_on
from obligations.mail.silence import Stopped, stopped_on
from obligations.models import Message, MessageCovenant, Notice
from obligations.models.bulk import update_rows
from obligations.services.mailing import mail_is_on

NEAR = timedelta(days=7)
KEEP = ("overview", "second")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A notice that waits. `pk` None in a rehearsal."""

    pk: int | None
    covenant_id: int
    code: str
    occurrence: str
    step: str
    about_on: date
    party: str
    role: str
    due_on: date
    covenant_date: bool


@dataclass
class Envelope:
    """A mail to be made: to whom, of which kind, with which notices."""

    holder: Holder
    kind: str
    notices: list[Waiting] = field(default_factory=list)

    @property
    def covenant_date(self) -> bool:
        return any(notice.covenant_date for notice in self.notices)

    @property
    def covenant_ids(self) -> set[int]:
        return {notice.covenant_id for notice in self.notices}


def sort_in(
    waiting: Iterable[Waiting],
    holders: Mapping[PostKey, Holder],
    stopped: Stopped,
    busy: Collection[tuple[str, str]],
    today: date,
    holidays: Collection[date],
) -> tuple[list[Envelope], list[Waiting]]:
    """The mails of today, and the notices for posts that nobody with an address holds.

    `busy`: addresses and kinds that have a mail of today, or one under way: what waits for them waits on.
    """
    found: dict[tuple[str, str], Envelope] = {}
    homeless: list[Waiting] = []
    for notice in waiting:
        kind = Message.Kind.SECOND.value if notice.step.startswith("second") else Message.Kind.OVERVIEW.value
        if stopped.stops(kind, [notice.covenant_id]):
            continue
        holder = holder_of(holders, notice.covenant_id, notice.party, notice.role)
        if kind == Message.Kind.SECOND:
            holder = holders.get((notice.covenant_id, notice.party, "contact")) or holder
        if holder is None:
            homeless.append(notice)
        elif (holder.address, kind) not in busy:
            found.setdefault((holder.address, kind), Envelope(holder, kind)).notices.append(notice)
    return [envelope for envelope in found.values() if _goes(envelope, today, holidays)], homeless


def _goes(envelope: Envelope, today: date, holidays: Collection[date]) -> bool:
    if envelope.kind == Message.Kind.SECOND or is_overview_day(today, envelope.holder.weekday, holidays):
        return True
    return any(is_pressing(notice.about_on, today, covenant_date=notice.covenant_date) for notice in envelope.notices)


def is_pressing(about: date, today: date, *, covenant_date: bool) -> bool:
    """A covenant date within seven days, or one that has passed, does not wait for the day of the overview."""
    return covenant_date and about <= today + NEAR


def leaves_on(due: date, about: date, weekday: int, holidays: Collection[date], *, covenant_date: bool) -> date:
    """The day on which a step that falls due on `due` is mailed, to somebody with that day of the week."""
    day = due
    while not is_workday(day, holidays) or not (
        is_overview_day(day, weekday, holidays) or is_pressing(about, day, covenant_date=covenant_date)
    ):
        day += timedelta(days=1)
    return day


FIELDS = (
    "pk",
    "covenant_id",
    "code",
    "occurrence",
    "step",
    "about_on",
    "party__key",
    "role",
    "due_on",
    "covenant_date",
)


@transaction.atomic
def compose(moment: Moment) -> int:
    """Make the overviews of today from what waits; how many are new. Nothing while mail is off or out of hours."""
    # Locked: one composer at a time, so that nobody gets two overviews of one day.
    if not moment.is_open or not mail_is_on(lock=True):
        return 0
    free = Notice.objects.select_for_update(
        skip_locked=connection.features.has_select_for_update_skip_locked, of=("self",)
    )
    rows = free.filter(state=Notice.State.WAITING, due_on__lte=moment.today).order_by("pk")
    waiting = [Waiting(*row) for row in rows.values_list(*FIELDS)]
    stopped = stopped_on(moment.today)
    if not waiting or stopped.everything:
        return 0
    holders = holders_on({notice.covenant_id for notice in waiting}, moment.today)
    envelopes, homeless = sort_in(waiting, holders, stopped, busy(moment), moment.today, moment.holidays)
    made = make(envelopes, moment)
    changes = [(notice.pk, "carried", "", pk) for pk, envelope in made for notice in envelope.notices]
    update_rows(Notice, ("id", "state", "reason", "message_id"), changes)
    update_rows(Notice, ("id", "reason"), [(notice.pk, "nobody") for notice in homeless])
    return len(made)


def busy(moment: Moment) -> set[tuple[str, str]]:
    """Addresses that had an overview today or have one under way."""
    states = (Message.State.QUEUED, Message.State.CLAIMED, Message.State.TRANSMITTING)
    own = Message.objects.filter(kind__in=KEEP)
    under_way = (
        own.filter(state__in=states) | own.filter(on=moment.today) | own.filter(finished_at__gte=_midnight(moment))
    )
    return set(under_way.exclude(state=Message.State.CANCELLED).values_list("recipient", "kind"))


def _midnight(moment: Moment) -> Any:
    return moment.overview_at.replace(hour=0, minute=0)


def make(envelopes: Sequence[Envelope], moment: Moment) -> list[tuple[int, Envelope]]:
    """Write these mails, due from eight o'clock; the ids of those that are new."""
    if not envelopes:
        return []
    found: list[tuple[int, Envelope]] = []
    generations = _generations(envelopes, moment.today)
    rows = [
        Message(
            recipient=envelope.holder.address,
            name=envelope.holder.name,
            tenure_id=envelope.holder.tenure_id,
            on=moment.today,
            kind=envelope.kind,
            generation=generations[envelope.holder.address, envelope.kind],
            language=envelope.holder.language,
            covenant_date=envelope.covenant_date,
            due_at=max(moment.now, moment.overview_at),
        )
        for envelope in envelopes
    ]
    for row, envelope in zip(Message.objects.bulk_create(rows, batch_size=200), envelopes, strict=True):
        found.append((row.pk, envelope))
    MessageCovenant.objects.bulk_create(
        [
            MessageCovenant(message_id=pk, covenant_id=id_)
            for pk, envelope in found
            for id_ in sorted(envelope.covenant_ids)
        ],
        batch_size=200,
    )
    return found


def _generations(envelopes: Iterable[Envelope], today: date) -> dict[tuple[str, str], int]:
    """The next generation of each: one that was cancelled today leaves its number behind."""
    found: dict[tuple[str, str], int] = defaultdict(int)
    addresses = {envelope.holder.address for envelope in envelopes}
    rows = Message.objects.filter(recipient__in=addresses, on=today, kind__in=KEEP, subject_key="")
    for recipient, kind, generation in rows.values_list("recipient", "kind", "generation"):
        found[recipient, kind] = max(found[recipient, kind], generation + 1)
    return found
