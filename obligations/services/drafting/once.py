"""A form that is sent twice writes once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from obligations.models import UsedForm


@transaction.atomic
def once(*, token: UUID, by: Any, act: Callable[[], str]) -> str:
    """Act, and remember the address where it leads; of a token that was used before only that address.

    When `act` raises, nothing was written and the token can be used again.
    """
    try:
        with transaction.atomic():
            used = UsedForm.objects.create(token=token, user=by)
    except IntegrityError:
        return UsedForm.objects.filter(token=token, user=by).values_list("went_to", flat=True).first() or ""
    used.went_to = act()
    used.save(update_fields=["went_to"])
    return used.went_to


def where_it_led(token: str, by: Any) -> str:
    """Where a form that this person sent before led, '' when it was not sent, or not by her."""
    try:
        found = UsedForm.objects.filter(token=UUID(token), user=by)
    except ValueError:
        return ""
    return found.values_list("went_to", flat=True).first() or ""
