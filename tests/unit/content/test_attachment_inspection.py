"""What is looked into is refused for what it is, and its text is found."""

import pytest

from services.content.domain.attachment import LONGEST_TEXT, Refusal
from services.content.domain.attachment_kind import FileKind
from services.content.outbound.inspection.bounded import BoundedInspection
from services.content.outbound.inspection.checks import check
from services.content.outbound.inspection.found import Refused
from services.content.outbound.inspection.texts import text_of
from tests.fakes import attached_files as files

GOOD = {
    FileKind.PDF: files.pdf,
    FileKind.DOCX: files.word,
    FileKind.XLSX: files.workbook,
    FileKind.PPTX: files.slides,
    FileKind.ODT: lambda: files.open_document("text"),
    FileKind.ODS: lambda: files.open_document("spreadsheet"),
    FileKind.ODP: lambda: files.open_document("presentation"),
    FileKind.PNG: files.png,
    FileKind.JPEG: files.jpeg,
    FileKind.WEBP: files.webp,
    FileKind.MP4: files.mp4,
    FileKind.WEBM: lambda: files.WEBM,
    FileKind.VTT: lambda: files.CAPTIONS,
    FileKind.TEXT: "Cadwch bellter, ŵyl dda. Keep a distance.\n".encode,
    FileKind.CSV: lambda: b"gate,guards\nnorthern,3\n-4,+44 20\n",
}
BAD = {
    "a script in a PDF": (FileKind.PDF, files.pdf_with_script, Refusal.ACTIVE_CONTENT),
    "a script by codes": (FileKind.PDF, files.pdf_with_hidden_script, Refusal.ACTIVE_CONTENT),
    "a PDF that launches": (FileKind.PDF, files.pdf_that_launches, Refusal.ACTIVE_CONTENT),
    "an XFA form": (FileKind.PDF, files.pdf_with_form, Refusal.ACTIVE_CONTENT),
    "a file in a PDF": (FileKind.PDF, files.pdf_with_attachment, Refusal.EMBEDDED_FILE),
    "a PDF with a password": (
        FileKind.PDF,
        lambda: files.pdf(encrypt="secret"),
        Refusal.ENCRYPTED,
    ),
    "half a PDF": (FileKind.PDF, lambda: files.pdf()[:60], Refusal.DAMAGED),
    "a page that says it is a PDF": (FileKind.PDF, lambda: b"<html>", Refusal.MISTYPED),
    "macros": (FileKind.DOCX, files.word_with_macros, Refusal.MACROS),
    "a template elsewhere": (
        FileKind.DOCX,
        files.word_with_template_elsewhere,
        Refusal.ACTIVE_CONTENT,
    ),
    "a DDE field": (FileKind.DOCX, files.word_with_field, Refusal.ACTIVE_CONTENT),
    "a workbook in a document": (FileKind.DOCX, files.word_with_workbook, Refusal.EMBEDDED_FILE),
    "an encrypted document": (FileKind.DOCX, files.word_encrypted, Refusal.ENCRYPTED),
    "a bomb": (FileKind.DOCX, files.word_bomb, Refusal.COMPRESSION_BOMB),
    "a bomb of many": (FileKind.DOCX, files.word_of_many, Refusal.COMPRESSION_BOMB),
    "a bomb that lies": (FileKind.DOCX, files.word_bomb_that_lies, Refusal.DAMAGED),
    "a bomb that overlaps": (FileKind.DOCX, files.word_overlapping, Refusal.COMPRESSION_BOMB),
    "a way out": (FileKind.DOCX, files.word_leading_out, Refusal.DAMAGED),
    "entities": (FileKind.DOCX, files.word_with_entity, Refusal.DAMAGED),
    "a workbook as a document": (FileKind.DOCX, files.workbook, Refusal.MISTYPED),
    "a document as slides": (FileKind.PPTX, files.word, Refusal.MISTYPED),
    "a document as OpenDocument": (FileKind.ODT, files.word, Refusal.MISTYPED),
    "a spreadsheet as a text": (
        FileKind.ODT,
        lambda: files.open_document("spreadsheet"),
        Refusal.MISTYPED,
    ),
    "OpenDocument macros": (FileKind.ODT, files.odt_with_macros, Refusal.MACROS),
    "an OpenDocument event": (FileKind.ODT, files.odt_with_event, Refusal.MACROS),
    "an encrypted OpenDocument": (FileKind.ODT, files.odt_encrypted, Refusal.ENCRYPTED),
    "a picture as another": (FileKind.PNG, files.jpeg, Refusal.MISTYPED),
    "a program as a picture": (FileKind.PNG, lambda: b"MZ" + bytes(100), Refusal.MISTYPED),
    "a drawing as a picture": (FileKind.PNG, lambda: b"<svg onload='x'/>", Refusal.MISTYPED),
    "a page as a text": (
        FileKind.TEXT,
        lambda: b"hello <script>alert(1)</script>",
        Refusal.ACTIVE_CONTENT,
    ),
    "a drawing as a text": (
        FileKind.TEXT,
        lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        Refusal.ACTIVE_CONTENT,
    ),
    "bytes as a text": (FileKind.TEXT, lambda: b"\xff\xfe\x00", Refusal.MISTYPED),
    "no captions": (FileKind.VTT, lambda: b"1\n00:00 --> 00:01\nx", Refusal.MISTYPED),
    "a formula in a table": (
        FileKind.CSV,
        lambda: b"name,sum\nx,=cmd|' /C calc'!A0\n",
        Refusal.ACTIVE_CONTENT,
    ),
    "captions without a cue": (FileKind.VTT, lambda: b"WEBVTT\n\nNothing.\n", Refusal.DAMAGED),
    "Matroska that is no WebM": (FileKind.WEBM, lambda: files.MATROSKA, Refusal.MISTYPED),
    "a WebM that is none": (FileKind.WEBM, lambda: b"webm" * 40, Refusal.MISTYPED),
    "a video that is none": (FileKind.MP4, lambda: b"\x00" * 100, Refusal.MISTYPED),
}


