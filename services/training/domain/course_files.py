"""Courses as files: one folder a version, read and checked at boot.

A version that was offered is never edited in what it asks or removed: learners finish it. A change
is a new folder beside it.
"""

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, TypeVar
from uuid import UUID

from kernel.markings import Marking, MarkingBelowFloor, Tlp
from kernel.places import SECTORS
from kernel.tiers import Tier
from services.training.domain.course import Choice, Course, Film, Module, Question
from services.training.domain.prerequisites import Unreachable, must_be_reachable
from services.training.domain.scenario import Scenario, Step, StepChoice

BUILT_IN: Final = Path(__file__).parent / "data" / "courses"
BANNER: Final = "Demonstration, not official."
MOST_QUESTIONS: Final = 50
MOST_CHOICES: Final = 8
MOST_SCENARIOS: Final = 5
MOST_STEPS: Final = 10
LARGEST_FILM: Final = 200_000
LARGEST_CAPTIONS: Final = 20_000
_WEBM: Final = b"\x1a\x45\xdf\xa3"
"""How every WebM file begins: the id of an EBML header (RFC 8794, 11.2.1)."""

_LONGEST: Final = 2000
_LONGEST_BODY: Final = 50_000
T = TypeVar("T")


class BadCourse(Exception):
    """A file of a course is wrong; says which, and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One table of a file; whatever it lacks is said with the file's name."""

    file: Path
    said: Mapping[str, Any]

    def wrong(self, what: str) -> BadCourse:
        return BadCourse(f"{self.file}: {what}")

    def only(self, *names: str) -> None:
        if unknown := sorted(self.said.keys() - set(names)):
            raise self.wrong(f"knows no {', '.join(unknown)}")

    def text(self, name: str, default: str | None = None, most: int = _LONGEST) -> str:
        value = self.said.get(name, default)
        if not isinstance(value, str) or not (value.strip() or default is not None):
            raise self.wrong(f"{name} must be a text")
        if len(value) > most:
            raise self.wrong(f"{name} has more than {most} characters")
        return value.strip()

    def number(self, name: str, least: int, most: int) -> int:
        value = self.said.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise self.wrong(f"{name} must be a whole number from {least} to {most}")
        return value

    def flag(self, name: str) -> bool:
        value = self.said.get(name, False)
        if not isinstance(value, bool):
            raise self.wrong(f"{name} must be true or false")
        return value

    def parts(self, name: str, least: int, most: int) -> Iterator["_Part"]:
        value = self.said.get(name)
        if not isinstance(value, list) or not least <= len(value) <= most:
            raise self.wrong(f"{name} must be {least} to {most} tables")
        for each in value:
            if not isinstance(each, dict):
                raise self.wrong(f"{name} must be tables")
            yield _Part(self.file, each)

    def texts(self, name: str) -> tuple[str, ...]:
        value = self.said.get(name)
        good = isinstance(value, list) and all(isinstance(each, str) and each for each in value)
        if not good or not value:
            raise self.wrong(f"{name} must be texts, at least one")
        return tuple(value)

    def built(self, name: str, build: Callable[[str], T], must: str) -> T:
        try:
            return build(self.text(name))
        except (KeyError, ValueError):
            raise self.wrong(f"{name} must be {must}") from None

    def unique(self, name: str, values: Sequence[object]) -> None:
        if len(set(values)) != len(values):
            raise self.wrong(f"{name} says the same twice")


def load_courses(folder: Path = BUILT_IN) -> list[Course]:
    """Return every course of a folder: `<name>/v<number>/course.toml` and what it names.

    Raises:
        BadCourse: a file is missing or wrong, or two folders are the same version.
    """
    found = [_course(_read(file)) for file in sorted(folder.glob("*/v*/course.toml"))]
    if not found:
        raise BadCourse(f"{folder}: holds no course")
    versions = [(each.course_id, each.version) for each in found]
    if len(set(versions)) != len(versions):
        raise BadCourse(f"{folder}: two folders are the same version of a course")
    try:
        must_be_reachable(found)
    except Unreachable as wrong:
        raise BadCourse(f"{folder}: {wrong}") from wrong
    return found


