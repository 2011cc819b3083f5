"""Whatever stands in a file: a clear refusal or an import, never a traceback, and nothing half written."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management.base import CommandError
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.obligations.definitions.doing import FIXTURES, everything, import_csv, import_text
from tests.obligations.definitions.small import small

pytestmark = pytest.mark.django_db
BRISK = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=40)
EVENTS = (FIXTURES / "vng-nvvb-voorbeeld" / "events.csv").read_bytes().splitlines(keepends=True)[:9]
JARGON = ("Traceback", "pydantic", "ruamel", "https://", "Error(", "object at 0x", "<class", "Somebody else")
WORDS = (
    *(
        "",
        " ",
        "\n",
        ":",
        "-",
        "#",
        "'",
        '"',
        "[",
        "]",
        "{",
        "}",
        ",",
        ";",
        "&a",
        "*a",
        "!t",
        "? ",
        "|",
        ">",
        "<<",
        "\\",
    ),
    *("null", "~", "true", "1e9", "0x1F", "-1", "9" * 20, "9" * 5000, "2016-02-30", "all", "%YAML 1.1", "---"),
    *("...", '"\\0"', '"\\ud800"', "é", "\u2028", "\x00", "\x1b[31m", "\t", "\r", "=1+1", "@"),
)
PIECES = [*(word.encode() for word in WORDS), b"\xff\xfe", b"\xef\xbb\xbf", b"\xe9"]
MARKS = (
    ": ",
    "\n",
    "  ",
    "- ",
    "[",
    "]",
    "{",
    "}",
    "'",
    '"',
    "#",
    "|",
    ">",
    "&x",
    "*x",
    "!t",
    "?",
    "%",
    ",",
    "\\",
    "\t",
)


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as made:
        yield Path(made)


def mutated(data: bytes, seed: int, changes: int) -> bytes:
    """`data` with so many small accidents: pieces put in, taken out, doubled, swapped, or lines moved."""
    dice, found = random.Random(seed), bytearray(data)
    for _ in range(changes):
        at = dice.randrange(len(found) + 1)
        to = min(len(found), at + dice.choice((0, 1, 2, 5, 20, 200)))
        what = dice.randrange(4)
        if what == 0:
            found[at:at] = dice.choice(PIECES)
        elif what == 1:
            found[at:to] = dice.choice(PIECES)
        elif what == 2:
            found[at:to] = found[at:to] * 2
        else:
            found[at:at] = found[slice(*sorted((dice.randrange(len(found) + 1), dice.randrange(len(found) + 1))))][:300]
    return bytes(found)


def takes_it_or_says_why(folder: Path, data: bytes, command: str | None = None) -> None:
    before = everything()
    try:
        if command is None:
            import_text(folder, data)
        else:
            import_csv(folder, command, data)
    except CommandError as refusal:
        said = str(refusal)
        assert said.strip()
        said.encode()
        assert not any(word in said for word in JARGON), said
        assert all(line.isprintable() for line in said.split("\n")), said
        assert len(said.split("\n")) <= 101
        assert everything() == before


@given(data=st.binary(max_size=300))
@example(data=b"")
@example(data=b"\xef\xbb\xbf")
@example(data=b"covenant: \xff")
@BRISK
def test_bytes_as_a_definition(folder: Path, data: bytes) -> None:
    takes_it_or_says_why(folder, data)


@given(
    words=st.lists(
        st.sampled_from(
            [
                "a",
                ": ",
                "\n",
                "  ",
                "- ",
                "[",
                "]",
                "{",
                "}",
                "'",
                '"',
                "#",
                "|",
                ">",
                "&x",
                "*x",
                "!t",
                "?",
                "%",
                ",",
                "\\",
                "0",
                "\t",
                "...",
            ]
        ),
        max_size=40,
    )
)
@BRISK
def test_marks_of_yaml_in_any_order(folder: Path, words: list[str]) -> None:
    takes_it_or_says_why(folder, "".join(words).encode())


@given(seed=st.integers(0, 2**32), changes=st.integers(1, 4))
@BRISK
def test_a_definition_with_accidents(folder: Path, seed: int, changes: int) -> None:
    takes_it_or_says_why(folder, mutated(small().encode(), seed, changes))


@pytest.mark.parametrize("command", ["import_events", "import_meetings", "import_posts"])
def test_registers_with_accidents(folder: Path, command: str) -> None:
    import_text(folder, small())
    files = {"import_events": "events.csv", "import_meetings": "meetings.csv", "import_posts": "posts.csv"}
    lines = (FIXTURES / "vng-nvvb-voorbeeld" / files[command]).read_bytes().splitlines(keepends=True)[:9]
    for seed in range(40):
        takes_it_or_says_why(folder, mutated(b"".join(lines), seed, 1 + seed % 4), command)


@given(data=st.binary(max_size=200), cells=st.lists(st.text(max_size=20), min_size=14, max_size=14))
@BRISK
def test_anything_as_a_register(folder: Path, data: bytes, cells: list[str]) -> None:
    if not everything()["Covenant"]:
        import_text(folder, small())
    takes_it_or_says_why(folder, data, "import_events")
    quoted = ",".join('"' + cell.replace('"', '""') + '"' for cell in cells)
    takes_it_or_says_why(folder, EVENTS[0] + quoted.encode("utf-8", "surrogatepass") + b"\n", "import_events")
