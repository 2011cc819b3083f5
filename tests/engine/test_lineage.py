"""Comparing two revisions (design.md law 7): what stays, changes, goes and comes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obligations.engine.lineage import Change, ChangeKind, FieldChange, RevisionText, Successor, compare

MEETING = {"title": "Meeting", "norm": "four a year"}
LESS_OFTEN = {"title": "Meeting", "norm": "once a year"}
OLD = RevisionText("2016", {"meeting": MEETING, "letters": {"title": "Letters"}})


def newer(obligations: dict[str, dict[str, str]], **outcomes: Successor) -> RevisionText:
    return RevisionText("2019", obligations, replaces="2016", outcomes=outcomes)


def test_a_text_compared_with_itself_has_no_differences() -> None:
    assert compare(OLD, OLD) == ()


def test_the_same_code_and_fields_are_no_difference() -> None:
    assert compare(OLD, newer({"meeting": MEETING, "letters": {"title": "Letters"}})) == ()


def test_the_same_code_with_other_fields_is_changed() -> None:
    assert compare(OLD, newer({"meeting": LESS_OFTEN, "letters": {"title": "Letters"}})) == (
        Change(ChangeKind.CHANGED, "meeting", "meeting", (FieldChange("norm", "four a year", "once a year"),)),
    )


def test_a_field_that_goes_or_comes_is_a_change_too() -> None:
    (change,) = compare(OLD, newer({"meeting": MEETING, "letters": {"clause": "1"}}))
    assert change.fields == (FieldChange("clause", None, "1"), FieldChange("title", "Letters", None))


def test_what_becomes_something_else_is_followed() -> None:
    text = newer({"meeting": MEETING, "mail": {"title": "Letters"}}, letters=Successor(becomes=("mail",)))
    assert compare(OLD, text) == (Change(ChangeKind.CHANGED, "letters", "mail"),)


def test_what_becomes_two_is_in_both() -> None:
    text = newer({"meeting": MEETING, "mail": {}, "post": {}}, letters=Successor(becomes=("mail", "post")))
    assert [(change.before, change.after) for change in compare(OLD, text)] == [
        ("letters", "mail"),
        ("letters", "post"),
    ]


def test_what_moved_names_where_to_and_how_certain() -> None:
    text = newer({"meeting": MEETING}, letters=Successor(moved_to="working agreements", certain=False))
    assert compare(OLD, text) == (
        Change(ChangeKind.MOVED, "letters", None, moved_to="working agreements", certain=False),
    )


@pytest.mark.parametrize("outcomes", [{}, {"letters": Successor()}], ids=["without an outcome", "dropped"])
def test_what_is_not_there_any_more_is_dropped(outcomes: dict[str, Successor]) -> None:
    assert compare(OLD, newer({"meeting": MEETING}, **outcomes)) == (Change(ChangeKind.DROPPED, "letters", None),)


def test_what_was_not_there_is_new() -> None:
    text = newer({"meeting": MEETING, "letters": {"title": "Letters"}, "study": {"title": "Study"}})
    assert compare(OLD, text) == (Change(ChangeKind.NEW, None, "study"),)


def test_backwards_what_went_comes_and_what_came_goes() -> None:
    text = newer({"meeting": LESS_OFTEN, "study": {}}, letters=Successor(moved_to="elsewhere"))
    assert [(change.kind, change.before, change.after) for change in compare(text, OLD)] == [
        ("new", None, "letters"),
        ("changed", "meeting", "meeting"),
        ("dropped", "study", None),
    ]


def test_backwards_the_fields_are_turned() -> None:
    (change,) = compare(newer({"meeting": LESS_OFTEN, "letters": {"title": "Letters"}}), OLD)
    assert change.fields == (FieldChange("norm", "once a year", "four a year"),)


def test_outcomes_count_only_for_the_revision_they_are_about() -> None:
    text = replace(newer({"meeting": MEETING}, letters=Successor(moved_to="elsewhere")), replaces="2012")
    assert compare(OLD, text) == (Change(ChangeKind.DROPPED, "letters", None),)


codes = st.sampled_from(("a", "b", "c", "d"))
fields = st.dictionaries(st.sampled_from(("title", "norm")), st.sampled_from(("x", "y")))
obligations = st.dictionaries(codes, fields)
outcomes = st.dictionaries(
    codes,
    st.builds(
        Successor,
        st.lists(codes, max_size=2, unique=True).map(tuple),
        st.none() | st.just("elsewhere"),
        st.booleans(),
    ),
)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[RevisionText, RevisionText]:
    """Two revisions; the newer replaces the older, or neither replaces the other."""
    old = RevisionText("old", draw(obligations))
    new = RevisionText("new", draw(obligations), draw(st.sampled_from(("old", None))), draw(outcomes))
    return old, new


@given(pairs())
def test_a_revision_does_not_differ_from_itself(pair: tuple[RevisionText, RevisionText]) -> None:
    assert compare(pair[0], pair[0]) == compare(pair[1], pair[1]) == ()


TURNED = {
    ChangeKind.CHANGED: ChangeKind.CHANGED,
    ChangeKind.NEW: ChangeKind.DROPPED,
    ChangeKind.DROPPED: ChangeKind.NEW,
    ChangeKind.MOVED: ChangeKind.NEW,
}


def turned(change: Change) -> tuple[object, ...]:
    turned_fields = tuple((field.name, field.after, field.before) for field in change.fields)
    return TURNED[change.kind], change.after, change.before, turned_fields


def plain(change: Change) -> tuple[object, ...]:
    return change.kind, change.before, change.after, tuple((f.name, f.before, f.after) for f in change.fields)


@given(pairs())
def test_law_7_the_other_way_round_is_the_mirror_image(pair: tuple[RevisionText, RevisionText]) -> None:
    old, new = pair
    forward, backward = compare(old, new), compare(new, old)
    assert sorted(map(str, map(turned, forward))) == sorted(map(str, map(plain, backward)))


@given(pairs())
def test_every_obligation_that_is_not_equal_is_named(pair: tuple[RevisionText, RevisionText]) -> None:
    old, new = pair
    changes = compare(old, new)
    befores = {change.before for change in changes}
    afters = {change.after for change in changes}
    for code in old.obligations.keys() | new.obligations.keys():
        if old.obligations.get(code) != new.obligations.get(code):
            assert code in befores | afters
    assert befores - {None} <= old.obligations.keys()
    assert afters - {None} <= new.obligations.keys()
