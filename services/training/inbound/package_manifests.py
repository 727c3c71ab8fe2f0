"""Which manifests a package may have. A further format is one line in FORMATS.

The first format whose file is in a package is the one that counts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from services.training.domain.cmi5_course import CourseStructure
from services.training.domain.package import PackageKind
from services.training.inbound.cmi5_xml import LARGEST, read_structure
from services.training.inbound.scorm_xml import NAME, read_manifest


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestFormat:
    """How a standard describes a course in a package.

    `file` is the manifest's name at the package's root. `read` takes its bytes, at most `largest`,
    and raises chassis.errors.Invalid naming each fault with its place.
    """

    kind: PackageKind
    file: str
    largest: int
    read: Callable[[bytes], CourseStructure]


def _scorm(document: bytes) -> CourseStructure:
    return read_manifest(document).structure


FORMATS: Final = (
    ManifestFormat(kind=PackageKind.CMI5, file="cmi5.xml", largest=LARGEST, read=read_structure),
    ManifestFormat(kind=PackageKind.SCORM, file=NAME, largest=LARGEST, read=_scorm),
)
