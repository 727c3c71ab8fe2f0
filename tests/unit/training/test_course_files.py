"""Courses as files: the built-in one is good, and whatever is wrong is named with its file."""

import re
import shutil
from pathlib import Path

import pytest

from services.training.domain.course import Course
from services.training.domain.course_files import BUILT_IN, LARGEST_FILM, BadCourse, load_courses

V1 = BUILT_IN / "awareness" / "v1"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the built-in course."""
    shutil.copytree(V1, tmp_path / "awareness" / "v1")
    return tmp_path / "awareness" / "v1"


COURSES = {course.title: course for course in load_courses()}
BY_TITLE = pytest.mark.parametrize("course", COURSES.values(), ids=COURSES)


def test_two_courses_are_built_in() -> None:
    assert {"Awareness", "Lockdown and evacuation for small venues"} == COURSES.keys()
    assert [
        "Out, in or shut",
        "Getting people out",
        "Keeping danger out",
        "People who need more",
        "Practising",
    ] == [each.title for each in COURSES["Lockdown and evacuation for small venues"].modules]


def test_two_versions_of_a_course_stand_side_by_side() -> None:
    one, two = (each for each in load_courses() if each.title.startswith("Lockdown"))
    assert [(1, one.course_id), (2, one.course_id)] == [
        (each.version, each.course_id) for each in (one, two)
    ]
    assert [each.module_id for each in one.modules] == [each.module_id for each in two.modules]
    assert [0, 2] == [sum(len(each.scenarios) for each in of.modules) for of in (one, two)]
    assert [[None] * 5, [None] * 4 + [15]] == [
        [each.limit_minutes for each in of.modules] for of in (one, two)
    ]


def test_the_awareness_course_has_its_seven_modules() -> None:
    assert [
        "Introduction",
        "Vulnerabilities",
        "Suspicious behaviour",
        "Suspicious items",
        "Bomb threat",
        "Firearms or weapons attack",
        "Summary",
    ] == [each.title for each in COURSES["Awareness"].modules]


@BY_TITLE
def test_every_module_teaches_asks_and_names_its_sources(course: Course) -> None:
    assert course.banner.startswith("Demonstration, not official.")
    for module in course.modules:
        assert len(module.bank) > module.draw >= 4, module.title
        assert module.sources
        assert module.title_cy
        assert 200 < len(module.body.split()) < 800, module.title


@BY_TITLE
def test_every_wrong_choice_says_why_and_no_place_gives_the_right_one_away(course: Course) -> None:
    questions = [question for module in course.modules for question in module.bank]
    for question in questions:
        for choice in question.choices:
            assert choice.right or choice.feedback, (question.question_id, choice.choice_id)
    ids = [each.choice_id for q in questions if not q.several for each in q.choices if each.right]
    assert all(ids.count(letter) < 0.5 * len(ids) for letter in "abcd")


def test_a_course_is_the_same_each_time_it_is_read(folder: Path) -> None:
    assert [COURSES["Awareness"]] == load_courses(folder.parents[1])


SPOILED = {
    "no title": ("course.toml", '^title = "Awareness"$', "", "title must be a text"),
    "no toml": ("course.toml", "^title = .*$", "title = ", "cannot be read"),
    "unknown word": ("course.toml", "^summary", "sumary", "knows no sumary"),
    "no uuid": ("course.toml", "^course_id = .*$", 'course_id = "x"', "course_id must be a UUID"),
    "official": ("course.toml", "Demonstration, not official. In", "In", "banner must begin"),
    "marking": ("course.toml", '"CLEAR"', '"AMBER"', "TLP:AMBER needs"),
    "tier": ("course.toml", '"PUBLIC"', '"NOBODY"', "minimum_tier must be a tier"),
    "pass mark": ("course.toml", "^pass_mark = 75", "pass_mark = 101", "from 1 to 100"),
    "true number": ("course.toml", "^pass_mark = 75", "pass_mark = true", "pass_mark must be"),
    "language": ("course.toml", '"en-GB"', '"fr"', "language must be en-GB or cy"),
    "sector": (
        "course.toml",
        "^language",
        'sectors = ["retail", "retale"]\nlanguage',
        "sectors knows no retale",
    ),
    "sector twice": (
        "course.toml",
        "^language",
        'sectors = ["retail", "retail"]\nlanguage',
        "sectors says the same twice",
    ),
    "no sector": ("course.toml", "^language", "sectors = []\nlanguage", "sectors must be texts"),
    "no course first": (
        "course.toml",
        "^language",
        'prerequisites = ["x"]\nlanguage',
        "prerequisites must be UUIDs",
    ),
    "date": ("course.toml", '"2026-11-24"', '"soon"', "published must be a date"),
    "no module": ("course.toml", '"summary",', '"epilogue",', "epilogue.toml: cannot be read"),
    "twice": ("course.toml", '"summary",', '"introduction",', "modules says the same twice"),
    "draws too many": ("summary.toml", "^draw = 4", "draw = 9", "draw must be"),
    "no sources": ("summary.toml", r"(?s)^sources = \[.*?\]", "sources = []", "sources must be"),
    "nothing right": ("summary.toml", ", right = true", "", "must have one right choice"),
    "two right": (
        "introduction.toml",
        'text = "They watch cameras all day.", feedback',
        'text = "They watch cameras all day.", right = true, feedback',
        "must have one right choice",
    ),
    "question twice": ("summary.toml", '"order"', '"number"', "question says the same twice"),
    "choice twice": ("summary.toml", 'id = "b"', 'id = "a"', "says the same twice"),
    "no feedback": ("summary.toml", "(?m)^feedback = .*$", "", "feedback must be a text"),
    "module unknown word": ("summary.toml", "^minutes", "hours", "knows no hours"),
}


@pytest.mark.parametrize(("file", "what", "instead", "said"), SPOILED.values(), ids=SPOILED)
def test_what_is_wrong_is_said_with_the_files_name(
    folder: Path, file: str, what: str, instead: str, said: str
) -> None:
    path = folder / file
    text, count = re.subn(what, lambda _: instead, path.read_text("utf-8"), flags=re.MULTILINE)
    assert count
    path.write_text(text, "utf-8")
    with pytest.raises(BadCourse) as refused:
        load_courses(folder.parents[1])
    assert said in str(refused.value)
    assert ".toml" in str(refused.value)


def test_a_text_that_is_missing_empty_or_no_utf8_is_named(folder: Path) -> None:
    page = folder / "summary.md"
    for spoil in (
        lambda: page.write_text(" \n"),
        lambda: page.write_bytes(b"\xff"),
        page.unlink,
    ):
        spoil()
        with pytest.raises(BadCourse) as refused:
            load_courses(folder.parents[1])
        assert str(page) in str(refused.value)


def test_a_folder_that_is_no_version_or_the_same_version_is_refused(folder: Path) -> None:
    shutil.copytree(folder, folder.parents[1] / "copy" / "v1")
    with pytest.raises(BadCourse, match="the same version"):
        load_courses(folder.parents[1])
    shutil.rmtree(folder.parents[1] / "copy")
    folder.rename(folder.with_name("v01"))
    with pytest.raises(BadCourse, match="must be called v1"):
        load_courses(folder.parents[1])
    shutil.rmtree(folder.with_name("v01"))
    with pytest.raises(BadCourse, match="holds no course"):
        load_courses(folder.parents[1])


def test_a_film_stands_with_its_captions_and_all_of_it_as_text() -> None:
    (film,) = (
        each.film for course in load_courses() for each in course.modules if each.film is not None
    )
    assert len(film.film) < 50_000
    assert b"-->" in film.captions
    assert len(film.transcript.split()) > 40
    assert film.title


@pytest.mark.parametrize(
    ("ending", "spoiled", "said"),
    [
        (".webm", b"<html>", "is no WebM"),
        (".webm", b"\x1a\x45\xdf\xa3" + b"0" * LARGEST_FILM, "has more than 200000 bytes"),
        (".webm", None, "cannot be read"),
        (".vtt", b"1\n00:00", "is no WebVTT"),
        (".vtt", b"WEBVTT\n" + b"0" * 20_000, "has more than 20000 bytes"),
        (".vtt", None, "cannot be read"),
    ],
)
def test_a_film_without_captions_or_that_is_none_is_named(
    tmp_path: Path, ending: str, spoiled: bytes | None, said: str
) -> None:
    copied = tmp_path / "lockdown" / "v2"
    shutil.copytree(BUILT_IN / "lockdown" / "v2", copied)
    file = (copied / "keeping-danger-out.toml").with_suffix(ending)
    if spoiled is None:
        file.unlink()
    else:
        file.write_bytes(spoiled)
    with pytest.raises(BadCourse) as refused:
        load_courses(tmp_path)
    assert said in str(refused.value)
    assert file.name in str(refused.value)


@pytest.mark.parametrize("line", ['film = "x"', '[film]\ntitle = "x"', "[film]\nname = 1"])
def test_a_film_says_what_is_in_it(tmp_path: Path, line: str) -> None:
    copied = tmp_path / "lockdown" / "v2"
    shutil.copytree(BUILT_IN / "lockdown" / "v2", copied)
    file = copied / "keeping-danger-out.toml"
    text = file.read_text("utf-8").partition("[film]")[0]
    whole = f"{line}\n{text}" if line.startswith("film") else f"{text}\n{line}\n"
    file.write_text(whole, "utf-8")
    with pytest.raises(BadCourse) as refused:
        load_courses(tmp_path)
    assert "keeping-danger-out.toml" in str(refused.value)


def test_a_course_says_for_which_sectors_it_is_and_what_comes_first(folder: Path) -> None:
    second = folder.parents[1] / "lockdown" / "v1"
    shutil.copytree(BUILT_IN / "lockdown" / "v1", second)
    awareness = COURSES["Awareness"].course_id
    _say(second, f'sectors = ["retail"]\nprerequisites = ["{awareness}"]')
    read = {each.title: each for each in load_courses(folder.parents[1])}
    said = read["Lockdown and evacuation for small venues"]
    assert (frozenset({"retail"}), (awareness,)) == (said.sectors, said.prerequisites)
    _say(folder, f'prerequisites = ["{said.course_id}"]')
    with pytest.raises(BadCourse, match="is for more people than"):
        load_courses(folder.parents[1])
    _say(folder, 'sectors = ["retail", "tourism"]')
    with pytest.raises(BadCourse, match="is for more people than"):
        load_courses(folder.parents[1])


def _say(folder: Path, words: str) -> None:
    path = folder / "course.toml"
    path.write_text(words + "\n" + path.read_text("utf-8"), "utf-8")
