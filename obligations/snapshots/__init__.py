"""Rows to engine values, in bulk: the only place that knows both shapes."""

from obligations.snapshots.covenants import CovenantSnapshot, ObligationSnapshot, RevisionSnapshot, load
from obligations.snapshots.record import RecordParts, holidays, record_parts

__all__ = [
    "CovenantSnapshot",
    "ObligationSnapshot",
    "RecordParts",
    "RevisionSnapshot",
    "holidays",
    "load",
    "record_parts",
]
