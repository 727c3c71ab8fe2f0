"""Self-checks as files: `<course>/v<number>/self-check.toml`, beside the course of each."""

import tomllib
from pathlib import Path
from typing import Annotated, Final, TypeVar
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from services.training.domain.course import Choice, Question
from services.training.domain.course_files import BUILT_IN, BadCourse
from services.training.domain.self_check import SelfCheck

NAME: Final = "self-check.toml"
T = TypeVar("T", bound=Struct)
_Text = Annotated[str, Meta(min_length=1, max_length=1_000)]
_Id = Annotated[str, Meta(pattern=r"^[a-z0-9-]{1,50}$")]


class _Choice(Struct, forbid_unknown_fields=True):
    id: _Id
    text: _Text
    right: bool = False
    feedback: Annotated[str, Meta(max_length=1_000)] = ""


class _Question(Struct, forbid_unknown_fields=True):
    id: _Id
    text: _Text
    feedback: _Text
    choice: Annotated[list[_Choice], Meta(min_length=2, max_length=8)]
    several: bool = False


class _Module(Struct, forbid_unknown_fields=True):
    module_id: UUID
    question: Annotated[list[_Question], Meta(min_length=1, max_length=20)]


class _File(Struct, forbid_unknown_fields=True):
    module: Annotated[list[_Module], Meta(min_length=1)]


class _CourseFile(Struct):
    course_id: UUID


def load_self_checks(folder: Path = BUILT_IN) -> dict[tuple[UUID, int], SelfCheck]:
    """Return every self-check of a folder of courses, by course and version.

    Raises:
        BadCourse: a file cannot be read, or is not what it must be; with the file's name.
    """
    found: dict[tuple[UUID, int], SelfCheck] = {}
    for file in sorted(folder.glob(f"*/v*/{NAME}")):
        course = _read(file.with_name("course.toml"), _CourseFile).course_id
        version = int(file.parent.name.removeprefix("v"))
        found[course, version] = SelfCheck(
            course_id=course,
            version=version,
            questions={
                each.module_id: tuple(_question(file, question) for question in each.question)
                for each in _read(file, _File).module
            },
        )
    return found


def course_named(name: str, folder: Path = BUILT_IN) -> UUID:
    """Return the id of the course in the folder of that name.

    Raises:
        BadCourse: there is none.
    """
    files = sorted(folder.glob("*/v*/course.toml"))
    named = [file for file in files if file.parent.parent.name == name]
    if not named:
        known = ", ".join(sorted({file.parent.parent.name for file in files}))
        raise BadCourse(f"{name}: is no course; there are {known}")
    return _read(named[-1], _CourseFile).course_id


def _read(file: Path, kind: type[T]) -> T:
    try:
        return msgspec.convert(tomllib.loads(file.read_text("utf-8")), kind)
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise BadCourse(f"{file}: {error}") from error


def _question(file: Path, said: _Question) -> Question:
    names = {each.id for each in said.choice}
    right = sum(each.right for each in said.choice)
    if len(names) != len(said.choice) or not right or (right > 1 and not said.several):
        raise BadCourse(f"{file}: {said.id} must have choices with ids of their own, and one right")
    return Question(
        question_id=said.id,
        text=said.text,
        several=said.several,
        choices=tuple(
            Choice(choice_id=each.id, text=each.text, right=each.right, feedback=each.feedback)
            for each in said.choice
        ),
        feedback=said.feedback,
    )
