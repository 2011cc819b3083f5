"""Every kind of thing that can be found, each in one query, and only what a person may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from obligations.evidence import sources
from obligations.models import Covenant, Obligation, Paragraph, Post, Reading, Revision
from obligations.models.matching import folded, matching, words_of
from obligations.search.snippets import Piece, snippet

MOST = 20
"""Hits of one kind that are shown."""
PUBLISHED = Revision.Status.PUBLISHED


class Kind(StrEnum):
    COVENANT = "covenant"
    OBLIGATION = "obligation"
    CLAUSE = "clause"
    PARTY = "party"
    READING = "reading"
    FACT = "fact"


@dataclass(frozen=True)
class Hit:
    """One thing that was found. `code`: its obligation, '' when it belongs to the covenant; `ref`: of a fact.

    `where`: in which revision, heading or on which day, as data; `pieces`: the words around it.
    """

    kind: Kind
    covenant: str
    language: str
    title: str
    where: str
    pieces: tuple[Piece, ...]
    code: str = ""
    ref: str = ""
    url: str = ""


@dataclass(frozen=True)
class Search:
    """What was found, by kind; `more`: kinds of which there are more than are shown. `words`: what was searched for."""

    words: tuple[str, ...]
    hits: dict[Kind, tuple[Hit, ...]]
    more: frozenset[Kind]

    @property
    def number(self) -> int:
        return sum(len(found) for found in self.hits.values())


def search(user: Any, text: str, covenant: str = "") -> Search:
    """Find every word of `text`, in any order, in what `user` may see; `covenant`: in that one alone, by key.

    A constant number of queries.
    """
    words = words_of(text)
    visible = Covenant.objects.visible_to(user)
    covenants = {row.pk: row for row in (visible.filter(key=covenant) if covenant else visible)}
    if not words or not covenants:
        return Search(tuple(words), {}, frozenset())
    found = {
        Kind.COVENANT: _covenants(covenants, words),
        Kind.OBLIGATION: _obligations(covenants, words),
        Kind.CLAUSE: _clauses(covenants, words),
        Kind.PARTY: _parties(covenants, words),
        Kind.READING: _readings(covenants, words),
        Kind.FACT: _facts(user, covenants, words),
    }
    hits = {kind: tuple(rows[:MOST]) for kind, rows in found.items() if rows}
    return Search(tuple(words), hits, frozenset(kind for kind, rows in found.items() if len(rows) > MOST))


def _title_first(hits: list[Hit], words: Sequence[str]) -> list[Hit]:
    """What has every word in its title goes before what has it elsewhere."""
    return sorted(hits, key=lambda hit: not all(word in folded(hit.title) for word in words))


def _covenants(covenants: dict[int, Covenant], words: list[str]) -> list[Hit]:
    rows = matching(Covenant.objects.filter(pk__in=covenants), words, "title", "key")
    return [
        Hit(Kind.COVENANT, row.key, row.language, row.title, "", snippet(row.title, words)) for row in rows[: MOST + 1]
    ]


def _obligations(covenants: dict[int, Covenant], words: list[str]) -> list[Hit]:
    """One hit for each code, of its newest revision, with the titles of all revisions that have it."""
    inside = Obligation.objects.filter(revision__covenant__in=covenants, revision__status=PUBLISHED)
    rows = matching(inside, words, "title", "summary", "code").order_by("-revision__in_force_from", "position")
    found: dict[tuple[int, str], list[Any]] = {}
    fields = ("revision__covenant_id", "code", "title", "summary", "revision__title")
    for covenant_id, code, *row in rows.values_list(*fields)[: 4 * MOST]:
        found.setdefault((covenant_id, code), []).append(row)
    hits = [
        Hit(
            Kind.OBLIGATION,
            covenants[covenant_id].key,
            covenants[covenant_id].language,
            titles[0][0],
            ", ".join(row[2] for row in reversed(titles)),
            snippet(titles[0][1], words),
            code,
        )
        for (covenant_id, code), titles in found.items()
    ]
    return _title_first(hits, words)[: MOST + 1]


def _clauses(covenants: dict[int, Covenant], words: list[str]) -> list[Hit]:
    inside = Paragraph.objects.filter(clause__revision__covenant__in=covenants, clause__revision__status=PUBLISHED)
    rows = matching(inside, words, "clause__heading", "summary", "clause__key").select_related("clause__revision")
    return [
        Hit(
            Kind.CLAUSE,
            covenants[row.clause.revision.covenant_id].key,
            covenants[row.clause.revision.covenant_id].language,
            f"{row.clause.heading} ({row})",
            row.clause.revision.title,
            snippet(row.summary, words),
        )
        for row in rows.order_by("clause__revision__in_force_from", "clause__position", "number")[: MOST + 1]
    ]


def _parties(covenants: dict[int, Covenant], words: list[str]) -> list[Hit]:
    """Parties, and whoever holds a post there; of a post also its function."""
    inside = Post.objects.filter(covenant__in=covenants)
    fields = ("party__name", "party__short", "function", "tenures__name")
    rows = matching(inside, words, *fields).order_by("party__short", "role", "pk")
    found = rows.values_list("covenant_id", "party__name", "function", "tenures__name")[: MOST + 1]
    return [
        Hit(
            Kind.PARTY,
            covenants[covenant_id].key,
            covenants[covenant_id].language,
            party,
            covenants[covenant_id].title,
            snippet(", ".join(part for part in (function, name) if part), words),
        )
        for covenant_id, party, function, name in dict.fromkeys(found)
    ]


def _readings(covenants: dict[int, Covenant], words: list[str]) -> list[Hit]:
    rows = matching(Reading.objects.filter(covenant__in=covenants), words, "number", "question", "choice", "why")
    return [
        Hit(
            Kind.READING,
            covenants[row.covenant_id].key,
            covenants[row.covenant_id].language,
            f"{row.number} {row.question}",
            covenants[row.covenant_id].title,
            snippet(f"{row.choice} {row.why}", words),
        )
        for row in rows.order_by("covenant", "position")[: MOST + 1]
    ]


def _facts(user: Any, covenants: dict[int, Covenant], words: list[str]) -> list[Hit]:
    """What happened or is planned, of every source, the newest first."""
    found = [(one, one.address) for source in sources() for one in source.search(user, words)]
    inside = sorted((row for row in found if row[0].covenant_id in covenants), key=lambda row: row[0].on, reverse=True)
    return [
        Hit(
            Kind.FACT,
            covenants[one.covenant_id].key,
            covenants[one.covenant_id].language,
            one.title,
            one.on.isoformat(),
            snippet(one.ref, words),
            ref=one.ref,
            url=url or "",
        )
        for one, url in inside[: MOST + 1]
    ]
