"""Every check in turn; one that goes wrong itself does not stop the others."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection

from convenant.doctor import background, database, machine
from convenant.doctor.finding import Finding, wrong

LOG = logging.getLogger(__name__)
Check = Callable[[], Finding]


def zone() -> Finding:
    """The time zone of the settings."""
    return machine.time_zone(settings.TIME_ZONE)


OF_THE_DATABASE: tuple[Check, ...] = (
    database.database,
    database.version,
    database.history,
    background.worker,
    background.beat,
    machine.clock,
    database.examples,
)
OTHERS: tuple[Check, ...] = (
    background.broker,
    zone,
    machine.disk,
    machine.home,
    machine.mail,
    machine.production,
    machine.backups,
)
CHECKS = (*OF_THE_DATABASE, *OTHERS)


def examine() -> list[Finding]:
    """What every check found. A database that does not answer is said once, not by each check that asks it."""
    found = [_one(OF_THE_DATABASE[0])]
    if _answers():
        found += [_one(check) for check in OF_THE_DATABASE[1:]]
    return found + [_one(check) for check in OTHERS]


def _answers() -> bool:
    try:
        connection.ensure_connection()
    except (DatabaseError, InterfaceError):
        return False
    return True


def _one(check: Check) -> Finding:
    try:
        return check()
    except (DatabaseError, InterfaceError) as error:
        return wrong(
            check.__name__,
            f"de database antwoordt niet ({type(error).__name__})",
            "Start de database, of verbeter DATABASE_URL.",
        )
    except Exception as error:
        LOG.exception("the check '%s' failed itself", check.__name__)
        return wrong(
            check.__name__, f"dit kon niet worden bekeken ({type(error).__name__})", "Zie het log voor de oorzaak."
        )
