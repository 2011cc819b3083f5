"""Make the letters of messages that were claimed: of what is still open at that moment, and frozen from then on.

A constant number of queries for a batch of overviews. A message that cannot be made ends by itself; the others go.
"""

from __future__ import annotations

import json
import logging
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from obligations.mail import outbox
from obligations.mail.blocks import Letter
from obligations.mail.composing import FIELDS, Waiting
from obligations.mail.desk_letters import desk_letter
from obligations.mail.links import address_of, expires_on, make_links, new_token
from obligations.mail.moments import Moment
from obligations.mail.overview import Desk, is_to_know, overview_letter, urgency
from obligations.mail.people import Holder, holders_on
from obligations.mail.points import Closed, Point, points_of
from obligations.mail.writing import Heads, again, message_id_of, write
from obligations.models import Covenant, Message, MessageCovenant, Notice, Post, StatusChange, Tenure
from obligations.models.bulk import update_rows
from obligations.wording import Lang
from obligations.wording.mailing import mail_words

LOG = logging.getLogger(__name__)
Kind = Message.Kind
OF_NOTICES = (Kind.OVERVIEW, Kind.SECOND)
EXAMPLES = re.compile(r"(^|\.)example(\.[a-z]+)?$|(^|\.)(test|invalid)$")
SETTLED = ("met", "met_late")


@dataclass(frozen=True)
class Ready:
    """A message that may be sent as it is."""

    message: Message
    content: bytes


def prepare(batch: Sequence[Message], moment: Moment, *, real: bool) -> list[Ready]:
    """The messages of a batch that may leave, each with its bytes; what became of the others is written down."""
    letters = _Batch(batch, moment)
    ready = []
    for message in batch:
        reason = forbidden(message, letters.covenants_of(message)) if real else ""
        if reason:
            outbox.suppressed(message, reason, moment.now)
            continue
        try:
            content = letters.content(message)
        except Exception as error:
            LOG.exception("message %s could not be made", message.pk)
            outbox.failed(message, outbox.Answer(0, f"{type(error).__name__}: {error}", "unreadable"), moment.now)
            continue
        if content is not None:
            ready.append(Ready(message, content))
    lost = letters.write(batch[0].lease_token)
    return [one for one in ready if one.message.pk not in lost]


def forbidden(message: Message, covenants: Sequence[Covenant]) -> str:
    """Why a message never goes to a real server, '' when it may."""
    if EXAMPLES.search(message.recipient.rpartition("@")[2]):
        return "example_address"
    if covenants and all(covenant.has_example_register for covenant in covenants):
        return "example_covenant"
    return ""


