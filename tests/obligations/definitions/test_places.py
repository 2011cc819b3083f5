"""The order of rows changes as little as can be."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from obligations.services.places import LAST, STEP, places


@given(st.permutations(range(12)), st.dictionaries(st.integers(0, 11), st.integers(0, LAST)))
def test_places_rise_in_the_order_that_is_asked(names: list[int], now: dict[int, int]) -> None:
    found = places(names, now)
    rising = [found[name] for name in names]
    assert rising == sorted(set(rising))
    assert all(0 <= place <= LAST for place in rising)


@given(st.lists(st.integers(), unique=True, max_size=30))
def test_the_same_order_keeps_every_place(names: list[int]) -> None:
    first = places(names, {})
    assert places(names, first) == first


@given(st.lists(st.integers(), unique=True, min_size=1, max_size=30), st.data())
def test_a_new_row_and_one_that_goes_move_no_other(names: list[int], data: st.DataObject) -> None:
    now = places(names, {})
    at = data.draw(st.integers(0, len(names)))
    gone = data.draw(st.sampled_from(names))
    wanted = [name for name in [*map(str, names[:at]), "new", *map(str, names[at:])] if name != str(gone)]
    found = places(wanted, {str(name): place for name, place in now.items()})
    assert {name: place for name, place in found.items() if name != "new"} == {
        str(name): place for name, place in now.items() if name != gone
    }


def test_a_row_that_moves_is_the_only_one() -> None:
    now = places("abcde", {})
    found = places("eabcd", now)
    assert [name for name in "abcde" if found[name] != now[name]] == ["e"]


def test_when_there_is_no_place_between_all_get_another() -> None:
    found = places("axb", {"a": 0, "b": 1})
    assert found == {"a": 0, "x": STEP, "b": 2 * STEP}


def test_as_many_as_a_revision_has_obligations() -> None:
    names = range(2_000)
    assert max(places(names, {}).values()) <= LAST
