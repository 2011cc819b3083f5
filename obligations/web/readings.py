"""One reading of the text as a page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from obligations import wording
from obligations.assessments import Standing
from obligations.models import Reading
from obligations.wording import Lang
from obligations.wording.language import capital, listing


@dataclass(frozen=True)
class ReadingView:
    """`key`: the reading that the program follows, '' where it follows none. `others`: how else it can be read."""

    question: str
    choice: str
    why: str
    others: tuple[str, ...]
    agreed: str
    key: str = ""


def reading_view(standing: Standing, record: Reading, lang: Lang) -> ReadingView:
    """A recorded choice, with who agreed and when."""
    names = standing.covenant.party_names
    by = listing([names.get(key, key) for key in record.agreed_by], lang)
    on = wording.full_day(record.agreed_on, lang) if record.agreed_on else ""
    agreed = ", ".join(part for part in (on, by) if part)
    return ReadingView(record.question, record.choice, record.why, tuple(record.alternatives), agreed, record.key)


def plain_reading(key: str, value: object, lang: Lang) -> ReadingView:
    """A reading without a record of its own."""
    text = wording.reading_text(key, value, lang)
    return ReadingView(text.question, capital(text.choice), "", (), "", key)
