"""Mails that do not follow from a step of an obligation: the secretary's week, the question of the month, a change of
post, a mail that did not arrive, an outage, a meeting of which nobody said whether it took place.

What the calendar asks for is made once a day; what happens by itself, at each sweep. Each has a key of its own, so that
a second sweep makes nothing twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from obligations.engine.windows import DAY
from obligations.engine.workdays import previous_workday
from obligations.evidence import sources
from obligations.mail.moments import Moment, is_overview_day
from obligations.mail.people import holders_on, secretaries
from obligations.mail.quiet import watch
from obligations.mail.silence import stopped_on
from obligations.models import Covenant, Message, MessageCovenant, Post, Revision, Sender, Tenure
from obligations.services.mailing import mail_is_on

Kind = Message.Kind
AFTERWARDS = timedelta(days=7)
"""So long after a change of post, or a planned day, it is still told."""


@dataclass(frozen=True)
class Draft:
    """A mail to be made."""

    kind: str
    recipient: str
    name: str
    subject_key: str
    covenants: tuple[int, ...]
    language: str = ""
    tenure_id: int | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def compose_desk(moment: Moment) -> int:
    """Make the mails that are due; how many are new. Nothing while mail is off or out of hours."""
    if not moment.is_open or not mail_is_on():
        return 0
    sender = watch(moment)
    drafts = [*_not_arrived(moment), *_outage(sender, moment)]
    if sender.desk_on != moment.today and moment.now >= moment.overview_at:
        drafts += _of_the_day(moment)
        Sender.objects.filter(pk=1).update(desk_on=moment.today)
    return _make(drafts, moment)


def _make(drafts: Sequence[Draft], moment: Moment) -> int:
    """Write these mails; one that there is already stays as it is."""
    stopped = stopped_on(moment.today)
    wanted = [draft for draft in drafts if not stopped.stops(draft.kind, draft.covenants)]
    if not wanted:
        return 0
    keys = {draft.subject_key for draft in wanted}
    there = set(Message.objects.filter(subject_key__in=keys).values_list("recipient", "kind", "subject_key"))
    fresh = {(draft.recipient, draft.kind, draft.subject_key): draft for draft in wanted}
    new = [draft for key, draft in fresh.items() if key not in there]
    rows = Message.objects.bulk_create(
        [
            Message(
                recipient=draft.recipient,
                name=draft.name,
                tenure_id=draft.tenure_id,
                on=moment.today,
                kind=draft.kind,
                subject_key=draft.subject_key,
                language=draft.language,
                facts=dict(draft.facts),
                due_at=max(moment.now, moment.overview_at),
            )
            for draft in new
        ]
    )
    pairs = [(row.pk, covenant) for row, draft in zip(rows, new, strict=True) for covenant in draft.covenants]
    MessageCovenant.objects.bulk_create([MessageCovenant(message_id=pk, covenant_id=id_) for pk, id_ in pairs])
    return len(rows)


# --- What happens by itself --------------------------------------------------------------------------------


def _not_arrived(moment: Moment) -> list[Draft]:
    """A mail that a server refused, or that was tried for five days: its secretaries hear at once."""
    failed = Message.objects.filter(state=Message.State.FAILED, finished_at__gte=moment.now - AFTERWARDS).exclude(
        kind__in=(Kind.NOT_ARRIVED, Kind.WEEK, Kind.OUTAGE, Kind.HAPPENED, Kind.TEST)
    )
    about = defaultdict(list)
    for message_id, covenant_id in MessageCovenant.objects.filter(message__in=failed.values("pk")).values_list(
        "message_id", "covenant_id"
    ):
        about[message_id].append(covenant_id)
    desks = secretaries({pk for ids in about.values() for pk in ids}) if about else {}
    return [
        Draft(
            Kind.NOT_ARRIVED,
            user.email.lower(),
            user.get_full_name(),
            f"message:{message_id}",
            (covenant_id,),
            facts={"message": message_id},
        )
        for message_id, covenant_ids in about.items()
        for covenant_id in covenant_ids
        for user in desks.get(covenant_id, ())
    ]


def _outage(sender: Sender, moment: Moment) -> list[Draft]:
    """Days without mail that are over: every secretary hears once."""
    if sender.quiet_since is None or sender.quiet_until is None or sender.quiet_until >= moment.today:
        return []
    key = f"outage:{sender.quiet_since.isoformat()}"
    ids = list(Covenant.objects.values_list("pk", flat=True))
    facts = {"first": sender.quiet_since.isoformat(), "last": sender.quiet_until.isoformat()}
    return [
        Draft(Kind.OUTAGE, address, name, key, tuple(covenants), facts=facts)
        for address, (name, covenants) in _by_secretary(ids).items()
    ]


def _by_secretary(covenant_ids: Iterable[int]) -> dict[str, tuple[str, list[int]]]:
    """Name and covenants of every secretary, by address."""
    found: dict[str, tuple[str, list[int]]] = {}
    for covenant_id, users in secretaries(list(covenant_ids)).items():
        for user in users:
            found.setdefault(user.email.lower(), (user.get_full_name(), []))[1].append(covenant_id)
    return found


# --- What the calendar asks for ----------------------------------------------------------------------------


def _of_the_day(moment: Moment) -> list[Draft]:
    ids = _alive(moment.today)
    drafts = [*_changes_of_post(moment), *_happened(ids, moment)]
    if is_overview_day(moment.today, 0, moment.holidays):
        key = f"week:{moment.today.isoformat()}"
        drafts += [
            Draft(Kind.WEEK, address, name, key, tuple(covenants))
            for address, (name, covenants) in _by_secretary(ids).items()
        ]
    first = moment.today.replace(day=1)
    if previous_workday(moment.today - DAY, moment.holidays) < first:
        drafts += _question(ids, first - DAY, moment)
    return drafts


def _alive(today: date) -> list[int]:
    """Covenants with a published revision that has not ended."""
    rows = Revision.objects.filter(status=Revision.Status.PUBLISHED, in_force_from__lte=today)
    live = rows.filter(ends_on__isnull=True) | rows.filter(ends_on__gt=today)
    return sorted(set(live.values_list("covenant_id", flat=True)))


def _question(covenant_ids: Sequence[int], month: date, moment: Moment) -> list[Draft]:
    """Each account holder is asked what there was in the month that ended (users.md rule 6)."""
    drafts = []
    for (covenant_id, party, role), holder in holders_on(covenant_ids, moment.today).items():
        if role == Post.Role.ACCOUNT_HOLDER and holder.question:
            key = f"question:{covenant_id}:{party}:{month:%Y-%m}"
            drafts.append(
                Draft(
                    Kind.QUESTION,
                    holder.address,
                    holder.name,
                    key,
                    (covenant_id,),
                    holder.language,
                    holder.tenure_id,
                    {"party": party, "month": month.replace(day=1).isoformat()},
                )
            )
    return drafts


def _changes_of_post(moment: Moment) -> list[Draft]:
    """Who became account holder, and who no longer is, of late (users.md rule 12)."""
    late = moment.today - AFTERWARDS
    rows = (
        Tenure.objects.filter(post__role=Post.Role.ACCOUNT_HOLDER, deputy_of__isnull=True)
        .exclude(email="")
        .select_related("post__party", "mail_choice")
    )
    drafts = []
    for row in rows.filter(starts_on__gt=late, starts_on__lte=moment.today):
        facts = {"on": (row.starts_on or moment.today).isoformat(), "party": row.post.party.key}
        drafts.append(_of_tenure(Kind.WELCOME, row, facts))
    for row in rows.filter(ends_before__gt=late, ends_before__lte=moment.today):
        ended = row.ends_before or moment.today
        after = rows.filter(post=row.post, starts_on=ended).first()
        if after is None or after.email.lower() != row.email.lower():
            facts = {
                "on": ended.isoformat(),
                "party": row.post.party.key,
                "successor": "" if after is None else after.name,
            }
            drafts.append(_of_tenure(Kind.CLOSING, row, facts))
    return drafts


def _of_tenure(kind: str, row: Tenure, facts: Mapping[str, Any]) -> Draft:
    choice = getattr(row, "mail_choice", None)
    language = "" if choice is None else choice.language
    key = f"{kind}:{row.pk}"
    return Draft(kind, row.email.lower(), row.name, key, (row.post.covenant_id,), language, row.pk, facts)


def _happened(covenant_ids: Sequence[int], moment: Moment) -> list[Draft]:
    """Of what was planned for a day that has passed nobody said whether it took place: its secretary is asked."""
    desks = secretaries(covenant_ids)
    found = planned_before(covenant_ids, moment.today, AFTERWARDS)
    return [
        Draft(
            Kind.HAPPENED,
            user.email.lower(),
            user.get_full_name(),
            f"happened:{covenant_id}:{ref}:{on.isoformat()}",
            (covenant_id,),
            facts={"title": title, "on": on.isoformat(), "address": address or ""},
        )
        for covenant_id, on, title, ref, address in found
        for user in desks.get(covenant_id, ())
    ]


def planned_before(
    covenant_ids: Sequence[int], today: date, back: timedelta
) -> list[tuple[int, date, str, str, str | None]]:
    """What was planned for one of the days before today and still is: covenant, day, title, ref, address."""
    return [
        (dated.covenant_id, dated.on, dated.title, dated.ref, dated.address)
        for source in sources()
        for dated in source.agenda(covenant_ids, today - back, today - DAY)
        if dated.state == "planned"
    ]
