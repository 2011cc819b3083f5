"""A ref ('kenmerk') for what is recorded in a form: the same filling in gives the same ref, so it is written once."""

from __future__ import annotations

import base64
from datetime import date
from uuid import UUID

LETTERS = 6


def ref_of(token: UUID, on: date) -> str:
    """'2026-K7QX3M': the year in which it was recorded, and six letters and digits of the token."""
    return f"{on.year}-{base64.b32encode(token.bytes).decode()[:LETTERS]}"
