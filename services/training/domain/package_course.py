"""A published package as a course of the catalogue."""

from typing import Final

from kernel.markings import Marking, Tlp
from kernel.tiers import Tier
from services.training.domain.cmi5_course import CourseStructure, LangString
from services.training.domain.course import Course
from services.training.domain.course_files import BANNER
from services.training.domain.package import Package, PackageState

_LONGEST: Final = 200
_ENGLISH: Final = ("en-GB", "en", "", "en-US")


def course_of(package: Package) -> Course:
    """Return the version of a course that a package is: units in a package instead of modules.

    It is for everybody to see, and gives no certificate: what a package says of a learner is the
    word of a browser (docs/adr/0130).
    """
    structure = package.structure
    assert structure is not None
    assert package.course_version is not None
    assert package.published_at is not None
    welsh = words_in(structure.title, "cy") if "cy" in structure.title else ""
    only_welsh = bool(welsh) and not any(structure.title.get(each) for each in _ENGLISH)
    return Course(
        course_id=package.course_id,
        version=package.course_version,
        title=title_of(structure),
        title_cy=welsh,
        summary=words_in(structure.description, *_ENGLISH, most=2000),
        language="cy" if only_welsh else "en-GB",
        banner=BANNER,
        marking=Marking(tlp=Tlp.CLEAR, minimum_tier=Tier.PUBLIC),
        pass_mark=100,
        most_attempts=20,
        valid_months=12,
        criteria="",
        published_at=package.published_at,
        modules=(),
        structure=structure,
        package_id=package.package_id,
        withdrawn=package.state is PackageState.WITHDRAWN,
    )


def title_of(structure: CourseStructure) -> str:
    """Return what a course is called."""
    return words_in(structure.title, *_ENGLISH)


def words_in(words: LangString, *languages: str, most: int = _LONGEST) -> str:
    """Return words in the first of the languages that has any, else in whichever has, cut."""
    for each in (*languages, *words):
        if words.get(each):
            return words[each][:most]
    return ""
