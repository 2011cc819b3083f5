"""Taking example meetings away."""

from __future__ import annotations

from django.db import transaction

from meetings.models import Meeting
from obligations.models import Covenant, remove_all
from obligations.services.examples import REASON


@transaction.atomic
def remove_example_meetings(*, covenant: Covenant) -> None:
    """Delete the meetings of the example register, each with a last history row. Their refs go with the register."""
    remove_all(list(Meeting.objects.filter(covenant=covenant, reference__example=True)), reason=REASON)
