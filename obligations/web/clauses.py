"""Where obligations stand in the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from obligations.models import Citation, Paragraph


@dataclass(frozen=True)
class ClauseView:
    """A place in the text: its citation, the heading, and what the paragraph says in our own words."""

    citation: str
    heading: str
    summary: str


def clauses_of(obligation_ids: Sequence[int]) -> dict[int, tuple[ClauseView, ...]]:
    """The places of each obligation, by its id. Two queries."""
    found: dict[int, list[ClauseView]] = {}
    cited = list(Citation.objects.filter(obligation__in=obligation_ids).select_related("clause"))
    paragraphs = {
        (one.clause_id, one.number): one.summary
        for one in Paragraph.objects.filter(clause__in={citation.clause_id for citation in cited})
    }
    for citation in cited:
        key = citation.clause_id, citation.paragraph or 0
        found.setdefault(citation.obligation_id, []).append(
            ClauseView(str(citation), citation.clause.heading, paragraphs.get(key, ""))
        )
    return {id_: tuple(views) for id_, views in found.items()}
