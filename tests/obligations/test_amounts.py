"""Amounts as people write them."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obligations.services.amounts import minutes_in
from obligations.services.refusal import Refusal


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("90", 90),
        ("90 min", 90),
        ("1,5 u", 90),
        ("1.5 uur", 90),
        ("1:30", 90),
        ("1 uur 20", 80),
        ("1 uur en 20 minuten", 80),
        ("2u", 120),
        ("half uur", 30),
        ("½ u", 30),
        ("half dagdeel", 120),
        ("1 dagdeel", 240),
        ("een dagdeel", 240),
        ("1,5 dagdelen", 360),
        ("  Half   Dagdeel ", 120),
        ("0", 0),
        ("4.20", 260),
    ],
)
def test_what_people_write(text: str, minutes: int) -> None:
    assert minutes_in(text) == minutes


def test_a_daypart_is_as_long_as_the_covenant_says() -> None:
    assert minutes_in("half dagdeel", 210) == 105


@pytest.mark.parametrize("text", ["", "veel", "-5", "1,333 u", "u", "1:75", "١٥", "1e3", "90 dagen", "9" * 20])
def test_what_is_none_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        minutes_in(text)


@given(st.integers(0, 100_000))
def test_hours_and_minutes_are_the_same_as_minutes(minutes: int) -> None:
    assert minutes_in(str(minutes)) == minutes == minutes_in(f"{minutes // 60}:{minutes % 60:02d}")


@given(st.text(max_size=30))
def test_any_text_is_an_amount_or_refused(text: str) -> None:
    with suppress(Refusal):
        assert minutes_in(text) >= 0
