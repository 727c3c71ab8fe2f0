"""Looks into PDF files (ISO 32000-2): nothing in one may run, launch, or carry another file."""

import re
from pathlib import Path
from typing import Any, Final

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from services.content.domain.attachment import Refusal
from services.content.outbound.inspection.found import Refused

MOST_OBJECTS: Final = 300_000
_ACTIONS: Final = frozenset(
    {
        *("/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/GoToR"),
        *("/Rendition", "/Movie", "/Sound", "/RichMediaExecute", "/GoTo3DView"),
    }
)
"""Actions that run, fetch, send or open something (section 12.6.4)."""

_ACTIVE_KEYS: Final = frozenset({"/JS", "/JavaScript", "/XFA", "/RichMediaContent"})
_ACTIVE_NOTES: Final = frozenset({"/RichMedia", "/3D", "/Screen", "/Movie", "/Sound"})
_EMBEDDED_KEYS: Final = frozenset({"/EmbeddedFiles", "/EF", "/AF"})
_RAW: Final = re.compile(rb"/JavaScript|/Launch\b|/EmbeddedFile|/RichMedia")
"""Looked for in the bytes too: another reader may find objects where ours finds none."""

_ESCAPED: Final = re.compile(rb"#([0-9A-Fa-f]{2})")


def check(path: Path) -> None:
    """See that a file is a PDF in which nothing acts.

    Raises:
        Refused: it is not.
    """
    raw = path.read_bytes()
    if not raw.startswith(b"%PDF-"):
        raise Refused(Refusal.MISTYPED)
    if found := _RAW.search(_ESCAPED.sub(lambda code: bytes([int(code[1], 16)]), raw)):
        embedded = found[0] == b"/EmbeddedFile"
        raise Refused(Refusal.EMBEDDED_FILE if embedded else Refusal.ACTIVE_CONTENT)
    try:
        reader = opened(path)
        if not len(reader.pages):
            raise Refused(Refusal.DAMAGED)
        _walk(reader)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise Refused(Refusal.DAMAGED) from error


def opened(path: Path) -> PdfReader:
    """Open a PDF.

    Raises:
        Refused: it cannot be read without a password.
    """
    reader = PdfReader(path)
    if reader.is_encrypted and not reader.decrypt(""):
        raise Refused(Refusal.ENCRYPTED)
    return reader


def _walk(reader: PdfReader) -> None:
    """Look at every object that can be reached, and at every one that is in a table."""
    listed = [
        IndirectObject(number, generation, reader)
        for generation, places in reader.xref.items()
        for number in places
    ]
    listed += [IndirectObject(number, 0, reader) for number in reader.xref_objStm]
    left: list[Any] = [reader.trailer, *listed]
    seen: set[tuple[int, int]] = set()
    count = 0
    while left:
        each = left.pop()
        if isinstance(each, IndirectObject):
            if (each.idnum, each.generation) in seen:
                continue
            seen.add((each.idnum, each.generation))
            each = each.get_object()
        count += 1
        if count > MOST_OBJECTS:
            raise Refused(Refusal.TOO_COMPLEX)
        if isinstance(each, DictionaryObject):
            _check(each)
            left += [each.raw_get(key) for key in each]
        elif isinstance(each, ArrayObject):
            left += list(each)


def _check(found: DictionaryObject) -> None:
    keys = frozenset(map(str, found))
    if keys & _EMBEDDED_KEYS or _name(found, "/Subtype") == "/FileAttachment":
        raise Refused(Refusal.EMBEDDED_FILE)
    acts = keys & _ACTIVE_KEYS or _name(found, "/S") in _ACTIONS
    if acts or _name(found, "/Subtype") in _ACTIVE_NOTES:
        raise Refused(Refusal.ACTIVE_CONTENT)


def _name(found: DictionaryObject, key: str) -> str:
    value = found.get(key)
    if isinstance(value, IndirectObject):
        value = value.get_object()
    return value if isinstance(value, str) else ""
