"""What may be attached: kinds of files, how each is named and how large it may be."""

import re
import unicodedata
from enum import Enum
from typing import Final

from chassis.errors import Violation

MIB: Final = 1024 * 1024
LONGEST_NAME: Final = 150


class FileKind(Enum):
    """A kind of file, with its media type, its endings, and how many bytes it may have."""

    PDF = ("application/pdf", ("pdf",), 25)
    DOCX = (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ("docx",),
        25,
    )
    XLSX = ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ("xlsx",), 25)
    PPTX = (
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        ("pptx",),
        50,
    )
    ODT = ("application/vnd.oasis.opendocument.text", ("odt",), 25)
    ODS = ("application/vnd.oasis.opendocument.spreadsheet", ("ods",), 25)
    ODP = ("application/vnd.oasis.opendocument.presentation", ("odp",), 50)
    PNG = ("image/png", ("png",), 10)
    JPEG = ("image/jpeg", ("jpg", "jpeg"), 10)
    WEBP = ("image/webp", ("webp",), 10)
    MP4 = ("video/mp4", ("mp4",), 200)
    WEBM = ("video/webm", ("webm",), 200)
    VTT = ("text/vtt", ("vtt",), 1)
    TEXT = ("text/plain", ("txt",), 5)
    CSV = ("text/csv", ("csv",), 10)

    def __init__(self, media_type: str, endings: tuple[str, ...], mebibytes: int) -> None:
        self.media_type = media_type
        self.endings = endings
        self.most_bytes = mebibytes * MIB

    @property
    def has_text(self) -> bool:
        """Whether there is text in it that a search should find."""
        return self not in _WITHOUT_TEXT


PICTURES: Final = frozenset({FileKind.PNG, FileKind.JPEG, FileKind.WEBP})
FILMS: Final = frozenset({FileKind.MP4, FileKind.WEBM})
_WITHOUT_TEXT: Final = PICTURES | FILMS
BY_MEDIA_TYPE: Final = {kind.media_type: kind for kind in FileKind}
MOST_BYTES: Final = max(kind.most_bytes for kind in FileKind)

_FORBIDDEN: Final = re.compile(r'[/\\:*?"<>|;%]')
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""Names that Windows takes for devices (Microsoft, Naming Files, Paths, and Namespaces)."""


def kind_of(media_type: str) -> FileKind | None:
    """Return the kind of a media type, or None for what may not be attached."""
    return BY_MEDIA_TYPE.get(media_type.partition(";")[0].strip().lower())


def name_as_kept(name: str) -> str:
    """Return a file's name in one form (Unicode's NFC), so that equal names are equal."""
    return unicodedata.normalize("NFC", name).strip()


def name_violations(name: str) -> list[Violation]:
    """Return what is wrong with a file's name: it is a name, never a way through folders."""
    what = ""
    if not 1 <= len(name) <= LONGEST_NAME:
        what = f"must have 1 to {LONGEST_NAME} characters"
    elif _FORBIDDEN.search(name) or name.startswith(".") or ".." in name:
        what = "must be a file's name alone, without a folder or a special character"
    elif any(unicodedata.category(each) in _UNPRINTED for each in name):
        what = "must have no character that is not printed"
    elif _RESERVED.fullmatch(name):
        what = "must not be a name that Windows keeps for itself"
    return [Violation("name", what)] if what else []


_UNPRINTED: Final = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})
"""Unicode's categories; Cf has the marks that turn the direction and so hide an ending."""


def declared_violations(name: str, media_type: str, size: int) -> list[Violation]:
    """Return what is wrong with a file as it is announced: name, type and size in bytes."""
    found = name_violations(name)
    kind = kind_of(media_type)
    if kind is None:
        return [*found, Violation("media_type", "is no type of file that may be attached")]
    if not found and name.rpartition(".")[2].lower() not in kind.endings:
        endings = " or ".join(f".{each}" for each in kind.endings)
        found.append(Violation("name", f"must end in {endings} for this type"))
    if not 1 <= size <= kind.most_bytes:
        what = f"must be 1 byte to {kind.most_bytes // MIB} MiB for this type"
        found.append(Violation("size", what))
    return found
