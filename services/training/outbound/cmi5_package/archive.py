"""The package as a zip: the same course gives the same bytes, on every machine."""

import io
from collections.abc import Mapping
from typing import Final
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from services.training.domain.cmi5_course import CourseStructure
from services.training.domain.cmi5_export import page_of
from services.training.domain.course import Course
from services.training.domain.self_check import SelfCheck
from services.training.outbound.cmi5_package.pages import PLAYER, page
from services.training.outbound.cmi5_xml import write_structure

PLAYED: Final = ("cmi5.js", "lesson.js", "page.js", "player.css")
_NO_TIME: Final = (1980, 1, 1, 0, 0, 0)
_READABLE: Final = 0o100644 << 16


class ZippedPackages:
    """Writes packages; nothing in one is compressed, since that differs between libraries."""

    def write(self, structure: CourseStructure, course: Course, check: SelfCheck) -> bytes:
        """Return the zip: cmi5.xml, a page a module, the player."""
        files = {"cmi5.xml": write_structure(structure)}
        for number, module in enumerate(course.modules, start=1):
            made = page(course, module, check.questions[module.module_id])
            files[page_of(number)] = made.encode()
        files |= {f"player/{name}": (PLAYER / name).read_bytes() for name in PLAYED}
        return _zipped(files)


def _zipped(files: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_STORED) as archive:
        for name, content in sorted(files.items()):
            info = ZipInfo(name, _NO_TIME)
            info.create_system = 3  # else the machine that writes shows
            info.external_attr = _READABLE
            archive.writestr(info, content)
    return made.getvalue()
