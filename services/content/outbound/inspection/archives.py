"""Office files are archives: what one must be before it is unpacked."""

import zipfile
from pathlib import Path
from typing import Final

from chassis.archives import BadArchive, Bounds, Fault
from chassis.archives import opened as opened_within
from services.content.domain.attachment import Refusal
from services.content.domain.attachment_kind import MIB
from services.content.outbound.inspection.found import Refused

_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PACKAGE: Final = "EncryptedPackage".encode("utf-16-le")
"""Of an encrypted Office file in its compound file (MS-OFFCRYPTO, section 2.3.4.4)."""

BOUNDS: Final = Bounds(
    most_entries=3_000,
    most_unpacked=300 * MIB,
    # How other archives, programs and documents begin.
    forbidden=(
        b"PK\x03\x04",
        b"PK\x05\x06",
        _COMPOUND,
        b"Rar!",
        b"7z\xbc\xaf\x27\x1c",
        b"\x1f\x8b",
        b"BZh",
        b"\xfd7zXZ",
        b"MZ",
        b"\x7fELF",
        b"%PDF-",
        b"#!",
    ),
)
_BOMB: Final = Refusal.COMPRESSION_BOMB
_REFUSALS: Final = {
    Fault.NOT_AN_ARCHIVE: Refusal.MISTYPED,
    Fault.DAMAGED: Refusal.DAMAGED,
    Fault.ENCRYPTED: Refusal.ENCRYPTED,
    Fault.DUPLICATE_NAME: Refusal.DAMAGED,
    Fault.LEADS_OUT: Refusal.DAMAGED,
    Fault.NOT_A_FILE: Refusal.DAMAGED,
    Fault.TOO_MANY_ENTRIES: _BOMB,
    Fault.TOO_LARGE: _BOMB,
    Fault.RATIO: _BOMB,
    Fault.OVERLAP: _BOMB,
    Fault.FORBIDDEN_CONTENT: Refusal.EMBEDDED_FILE,
}


def opened(path: Path) -> zipfile.ZipFile:
    """Open an archive that was found to be within all bounds, every entry read once.

    Raises:
        Refused: it is no archive, is encrypted, or unpacks to more than it should.
    """
    with path.open("rb") as file:
        compound = file.read(len(_COMPOUND)) == _COMPOUND
    if compound:
        encrypted = _PACKAGE in path.read_bytes()
        raise Refused(Refusal.ENCRYPTED if encrypted else Refusal.MISTYPED)
    try:
        return opened_within(path, BOUNDS)
    except BadArchive as bad:
        raise Refused(_REFUSALS[bad.fault]) from bad
