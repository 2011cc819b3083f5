"""What an act would change of how the obligations stand, in words, before it is saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from obligations.engine.verdict import Assessment, Status
from obligations.models import Covenant
from obligations.services.trying import Changed, try_out
from obligations.web.addresses import obligation_url
from obligations.web.as_of import Moment, shown_day
from obligations.web.words import RowView, row_view, subject_of
from obligations.wording import Lang
from obligations.wording.norms import about_text

MOST_SHOWN = 50


@dataclass(frozen=True)
class Change:
    """One period, date or occasion that stands otherwise; None where it is not there."""

    title: str
    url: str
    revision: str
    about: str
    before: RowView | None
    after: RowView | None
    was: Status | None = None
    becomes: Status | None = None

    @property
    def asks(self) -> bool:
        """It asks for something that it did not ask for before."""
        tones = [None if view is None else view.badge.tone for view in (self.before, self.after)]
        return tones[1] == "to-do" and tones[0] != "to-do"

    @property
    def over(self) -> bool:
        """A maximum is passed that was not before."""
        return self.becomes is Status.EXCEEDED and self.was is not Status.EXCEEDED


def changes_by(covenant: Covenant, act: Callable[[], object], moment: Moment, lang: Lang) -> list[Change]:
    """What `act` changes: rows whose label or sentence reads otherwise. Nothing is kept. Raises what `act` raises."""
    found = [_change(one, moment, lang) for one in try_out(covenant.pk, act, moment.today)]
    return [one for one in found if one.before != one.after][:MOST_SHOWN]


def _change(one: Changed, moment: Moment, lang: Lang) -> Change:
    subject = subject_of(one.standing, one.line)

    def view(row: Assessment | None) -> RowView | None:
        return None if row is None else row_view(subject, row, moment.today, lang)

    row = one.after or one.before
    assert row is not None
    return Change(
        one.line.obligation.title,
        obligation_url(one.standing.covenant.key, one.line.obligation.code, moment),
        one.line.revision.title,
        about_text(subject, row, lang) or shown_day(row.window.first),
        view(one.before),
        view(one.after),
        None if one.before is None else one.before.status,
        None if one.after is None else one.after.status,
    )
