"""A passport on paper: a tagged document that says what its code says, however long that is."""

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from services.training.domain.errors import NameNotPrintable
from services.training.domain.passport import LONGEST_TITLE, Item
from services.training.domain.passport_sheet import LANGUAGES, PassportSheet
from services.training.outbound.passport_sheets import TypstPassportSheets
from services.training.outbound.sheets.passport_words import PASSPORT_WORDS
from tests.fakes.pdf_structure import structure


def items(count: int, title: str = "Course") -> tuple[Item, ...]:
    until = datetime(2028, 2, 29, tzinfo=UTC)
    return tuple(
        Item(
            certificate_id=UUID(int=number + 1),
            title=f"{number} {title}",
            valid_until=until - timedelta(days=number),
        )
        for number in range(count)
    )


SHEET = PassportSheet(
    language="en-GB",
    issuer="The platform",
    name="Zoë Łukasiewicz",
    issued_at=datetime(2026, 3, 1, tzinfo=UTC),
    expires_at=datetime(2026, 3, 31, tzinfo=UTC),
    items=items(2),
    beyond=(),
    code="https://platform.example/passport#" + "e" * 1_200,
    passport_page="https://platform.example/passport",
    certificates_page="https://platform.example/verify",
)


def printed(sheet: PassportSheet) -> PdfReader:
    return PdfReader(io.BytesIO(TypstPassportSheets().passport(sheet)))


def text_of(document: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in document.pages).split())


def test_it_says_on_one_page_what_its_code_says() -> None:
    document = printed(SHEET)
    assert 1 == len(document.pages)
    text = text_of(document)
    for said in (
        *(SHEET.issuer, SHEET.name, "Signed: 1 March 2026", "Good until: 31 March 2026"),
        *("0 Course 29 February 2028", "1 Course 28 February 2028", SHEET.passport_page),
        *(str(each.certificate_id) for each in SHEET.items),
    ):
        assert said in text
    assert PASSPORT_WORDS["en-GB"]["beyond-word"] not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_tagged_as_pdf_ua_asks(language: str) -> None:
    """ISO 14289-1: marked, titled, in a language, words for its picture, heads for its table."""
    document = printed(replace(SHEET, language=language))
    catalogue = document.trailer["/Root"]
    assert isinstance(catalogue, DictionaryObject)
    metadata = catalogue["/Metadata"].get_object().get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata.replace(" ", "")
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert language.partition("-")[0] == catalogue["/Lang"].partition("-")[0]
    words = PASSPORT_WORDS[language]
    assert words["document"] == document.metadata.title
    kinds, pictures = structure(catalogue["/StructTreeRoot"])
    assert {"/H1", "/H2", "/Figure", "/Link", "/P", "/Table", "/TH", "/TD"} <= kinds
    assert [words["code-words"]] == pictures


def test_every_language_has_all_words() -> None:
    assert set(LANGUAGES) == PASSPORT_WORDS.keys()
    assert PASSPORT_WORDS["en-GB"].keys() == PASSPORT_WORDS["cy"].keys()
    text = text_of(printed(replace(SHEET, language="cy", beyond=items(1))))
    for word in ("document", "check", "revoked", "beyond-word", "beyond-check", "number-word"):
        assert PASSPORT_WORDS["cy"][word] in text
    assert "31 Mawrth 2026" in text


def test_what_the_code_has_no_room_for_runs_over_pages_and_none_is_lost() -> None:
    every = items(40, "Awareness of suspicious items for everybody who works at th…")
    document = printed(replace(SHEET, items=every[:5], beyond=every[5:]))
    pages = [page.extract_text() for page in document.pages]
    assert len(pages) > 1
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page
        assert PASSPORT_WORDS["en-GB"]["number-word"] in page, "the head of the table again"
        assert "Zoë Łukasiewicz. Training passport." in page, "whose a loose sheet is"
    text = " ".join(pages)
    assert [1] * 40 == [text.count(str(each.certificate_id)) for each in every]


@pytest.mark.parametrize(
    ("name", "title", "pages"),
    [
        ("Wilhelmina " * 9, "Awareness of suspicious items for everybody who works at th…", 1),
        ("W" * 100, "W" * (LONGEST_TITLE - 2), 2),
    ],
)
def test_the_longest_that_a_code_holds_stays_within_the_page(
    name: str, title: str, pages: int
) -> None:
    document = printed(replace(SHEET, name=name, items=items(5, title)))
    assert pages == len(document.pages)
    for page in document.pages:
        places: list[float] = []
        page.extract_text(visitor_text=lambda _text, _cm, at, *_: places.append(at[4]))  # noqa: B023 # called at once
        assert places
        assert max(places) < float(page.mediabox.width)


def test_a_name_is_text_and_never_a_command() -> None:
    sly = replace(SHEET, name='#read("/etc/hostname") *a* $x$ @b <c> \\ #import "@p/x"')
    assert sly.name in text_of(printed(sly))


@pytest.mark.parametrize("strange", [{"name": "王小明"}, {"items": items(1, "王小明")}])
def test_letters_that_no_font_has_are_refused(strange: dict[str, object]) -> None:
    with pytest.raises(NameNotPrintable):
        printed(replace(SHEET, **strange))  # type: ignore[arg-type] # of its fields
