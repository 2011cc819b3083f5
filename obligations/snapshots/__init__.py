"""Rows to engine values, in bulk: the only place that knows both shapes."""

from obligations.snapshots.assessed import days_of, of_data, to_data
from obligations.snapshots.covenants import (
    CovenantSnapshot,
    MemberSnapshot,
    ObligationSnapshot,
    RevisionSnapshot,
    caps_of,
    load,
)
from obligations.snapshots.record import RecordParts, holidays, record_parts
from obligations.snapshots.terms import types_of

__all__ = [
    "CovenantSnapshot",
    "MemberSnapshot",
    "ObligationSnapshot",
    "RecordParts",
    "RevisionSnapshot",
    "caps_of",
    "days_of",
    "holidays",
    "load",
    "of_data",
    "record_parts",
    "to_data",
    "types_of",
]
