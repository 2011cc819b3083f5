"""The mails of real years, rehearsed: what they say, on which days, and that nothing is written or sent."""

from __future__ import annotations

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from obligations.engine.workdays import is_workday
from obligations.mail.blocks import as_html, as_text
from obligations.mail.rehearsal import Rehearsed, rehearse
from obligations.models import Covenant, Holiday, Message, Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def covenant() -> Covenant:
    call_command("load_examples", stdout=StringIO())
    return Covenant.objects.get(key="vng-nvvb")


@pytest.fixture
def years(covenant: Covenant) -> list[Rehearsed]:
    return list(rehearse(covenant, date(2016, 5, 11), date(2023, 12, 31)))


def test_eight_years_read_like_letters(years: list[Rehearsed]) -> None:
    holidays = frozenset(Holiday.objects.values_list("on", flat=True))
    assert len(years) > 100
    for mail in years:
        text, html = as_text(mail.letter), as_html(mail.letter)
        assert len(mail.letter.subject) <= 65
        assert is_workday(mail.at.date(), holidays)
        assert "Goedemorgen," in text
        assert "Waarom krijgt u dit?" in text
        assert max(map(len, text.splitlines())) <= 78
        assert "<script" not in html
        for word in ("sweep", "outbox", "herinnering", "geschonden", "percent", "met_late", "on_track", "!"):
            assert word not in text.lower()


def test_nobody_gets_two_overviews_on_a_day(years: list[Rehearsed]) -> None:
    keys = [(mail.recipient, mail.at, mail.kind) for mail in years]
    assert len(set(keys)) == len(keys)


def test_mail_goes_to_whoever_holds_the_post_that_day(years: list[Rehearsed]) -> None:
    for mail in years:
        if mail.at.date() >= date(2019, 5, 21):
            assert mail.recipient.startswith("convenant.")
        else:
            assert mail.recipient.startswith("accounthouder.")
    gap = [m for m in years if "king" in m.recipient and date(2017, 8, 1) <= m.at.date() < date(2017, 10, 1)]
    assert gap == []


def test_the_evaluation_of_2017_is_asked_for_on_the_friday_before_the_sunday(years: list[Rehearsed]) -> None:
    """14 days before 31 December 2017 is Sunday 17 December: it falls due on Friday 15 and goes with that Monday."""
    december = [mail for mail in years if mail.at.date() == date(2017, 12, 18)]
    assert december
    assert any("Uiterste datum (convenant): zondag 31 december 2017" in as_text(mail.letter) for mail in december)


def test_own_targets_are_never_shown_as_dates_of_the_covenant(years: list[Rehearsed]) -> None:
    for mail in years:
        for line in as_text(mail.letter).splitlines():
            if "Streefdatum" in line:
                assert "uiterste" not in line.lower()
                assert "uiterlijk" not in line.lower()


def test_nothing_is_written_and_the_queries_do_not_grow_with_the_days(covenant: Covenant) -> None:
    counts = []
    for last in (date(2016, 12, 31), date(2023, 12, 31)):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            list(rehearse(covenant, date(2016, 5, 11), last))
        counts.append(len(asked))
        assert not any(query["sql"].startswith(("INSERT", "UPDATE", "DELETE")) for query in asked)
    assert counts[0] == counts[1]
    assert not Message.objects.exists()
    assert not Notice.objects.exists()


def test_the_command_lists_the_mails_or_writes_them_to_files(covenant: Covenant, tmp_path: Path) -> None:
    out = StringIO()
    call_command("rehearse", "vng-nvvb", "--from", "2021-01-01", "--to", "2023-12-31", stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[-1].endswith("nothing was sent.")
    folder = tmp_path / "mails"
    call_command("rehearse", "vng-nvvb", "--from", "2021-01-01", "--to", "2023-12-31", "--out", folder, stdout=out)
    assert len(list(folder.iterdir())) == len(lines) - 1
    with pytest.raises(CommandError, match="not empty"):
        call_command("rehearse", "vng-nvvb", "--from", "2021-01-01", "--to", "2021-12-31", "--out", folder)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nergens", "--from", "2021-01-01", "--to", "2021-01-02"), "There is no covenant"),
        (("vng-nvvb", "--from", "2021-01-02", "--to", "2021-01-01"), "must lie on or after"),
        (("vng-nvvb", "--from", "vandaag", "--to", "2021-01-01"), "vandaag"),
    ],
)
def test_the_command_says_what_is_wrong(covenant: Covenant, arguments: tuple[str, ...], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        call_command("rehearse", *arguments)


def test_an_ended_covenant_mails_nothing(covenant: Covenant) -> None:
    """T75: as of 2024 nothing is live."""
    assert list(rehearse(covenant, date(2024, 1, 1), date(2024, 12, 31))) == []
