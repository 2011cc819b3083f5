"""The next dates: what is planned, and what has its last day or own target."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from obligations import wording
from obligations.assessments import Standing
from obligations.current import Asked
from obligations.evidence import Dated, sources
from obligations.models import Covenant
from obligations.web.addresses import covenant_url, obligation_url
from obligations.web.as_of import Moment
from obligations.wording import Lang
from obligations.wording.labels import is_covenant_date
from obligations.wording.placing import date_of

AHEAD = timedelta(days=92)
MOST = 3


@dataclass(frozen=True)
class Upcoming:
    """Something on a later day. `kind`: the fixed word for a covenant date, an own target or a plan."""

    day: date
    when: str
    title: str
    kind: str
    icon: str
    url: str
    language: str


def upcoming(
    covenants: Mapping[int, Covenant],
    dated: Sequence[Asked],
    standings: Mapping[int, Standing],
    moment: Moment,
    lang: Lang,
) -> list[Upcoming]:
    """The first three dates from today on."""
    last = moment.today + AHEAD
    planned = [
        _planned(covenants[one.covenant_id], one, url, moment, lang)
        for source in sources()
        for one, url in ((one, one.address) for one in source.agenda(list(covenants), moment.today, last))
        if one.state in ("planned", "reported") or one.on > moment.today
    ]
    owed = [_owed(covenants[one.covenant_id], one, standings[one.covenant_id], moment, lang) for one in dated]
    return sorted([*planned, *owed], key=lambda one: (one.day, one.title))[:MOST]


def _planned(covenant: Covenant, one: Dated, url: str | None, moment: Moment, lang: Lang) -> Upcoming:
    when = wording.day_text(one.on, moment.today, lang)
    page = url or covenant_url(covenant.key, moment)
    return Upcoming(one.on, when, one.title, _("planned"), "calendar-check", page, covenant.language)


def _owed(covenant: Covenant, one: Asked, standing: Standing, moment: Moment, lang: Lang) -> Upcoming:
    line = next(line for line in standing.lines if line.obligation.id == one.obligation_id)
    day = date_of(one.row) or date.max
    fixed = is_covenant_date(one.row)
    kind = _("covenant date") if fixed else _("own target")
    when = wording.day_text(day, moment.today, lang)
    url = obligation_url(covenant.key, one.code, moment)
    icon = "calendar-clock" if fixed else "target"
    return Upcoming(day, when, line.obligation.title, kind, icon, url, covenant.language)
