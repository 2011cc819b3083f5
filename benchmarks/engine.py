"""How fast the rules are: `python -m benchmarks.engine`.

1. Obligations per second, per kind, with 0 and 50 facts each, beside the closed-form period arithmetic.
2. The ratio of assessing 100,000 obligations to only reading their rows, in one run on one SQLite file.

Read the ratios, not the seconds: machines are noisy.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from obligations.engine import periods
from obligations.engine import terms as t
from obligations.engine.assessment import assess
from obligations.engine.facts import Fact, Record, record_of
from obligations.engine.windows import Window

AS_OF = date(2018, 9, 14)
START = date(2016, 5, 11)
PARTIES = ("a", "b", "c")
REVISION = t.RevisionTerm("1", START, START, date(2024, 1, 1), members=tuple(t.Member(party) for party in PARTIES))
TERMS: dict[str, t.Term] = {
    "cadence": t.Cadence(("done",), 4),
    "cadence every 6 months": t.Cadence(("done",), every_months=6),
    "cap per month": t.Cap(("done",), Fraction(1), periods.Per.MONTH, "half-day", 240),
    "cap per year and guest": t.Cap(("done",), Fraction(6), periods.Per.YEAR, counter=t.Counter.GUEST),
    "deadline": t.Deadline(("done",), date(2018, 12, 31), opens=date(2018, 10, 1)),
    "duty": t.Duty(t.When(("cause",)), t.Relation.AFTER, ("done",), target_days=14),
    "standing": t.Standing(review_months=12),
    "held": t.Held(t.Holding.MAY),
}


def facts(count: int) -> list[Fact]:
    """`count` facts spread over the days before AS_OF, half of them causes, half of them done."""
    days = (AS_OF - START).days
    return [
        Fact(
            f"f{number}",
            "cause" if number % 2 else "done",
            START + timedelta(days=number * days // max(count, 1)),
            by=PARTIES[number % 3],
            to=PARTIES,
            host=PARTIES[(number + 1) % 3],
            minutes=30,
        )
        for number in range(count)
    ]


def per_second(work: Callable[[], object], seconds: float = 0.4) -> float:
    """How often `work` is done in a second, the best of three short runs."""
    best = 0.0
    for _ in range(3):
        count, start = 0, time.perf_counter()
        while (spent := time.perf_counter() - start) < seconds / 3:
            work()
            count += 1
        best = max(best, count / spent)
    return best


def by_kind() -> None:
    window = Window(START, date(2024, 1, 1))
    arithmetic = per_second(lambda: periods.whole_period(AS_OF, 12, periods.CALENDAR))
    print(f"{'closed-form period':28} {arithmetic:12,.0f} a second  ({1e6 / arithmetic:.2f} µs)")
    assert periods.period_at(AS_OF, 12, periods.CALENDAR, window) is not None
    for name, term in TERMS.items():
        terms = t.Terms(name, REVISION, term, bearers=PARTIES)
        rates = [per_second(_assessing(terms, record_of(facts(count)))) for count in (0, 50)]
        shown = "  ".join(f"{count} facts {rate:9,.0f}/s" for count, rate in zip((0, 50), rates, strict=True))
        print(f"{name:28} {shown}  ratio {rates[0] / rates[1]:.1f}")


def _assessing(terms: t.Terms, record: Record) -> Callable[[], object]:
    return lambda: assess(terms, record, AS_OF)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--obligations", type=int, default=100_000)
    options = parser.parse_args()
    by_kind()
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(CONVENANT_HOME=home, DJANGO_SETTINGS_MODULE="convenant.settings")
        against_reading(options.obligations)


def against_reading(count: int) -> None:
    """Print what assessing `count` stored obligations costs beside only fetching the same rows."""
    from benchmarks import stored  # noqa: PLC0415 - needs the settings that main() has just made

    result: dict[str, Any] = stored.compare(count, AS_OF)
    print(
        f"{count:,} obligations in {result['covenants']:,} covenants: rows alone {result['read']:.2f} s, "
        f"read and assessed {result['assess']:.2f} s, ratio {result['assess'] / result['read']:.1f}"
    )


if __name__ == "__main__":
    main()
