"""What a definition file may not say: each in one clear sentence, with its line and its path."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management.base import CommandError

from obligations.definitions.load import LARGEST
from tests.obligations.definitions.doing import everything, import_text, refusal_of, run
from tests.obligations.definitions.small import WHO, small


def test_a_deadline_at_the_end_of_what_has_no_end() -> None:
    text = small().replace(
        "bearers: [vng, nvvb], held: may", "bearers: [vng], deadline: {due: end, done_by: [besluit]}"
    )
    assert "this revision is open-ended, so 'end' is no date" in refusal_of(text)


def test_two_successors() -> None:
    third = '  "2020":\n    {title: T, signed_on: 2020-01-01, in_force_from: 2020-01-01, replaces: "2016",\n'
    text = small() + third + "    parties: {vng: }, clauses: , obligations: , lineage: }\n"
    assert "revisions.2020.replaces: '2016' is already replaced by '2019'" in refusal_of(text)


def test_two_revisions_in_force_at_once() -> None:
    third = '  "2020":\n    {title: T, signed_on: 2020-01-01, in_force_from: 2020-01-01, parties: {vng: }, clauses: ,\n'
    said = refusal_of(small() + third + "    obligations: }\n")
    assert "revisions.2020.in_force_from: on 2020-01-01 '2019' is still in force (it has no end)" in said


def test_every_error_is_said_at_once_in_the_order_of_the_file() -> None:
    text = small(nieuw=f"{WHO}, held: must", ander="bearers: [kng], held: may", derde=f"{WHO}, cadence: {{of: [x]}}")
    text = text.replace("title: Klein convenant", "titel: Klein convenant").replace(
        "ends_on: 2020-01-01", "ends_on: 2016-01-32"
    )
    text = text.replace("year: calendar, part", "year: lunar, part").replace(
        "king: {from: 2016-06-01", "kong: {from: 2016-06-01"
    )
    said = refusal_of(text)
    lines = [int(line) for line in re.findall(r"^Line (\d+)", said, re.MULTILINE)]
    assert lines == sorted(lines)
    for fragment in (
        "titel: the key 'titel' does not belong here; did you mean title?",
        "title is missing.",
        "readings.year: 'lunar' is not calendar or covenant.",
        "revisions.2016.ends_on: '2016-01-32' is not a day of the calendar.",
        "revisions.2016.parties.kong: 'kong' is not a party of this covenant",
        "obligations.ambtelijk-overleg.bearers.1: 'king' is not a party of this revision",
        "obligations.nieuw.held: 'must' is not may, power or definition.",
        "obligations.ander.bearers.0: 'kng' is not a party of this revision",
        "obligations.derde.cadence: exactly one of at_least, every_months and by is expected",
        "obligations.derde.cadence.of.0: 'x' is not a type of this covenant",
    ):
        assert fragment in said


def test_a_wrong_part_does_not_make_right_parts_wrong() -> None:
    text = small(personeelsadvies_cap=f"{WHO}, cap: {{at_most: veel, of: [personeelsadvies]}}")
    text = text.replace("short: KING}", "short: KING, extra: 1}").replace("meeting: extra", "meeting: top")
    assert len(refusal_of(text).split("\n")) == 3


@pytest.mark.parametrize(
    ("part", "what"),
    [
        (lambda n: "themes: {" + ", ".join(f"t{i}: T" for i in range(n)) + "}\n", 501),
        (lambda n: "types: {" + ", ".join(f"t{i}: {{name: T}}" for i in range(n)) + "}\n", 501),
        (lambda n: "revisions: {" + ", ".join(f"r{i}: {{}}" for i in range(n)) + "}\n", 51),
        (lambda n: "revisions: {a: {obligations: {" + ", ".join(f"o{i}: {{}}" for i in range(n)) + "}}}\n", 2001),
    ],
)
def test_sizes_are_bounded(part: object, what: int) -> None:
    said = refusal_of(part(what))  # type: ignore[operator]
    assert f"at most {what - 1} fit here; these are {what}." in said


@pytest.mark.django_db
class TestAFileThatIsNotRead:
    def test_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match=r"nowhere\.yaml' cannot be read: No such file or directory\."):
            run("import_covenant", tmp_path / "nowhere.yaml")

    def test_is_a_directory(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="is a directory, not a file"):
            run("import_covenant", tmp_path)

    def test_has_a_name_that_cannot_be(self) -> None:
        with pytest.raises(CommandError, match="cannot be read"):
            run("import_covenant", "a\0b")

    def test_is_large_and_refused_by_its_size(self, tmp_path: Path) -> None:
        file = tmp_path / "large.yaml"
        with file.open("wb") as sparse:
            sparse.truncate(100_000_000)
        with pytest.raises(CommandError, match=r"has 100\.0 MB; at most 2 MB is read"):
            run("import_covenant", file)

    def test_never_ends(self) -> None:
        with pytest.raises(CommandError, match="has more than 2 MB"):
            run("import_covenant", "/dev/zero")

    def test_is_in_another_encoding(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="Line 2: the byte 0xE9 is not UTF-8"):
            import_text(tmp_path, "covenant: a\ntitle: café\n".encode("latin-1"))
        with pytest.raises(CommandError, match="in UTF-16, not in UTF-8"):
            import_text(tmp_path, "covenant: a\n".encode("utf-16"))

    def test_is_just_small_enough(self, tmp_path: Path) -> None:
        text = small()
        assert "imported" in import_text(tmp_path, text + "#" * 1000 + ("\n" + "#" * 1000) * 10)
        assert LARGEST == 2_000_000


@pytest.mark.django_db
def test_nothing_is_written_unless_all_is_well(tmp_path: Path) -> None:
    import_text(tmp_path, small())
    before = everything()
    for options in (f"{WHO}, held: must", "bearers: [kng], held: may", f"{WHO}, held: may, standing: {{}}"):
        with pytest.raises(CommandError):
            import_text(tmp_path, small(nieuw=options).replace("at_least: 4", "at_least: 3"))
    assert everything() == before
