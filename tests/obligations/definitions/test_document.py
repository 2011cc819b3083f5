"""YAML 1.2 as users write it, and what is refused of it, with the line."""

from __future__ import annotations

import time

import pytest

from obligations.definitions.document import LINE, Word, read_document
from obligations.definitions.problems import Refused


@pytest.mark.parametrize("word", ["on", "yes", "no", "off", "2016", "2016-05-11", "1e3", "0x1F", "12:30:45", "true"])
def test_a_word_stays_what_it_is(word: str) -> None:
    found = read_document(f"{word}: {word}\nlist: [{word}, '{word}']\n").data
    assert found == {word: word, "list": [word, word]}
    assert [type(item) for item in found["list"]] == [Word, str]


@pytest.mark.parametrize("nothing", ["", "~", "null", "Null", "NULL"])
def test_nothing_is_nothing_and_a_quoted_one_is_a_text(nothing: str) -> None:
    assert read_document(f"a: {nothing}\nb: '{nothing}'\n").data == {"a": None, "b": nothing}


def test_every_part_knows_its_line() -> None:
    document = read_document("a: 1\nb:\n  c: [x,\n    y]\n  d:\n    - e: 1\n")
    assert document.line(("a",)) == 1
    assert document.line(("b", "c", 1)) == 4
    assert document.line(("b", "d", 0, "e")) == 6
    assert document.line(("b", "nowhere", "at", "all")) == 2
    assert document.line(("z",)) == 1


def test_a_byte_order_mark_and_windows_line_ends_do_not_matter() -> None:
    assert read_document("a: 1\r\nb:\r\n  - c\r\n").data == {"a": "1", "b": ["c"]}


REFUSED = {
    "": (0, "This file is empty"),
    "# nothing\n": (0, "This file is empty"),
    "- a\n- b\n": (0, "not a mapping but a list"),
    "only words": (0, "not a mapping but 'only words'"),
    "a: 1\nb: 2\na: 3\n": (3, "the key 'a' stands twice; the first is on line 1"),
    '2016: a\n"2016": b\n': (2, "the key '2016' stands twice"),
    "a:\n  b: 1\n  b: {c: 1, c: 2}\n": (3, "the key 'b' stands twice"),
    "a: 1\nb: &x 2\n": (2, "the anchor '&x' is not read"),
    "a: &x 1\nb: *x\n": (2, "the alias '*x' is not read"),
    "a: &x {b: *x}\n": (1, "the alias '*x' is not read"),
    "a: !!str 2016\n": (1, "the tag '!!str' is not read"),
    "a: !!python/object/apply:os.system ['true']\n": (1, "the tag '!!python/object/apply:os.system'"),
    "a: !own 1\n": (1, "the tag '!own' is not read"),
    "a: ! 1\n": (1, "the tag '!' is not read"),
    "base: {a: 1}\nb:\n  <<: [*base]\n": (3, "the alias '*base' is not read"),
    "a: 1\n---\na: 2\n": (2, "a second document starts here"),
    "a: 1\n...\n---\nb: 1\n": (3, "a second document starts here"),
    "? [a, b]\n: c\n": (1, "a key is one word"),
    "a: {[b]: c}\n": (1, "a key is one word"),
    "a: b: c\n": (1, "put quotes around a text with ': '"),
    "a: 'x\n": (2, "a quote that was opened is never closed"),
    "a: [1, 2\nb: 3\n": (2, "not YAML that can be read"),
    "a: @x\n": (1, "a word cannot start with this character"),
    "a:\n\tc: d\n": (2, "a tab stands here"),
    "a: 'it's'\n": (1, "a text goes on after its closing quote"),
    "a: - b\n": (1, "no list can start"),
    "a:\n  b: 1\n c: 2\n": (3, "this line is indented more or less"),
    "a: 1\n  b: 2\n": (2, "not YAML that can be read"),
    'a: "\\UFFFFFFFF"\n': (0, "not YAML that can be read"),
    'a: "\\q"\n': (1, "not YAML that can be read"),
    "%YAML 3.0\n---\na: 1\n": (1, "not YAML that can be read"),
    "a: x\x00y\n": (1, "the character U+0000"),
    "a: 1\nb: \x1b[31mred\n": (2, "the character U+001B"),
    "a: \ud800\n": (1, "the character U+D800"),
    "[" * 100: (1, "nested more than 16 deep"),
    "- " * 100 + "a": (1, "nested more than 16 deep"),
    "a: " + "{a: " * 100 + "}" * 100: (1, "nested more than 16 deep"),
    f"a: 1\nb: {'x' * (LINE + 1)}\n": (2, "this line has 110,004 characters; at most 110,000 are read"),
}


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: repr(text[:30]))
def test_what_is_refused_with_its_line(text: str) -> None:
    line, fragment = REFUSED[text]
    with pytest.raises(Refused) as refusal:
        read_document(text)
    assert fragment in str(refusal.value)
    assert "\x1b" not in str(refusal.value)
    assert (f"Line {line}" in str(refusal.value)) if line else "Line" not in str(refusal.value)


def test_every_key_tag_and_anchor_is_reported_at_once() -> None:
    with pytest.raises(Refused) as refusal:
        read_document("a: 1\na: 2\nb: &x 1\nc: !t 2\nd: *x\n")
    assert [problem.line for problem in refusal.value.problems] == [2, 3, 4, 5]


SLOW = {
    "brackets": "[" * 2_000_000,
    "braces": "{" * 2_000_000,
    "many keys": "".join(f"k{n}: b\n" for n in range(200_000)),
    "an open quote": 'a: "' + "a\n" * 200_000,
    "long tags": ("a: !" + "x" * 100_000 + "\n") * 19,
    "exclamation marks": ("- " + "!" * 100_000 + "\n") * 19,
    "a bomb of aliases": "a: &a [x]\n" + "".join(f"b{n}: [*a, *a, *a]\n" for n in range(20_000)),
    "directives": "%FOO bar\n" * 50_000,
}


@pytest.mark.parametrize("name", SLOW)
def test_two_megabytes_of_nonsense_take_seconds_at_most(name: str) -> None:
    started = time.process_time()
    with pytest.raises(Refused):
        read_document(SLOW[name])
    assert time.process_time() - started < 20
