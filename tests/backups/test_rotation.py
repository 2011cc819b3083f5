"""Which backups stay (R-61)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from convenant.backups.rotation import moment_of, rotate, superfluous

pytestmark = pytest.mark.once
NOW = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)


def name(moment: datetime) -> str:
    return f"convenant-{moment:%Y%m%dT%H%M%SZ}.tar"


def test_seven_days_five_weeks_and_twelve_months_stay() -> None:
    nightly = [name(NOW - timedelta(days=days)) for days in range(800)]
    stay = set(nightly) - set(superfluous(nightly))
    assert {name(NOW - timedelta(days=days)) for days in range(7)} <= stay
    assert len(stay) <= 7 + 5 + 12
    months = {moment.strftime("%Y-%m") for file in stay if (moment := moment_of(file))}
    assert len(months) == 12
    recent = [moment for file in stay if (moment := moment_of(file)) and moment > NOW - timedelta(days=34)]
    assert len({moment.isocalendar()[:2] for moment in recent}) == 5


@pytest.mark.parametrize("hours", [0, 1, 5])
def test_of_one_day_the_newest_stays(hours: int) -> None:
    day = [name(NOW + timedelta(hours=hours + at)) for at in range(3)]
    assert superfluous(day) == day[:2]


def test_a_few_old_ones_stay() -> None:
    assert superfluous([name(NOW - timedelta(days=400)), name(NOW - timedelta(days=800))]) == []
    assert superfluous([]) == []


@pytest.mark.parametrize("other", ["convenant-20261332T000000Z.tar", "convenant.tar", "x.tar", "convenant-1.tar.gz"])
def test_what_is_not_ours_is_left_alone(tmp_path: Path, other: str) -> None:
    for at in range(3):
        (tmp_path / name(NOW - timedelta(hours=at))).touch()
    (tmp_path / other).touch()
    assert len(rotate(tmp_path)) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([other, name(NOW)])
