"""
Compile the translations: every locale/*/LC_MESSAGES/*.po to the .mo beside it, without gettext's tools.

Also a command: `python -m convenant.catalogs`.
"""

import os
import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def compile_catalogs(locale: Path = LOCALE) -> list[Path]:
    """Write each .mo that is missing or older than its .po; the files written. Safe to run twice at once."""
    sources = sorted(locale.glob("*/LC_MESSAGES/*.po"))
    stale = [source for source in sources if is_stale(source, source.with_suffix(".mo"))]
    return [compile_catalog(source) for source in stale]


def is_stale(source: Path, target: Path) -> bool:
    """Whether `target` must be written again."""
    return not target.exists() or target.stat().st_mtime < source.stat().st_mtime


def compile_catalog(source: Path) -> Path:
    """Write the .mo of one .po through a file of our own, so that nobody reads half of it."""
    target = source.with_suffix(".mo")
    draft = source.with_suffix(f".{os.getpid()}.tmp")
    with source.open("rb") as text:
        catalog = read_po(text, locale=source.parent.parent.name, abort_invalid=True)
    with draft.open("wb") as binary:
        write_mo(binary, catalog)
    draft.replace(target)
    return target


if __name__ == "__main__":
    for path in compile_catalogs():
        sys.stdout.write(f"compiled {path.relative_to(LOCALE.parent)}\n")