class _Batch:
    """What the letters of a batch share."""

    def __init__(self, batch: Sequence[Message], moment: Moment) -> None:
        self.moment = moment
        ids = [message.pk for message in batch]
        self.notices: dict[int, list[Waiting]] = defaultdict(list)
        rows = Notice.objects.filter(message__in=ids, state=Notice.State.CARRIED).order_by("pk")
        for message_id, *row in rows.values_list("message_id", *FIELDS):
            self.notices[message_id].append(Waiting(*row))
        everything = [notice for notices in self.notices.values() for notice in notices]
        self.points = points_of(everything, moment.today, moment.holidays)
        covenant_ids = {notice.covenant_id for notice in everything}
        self.holders = holders_on(covenant_ids, moment.today) if everything else {}
        self.about: dict[int, list[Covenant]] = defaultdict(list)
        for link in MessageCovenant.objects.filter(message__in=ids).select_related("covenant").order_by("pk"):
            self.about[link.message_id].append(link.covenant)
        all_ids = {covenant.pk for covenants in self.about.values() for covenant in covenants}
        self.reply_to = secretariat_addresses(all_ids, moment.today)
        self.settled = self._settled(batch) if everything else {}
        self.frozen: list[tuple[int, bytes, str, str, str, str]] = []
        self.links: dict[int, tuple[str, date]] = {}
        self.drops: list[tuple[int | None, str, str]] = []
        self.originals: dict[int, bytes] = {}
        older = [message.facts["again"] for message in batch if "again" in message.facts]
        if older:
            self.originals = {
                pk: bytes(content)
                for pk, content in Message.objects.filter(pk__in=older).values_list("pk", "rendered")
                if content is not None
            }

    def covenants_of(self, message: Message) -> list[Covenant]:
        return self.about[message.pk]

    def _settled(self, batch: Sequence[Message]) -> dict[int, list[tuple[str, str, date]]]:
        """What was settled of late, by covenant: code, occurrence, day."""
        ids = {covenant.pk for covenants in self.about.values() for covenant in covenants}
        last = min((message.facts.get("since") for message in batch if message.facts.get("since")), default=None)
        if last is None:
            return {}
        found: dict[int, list[tuple[str, str, date]]] = defaultdict(list)
        rows = StatusChange.objects.filter(covenant__in=ids, on__gte=last, after__in=SETTLED).exclude(before="")
        for covenant_id, code, occurrence, on in rows.values_list("covenant_id", "code", "occurrence", "on"):
            found[covenant_id].append((code, occurrence, on))
        return found

    # --- one message --------------------------------------------------------------------------------------

    def content(self, message: Message) -> bytes | None:
        """The bytes of a message, None when it ended instead."""
        if message.kind in OF_NOTICES and not self._still_right(message):
            return None
        if message.rendered is not None:
            return bytes(message.rendered)
        if message.facts.get("again") in self.originals:
            content = again(self.originals[message.facts["again"]], message.key, message.due_at)
            self._freeze(message, content, message.subject)
            return content
        if message.kind in OF_NOTICES:
            return self._overview(message)
        return self._desk_letter(message)

    def _desk_letter(self, message: Message) -> bytes | None:
        covenants, page = self.covenants_of(message), ""
        if message.kind == Kind.QUESTION:
            token = new_token()
            self.links[message.pk] = (token, expires_on([], self.moment.today))
            page = address_of(token)
        mark = mark_of(message, covenants)
        letter = desk_letter(message, covenants, self.moment, page=page, mark=mark)
        if letter is None:
            self.links.pop(message.pk, None)
            outbox.cancelled(message, "empty", self.moment.now)
            return None
        content = write(letter, self._heads(message, letter))
        self._freeze(message, content, letter.subject)
        return content

    def _still_right(self, message: Message) -> bool:
        """Checked again at the last moment (R-15): something is open, and the post is still this person's.

        What may have arrived already goes again with the same bytes, whatever changed since.
        """
        if message.reason.startswith("resent") or "again" in message.facts:
            return True
        notices = self.notices[message.pk]
        closed = [point for notice in notices if isinstance(point := self.points[notice.pk or 0], Closed)]
        if not self._is_holder(message, notices):
            self._give_back(notices, closed)
            outbox.cancelled(message, "holder_changed", self.moment.now)
            return False
        if len(closed) == len(notices) or (closed and message.rendered is not None):
            self._give_back(notices, closed)
            outbox.cancelled(message, closed[0].reason if closed else "settled", self.moment.now)
            return False
        self.drops += [(one.notice.pk, "dropped", one.reason) for one in closed]
        return True

    def _is_holder(self, message: Message, notices: Sequence[Waiting]) -> bool:
        return not notices or any(self._holder(message, notice) is not None for notice in notices)

    def _holder(self, message: Message, notice: Waiting) -> Holder | None:
        roles = (notice.role, Post.Role.CONTACT.value)
        for role in roles:
            holder = self.holders.get((notice.covenant_id, notice.party, role))
            if holder is not None and holder.address == message.recipient:
                return holder
        return None

    def _give_back(self, notices: Sequence[Waiting], closed: Sequence[Closed]) -> None:
        reasons = {one.notice.pk: one.reason for one in closed}
        for notice in notices:
            if notice.pk in reasons:
                self.drops.append((notice.pk, "dropped", reasons[notice.pk]))
            else:
                self.drops.append((notice.pk, "waiting", ""))

    def _overview(self, message: Message) -> bytes:
        found = [self.points[notice.pk or 0] for notice in self.notices[message.pk]]
        points = [point for point in found if isinstance(point, Point)]
        mine = sorted((point for point in points if not is_to_know(point)), key=urgency)
        until = expires_on([point.notice.about_on for point in points], self.moment.today)
        token = new_token()
        self.links[message.pk] = (token, until)
        mark = mark_of(message, self.covenants_of(message))
        desk = self._desk(message, points, address_of(token), until, mark)
        letter = overview_letter(points, desk)
        content = write(letter, self._heads(message, letter))
        self._freeze(message, content, letter.subject, [point.notice.pk for point in mine])
        return content

    def _desk(self, message: Message, points: Sequence[Point], page: str, until: date, mark: str) -> Desk:
        first = points[0].notice
        holder = self._holder(message, first)
        own = [covenant.title for covenant in self.covenants_of(message)]
        parties = dict.fromkeys(point.name_of(point.notice.party) for point in points)
        since = message.facts.get("since")
        return Desk(
            self.moment.today,
            language_of(message.language),
            tuple(own),
            tuple(parties),
            0 if holder is None else holder.weekday,
            mark,
            page,
            until,
            self.moment.holidays,
            standing_in=holder is not None and holder.standing_in,
            contact=holder is not None and holder.contact,
            second=message.kind == Kind.SECOND,
            settled=self._titles(points, since),
            settled_since=date.fromisoformat(since) if since else None,
        )

    def _titles(self, points: Sequence[Point], since: str | None) -> list[tuple[str, date]]:
        """Titles of what was settled in the covenants of these points since that day."""
        if since is None:
            return []
        found: dict[str, date] = {}
        for standing in {point.notice.covenant_id: point.standing for point in points}.values():
            titles = {
                line.code: line.title for revision in standing.covenant.revisions for line in revision.obligations
            }
            for code, _occurrence, on in self.settled.get(standing.covenant.id, ()):
                if on.isoformat() >= since and code in titles:
                    found[titles[code]] = max(on, found.get(titles[code], on))
        return sorted(found.items(), key=lambda pair: pair[1], reverse=True)

    def _heads(self, message: Message, letter: Letter) -> Heads:
        covenants = self.covenants_of(message)
        lang = language_of(message.language)
        names = [covenant.title for covenant in covenants]
        sender = mail_words("sender", lang, covenant=", ".join(names)) if names else "Convenant"
        reply = dict.fromkeys(address for covenant in covenants for address in self.reply_to.get(covenant.pk, ()))
        return Heads(message.key, message.recipient, message.name, sender, tuple(reply), message.due_at)

    def _freeze(self, message: Message, content: bytes, subject: str, order: Sequence[int | None] = ()) -> None:
        message.rendered, message.message_id = content, message_id_of(message.key)
        message.mark, message.subject = mark_of(message, self.covenants_of(message)), subject[:250]
        if order:
            message.facts = {**message.facts, "points": list(order)}
        row = (message.pk, content, message.message_id, message.mark, message.subject, json.dumps(message.facts))
        self.frozen.append(row)

    def write(self, token: str) -> set[int]:
        """Freeze what was made, of the messages that are still ours; the ids of those."""
        carried = [(pk, state, reason) for pk, state, reason in self.drops if pk is not None]
        made = [row[0] for row in self.frozen]
        with transaction.atomic():
            update_rows(Notice, ("id", "state", "reason"), carried)
            held = Message.objects.select_for_update(of=("self",)).filter(pk__in=made, lease_token=token)
            ours = set(held.order_by("pk").values_list("pk", flat=True))
            rows = [row for row in self.frozen if row[0] in ours]
            update_rows(Message, ("id", "rendered", "message_id", "mark", "subject", "facts"), rows)
            make_links({pk: link for pk, link in self.links.items() if pk in ours})
        return set(made) - ours


def language_of(language: str) -> Lang:
    return "en" if language == "en" else "nl"


def mark_of(message: Message, covenants: Sequence[Covenant]) -> str:
    """'VN-2027-0311': letters of the covenant, the year, the number of the message."""
    key = covenants[0].key if covenants else "convenant"
    parts = [part for part in key.split("-") if part]
    letters = "".join(part[0] for part in parts) if len(parts) > 1 else key[:2]
    return f"{letters[:4].upper()}-{message.on.year}-{message.pk:04d}"


def secretariat_addresses(covenant_ids: Sequence[int] | set[int], today: date) -> dict[int, tuple[str, ...]]:
    """Where an answer goes: the mailbox of the secretariat's post, by covenant. One query."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = Tenure.objects.filter(post__covenant__in=list(covenant_ids), post__role=Post.Role.SECRETARIAT)
    for row in rows.exclude(email="").select_related("post").order_by("starts_on", "pk"):
        starts, ends = row.starts_on or date.min, row.ends_before or date.max
        if starts <= today < ends:
            found[row.post.covenant_id].append(row.email)
    return {pk: tuple(addresses) for pk, addresses in found.items()}
