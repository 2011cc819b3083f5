"""Taking example meetings away."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from meetings.models import Meeting
from obligations.models import Covenant, remove_all
from obligations.services.examples import REASON, remove_example_register
from obligations.services.locks import lock_covenant


@transaction.atomic
def remove_example_meetings(*, covenant: Covenant) -> None:
    """Delete the meetings of the example register, each with a last history row. Their refs go with the register."""
    remove_all(list(Meeting.objects.filter(covenant=covenant, reference__example=True)), reason=REASON)


@transaction.atomic
def remove_example(*, covenant: Covenant, tracked_from: date | None, today: date) -> None:
    """Take the example register away; what was agreed stays.

    `tracked_from`: the day from which the real register is kept, None for the start. Raises Refusal when there is no
    example register.
    """
    lock_covenant(covenant.pk)
    remove_example_meetings(covenant=covenant)
    remove_example_register(covenant=covenant, tracked_from=tracked_from, today=today)
