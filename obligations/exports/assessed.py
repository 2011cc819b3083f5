"""An assessment as plain data (design.md 4.4)."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Any

from obligations import wording
from obligations.assessments import Line, Standing
from obligations.engine.verdict import Assessment, Usage, days_late
from obligations.wording import Lang

FIELDS = (
    "required",
    "exact",
    "done",
    "planned",
    "reported",
    "expected",
    "used",
    "limit",
    "counter",
    "bearer",
    "trigger",
    "due_on",
    "next_on",
)


def standing_data(standing: Standing, lang: Lang) -> dict[str, Any]:
    """The document that `assess --json` prints; words in `lang`."""
    return {
        "covenant": standing.covenant.key,
        "as_of": standing.as_of.isoformat(),
        "revisions": [
            {"key": revision.key, "status": str(standing.status(revision))} for revision in standing.covenant.revisions
        ],
        "assessments": [row_data(standing, line, row, lang) for line in standing.lines for row in line.assessed.rows],
    }


def row_data(standing: Standing, line: Line, row: Assessment, lang: Lang) -> dict[str, Any]:
    """One assessment; null where a field does not apply."""
    subject = standing.subject(line)
    return {
        "revision": row.revision,
        "obligation": row.code,
        "kind": str(row.kind),
        "occurrence": row.occurrence,
        "status": None if row.status is None else str(row.status),
        "starts_on": _plain(row.window.first),
        "ends_before": _plain(row.window.end),
        **{name: _plain(getattr(row.detail, name, None), 4 if isinstance(row.detail, Usage) else 3) for name in FIELDS},
        "days_late": days_late(row, standing.as_of),
        "holds_until": _plain(row.holds_until),
        "counted": list(row.counted),
        "passed_over": [{"ref": passed.ref, "why": str(passed.why)} for passed in row.passed_over],
        "notes": [str(note) for note in row.notes],
        "readings": {key: line.obligation.terms.readings.as_data(key) for key in row.readings},
        "label": wording.label(subject, row, standing.as_of, lang),
        "group": str(wording.group(row)),
        "sentence": wording.sentence(subject, row, standing.as_of, lang),
    }


def _plain(value: Any, places: int = 4) -> Any:
    if isinstance(value, Fraction):
        return decimal_text(value, places)
    return value.isoformat() if isinstance(value, date) else value


def decimal_text(value: Fraction, places: int) -> str:
    """`value` rounded half even to `places`, without trailing zeros: '1.5', '2.568', '4'."""
    rounded = (Decimal(value.numerator) / Decimal(value.denominator)).quantize(
        Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN
    )
    text = format(rounded, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
