"""The nineteen readings, as a definition file writes them (design.md 4.3)."""

import pytest

from obligations.engine.readings import CHOICES, DEFAULT, KEYS, read_value

AS_WRITTEN = {
    "year": "calendar|covenant",
    "part_year": "pro_rata|full|none",
    "rounding": "down|half_up|up",
    "switch": "separate|lineage",
    "knowledge": "hindsight|of_the_day",
    "quorum": "all_parties|both_sides|any_two",
    "same_day": "one|each",
    "end_date": "exclusive|inclusive",
    "early": "counts|in_window",
    "workday": "none|next",
    "same_day_before": "accept|reject",
    "cap_part_year": "full|pro_rata",
    "count": "exact|started_per_entry|started_per_day",
    "month": "calendar|covenant",
    "cap_switch": "continuous|reset",
    "supersession": "full|unregulated_survives",
    "deadline_at_switch": "lapses|due_before|survives",
    "after_effect": "trigger_decides|lapses",
}


@pytest.mark.parametrize(("key", "values"), AS_WRITTEN.items())
def test_choices_the_default_first(key: str, values: str) -> None:
    assert [str(choice) for choice in CHOICES[key]] == values.split("|")
    assert DEFAULT.as_data(key) == values.split("|", maxsplit=1)[0]


def test_near_is_a_percentage_of_75() -> None:
    assert DEFAULT.as_data("near") == 75
    assert set(KEYS) == {*AS_WRITTEN, "near"}


@pytest.mark.parametrize(
    ("key", "value"),
    [("near", 1), ("near", 100), ("quorum", {"at_least": 2}), ("quorum", "any_two"), ("year", "covenant")],
)
def test_a_value_comes_back_as_written(key: str, value: object) -> None:
    assert DEFAULT.override({key: value}).as_data(key) == value


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        pytest.param("near", 0, "percentage", id="no percentage"),
        pytest.param("near", 101, "percentage", id="more than all"),
        pytest.param("near", True, "percentage", id="a truth is no number"),
        pytest.param("near", "75", "percentage", id="a text is no number"),
        pytest.param("quorum", {"at_least": 0}, "n of 1 or more", id="a quorum of nobody"),
        pytest.param("quorum", {"at_least": True}, "n of 1 or more", id="a quorum of truth"),
        pytest.param("quorum", {"at_most": 2}, "n of 1 or more", id="another word"),
        pytest.param("quorum", {"at_least": 1, "more": 2}, "n of 1 or more", id="a word too many"),
        pytest.param("year", "lunar", r"calendar \| covenant", id="no such choice"),
    ],
)
def test_a_wrong_value_says_what_was_expected(key: str, value: object, expected: str) -> None:
    with pytest.raises(ValueError, match=expected):
        read_value(key, value)


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(KeyError):
        DEFAULT.override({"quorom": "any_two"})
