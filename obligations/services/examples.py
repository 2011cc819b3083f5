"""Taking an example register away, so that the real one can start."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from obligations.models import Covenant, Event, Reference, Review, Tenure, Waiver, change_all, remove_all

REASON = "Voorbeeld weggehaald"


@transaction.atomic
def remove_example_register(*, covenant: Covenant, tracked_from: date | None) -> None:
    """Delete what was shipped as the covenant's register, each row with a last history row. What was agreed stays.

    Facts of other apps must be gone before. `tracked_from`: the day from which the real register is kept, None for
    the start.
    """
    shipped = Reference.objects.filter(covenant=covenant, example=True)
    for model in (Event, Review, Waiver):
        remove_all(list(model.objects.filter(reference__in=shipped)), reason=REASON)
    remove_all(list(shipped), reason=REASON)
    remove_all(list(Tenure.objects.filter(post__covenant=covenant, example=True)), reason=REASON)
    covenant.tracked_from = tracked_from
    covenant.has_example_register = False
    change_all([covenant], ["tracked_from", "has_example_register"], reason=REASON)
