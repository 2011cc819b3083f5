"""A database full of obligations, and what reading and assessing them costs."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date
from typing import Any

import django

django.setup()

from django.apps import apps  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from obligations import models as m  # noqa: E402
from obligations.assessments import assess_covenants  # noqa: E402
from obligations.models import history_exempt  # noqa: E402

PER_COVENANT = 100
BATCH = 50
KINDS = ("cadence", "cap", "deadline", "duty", "standing")
TABLES = (
    "Covenant",
    "FactType",
    "Revision",
    "RevisionParty",
    "Obligation",
    "ObligationParty",
    "ObligationType",
    "Citation",
    "CadenceTerm",
    "CapTerm",
    "DeadlineTerm",
    "DutyTerm",
    "StandingTerm",
    "Event",
    "EventParty",
)


def compare(count: int, as_of: date) -> dict[str, Any]:
    """Seconds to fetch every row (`read`) and to read and assess them all (`assess`), in batches of covenants."""
    call_command("migrate", verbosity=0)
    fill(count)
    ids = list(m.Covenant.objects.order_by("pk").values_list("pk", flat=True))
    spent = {"read": 0.0, "assess": 0.0}
    for batch in _batches(ids):
        start = time.perf_counter()
        _fetch(batch)
        middle = time.perf_counter()
        assess_covenants(batch, as_of)
        spent["read"] += middle - start
        spent["assess"] += time.perf_counter() - middle
    return {"covenants": len(ids), **spent}


def _batches(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]


PATHS = {
    "Covenant": "pk__in",
    "FactType": "covenant_id__in",
    "Revision": "covenant_id__in",
    "RevisionParty": "revision__covenant_id__in",
    "Obligation": "revision__covenant_id__in",
    "Event": "covenant_id__in",
    "EventParty": "event__covenant_id__in",
}


def _fetch(ids: list[int]) -> None:
    """The rows themselves, as tuples, nothing done with them."""
    for table in TABLES:
        path = PATHS.get(table, "obligation__revision__covenant_id__in")
        list(apps.get_model("obligations", table).objects.filter(**{path: ids}).values_list())


def fill(count: int) -> None:
    """`count` obligations of five kinds in covenants of a hundred, each with a few facts of its own type."""
    parties = [m.Party(key=key, name=key.upper(), short=key.upper()) for key in "abc"]
    with transaction.atomic(), history_exempt("a throw-away database of a benchmark"):
        parties = m.Party.objects.bulk_create(parties)
        for start in range(0, max(count // PER_COVENANT, 1), BATCH):
            _covenants(range(start, min(start + BATCH, max(count // PER_COVENANT, 1))), parties)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _covenants(numbers: range, parties: list[m.Party]) -> None:
    start = date(2016, 5, 11)
    covenants = m.Covenant.objects.bulk_create(m.Covenant(key=f"c{n}", title=f"Covenant {n}") for n in numbers)
    types = m.FactType.objects.bulk_create(m.FactType(covenant=c, key="done", name="Done") for c in covenants)
    revisions = m.Revision.objects.bulk_create(
        m.Revision(covenant=c, key="1", title="One", signed_on=start, in_force_from=start, status="published")
        for c in covenants
    )
    m.RevisionParty.objects.bulk_create(m.RevisionParty(revision=r, party=p) for r in revisions for p in parties)
    clauses = m.Clause.objects.bulk_create(m.Clause(revision=r, key="A", heading="A") for r in revisions)
    obligations = m.Obligation.objects.bulk_create(
        m.Obligation(revision=r, code=f"o{n}", title=f"O {n}", summary="s", kind=KINDS[n % 5], position=n)
        for r in revisions
        for n in range(PER_COVENANT)
    )
    by_revision = {r.pk: (t, c) for r, t, c in zip(revisions, types, clauses, strict=True)}
    _links(obligations, by_revision, parties)
    _terms(obligations)
    _facts(covenants, types, parties)


def _links(obligations: list[m.Obligation], owners: dict[int, Any], parties: list[m.Party]) -> None:
    uses = {"cadence": "of", "cap": "of", "deadline": "done_by", "duty": "done_by"}
    m.ObligationParty.objects.bulk_create(
        m.ObligationParty(obligation=o, party=p, side="bearer") for o in obligations for p in parties
    )
    m.ObligationType.objects.bulk_create(
        m.ObligationType(obligation=o, type=owners[o.revision_id][0], use=uses[o.kind])
        for o in obligations
        if o.kind in uses
    )
    m.Citation.objects.bulk_create(
        m.Citation(obligation=o, clause=owners[o.revision_id][1], place="al. 1") for o in obligations
    )


def _terms(obligations: list[m.Obligation]) -> None:
    tables: dict[str, Any] = {
        "cadence": lambda o: m.CadenceTerm(obligation=o, at_least=4, per="year"),
        "cap": lambda o: m.CapTerm(obligation=o, at_most=1, per="month", unit="dagdeel", unit_minutes=240),
        "deadline": lambda o: m.DeadlineTerm(obligation=o, due=date(2018, 12, 31)),
        "duty": lambda o: m.DutyTerm(obligation=o, relation="after", at_start=True, target_days=30),
        "standing": lambda o: m.StandingTerm(obligation=o, review_months=12),
    }
    for kind, make in tables.items():
        rows = [make(o) for o in obligations if o.kind == kind]
        type(rows[0]).objects.bulk_create(rows)


def _facts(covenants: list[m.Covenant], types: list[m.FactType], parties: list[m.Party]) -> None:
    days = [date(2017, 2, 1), date(2018, 2, 1), date(2018, 6, 1)]
    refs = m.Reference.objects.bulk_create(
        m.Reference(covenant=c, ref=f"e{n}") for c in covenants for n in range(len(days))
    )
    keyed = {c.pk: t for c, t in zip(covenants, types, strict=True)}
    events = m.Event.objects.bulk_create(
        m.Event(
            reference=ref,
            covenant_id=ref.covenant_id,
            type=keyed[ref.covenant_id],
            on=days[n % len(days)],
            by=parties[0],
            minutes=60,
        )
        for n, ref in enumerate(refs)
    )
    m.EventParty.objects.bulk_create(m.EventParty(event=e, party=p) for e in events for p in parties)
