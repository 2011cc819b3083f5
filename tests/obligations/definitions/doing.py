"""What the tests of this folder do: import a text, export a covenant, count what is written."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command

from obligations.definitions.load import load_text
from obligations.definitions.problems import Refused
from obligations.models import Tracked

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures"


def run(command: str, *args: Any, **options: Any) -> str:
    """What a command prints. Raises CommandError as the command does."""
    out = StringIO()
    call_command(command, *args, stdout=out, **options)
    return out.getvalue()


def import_text(folder: Path, text: str | bytes, **options: Any) -> str:
    """Import a definition file with this text."""
    file = folder / "covenant.yaml"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return run("import_covenant", file, **options)


def import_csv(folder: Path, command: str, text: str | bytes, covenant: str = "klein", **options: Any) -> str:
    """Import a register with this text."""
    file = folder / "register.csv"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return run(command, file, covenant=covenant, **options)


def refusal_of(text: str) -> str:
    """Why a definition file is refused."""
    with pytest.raises(Refused) as refusal:
        load_text(text)
    return str(refusal.value)


def everything() -> dict[str, int]:
    """How many rows and history rows there are, per table."""
    counts = {}
    for model in apps.get_models():
        if issubclass(model, Tracked):
            counts[model.__name__] = model._default_manager.count()
            counts[f"{model.__name__} history"] = model.history.count()  # type: ignore[attr-defined]
    return counts
