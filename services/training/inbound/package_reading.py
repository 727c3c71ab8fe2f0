"""Reads a package: what its archive must be, its manifest, and that its units are in it."""

import zipfile
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from chassis.archives import BadArchive, Bounds, Fault, opened
from chassis.errors import Invalid
from services.training.domain.cmi5_course import CourseStructure
from services.training.domain.package import MIB, Found, PackageFile, PackageRefusal
from services.training.inbound.package_manifests import FORMATS, ManifestFormat

BOUNDS: Final = Bounds(most_entries=5_000, most_unpacked=256 * MIB)
LONGEST_PATH: Final = 300
_XML: Final = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<", b"\xfe\xff")
_BOMB: Final = PackageRefusal.COMPRESSION_BOMB
_REFUSALS: Final = {
    Fault.NOT_AN_ARCHIVE: PackageRefusal.NOT_A_PACKAGE,
    Fault.DAMAGED: PackageRefusal.DAMAGED,
    Fault.ENCRYPTED: PackageRefusal.ENCRYPTED,
    Fault.DUPLICATE_NAME: PackageRefusal.DUPLICATE_NAME,
    Fault.LEADS_OUT: PackageRefusal.LEADS_OUT,
    Fault.NOT_A_FILE: PackageRefusal.LINK,
    Fault.TOO_MANY_ENTRIES: PackageRefusal.TOO_MANY_FILES,
    Fault.TOO_LARGE: PackageRefusal.TOO_LARGE,
    Fault.RATIO: _BOMB,
    Fault.OVERLAP: _BOMB,
    Fault.FORBIDDEN_CONTENT: PackageRefusal.DAMAGED,
}


def read(path: Path) -> Found:
    """Return what a file is: a package, or why not. A manifest alone has no unit's file."""
    try:
        if _is_xml(path):
            return _alone(path)
        with opened(path, BOUNDS) as archive:
            return _packed(archive)
    except BadArchive as bad:
        return Found(refusal=_REFUSALS[bad.fault], part=bad.entry)
    except (MemoryError, RecursionError):
        return Found(refusal=PackageRefusal.TOO_COMPLEX)


def _is_xml(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4).lstrip().startswith(_XML)


def _alone(path: Path) -> Found:
    """Read a course structure without a package (cmi5 Quartz, 14.1): its units are elsewhere."""
    (form,) = [each for each in FORMATS if each.file == "cmi5.xml"]
    structure = _structure(form, path.read_bytes())
    return structure if isinstance(structure, Found) else _checked(form, structure, ())


def _packed(archive: zipfile.ZipFile) -> Found:
    names = {each.filename: each for each in archive.infolist() if not each.is_dir()}
    for name in names:
        if len(name) > LONGEST_PATH or not name.isprintable():
            return Found(refusal=PackageRefusal.LEADS_OUT, part=name)
    form = next((each for each in FORMATS if each.file in names), None)
    if form is None:
        wanted = ", ".join(each.file for each in FORMATS)
        return Found(refusal=PackageRefusal.NO_MANIFEST, part=wanted)
    if names[form.file].file_size > form.largest:
        return Found(refusal=PackageRefusal.BAD_MANIFEST, part=f"{form.file}: is too large")
    structure = _structure(form, archive.read(form.file))
    if isinstance(structure, Found):
        return structure
    files = tuple(
        PackageFile(path=name, number=number, size=each.file_size)
        for number, (name, each) in enumerate(sorted(names.items()))
    )
    return _checked(form, structure, files)


def _structure(form: ManifestFormat, document: bytes) -> CourseStructure | Found:
    try:
        return form.read(document)
    except Invalid as wrong:
        return Found(refusal=PackageRefusal.BAD_MANIFEST, part=str(wrong))


def _checked(
    form: ManifestFormat, structure: CourseStructure, files: tuple[PackageFile, ...]
) -> Found:
    """See that every unit's file is in the package; a name's case counts."""
    there = {each.path for each in files}
    for unit in structure.units():
        if unquote(urlsplit(unit.url).path) not in there:
            return Found(refusal=PackageRefusal.MISSING_FILE, part=unit.url)
    return Found(kind=form.kind, structure=structure, files=files)
