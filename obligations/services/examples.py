"""Taking an example register away, so that the real one can start."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from obligations.models import Covenant, Event, Reference, Review, Tenure, Waiver, change_all, remove_all
from obligations.services.locks import lock_covenant
from obligations.services.refusal import Refusal
from obligations.services.standings import clear_covenants

REASON = "Voorbeeld weggehaald"


@transaction.atomic
def remove_example_register(*, covenant: Covenant, tracked_from: date | None, today: date) -> None:
    """Delete what was shipped as the covenant's register, each row with a last history row. What was agreed stays.

    Facts of other apps must be gone before. `tracked_from`: the day from which the real register is kept, None for
    the start. Raises Refusal when the covenant has no example register (any more).
    """
    locked = lock_covenant(covenant.pk)
    if locked is None or not locked.has_example_register:
        raise Refusal(_("%(title)s has no example register.") % {"title": covenant.title})
    shipped = Reference.objects.filter(covenant=covenant, example=True)
    for model in (Event, Review, Waiver):
        remove_all(list(model.objects.filter(reference__in=shipped)), reason=REASON)
    remove_all(list(shipped), reason=REASON)
    remove_all(list(Tenure.objects.filter(post__covenant=covenant, example=True)), reason=REASON)
    locked.tracked_from = tracked_from
    locked.has_example_register = False
    change_all([locked], ["tracked_from", "has_example_register"], reason=REASON)
    clear_covenants([locked.pk], today=today)
