"""Looks into text, tables as text, captions, pictures and video."""

import codecs
import csv
import io
import re
from pathlib import Path
from typing import Final

import puremagic

from services.content.domain.attachment import Refusal
from services.content.domain.attachment_kind import FileKind
from services.content.outbound.inspection.found import Refused

_MARKUP: Final = re.compile(
    r"<\s*(!doctype|html|head|body|script|svg|iframe|object|embed|\?xml|!entity)\b", re.IGNORECASE
)
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_FORMULA: Final = re.compile(r"\s*[=@]|\s*[+-][A-Za-z(]")
"""How a cell begins that a spreadsheet would run (OWASP, CSV Injection)."""

_HEAD: Final = 4096


def check_text(path: Path, kind: FileKind) -> None:
    """See that a file is text in UTF-8 that no browser takes for a page.

    Raises:
        Refused: it is not.
    """
    text = text_in(path)
    if _CONTROL.search(text):
        raise Refused(Refusal.MISTYPED)
    if _MARKUP.search(text):
        raise Refused(Refusal.ACTIVE_CONTENT)
    if kind is FileKind.VTT and not re.match(r"WEBVTT([ \t\n\r]|$)", text):
        raise Refused(Refusal.MISTYPED)
    if kind is FileKind.CSV:
        _check_cells(text)


def check_media(path: Path, kind: FileKind) -> None:
    """See that a picture or video is of its kind.

    Raises:
        Refused: it is not.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    try:
        found = {each.mime_type for each in puremagic.magic_string(head)}
    except puremagic.PureError as error:
        raise Refused(Refusal.MISTYPED) from error
    if kind is FileKind.MP4:  # ISO/IEC 14496-12, section 4.3: whatever its brand is
        found |= {kind.media_type} if head[4:8] == b"ftyp" else set()
    if kind.media_type not in found:
        raise Refused(Refusal.MISTYPED)


def text_in(path: Path) -> str:
    """Return the text of a file.

    Raises:
        Refused: it is not UTF-8.
    """
    try:
        return path.read_bytes().removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        raise Refused(Refusal.MISTYPED) from error


def _check_cells(text: str) -> None:
    try:
        for row in csv.reader(io.StringIO(text), strict=True):
            if any(_FORMULA.match(cell) for cell in row):
                raise Refused(Refusal.ACTIVE_CONTENT)
    except csv.Error as error:
        raise Refused(Refusal.DAMAGED) from error
