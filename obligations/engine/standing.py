"""To be kept in order, and what is held but never checked (domain.md 6.7)."""

from __future__ import annotations

from datetime import date

from obligations.engine.counting import count
from obligations.engine.dated import ENDINGS
from obligations.engine.periods import months_after
from obligations.engine.terms import Held, Kind, Life, Register, Standing
from obligations.engine.verdict import Assessment, Care, Note, Status
from obligations.engine.view import View, stirs
from obligations.engine.windows import ALWAYS, DAY, Window

ROLE_OF = {
    Register.ACCOUNT_HOLDERS: "account_holder",
    Register.THEME_LEADS: "theme_lead",
    Register.AGENDA_MEMBERS: "agenda_member",
}
Place = tuple[str | None, str | None]


def rows(view: View, day: date, since: date | None) -> list[Assessment]:
    """One row, or one per place of a register, from the first day of the window on."""
    del since
    life = view.life(day)
    if life.window.is_empty or (life.window.first is not None and day < life.window.first):
        return []
    places = _places(view, life, day)
    return [_assess(view, life, place, window, day) for place, window in places]


def turning_points(view: View, day: date) -> set[date]:
    """Days after which a row can differ by the passing of time alone."""
    life, term = view.life(day), view.terms.term
    windows = [
        life.window,
        life.force,
        view.terms.own,
        *(member.window for member in view.terms.revision.members),
    ]
    if isinstance(term, Standing):
        windows += [tenure.window for tenure in view.record.tenures]
    points = {edge for window in windows for edge in (window.first, window.end) if edge is not None}
    if isinstance(term, Standing):
        points |= stirs(view.facts(term.of), day)
        reviews = view.reviews(life.force)
        if reviews and term.review_months is not None:
            points.add(months_after(reviews[-1].on, term.review_months) + DAY)
    return points


def unchecked(view: View, day: date) -> list[Assessment]:
    """The one row, without status, of what is soft or held (design.md 4.4)."""
    life, terms = view.life(day), view.terms
    if life.window.is_empty or (life.window.first is not None and day < life.window.first):
        return []
    occurrence = f"standing:{terms.revision.key}"
    return [Assessment(terms.revision.key, terms.code, terms.kind, occurrence, life.window, None)]


def unchecked_turning_points(view: View, day: date) -> set[date]:
    window = view.life(day).window
    return {edge for edge in (window.first, window.end) if edge is not None}


def _places(view: View, life: Life, day: date) -> list[tuple[Place, Window]]:
    """The places of a register that exist by `day`, each with its days; one place without name for the rest."""
    terms, term = view.terms, view.terms.term
    if isinstance(term, Held) or not isinstance(term, Standing) or term.register is None:
        return [((None, None), life.window)]
    themes = terms.themes if term.register is Register.THEME_LEADS else ()
    members = {member.party: member.window for member in terms.revision.members}
    found: list[tuple[Place, Window]] = []
    for party in terms.bearers:
        window = life.window & members.get(party, ALWAYS)
        if window.is_empty or (window.first is not None and day < window.first):
            continue
        found += [((party, theme), window) for theme in (themes or (None,))]
    return found


def _assess(view: View, life: Life, place: Place, window: Window, day: date) -> Assessment:
    terms, term = view.terms, view.terms.term
    assert isinstance(term, Standing)
    party, _ = place
    name = ":".join(part for part in place if part is not None)
    occurrence = f"standing:{terms.revision.key}" + (f":{name}" if name else "")
    counted = count(((terms, window),), view.facts(term.of), day)
    reviews = [r for r in view.reviews(life.force) if r.occurrence is None or r.occurrence == occurrence]
    vacant = term.register is not None and not _is_filled(view, term.register, place, day)
    care = Care(
        bearer=party,
        place=name or None,
        done=len(counted.refs) if term.of else None,
        planned=len(counted.planned) if term.of else None,
        reported=counted.reported if term.of else None,
        reviewed_on=reviews[-1].on if reviews else None,
        vacant=vacant,
    )
    if view.waives(occurrence, life.force):
        status = Status.WAIVED
    else:
        status = _status(view, life, window, care, finding=bool(reviews) and not reviews[-1].in_order, day=day)
    notes = (Note.NO_NORM,) if term.of else ()
    return Assessment(
        terms.revision.key,
        terms.code,
        Kind.STANDING,
        occurrence,
        window,
        status,
        care,
        counted.refs,
        counted.passed_over,
        notes,
        ("supersession", "knowledge", *(("quorum", "same_day") if term.of else ())),
    )


def _status(view: View, life: Life, window: Window, care: Care, *, finding: bool, day: date) -> Status:
    """First matching row of domain.md 6.7."""
    term = view.terms.term
    assert isinstance(term, Standing)
    if view.terms.own.ended_by(day):
        return Status.ENDED
    if life.force.ended_by(day):
        return ENDINGS[life.ending]
    if window.ended_by(day):
        return Status.ENDED
    if finding:
        return Status.NOT_IN_ORDER
    if care.vacant:
        return Status.ATTENTION
    if care.reviewed_on is None:
        return Status.IN_ORDER if term.review_months is None else Status.NOT_REVIEWED
    if term.review_months is not None and day > months_after(care.reviewed_on, term.review_months):
        return Status.ATTENTION
    return Status.IN_ORDER


def _is_filled(view: View, register: Register, place: Place, day: date) -> bool:
    party, theme = place
    return any(
        tenure.party == party
        and tenure.role == ROLE_OF[register]
        and (theme is None or tenure.theme == theme)
        and day in tenure.window
        for tenure in view.record.tenures
    )
