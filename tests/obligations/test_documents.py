"""Documents: known by what is in them, kept outside the web root, and only for who may read the covenant."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from django.conf import settings

from obligations.models import Covenant, Document
from obligations.services.documents import Details, Upload, add_document, path_of, remove_document
from obligations.services.filetypes import KINDS, OLE, OUTLOOK, media_type_of
from obligations.services.refusal import Refusal
from tests import factories


def zipped(**members: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        for name, text in members.items():
            file.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return target.getvalue()


ODF = "application/vnd.oasis.opendocument"
GOOD = {
    ".pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n%%EOF\n",
    ".docx": zipped(word__document_xml="<w/>"),
    ".xlsx": zipped(xl__workbook_xml="<x/>"),
    ".pptx": zipped(ppt__presentation_xml="<p/>"),
    ".odt": zipped(mimetype=f"{ODF}.text"),
    ".ods": zipped(mimetype=f"{ODF}.spreadsheet"),
    ".odp": zipped(mimetype=f"{ODF}.presentation"),
    ".msg": OLE + b"\0" * 600 + OUTLOOK,
    ".eml": b"From: a@voorbeeld.example\r\nTo: b@voorbeeld.example\r\nSubject: verslag\r\n\r\nZie bijlage.",
    ".txt": "Afspraken, één voor één\n".encode(),
    ".csv": b"dag;wat\n1;2\n",
    ".png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 30,
    ".jpg": b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01" + b"\0" * 30,
    ".jpeg": b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01" + b"\0" * 30,
}


def test_every_kind_has_an_example() -> None:
    assert GOOD.keys() == KINDS.keys()


@pytest.mark.parametrize("ending", GOOD)
def test_a_file_is_what_it_is_called(ending: str) -> None:
    assert media_type_of(f"Verslag van maart{ending.upper()}", GOOD[ending]) == KINDS[ending][0]


@pytest.mark.parametrize("ending", GOOD)
def test_another_file_under_its_name_is_refused(ending: str) -> None:
    html = b"<!doctype html><html><script>alert(1)</script>\0</html>"
    for other in (html, b"MZ\x90\0" + b"\0" * 100, *(data for end, data in GOOD.items() if differs(ending, end))):
        with pytest.raises(Refusal):
            media_type_of(f"verslag{ending}", other)


def differs(one: str, other: str) -> bool:
    """A mail, a table, a text and a small PDF can all be read as text."""
    text, picture = {".txt", ".csv"}, {".jpg", ".jpeg"}
    if one in text:
        return other not in {*text, ".eml", ".pdf"}
    return one != other and not {one, other} <= picture


@pytest.mark.parametrize("name", ["macro.xlsm", "virus.exe", "pagina.html", "tekening.svg", "zonder", "a.pdf.js"])
def test_a_kind_that_is_not_kept_is_named(name: str) -> None:
    with pytest.raises(Refusal, match="pdf"):
        media_type_of(name, GOOD[".pdf"])


def test_macros_are_refused_under_any_name() -> None:
    with pytest.raises(Refusal):
        media_type_of("a.docx", zipped(word__document_xml="", word__vbaProject="x"))


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(Refusal, match=r"leeg|empty"):
        media_type_of("a.txt", b"")


@pytest.fixture
def covenant(db: None) -> Covenant:
    return factories.make_covenant()


def add(covenant: Covenant, upload: Upload | None = None, **details: str) -> Document:
    return add_document(covenant=covenant, about="meeting:1", details=Details(**details), upload=upload, reason="test")


def test_the_name_on_disk_is_our_own_and_outside_what_is_served(covenant: Covenant) -> None:
    row = add(covenant, Upload("../../etc/pass wd\\..\\verslag.pdf", GOOD[".pdf"]))
    assert row.name == "verslag.pdf"
    path = path_of(row)
    assert path.read_bytes() == GOOD[".pdf"]
    assert path.parent == Path(settings.MEDIA_ROOT) / "documenten"
    assert len(path.name) == 32
    assert path.stat().st_mode & 0o077 == 0
    assert not str(path).startswith(str(settings.STATIC_ROOT))


def test_a_link_with_a_number(covenant: Covenant) -> None:
    row = add(covenant, title="Besluitenlijst", number="Z-2018-113", link="https://zaken.example/113")
    assert (row.stored, row.number) == ("", "Z-2018-113")


@pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://x", "zaken", "https://", "https://a\nb", "http://[x"])
def test_what_is_no_link_is_refused(covenant: Covenant, link: str) -> None:
    with pytest.raises(Refusal):
        add(covenant, link=link)
    assert not Document.objects.exists()


def test_both_or_neither_is_refused_and_so_is_what_is_too_large(covenant: Covenant, settings: object) -> None:
    with pytest.raises(Refusal):
        add(covenant)
    with pytest.raises(Refusal):
        add(covenant, Upload("a.txt", b"a"), link="https://zaken.example/1")
    settings.MAX_UPLOAD_MB = 0  # type: ignore[attr-defined]
    with pytest.raises(Refusal):
        add(covenant, Upload("a.txt", b"a"))
    assert not Document.objects.exists()


def test_taking_off_keeps_the_history_and_the_file(covenant: Covenant) -> None:
    row = add(covenant, Upload("a.txt", b"a"))
    path = path_of(row)
    remove_document(document=row.pk, reason="test")
    assert path.exists()
    assert Document.history.filter(history_type="-").count() == 1
