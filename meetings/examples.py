"""Taking example meetings away."""

from __future__ import annotations

from django.db import transaction

from meetings.models import Meeting
from obligations.models import Covenant


@transaction.atomic
def remove_example_meetings(*, covenant: Covenant) -> None:
    """Delete the meetings of the example register; each leaves a history row. Their refs are removed with the register."""
    Meeting.objects.filter(covenant=covenant, reference__example=True).delete()
