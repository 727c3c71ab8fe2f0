"""What a stranger's ZIP file must be before anything of it is used (APPNOTE.TXT 6.3)."""

import stat
import zipfile
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final

MIB: Final = 1024 * 1024
_LOCAL_HEADER: Final = 30
_ENCRYPTED: Final = 0x1
_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_BEGINS: Final = b"PK\x03\x04"
_CHUNK: Final = 64 * 1024
_UNIX: Final = 3
_KINDS: Final = frozenset({0, stat.S_IFREG, stat.S_IFDIR})


class Fault(Enum):
    """What is wrong with an archive."""

    NOT_AN_ARCHIVE = "NOT_AN_ARCHIVE"
    DAMAGED = "DAMAGED"
    ENCRYPTED = "ENCRYPTED"
    DUPLICATE_NAME = "DUPLICATE_NAME"
    LEADS_OUT = "LEADS_OUT"
    NOT_A_FILE = "NOT_A_FILE"
    TOO_MANY_ENTRIES = "TOO_MANY_ENTRIES"
    TOO_LARGE = "TOO_LARGE"
    RATIO = "RATIO"
    OVERLAP = "OVERLAP"
    FORBIDDEN_CONTENT = "FORBIDDEN_CONTENT"


class BadArchive(Exception):
    """An archive is refused; says why, and for which entry if it is one's fault."""

    def __init__(self, fault: Fault, entry: str = "") -> None:
        super().__init__(f"{fault.value} {entry}".strip())
        self.fault = fault
        self.entry = entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How much an archive may hold, in entries and bytes.

    `most_ratio` is unpacked to packed; what unpacks to no more than `small` may be of any. Real
    text packs to a tenth or twentieth, a row of zeros to a thousandth. No entry may begin with
    one of `forbidden`.
    """

    most_entries: int
    most_unpacked: int
    most_ratio: int = 200
    small: int = MIB
    forbidden: tuple[bytes, ...] = ()


def opened(path: Path, bounds: Bounds) -> zipfile.ZipFile:
    """Open an archive that was found to be within all bounds, every entry read once.

    Raises:
        BadArchive: it is no archive, is encrypted, leads out of itself, or unpacks to more than it
            should.
    """
    with path.open("rb") as file:
        if file.read(len(_BEGINS)) != _BEGINS:
            raise BadArchive(Fault.NOT_AN_ARCHIVE)
    try:
        archive = zipfile.ZipFile(path)
        _check_directory(archive, path.stat().st_size, bounds)
        _check_entries(archive, bounds)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise BadArchive(Fault.DAMAGED) from error
    return archive


def _check_directory(archive: zipfile.ZipFile, size: int, bounds: Bounds) -> None:
    entries = sorted(archive.infolist(), key=lambda each: each.header_offset)
    if len(entries) > bounds.most_entries:
        raise BadArchive(Fault.TOO_MANY_ENTRIES)
    _check_names(entries)
    unpacked = 0
    for entry, following in zip(entries, [*entries[1:], None], strict=True):
        _check_entry(entry, following.header_offset if following else size, bounds)
        unpacked += entry.file_size
    if unpacked > bounds.most_unpacked:
        raise BadArchive(Fault.TOO_LARGE)


def _check_names(entries: list[zipfile.ZipInfo]) -> None:
    """Two names that a file system without case takes for one are the same."""
    seen: set[str] = set()
    for each in entries:
        name = each.filename.lower()
        if name in seen:
            raise BadArchive(Fault.DUPLICATE_NAME, each.filename)
        seen.add(name)


def _check_entry(entry: zipfile.ZipInfo, next_begins: int, bounds: Bounds) -> None:
    def refused(fault: Fault) -> BadArchive:
        return BadArchive(fault, entry.filename)

    if entry.flag_bits & _ENCRYPTED:
        raise refused(Fault.ENCRYPTED)
    if _leads_out(entry):
        raise refused(Fault.LEADS_OUT)
    if not _is_plain(entry):
        raise refused(Fault.NOT_A_FILE)
    if entry.compress_type not in _METHODS:
        raise refused(Fault.DAMAGED)
    ends = entry.header_offset + _LOCAL_HEADER + len(entry.filename) + entry.compress_size
    if ends > next_begins:  # two entries share bytes
        raise refused(Fault.OVERLAP)
    large = entry.file_size > bounds.small
    if large and entry.file_size > bounds.most_ratio * max(1, entry.compress_size):
        raise refused(Fault.RATIO)


def _leads_out(entry: zipfile.ZipInfo) -> bool:
    """Tell whether a name is none of a file below a folder; `orig_filename` has what NUL cuts."""
    name = entry.orig_filename
    parts = name.replace("\\", "/").split("/")
    return name.startswith(("/", "\\")) or ".." in parts or ":" in name or "\x00" in name


def _is_plain(entry: zipfile.ZipInfo) -> bool:
    """Tell a file or folder from a link, a pipe or a device (the upper half is Unix's mode)."""
    return entry.create_system != _UNIX or stat.S_IFMT(entry.external_attr >> 16) in _KINDS


def _check_entries(archive: zipfile.ZipFile, bounds: Bounds) -> None:
    """Read every entry to its end: what a directory says of sizes may be untrue."""
    unpacked = 0
    for entry in archive.infolist():
        with archive.open(entry) as file:
            chunk = file.read(_CHUNK)
            if bounds.forbidden and chunk.startswith(bounds.forbidden):
                raise BadArchive(Fault.FORBIDDEN_CONTENT, entry.filename)
            while chunk:
                unpacked += len(chunk)
                if unpacked > bounds.most_unpacked:
                    raise BadArchive(Fault.TOO_LARGE)
                chunk = file.read(_CHUNK)
