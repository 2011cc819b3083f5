"""The key in a mail: it opens the items of that message until it expires, and nothing else (R-30 … R-32)."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from obligations.models import MailLink, Message

KEEPS = timedelta(days=30)
BYTES = 24
"""192 bits from the system's own source of chance."""


def new_token() -> str:
    """A key that nobody can guess."""
    return secrets.token_urlsafe(BYTES)


def make_links(links: Mapping[int, tuple[str, date]]) -> None:
    """Keep the key of each message, by its id, with the last day on which it works; of the key only its hash."""
    MailLink.objects.bulk_create(
        [MailLink(message_id=pk, token_hash=hash_of(token), expires_on=last) for pk, (token, last) in links.items()]
    )


def hash_of(token: str) -> str:
    """What is kept of a key."""
    return hashlib.sha256(token.encode()).hexdigest()


def address_of(token: str) -> str:
    """The page behind a key; the number of a point comes after it."""
    return settings.BASE_URL + reverse("mail-link", kwargs={"token": token})


def opened_by(token: str, today: date) -> MailLink | None:
    """The link of a key that still works, None for one that is not known, has expired or was revoked.

    The key is looked up by its hash, so that the time it takes says nothing about keys that exist.
    """
    found = MailLink.objects.filter(token_hash=hash_of(token), revoked=False, expires_on__gte=today)
    return found.select_related("message__tenure__post__party", "message__tenure__post__covenant").first()


def expires_on(dates: Iterable[date], today: date) -> date:
    """Thirty days after the last date that a mail is about, and at least thirty days from now."""
    return max([today, *dates]) + KEEPS


def revoke_links(tenure_ids: Iterable[int]) -> None:
    """Whoever left has no keys any more; the pages say so in other words than for a key that never was."""
    own = Message.objects.filter(Q(tenure__in=list(tenure_ids)))
    MailLink.objects.filter(message__in=own.values("pk"), revoked=False).update(revoked=True)
