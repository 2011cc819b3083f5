"""What another reading of the text would give: computed by the same rules over the same facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from obligations.assessments import Line, Standing
from obligations.engine.assessment import assess
from obligations.engine.readings import CHOICES, DEFAULT, Readings
from obligations.engine.terms import Terms
from obligations.engine.verdict import Assessment

NEAR_CHOICES = (50, 75, 90)


@dataclass(frozen=True)
class Other:
    """A row under the reading that is chosen, and under another; None where there is none."""

    line: Line
    chosen: Assessment | None
    other: Assessment | None


def alternatives(key: str, readings: Readings) -> list[object]:
    """Every other value of a reading, as a definition file writes it."""
    now = readings.as_data(key)
    if key == "near":
        values: list[object] = list(NEAR_CHOICES)
    else:
        values = [choice.value for choice in CHOICES[key]]
    return [value for value in values if value != now]


def with_reading(terms: Terms, values: Mapping[str, object]) -> Terms:
    """The same terms under other readings, with what they continue and what continues them."""
    return replace(
        _read(terms, values),
        predecessor=None if terms.predecessor is None else _read(terms.predecessor, values),
        successor=None if terms.successor is None else _read(terms.successor, values),
        caps={code: _read(cap, values) for code, cap in terms.caps.items()},
    )


def _read(terms: Terms, values: Mapping[str, object]) -> Terms:
    return replace(terms, readings=terms.readings.override(values))


def rows_under(standing: Standing, line: Line, values: Mapping[str, object]) -> dict[str, Assessment]:
    """Every row of an obligation under other readings, by occurrence."""
    terms = with_reading(line.obligation.terms, values)
    return {row.occurrence: row for row in assess(terms, standing.record, standing.as_of, history=True).rows}


def differences(standing: Standing, lines: Iterable[Line], key: str, value: object) -> list[Other]:
    """Every row that another value of a reading changes, oldest first within an obligation."""
    found = []
    for line in lines:
        before = {row.occurrence: row for row in line.assessed.rows}
        after = rows_under(standing, line, {key: value})
        for occurrence in sorted(before.keys() | after.keys()):
            chosen, other = before.get(occurrence), after.get(occurrence)
            if chosen != other:
                found.append(Other(line, chosen, other))
    return found


def result_of(standing: Standing, line: Line, occurrence: str, key: str, value: object) -> Assessment | None:
    """One row under another value of a reading; None where it has none then."""
    return rows_under(standing, line, {key: value}).get(occurrence)


def is_default(key: str, value: Any) -> bool:
    """True for the reading that holds where nobody chose."""
    return DEFAULT.as_data(key) == value
