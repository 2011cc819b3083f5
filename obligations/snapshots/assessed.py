"""An assessment as plain data that a row keeps, and back again: nothing is lost on the way.

Days are ISO dates, fractions 'numerator/denominator', what is empty is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any, get_args, get_type_hints

from obligations.engine.terms import Kind
from obligations.engine.verdict import Assessment, Detail, Note, PassedOver, Status, Why
from obligations.engine.windows import Window

Plain = dict[str, Any]
Reader = Callable[[Any], Any]


def to_data(row: Assessment, days: Mapping[str, date] | None = None) -> Plain:
    """What a row keeps of an assessment; of `days` (by ref) those that its sentences name."""
    data = {
        "revision": row.revision,
        "code": row.code,
        "kind": row.kind.value,
        "occurrence": row.occurrence,
        "window": [_plain(row.window.first), _plain(row.window.end)],
        "status": None if row.status is None else row.status.value,
        "detail": None if row.detail is None else _detail_data(row.detail),
        "counted": list(row.counted),
        "passed_over": [[passed.ref, passed.why.value, *passed.parties] for passed in row.passed_over],
        "notes": [note.value for note in row.notes],
        "readings": list(row.readings),
        "holds_until": _plain(row.holds_until),
        "days": {ref: _plain(days[ref]) for ref in _named(row) if ref in days} if days else {},
    }
    return {name: value for name, value in data.items() if value is not None and value not in ([], {})}


def _named(row: Assessment) -> list[str]:
    """The refs whose day a sentence says: what crossed a maximum, and what came after the end."""
    crossed = getattr(row.detail, "crossed_by", None)
    after = [passed.ref for passed in row.passed_over if passed.why is Why.AFTER_ALL]
    return [*([] if crossed is None else [crossed]), *after[:1]]


def days_of(data: Mapping[str, Any]) -> dict[str, date]:
    """The days that `to_data` kept, by ref."""
    return {ref: date.fromisoformat(day) for ref, day in data.get("days", {}).items()}


def of_data(data: Mapping[str, Any]) -> Assessment:
    """The assessment that `to_data` wrote. Raises KeyError or ValueError for anything else."""
    first, end = data["window"]
    status, detail = data.get("status"), data.get("detail")
    return Assessment(
        data["revision"],
        data["code"],
        Kind(data["kind"]),
        data["occurrence"],
        Window(_day(first), _day(end)),
        None if status is None else Status(status),
        None if detail is None else _detail_of(detail),
        tuple(data.get("counted", ())),
        tuple(PassedOver(ref, Why(why), tuple(parties)) for ref, why, *parties in data.get("passed_over", ())),
        tuple(Note(note) for note in data.get("notes", ())),
        readings=tuple(data.get("readings", ())),
        holds_until=_day(data.get("holds_until")),
    )


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return value.value if isinstance(value, StrEnum) else value


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def _days(values: list[str]) -> tuple[date, ...]:
    return tuple(map(date.fromisoformat, values))


def _detail_data(detail: Detail) -> Plain:
    found = {name: _plain(getattr(detail, name)) for name in READERS[type(detail).__name__]}
    return {"of": type(detail).__name__, **{name: value for name, value in found.items() if value is not None}}


def _detail_of(data: Mapping[str, Any]) -> Detail:
    readers = READERS[data["of"]]
    found: Detail = DETAILS[data["of"]](
        **{name: None if name not in data else reader(data[name]) for name, reader in readers.items()}
    )
    return found


def _reader(hint: Any) -> Reader:
    """How a field of that type is read back."""
    kinds = get_args(hint) or (hint,)
    if hint == tuple[date, ...]:
        return _days
    if date in kinds:
        return date.fromisoformat
    return Fraction if Fraction in kinds else _as_it_is


def _as_it_is(value: Any) -> Any:
    return value


DETAILS: Mapping[str, type[Any]] = {detail.__name__: detail for detail in get_args(Detail)}
READERS: Mapping[str, Mapping[str, Reader]] = {
    name: {part.name: _reader(get_type_hints(detail)[part.name]) for part in fields(detail)}
    for name, detail in DETAILS.items()
}
