"""Office files are archives (APPNOTE.TXT 6.3): what an archive must be before it is unpacked."""

import zipfile
from pathlib import Path
from typing import Final

from services.content.domain.attachment import Refusal
from services.content.domain.attachment_kind import MIB
from services.content.outbound.inspection.found import Refused

MOST_ENTRIES: Final = 3_000
MOST_UNPACKED: Final = 300 * MIB
MOST_RATIO: Final = 200
"""Unpacked to packed. Real text packs to a tenth or twentieth; a row of zeros to a thousandth."""

SMALL: Final = MIB
"""What unpacks to no more may be of any ratio."""

_LOCAL_HEADER: Final = 30
_ENCRYPTED: Final = 0x1
_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_BEGINS: Final = b"PK\x03\x04"
_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PACKAGE: Final = "EncryptedPackage".encode("utf-16-le")
"""Of an encrypted Office file in its compound file (MS-OFFCRYPTO, section 2.3.4.4)."""

_NESTED: Final = (
    _BEGINS,
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
)
"""How other archives, programs and documents begin."""

_CHUNK: Final = 64 * 1024


def opened(path: Path) -> zipfile.ZipFile:
    """Open an archive that was found to be within all bounds, every entry read once.

    Raises:
        Refused: it is no archive, is encrypted, or unpacks to more than it should.
    """
    _check_beginning(path)
    try:
        archive = zipfile.ZipFile(path)
        _check_directory(archive, path.stat().st_size)
        _check_entries(archive)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise Refused(Refusal.DAMAGED) from error
    return archive


def _check_beginning(path: Path) -> None:
    with path.open("rb") as file:
        begins = file.read(8)
    if begins == _COMPOUND:
        encrypted = _PACKAGE in path.read_bytes()
        raise Refused(Refusal.ENCRYPTED if encrypted else Refusal.MISTYPED)
    if not begins.startswith(_BEGINS):
        raise Refused(Refusal.MISTYPED)


def _check_directory(archive: zipfile.ZipFile, size: int) -> None:
    entries = sorted(archive.infolist(), key=lambda each: each.header_offset)
    if len(entries) > MOST_ENTRIES:
        raise Refused(Refusal.COMPRESSION_BOMB)
    if len({each.filename.lower() for each in entries}) < len(entries):
        raise Refused(Refusal.DAMAGED)
    unpacked = 0
    for entry, following in zip(entries, [*entries[1:], None], strict=True):
        if entry.flag_bits & _ENCRYPTED:
            raise Refused(Refusal.ENCRYPTED)
        if entry.compress_type not in _METHODS or _leads_out(entry.filename):
            raise Refused(Refusal.DAMAGED)
        ends = entry.header_offset + _LOCAL_HEADER + len(entry.filename) + entry.compress_size
        if ends > (following.header_offset if following else size):  # two entries share bytes
            raise Refused(Refusal.COMPRESSION_BOMB)
        large = entry.file_size > SMALL
        if large and entry.file_size > MOST_RATIO * max(1, entry.compress_size):
            raise Refused(Refusal.COMPRESSION_BOMB)
        unpacked += entry.file_size
    if unpacked > MOST_UNPACKED:
        raise Refused(Refusal.COMPRESSION_BOMB)


def _leads_out(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return name.startswith(("/", "\\")) or ".." in parts or ":" in name or "\x00" in name


def _check_entries(archive: zipfile.ZipFile) -> None:
    """Read every entry to its end: what a directory says of sizes may be untrue."""
    unpacked = 0
    for entry in archive.infolist():
        with archive.open(entry) as file:
            chunk = file.read(_CHUNK)
            if chunk.startswith(_NESTED):
                raise Refused(Refusal.EMBEDDED_FILE)
            while chunk:
                unpacked += len(chunk)
                if unpacked > MOST_UNPACKED:
                    raise Refused(Refusal.COMPRESSION_BOMB)
                chunk = file.read(_CHUNK)
