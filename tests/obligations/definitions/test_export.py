"""Exporting and importing again is the identity; the same covenant gives the same bytes."""

from __future__ import annotations

import io
import re
import tempfile
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from hypothesis import HealthCheck, given, settings
from ruamel.yaml import YAML

from obligations.definitions.data import definition_data
from obligations.definitions.load import load_file, load_text
from obligations.definitions.rows import rows_of
from obligations.definitions.yaml_text import yaml_text
from obligations.models import Revision
from tests.obligations.definitions.doing import FIXTURES, everything, import_text, run
from tests.obligations.definitions.small import small
from tests.obligations.definitions.valid import definitions


def canonical(text: str) -> str:
    """The export of a file, without a database."""
    definition = load_text(text).definition
    start = definition.tracked_from
    rows = rows_of(definition, None if isinstance(start, str) else start)
    return yaml_text(definition_data(definition.covenant, rows))


@given(definitions())
@settings(max_examples=60)
def test_the_export_of_any_file_is_its_own_export(text: str) -> None:
    exported = canonical(text)
    assert canonical(exported) == exported


@given(definitions())
@settings(max_examples=20)
def test_other_readers_of_yaml_see_the_same_words(text: str) -> None:
    definition = load_text(text).definition
    data = definition_data(definition.covenant, rows_of(definition, None))
    seen = YAML(typ="safe", pure=True).load(yaml_text(data))
    assert seen["title"] == data["title"]
    assert list(seen["revisions"]) == list(data["revisions"])
    for key, revision in data["revisions"].items():
        for code, obligation in revision["obligations"].items():
            assert seen["revisions"][key]["obligations"][code]["summary"] == obligation["summary"]


@pytest.mark.django_db(transaction=False)
@given(text=definitions())
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_export_import_export_is_the_identity(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        import_text(Path(folder), text, rename=True)
        exported = run("export_covenant", "klein")
        before = everything()
        assert "nothing changed" in import_text(Path(folder), text)
        assert "nothing changed" in import_text(Path(folder), exported)
        assert everything() == before
        assert run("export_covenant", "klein") == exported
        assert canonical(exported) == exported


@pytest.mark.django_db
def test_the_example_of_the_design(tmp_path: Path) -> None:
    import_text(tmp_path, small())
    exported = run("export_covenant", "klein")
    assert exported == canonical(small())
    assert "bearers: all\n" in exported
    assert '\n  "2016":\n' in exported


def test_quotes_around_dates_and_keys_do_not_matter() -> None:
    quoted = re.sub(r"\b(\d{4}-\d\d-\d\d|\d\d-\d\d)\b(?=[,}\n])", r"'\1'", small())
    bare = small().replace('"2016"', "2016").replace('"2019"', "2019")
    assert quoted != small() != bare
    assert canonical(quoted) == canonical(bare) == canonical(small())


@pytest.mark.django_db
def test_the_shipped_file(tmp_path: Path) -> None:
    run("import_covenant", FIXTURES / "vng-nvvb.yaml")
    exported = run("export_covenant", "vng-nvvb")
    assert load_text(exported).definition == load_file(FIXTURES / "vng-nvvb.yaml").definition
    assert "nothing changed" in import_text(tmp_path, exported)


@pytest.mark.django_db
def test_the_file_is_utf8_whatever_the_terminal_is(tmp_path: Path) -> None:
    import_text(tmp_path, small())
    terminal = io.TextIOWrapper(io.BytesIO(), encoding="ascii", newline="\r\n")
    call_command("export_covenant", "klein", stdout=terminal)
    terminal.flush()
    assert terminal.buffer.getvalue() == run("export_covenant", "klein").encode()  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_drafts_stay_out(tmp_path: Path) -> None:
    import_text(tmp_path, small())
    revision = Revision.objects.get(key="2019")
    revision.status = Revision.Status.DRAFT
    revision.save()
    assert '"2019":' not in run("export_covenant", "klein")


@pytest.mark.django_db
def test_an_unknown_covenant() -> None:
    with pytest.raises(CommandError, match=r"There is no covenant 'klein' \(known: none yet\)\."):
        run("export_covenant", "klein")