def _read(file: Path) -> _Part:
    try:
        return _Part(file, tomllib.loads(file.read_text("utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadCourse(f"{file}: cannot be read: {error}") from error


def _course(part: _Part) -> Course:
    part.only(
        *("course_id", "title", "title_cy", "summary", "language", "banner", "tlp"),
        *("minimum_tier", "pass_mark", "most_attempts", "valid_months", "criteria"),
        *("published", "modules", "sectors", "prerequisites"),
    )
    version = part.file.parent.name.removeprefix("v")
    if not version.isdecimal() or version != str(int(version)) or version == "0":
        raise BadCourse(f"{part.file.parent}: must be called v1, v2 and so on")
    names = part.texts("modules")
    part.unique("modules", names)
    modules = tuple(_module(_read(part.file.with_name(f"{name}.toml"))) for name in names)
    part.unique("modules", [each.module_id for each in modules])
    banner = part.text("banner")
    if not banner.startswith(BANNER):
        raise part.wrong(f"banner must begin with {BANNER!r}")
    return Course(
        course_id=part.built("course_id", UUID, "a UUID"),
        version=int(version),
        title=part.text("title"),
        title_cy=part.text("title_cy", ""),
        summary=part.text("summary"),
        language=part.built("language", {"en-GB": "en-GB", "cy": "cy"}.__getitem__, "en-GB or cy"),
        banner=banner,
        marking=_marking(part),
        pass_mark=part.number("pass_mark", 1, 100),
        most_attempts=part.number("most_attempts", 1, 20),
        valid_months=part.number("valid_months", 1, 120),
        criteria=part.text("criteria"),
        published_at=part.built(
            "published", lambda text: datetime.fromisoformat(text).replace(tzinfo=UTC), "a date"
        ),
        modules=modules,
        sectors=_sectors(part),
        prerequisites=_prerequisites(part),
    )


def _sectors(part: _Part) -> frozenset[str]:
    if "sectors" not in part.said:
        return frozenset()
    names = part.texts("sectors")
    part.unique("sectors", names)
    if unknown := sorted(set(names) - SECTORS.keys()):
        raise part.wrong(f"sectors knows no {', '.join(unknown)}")
    return frozenset(names)


def _prerequisites(part: _Part) -> tuple[UUID, ...]:
    if "prerequisites" not in part.said:
        return ()
    names = part.texts("prerequisites")
    part.unique("prerequisites", names)
    try:
        return tuple(UUID(each) for each in names)
    except ValueError:
        raise part.wrong("prerequisites must be UUIDs of courses") from None


def _marking(part: _Part) -> Marking:
    tlp = part.built("tlp", Tlp.__getitem__, "a label of TLP")
    tier = part.built("minimum_tier", Tier.__getitem__, "a tier")
    try:
        return Marking(tlp=tlp, minimum_tier=tier)
    except MarkingBelowFloor as error:
        raise part.wrong(str(error)) from None


def _module(part: _Part) -> Module:
    part.only(
        *("module_id", "title", "title_cy", "minutes", "limit_minutes", "sources", "draw"),
        *("question", "scenario", "film"),
    )
    bank = tuple(_question(each) for each in part.parts("question", 1, MOST_QUESTIONS))
    scenarios: tuple[Scenario, ...] = ()
    if "scenario" in part.said:
        scenarios = tuple(_scenario(each) for each in part.parts("scenario", 1, MOST_SCENARIOS))
    ids = [each.question_id for each in bank] + [each.question_id for each in scenarios]
    part.unique("question", ids)
    body = part.file.with_suffix(".md")
    try:
        text = _Part(body, {"body": body.read_text("utf-8")})
    except (OSError, UnicodeDecodeError) as error:
        raise BadCourse(f"{body}: cannot be read: {error}") from error
    return Module(
        module_id=part.built("module_id", UUID, "a UUID"),
        title=part.text("title"),
        title_cy=part.text("title_cy", ""),
        minutes=part.number("minutes", 1, 240),
        body=text.text("body", most=_LONGEST_BODY),
        sources=part.texts("sources"),
        draw=part.number("draw", 1, len(bank)),
        bank=bank,
        scenarios=scenarios,
        film=_film(part) if "film" in part.said else None,
        limit_minutes=part.number("limit_minutes", 1, 240)
        if "limit_minutes" in part.said
        else None,
    )


def _film(part: _Part) -> Film:
    said = part.said["film"]
    if not isinstance(said, dict):
        raise part.wrong("film must be a table")
    table = _Part(part.file, said)
    table.only("title", "transcript")
    film = _bytes(part.file.with_suffix(".webm"), LARGEST_FILM)
    captions = _bytes(part.file.with_suffix(".vtt"), LARGEST_CAPTIONS)
    if not film.startswith(_WEBM):
        raise BadCourse(f"{part.file.with_suffix('.webm')}: is no WebM")
    if not captions.startswith(b"WEBVTT\n"):
        raise BadCourse(f"{part.file.with_suffix('.vtt')}: is no WebVTT")
    title, transcript = table.text("title", most=160), table.text("transcript")
    return Film(title=title, transcript=transcript, film=film, captions=captions)


def _bytes(file: Path, most: int) -> bytes:
    try:
        found = file.read_bytes()
    except OSError as error:
        raise BadCourse(f"{file}: cannot be read: {error}") from error
    if len(found) > most:
        raise BadCourse(f"{file}: has more than {most} bytes")
    return found


def _question(part: _Part) -> Question:
    part.only("id", "text", "several", "choice", "feedback")
    name = part.text("id", most=50)
    choices = tuple(_choice(each) for each in part.parts("choice", 2, MOST_CHOICES))
    part.unique(f"question {name}", [each.choice_id for each in choices])
    question = Question(
        question_id=name,
        text=part.text("text"),
        several=part.flag("several"),
        choices=choices,
        feedback=part.text("feedback"),
    )
    if not question.right or (len(question.right) > 1 and not question.several):
        raise part.wrong(f"question {name} must have one right choice, or say `several`")
    return question


def _scenario(part: _Part) -> Scenario:
    part.only("id", "text", "step", "feedback")
    name = part.text("id", most=50)
    steps = tuple(_step(each) for each in part.parts("step", 1, MOST_STEPS))
    ids = [each.step_id for each in steps]
    part.unique(f"scenario {name}", ids)
    if any("/" in each for each in (name, *ids)):
        raise part.wrong(f"scenario {name}: no id may have a slash")
    led_to = {ids[0]}
    for place, step in enumerate(steps):
        onward = {each.leads_to for each in step.choices if each.leads_to is not None}
        if not onward <= set(ids[place + 1 :]):
            raise part.wrong(f"scenario {name}: step {step.step_id} must lead to later steps")
        if not any(each.right for each in step.choices):
            raise part.wrong(f"scenario {name}: step {step.step_id} must have a right choice")
        if step.step_id not in led_to:
            raise part.wrong(f"scenario {name}: nothing leads to step {step.step_id}")
        led_to |= onward
    return Scenario(
        question_id=name, text=part.text("text"), steps=steps, feedback=part.text("feedback")
    )


def _step(part: _Part) -> Step:
    part.only("id", "text", "choice")
    name = part.text("id", most=50)
    choices = tuple(_step_choice(each) for each in part.parts("choice", 2, MOST_CHOICES))
    part.unique(f"step {name}", [each.choice_id for each in choices])
    return Step(step_id=name, text=part.text("text"), choices=choices)


def _step_choice(part: _Part) -> StepChoice:
    part.only("id", "text", "right", "feedback", "leads_to")
    return StepChoice(
        choice_id=part.text("id", most=50),
        text=part.text("text"),
        right=part.flag("right"),
        feedback=part.text("feedback"),
        leads_to=part.text("leads_to", most=50) if "leads_to" in part.said else None,
    )


def _choice(part: _Part) -> Choice:
    part.only("id", "text", "right", "feedback")
    return Choice(
        choice_id=part.text("id", most=50),
        text=part.text("text"),
        right=part.flag("right"),
        feedback=part.text("feedback", ""),
    )
