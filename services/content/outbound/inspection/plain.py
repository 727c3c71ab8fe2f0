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

_CUE: Final = re.compile(
    r"^(\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3}[ \t]+-->[ \t]+(\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3}",
    re.MULTILINE,
)
_EBML: Final = b"\x1a\x45\xdf\xa3"
_WEBM: Final = re.compile(rb"\x42\x82.{1,8}webm", re.DOTALL)
"""The element DocType with its value (RFC 8794, section 11.2.6; RFC 9559 has WebM's name)."""

_HEAD: Final = 4096
_DOCTYPE_WITHIN: Final = 128


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
    if kind is FileKind.VTT:
        _check_captions(text)
    if kind is FileKind.CSV:
        _check_cells(text)


def check_media(path: Path, kind: FileKind) -> None:
    """See that a picture or video is of its kind.

    Raises:
        Refused: it is not.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if kind is FileKind.WEBM:  # Matroska begins alike: the name in the head tells them apart
        if not (head.startswith(_EBML) and _WEBM.search(head[:_DOCTYPE_WITHIN])):
            raise Refused(Refusal.MISTYPED)
        return
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


def _check_captions(text: str) -> None:
    """See that a file begins as WebVTT does and has a cue (W3C, WebVTT, section 4.1)."""
    if not re.match(r"WEBVTT([ \t\n\r]|$)", text):
        raise Refused(Refusal.MISTYPED)
    if not _CUE.search(text):
        raise Refused(Refusal.DAMAGED)


def _check_cells(text: str) -> None:
    try:
        for row in csv.reader(io.StringIO(text), strict=True):
            if any(_FORMULA.match(cell) for cell in row):
                raise Refused(Refusal.ACTIVE_CONTENT)
    except csv.Error as error:
        raise Refused(Refusal.DAMAGED) from error
