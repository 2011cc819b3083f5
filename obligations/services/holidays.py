"""Days that are no working day, for every covenant of the installation."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from obligations.models import Holiday, change_all, remove_all, save_all
from obligations.services.known import text_objection
from obligations.services.recording import day_objection
from obligations.services.refusal import Refusal, objections, refuse_any
from obligations.services.standings import clear_everything


@transaction.atomic
def add_holiday(*, on: date, name: str, today: date, reason: str) -> Holiday:
    """Make `on` a holiday. Raises Refusal when it is one already, or cannot be one."""
    _check(on, name)
    if Holiday.objects.filter(on=on).exists():
        raise Refusal(_("on: %(day)s is a holiday already.") % {"day": on.isoformat()})
    [row] = save_all([Holiday(on=on, name=name)], reason=reason)
    clear_everything(today=today)
    return row


@transaction.atomic
def change_holiday(*, holiday: Holiday, on: date, name: str, today: date, reason: str) -> None:
    """Move or rename a holiday. Raises Refusal when another one is on that day."""
    _check(on, name)
    if Holiday.objects.filter(on=on).exclude(pk=holiday.pk).exists():
        raise Refusal(_("on: %(day)s is a holiday already.") % {"day": on.isoformat()})
    holiday.on, holiday.name = on, name
    change_all([holiday], ["on", "name"], reason=reason)
    clear_everything(today=today)


@transaction.atomic
def remove_holiday(*, holiday: Holiday, today: date, reason: str) -> None:
    """Make a day an ordinary one again."""
    remove_all([holiday], reason=reason)
    clear_everything(today=today)


def _check(on: date, name: str) -> None:
    nameless = None if name else _("a name is expected here.")
    refuse_any(objections(("on", day_objection(on)), ("name", nameless or text_objection(name, 80))))
