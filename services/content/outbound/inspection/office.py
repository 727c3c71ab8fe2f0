"""Looks into Office Open XML (ECMA-376) and OpenDocument (OASIS 1.3) files."""

import zipfile
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from services.content.domain.attachment import Refusal
from services.content.domain.attachment_kind import FileKind
from services.content.outbound.inspection import archives
from services.content.outbound.inspection.found import Refused

_MAIN: Final = {
    FileKind.DOCX: f"{FileKind.DOCX.media_type}.main+xml",
    FileKind.XLSX: f"{FileKind.XLSX.media_type}.main+xml",
    FileKind.PPTX: f"{FileKind.PPTX.media_type}.main+xml",
}
"""The type of the main part of each kind (ECMA-376 part 1, sections 11.3.10, 12.3.23, 13.3.6)."""

_MACRO_NAMES: Final = ("vbaproject", "vbadata", "/macrosheets/", "/dialogsheets/")
_ACTIVE_NAMES: Final = ("/activex/", "/ctrlprops/", "xl/connections.xml", "/webextensions/")
_EMBEDDED_NAMES: Final = ("/embeddings/", "/externallinks/")
_HARMLESS_OUTSIDE: Final = "/hyperlink"
"""The one relationship that may lead out of the file: nothing follows it by itself."""

_FIELDS: Final = (b"DDEAUTO", b"DDE ", b"INCLUDETEXT", b"INCLUDEPICTURE", b"ddeLink")
"""Fields that fetch or run something (ECMA-376 part 1, section 17.16.5)."""

_ODF_ACTIVE: Final = frozenset(
    {"event-listener", "script", "applet", "plugin", "dde-source", "dde-connection-decl"}
)
_ODF_OUTSIDE: Final = frozenset({"a", "bibliography-mark"})
_ODF_PARTS: Final = ("content.xml", "styles.xml", "settings.xml")


def check_open_xml(path: Path, kind: FileKind) -> None:
    """See that a file is good Office Open XML of this kind.

    Raises:
        Refused: it is not.
    """
    with archives.opened(path) as archive:
        names = [f"/{name.lower()}" for name in archive.namelist()]
        types = _parsed(archive, "[Content_Types].xml")
        said = [each.get("ContentType", "").lower() for each in types]
        if _any_in(names, _MACRO_NAMES) or any("macroenabled" in each for each in said):
            raise Refused(Refusal.MACROS)
        if _MAIN[kind] not in said:
            raise Refused(Refusal.MISTYPED)
        if _any_in(names, _EMBEDDED_NAMES):
            raise Refused(Refusal.EMBEDDED_FILE)
        if _any_in(names, _ACTIVE_NAMES) or any("vbaproject" in each for each in said):
            raise Refused(Refusal.ACTIVE_CONTENT)
        for name in archive.namelist():
            if name.lower().endswith(".rels"):
                _check_relationships(_parsed(archive, name))
            elif name.lower().endswith(".xml") and _has_field(archive.read(name)):
                raise Refused(Refusal.ACTIVE_CONTENT)


def check_open_document(path: Path, kind: FileKind) -> None:
    """See that a file is a good OpenDocument of this kind.

    Raises:
        Refused: it is not.
    """
    with archives.opened(path) as archive:
        names = archive.namelist()
        if "mimetype" not in names or archive.read("mimetype") != kind.media_type.encode():
            raise Refused(Refusal.MISTYPED)
        manifest = _parsed(archive, "META-INF/manifest.xml")
        if any(_local(each) == "encryption-data" for each in manifest.iter()):
            raise Refused(Refusal.ENCRYPTED)
        if any(name.startswith(("Basic/", "Scripts/")) for name in names):
            raise Refused(Refusal.MACROS)
        for part in names:
            if part.rpartition("/")[2] in _ODF_PARTS:
                _check_part(_parsed(archive, part))


def _check_relationships(relationships: Element) -> None:
    for each in relationships:
        outside = each.get("TargetMode", "").lower() == "external"
        if outside and not each.get("Type", "").endswith(_HARMLESS_OUTSIDE):
            raise Refused(Refusal.ACTIVE_CONTENT)


def _check_part(part: Element) -> None:
    for each in part.iter():
        local = _local(each)
        if local in _ODF_ACTIVE:
            raise Refused(Refusal.MACROS if local != "dde-source" else Refusal.ACTIVE_CONTENT)
        if local == "object-ole":
            raise Refused(Refusal.EMBEDDED_FILE)
        leads = next((v for k, v in each.attrib.items() if k.endswith("}href")), "")
        if "://" in leads and local not in _ODF_OUTSIDE:
            raise Refused(Refusal.ACTIVE_CONTENT)


def _has_field(part: bytes) -> bool:
    return b"instr" in part and any(each in part for each in _FIELDS)


def _any_in(names: list[str], parts: tuple[str, ...]) -> bool:
    return any(part in name for name in names for part in parts)


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _parsed(archive: zipfile.ZipFile, name: str) -> Element:
    try:
        return fromstring(archive.read(name))
    except KeyError as error:
        raise Refused(Refusal.MISTYPED) from error
    except (ParseError, DefusedXmlException) as error:
        raise Refused(Refusal.DAMAGED) from error
