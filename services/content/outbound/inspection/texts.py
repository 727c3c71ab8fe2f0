"""Takes the text out of files, for the search; of files that were found good alone."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import docx
from odfdo import Document as OpenDocument
from openpyxl import load_workbook
from pptx import Presentation

from services.content.domain.attachment import LONGEST_TEXT
from services.content.domain.attachment_kind import FileKind
from services.content.outbound.inspection import pdf, plain


def text_of(path: Path, kind: FileKind) -> str:
    """Return at most LONGEST_TEXT characters of a file's text, spaces and lines made even."""
    found, length = [], 0
    for piece in _READERS[kind](path):
        if words := " ".join(piece.split()):
            found.append(words)
            length += len(words) + 1
        if length > LONGEST_TEXT:
            break
    return "\n".join(found)[:LONGEST_TEXT].replace("\x00", "")


def _of_pdf(path: Path) -> Iterator[str]:
    for each in pdf.opened(path).pages:
        yield each.extract_text()


def _of_docx(path: Path) -> Iterator[str]:
    document = docx.Document(str(path))
    for paragraph in document.paragraphs:
        yield paragraph.text
    for table in document.tables:
        for row in table.rows:
            yield " ".join(cell.text for cell in row.cells)


def _of_xlsx(path: Path) -> Iterator[str]:
    with path.open("rb") as file:  # by its path it would go by its ending
        for sheet in load_workbook(file, read_only=True, data_only=True).worksheets:
            yield sheet.title
            for row in sheet.iter_rows(values_only=True):
                yield " ".join(str(value) for value in row if value is not None)


def _of_pptx(path: Path) -> Iterator[str]:
    for slide in Presentation(str(path)).slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                yield shape.text_frame.text
            if shape.has_table:
                for row in shape.table.rows:
                    yield " ".join(cell.text for cell in row.cells)
        if slide.has_notes_slide and slide.notes_slide.notes_text_frame:
            yield slide.notes_slide.notes_text_frame.text


def _of_open_document(path: Path) -> Iterator[str]:
    for element in OpenDocument(path).body.get_elements("//text:p | //text:h"):
        yield element.inner_text


def _of_text(path: Path) -> Iterator[str]:
    yield from plain.text_in(path).splitlines()


_READERS: Final[dict[FileKind, Callable[[Path], Iterator[str]]]] = {
    FileKind.PDF: _of_pdf,
    FileKind.DOCX: _of_docx,
    FileKind.XLSX: _of_xlsx,
    FileKind.PPTX: _of_pptx,
    **dict.fromkeys((FileKind.ODT, FileKind.ODS, FileKind.ODP), _of_open_document),
    **dict.fromkeys((FileKind.TEXT, FileKind.CSV, FileKind.VTT), _of_text),
}