@pytest.fixture
def kept(tmp_path):
    """Writes a file."""

    def write(body: bytes):
        path = tmp_path / "file"
        path.write_bytes(body)
        return path

    return write


@pytest.mark.parametrize("kind", FileKind, ids=lambda kind: kind.name)
def test_a_good_file_of_each_kind_is_good(kept, kind) -> None:
    check(kept(GOOD[kind]()), kind)


@pytest.mark.parametrize("what", BAD)
def test_a_bad_file_is_refused_for_what_it_is(kept, what) -> None:
    kind, make, why = BAD[what]
    with pytest.raises(Refused) as refused:
        check(kept(make()), kind)
    assert why is refused.value.why


def test_no_file_of_one_kind_is_good_as_another(kept) -> None:
    alike = {FileKind.TEXT, FileKind.CSV, FileKind.VTT}
    for made, make in GOOD.items():
        for kind in set(FileKind) - {made} - (alike if made in alike else set()):
            with pytest.raises(Refused):
                check(kept(make()), kind)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (FileKind.PDF, "Keep vehicles away from crowds."),
        (FileKind.DOCX, "Lock the doors, then call."),
        (FileKind.DOCX, "In a cell"),
        (FileKind.XLSX, "Northern 3"),
        (FileKind.PPTX, "Hidden, obviously suspicious"),
        (FileKind.ODT, "Drones over the stadium"),
        (FileKind.VTT, "Run, hide, tell."),
        (FileKind.CSV, "northern,3"),
    ],
)
def test_the_text_of_a_file_is_found(kept, kind, words) -> None:
    assert words in text_of(kept(GOOD[kind]()), kind)


def test_of_a_long_text_the_beginning_is_kept(kept) -> None:
    assert LONGEST_TEXT == len(text_of(kept(b"word " * LONGEST_TEXT), FileKind.TEXT))


def test_a_look_from_outside_says_the_same(kept) -> None:
    looks = BoundedInspection()
    assert looks.refusal(kept(files.pdf()), FileKind.PDF) is None
    assert "crowds" in looks.text(kept(files.pdf()), FileKind.PDF)
    assert Refusal.MACROS is looks.refusal(kept(files.word_with_macros()), FileKind.DOCX)
    assert "" == looks.text(kept(files.png()), FileKind.PNG)


def test_a_look_that_takes_too_long_refuses_and_gives_no_text(kept) -> None:
    looks = BoundedInspection(seconds=0.01)
    assert Refusal.TOO_COMPLEX is looks.refusal(kept(files.pdf()), FileKind.PDF)
    assert "" == looks.text(kept(files.pdf()), FileKind.PDF)
