"""What is printed: a tagged document of one page, and a picture that carries its credential."""

import io
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from services.training.domain.certificate_sheet import Sheet
from services.training.domain.errors import NameNotPrintable
from services.training.outbound.certificate_sheets import TypstSheets
from services.training.outbound.sheets.words import WORDS, day
from tests.fakes.pdf_structure import structure

SHEET = Sheet(
    language="en-GB",
    title="Awareness",
    name="Zoë Łukasiewicz",
    criteria="Passed each module.",
    banner="Demonstration, not official.",
    issuer="The platform",
    number="a1b2c3d4-0000-4000-8000-000000000001",
    address="https://platform.example/verify/a1b2c3d4-0000-4000-8000-000000000001",
    issued_at=datetime(2026, 3, 1, tzinfo=UTC),
    valid_until=datetime(2028, 2, 29, tzinfo=UTC),
    code="https://platform.example/verify/a1b2c3d4#" + "e" * 900,
    credential="eyJh.eyJi." + "s" * 300,
)


@pytest.fixture(scope="module")
def document() -> PdfReader:
    return PdfReader(io.BytesIO(TypstSheets().pdf(SHEET)))


def test_it_says_on_one_page_all_that_it_must(document: PdfReader) -> None:
    (page,) = document.pages
    text = " ".join(page.extract_text().split())
    for said in (
        *(SHEET.banner, SHEET.issuer, SHEET.name, SHEET.title, SHEET.criteria, SHEET.number),
        *("Issued: 1 March 2026", "Good until: 29 February 2028", SHEET.address),
    ):
        assert said in text


def test_it_is_tagged_as_pdf_ua_asks(document: PdfReader) -> None:
    """ISO 14289-1: marked, with a title that is shown, a language, and words for its picture."""
    catalogue = document.trailer["/Root"]
    assert isinstance(catalogue, DictionaryObject)
    metadata = catalogue["/Metadata"].get_object().get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata.replace(" ", "")
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "en-GB" == catalogue["/Lang"]
    assert WORDS["en-GB"]["document"] == document.metadata.title
    kinds, words = structure(catalogue["/StructTreeRoot"])
    assert {"/H1", "/H2", "/Figure", "/Link", "/P"} <= kinds
    assert [WORDS["en-GB"]["code-words"]] == words


def test_every_language_of_courses_has_all_words() -> None:
    assert {"en-GB", "cy"} == WORDS.keys()
    assert WORDS["en-GB"].keys() == WORDS["cy"].keys()
    welsh = PdfReader(io.BytesIO(TypstSheets().pdf(replace(SHEET, language="cy"))))
    assert WORDS["cy"]["given-to"] in welsh.pages[0].extract_text()
    assert "1 Mawrth 2026" == day(SHEET.issued_at, "cy")


@pytest.mark.parametrize("name", ["Wilhelmina " * 9, "W" * 100])
def test_the_longest_name_stays_on_the_page(name: str) -> None:
    long = replace(SHEET, name=name, title="A title that goes on " * 6)
    (page,) = PdfReader(io.BytesIO(TypstSheets().pdf(long))).pages
    places: list[float] = []
    page.extract_text(visitor_text=lambda _text, _cm, at, *_: places.append(at[4]))
    assert places
    assert max(places) < float(page.mediabox.width)


def test_a_name_is_text_and_never_a_command() -> None:
    sly = replace(SHEET, name='#read("/etc/hostname") *a* $x$ @b <c> \\ #import "@preview/x"')
    text = " ".join(PdfReader(io.BytesIO(TypstSheets().pdf(sly))).pages[0].extract_text().split())
    assert sly.name in text


def test_letters_that_no_font_has_are_refused_by_both() -> None:
    strange = replace(SHEET, name="\u738b\u5c0f\u660e")
    for drawn in (TypstSheets().pdf, TypstSheets().badge):
        with pytest.raises(NameNotPrintable):
            drawn(strange)


def test_a_badge_carries_its_credential_uncompressed() -> None:
    """Open Badges 3.0, 5.3.2.1: one `iTXt` chunk, its text the credential as it is."""
    picture = TypstSheets().badge(SHEET)
    carried = b"openbadgecredential\x00\x00\x00\x00\x00" + SHEET.credential.encode()
    assert 1 == picture.count(b"iTXt") == picture.count(carried)
    opened = Image.open(io.BytesIO(picture))
    assert {"openbadgecredential": SHEET.credential} == opened.text  # type: ignore[attr-defined] # of a PNG
    assert opened.width == opened.height >= 400
