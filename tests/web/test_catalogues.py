"""Every text of the pages and every refusal has a Dutch translation, and no translation is left over."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]
PLACEHOLDER = re.compile(r"%\(\w+\)s")


def catalogue(language: str) -> Catalog:
    with (ROOT / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def sources() -> Iterator[bytes]:
    for path in sorted((ROOT / "templates").rglob("*.html")):
        yield templatize(path.read_text(), origin=str(path)).encode()
    for folder in ("obligations/web", "obligations/services", "obligations/search", "meetings"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path.read_bytes()


def messages() -> set[str]:
    """The first form of each text that a page or a service asks gettext for."""
    keywords = {**DEFAULT_KEYWORDS, "_": None, "_lazy": None, "gettext_noop": None}
    found = set()
    for source in sources():
        for _line, text, _comments, _context in extract("python", BytesIO(source), keywords=keywords):
            found.add(text if isinstance(text, str) else text[0])
    return found


def test_every_text_is_translated_and_no_translation_is_left_over() -> None:
    translated = {
        message.id if isinstance(message.id, str) else message.id[0]: message.string for message in catalogue("nl")
    }
    translated.pop("")
    assert messages() - translated.keys() == set()
    assert translated.keys() - messages() == set()
    assert [id_ for id_, text in translated.items() if not text or (isinstance(text, tuple) and not all(text))] == []


def test_a_translation_keeps_the_placeholders() -> None:
    for message in catalogue("nl"):
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.id:
            wanted = {frozenset(PLACEHOLDER.findall(id_)) for id_ in ids}
            assert {frozenset(PLACEHOLDER.findall(text)) for text in texts} <= wanted, message.id


def test_english_is_the_source() -> None:
    assert [message.id for message in catalogue("en") if message.id and message.string not in ("", message.id)] == []
