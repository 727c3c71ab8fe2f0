"""A course of ours leaves as a package: whole, the same each time, without what we mark by."""

import io
import json
from dataclasses import replace
from html.parser import HTMLParser
from uuid import UUID
from zipfile import ZipFile

import pytest

from chassis.configuration import Settings
from kernel.markings import Marking, Tlp
from kernel.tiers import Tier
from services.training.bootstrap_export import export_package
from services.training.domain.cmi5_course import MoveOn
from services.training.domain.cmi5_export import exported
from services.training.domain.course import Catalogue, Course
from services.training.domain.course_files import BadCourse, load_courses
from services.training.domain.errors import CourseNotExportable, CourseNotFound
from services.training.domain.issuer import Issuer
from services.training.domain.package import PackageKind
from services.training.inbound.cmi5_xml import read_structure
from services.training.inbound.package_look import BoundedPackageLook
from services.training.outbound.cmi5_package.archive import ZippedPackages
from services.training.outbound.self_check_files import course_named, load_self_checks
from services.training.usecases.export_course import ExportCourse, MakePackage
from tests.fakes.training import LEARNER, TRAINER

COURSES = load_courses()
CHECKS = load_self_checks()
MAKE = MakePackage(
    self_checks=CHECKS,
    packages=ZippedPackages(),
    issuer=Issuer(url="https://platform.example", name="Platform"),
)
EACH = pytest.mark.parametrize("course", COURSES, ids=lambda course: course.title)


def files_of(package: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(package)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def marked(course: Course, tlp: Tlp, tier: Tier) -> Course:
    return replace(course, marking=Marking(tlp=tlp, minimum_tier=tier))


@EACH
def test_the_structure_is_read_back_as_a_unit_for_each_module(course: Course) -> None:
    files = files_of(MAKE(course))
    read = read_structure(files["cmi5.xml"])
    units = list(read.units())
    assert [each.title for each in course.modules] == [each.title["en-GB"] for each in units]
    assert course.title_cy == read.title["cy"]
    assert read.publisher_id.startswith("https://platform.example/v1/courses/")
    assert {each.url for each in units} <= files.keys()
    assert len(units) == len({each.url for each in units})
    for each in units:
        assert MoveOn.COMPLETED_AND_PASSED is each.move_on
        assert course.pass_mark == each.mastery_score * 100


@EACH
def test_our_own_import_takes_it(course: Course, tmp_path) -> None:
    (tmp_path / "file").write_bytes(MAKE(course))
    found = BoundedPackageLook()(tmp_path / "file")
    assert (None, PackageKind.CMI5) == (found.refusal, found.kind)
    assert found.structure == exported(course, "https://platform.example")


@EACH
def test_the_same_course_gives_the_same_bytes(course: Course) -> None:
    assert MAKE(course) == MAKE(replace(course))


@EACH
def test_nothing_that_we_mark_by_is_in_it(course: Course) -> None:
    whole = b"".join(files_of(MAKE(course)).values()).decode()
    read = "".join(filter(str.isalnum, whole))
    for module in course.modules:
        for question in module.bank:
            assert "".join(filter(str.isalnum, question.text)) not in read


@EACH
def test_every_page_says_the_whole_module_and_that_it_is_a_demonstration(course: Course) -> None:
    files = files_of(MAKE(course))
    for number, module in enumerate(course.modules, start=1):
        page = Page(files[f"module-{number:02}.html"].decode())
        said = " ".join(page.words)
        assert course.banner in said
        assert "en-GB" == page.language
        for heading in (line[3:] for line in module.body.splitlines() if line.startswith("## ")):
            assert heading in said
        for question in CHECKS[course.course_id, course.version].questions[module.module_id]:
            assert question.text in said
        assert page.labels == page.fields
        assert page.loads <= files.keys()


@EACH
def test_the_right_answers_to_check_oneself_by_are_what_the_player_marks_by(course: Course) -> None:
    files = files_of(MAKE(course))
    for number, module in enumerate(course.modules, start=1):
        lesson = json.loads(Page(files[f"module-{number:02}.html"].decode()).lesson)
        asked = CHECKS[course.course_id, course.version].questions[module.module_id]
        assert course.pass_mark / 100 == lesson["passMark"]
        assert [sorted(each.right) for each in asked] == [q["right"] for q in lesson["questions"]]


def test_markup_in_a_course_is_shown_and_never_run() -> None:
    course = COURSES[0]
    module = course.modules[0]
    check = CHECKS[course.course_id, course.version]
    asked = check.questions[module.module_id]
    evil = "</script><script>alert(1)</script><img src=x onerror=alert(1)>"
    bad = replace(
        course,
        title=evil,
        modules=(replace(module, title=evil, body=f"## A\n\n{evil}\n", sources=(evil,)),),
    )
    marked = replace(
        check,
        questions={module.module_id: (replace(asked[0], text=evil, feedback=evil), *asked[1:])},
    )
    make = replace(MAKE, self_checks={(course.course_id, course.version): marked})
    page = Page(files_of(make(bad))["module-01.html"].decode())
    assert {"player/cmi5.js", "player/lesson.js", "player/page.js"} == page.scripts
    assert "img" not in page.tags
    assert evil == json.loads(page.lesson)["questions"][0]["feedback"]


def test_a_course_for_fewer_than_everyone_does_not_leave() -> None:
    for tlp, tier in ((Tlp.GREEN, Tier.REGISTERED), (Tlp.CLEAR, Tier.REGISTERED)):
        with pytest.raises(CourseNotExportable, match="anyone"):
            MAKE(marked(COURSES[0], tlp, tier))


def test_a_course_without_a_self_check_does_not_leave() -> None:
    with pytest.raises(CourseNotExportable, match="checks themselves"):
        replace(MAKE, self_checks={})(COURSES[0])


def test_a_module_without_a_self_check_does_not_leave() -> None:
    course = COURSES[0]
    check = CHECKS[course.course_id, course.version]
    fewer = dict(check.questions)
    fewer.pop(course.modules[-1].module_id)
    make = replace(
        MAKE, self_checks={(course.course_id, course.version): replace(check, questions=fewer)}
    )
    with pytest.raises(CourseNotExportable, match=course.modules[-1].title):
        make(course)


def test_a_question_of_the_bank_does_not_leave() -> None:
    course = COURSES[0]
    check = CHECKS[course.course_id, course.version]
    module = course.modules[0]
    asked = check.questions[module.module_id]
    leaking = dict(check.questions) | {
        module.module_id: (replace(asked[0], text=module.bank[0].text),)
    }
    make = replace(
        MAKE, self_checks={(course.course_id, course.version): replace(check, questions=leaking)}
    )
    with pytest.raises(CourseNotExportable, match="bank"):
        make(course)


def test_who_took_a_course_away_is_on_record(unit_of_work, stores) -> None:
    course = COURSES[0]
    export = ExportCourse(
        unit_of_work=unit_of_work, catalogue=Catalogue(COURSES), make_package=MAKE
    )
    taken, package = export(TRAINER, course_id=course.course_id)
    assert (course, MAKE(course)) == (taken, package)
    ((actor, action, resource, _, _),) = stores.audit.rows
    assert ("trainer", "training:export", f"{course.course_id}/{course.version}") == (
        actor,
        action,
        resource,
    )
    with pytest.raises(CourseNotFound):
        export(TRAINER, course_id=UUID(int=1))


def test_nobody_takes_away_what_they_may_not_know_of(unit_of_work, stores) -> None:
    hidden = marked(COURSES[0], Tlp.AMBER, Tier.VERIFIED)
    export = ExportCourse(
        unit_of_work=unit_of_work, catalogue=Catalogue([hidden]), make_package=MAKE
    )
    with pytest.raises(CourseNotFound):
        export(LEARNER, course_id=hidden.course_id)
    assert [] == stores.audit.rows


def asked(*choices: str) -> str:
    """Return a file that asks one question with these choices."""
    return (
        f'[[module]]\nmodule_id = "{UUID(int=6)}"\n[[module.question]]\nid = "a"\ntext = "?"\n'
        f'feedback = "!"\nchoice = [{", ".join(choices)}]\n'
    )


RIGHT_A, WRONG_A = '{id = "a", text = "x", right = true}', '{id = "a", text = "y"}'
RIGHT_B, WRONG_B = RIGHT_A.replace('"a"', '"b"'), WRONG_A.replace('"a"', '"b"')


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ("module = 1", "Expected `array`"),
        ("module = []", "length >= 1"),
        ("[[module]]\nmodule_id = 'x'\nquestion = []", "Invalid UUID"),
        ("= no toml", "Invalid"),
        ("more = 1", "unknown field|missing required field"),
        (asked(RIGHT_A), "length >= 2"),
        (asked(WRONG_A, WRONG_B), "one right"),
        (asked(RIGHT_A, WRONG_A), "ids of their own"),
        (asked(RIGHT_A, RIGHT_B), "one right"),
    ],
)
def test_a_self_check_that_is_wrong_is_named_with_its_file(
    tmp_path, wrong: str, named: str
) -> None:
    folder = tmp_path / "some" / "v1"
    folder.mkdir(parents=True)
    (folder / "course.toml").write_text(f'course_id = "{UUID(int=5)}"\n')
    (folder / "self-check.toml").write_text(wrong)
    with pytest.raises(BadCourse, match=named) as refused:
        load_self_checks(tmp_path)
    assert "self-check.toml" in str(refused.value)


def test_a_course_is_found_by_its_folder() -> None:
    assert {course_named("awareness"), course_named("lockdown")} == {
        each.course_id for each in COURSES
    }
    with pytest.raises(BadCourse, match="awareness, lockdown"):
        course_named("nothing")


class Page(HTMLParser):
    """What a browser would make of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: set[str] = set()
        self.scripts: set[str] = set()
        self.loads: set[str] = set()
        self.labels: set[str] = set()
        self.fields: set[str] = set()
        self.lesson = self.language = ""
        self._in_lesson = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        self.tags.add(tag)
        if tag == "html":
            self.language = said["lang"]
        if tag == "label":
            self.labels.add(said["for"])
        if tag == "input":
            self.fields.add(said["id"])
        if tag == "link":
            self.loads.add(said["href"])
        if tag == "script" and "src" in said:
            self.scripts.add(said["src"])
            self.loads.add(said["src"])
        self._in_lesson = tag == "script" and said.get("id") == "lesson"

    def handle_endtag(self, _tag: str) -> None:
        self._in_lesson = False

    def handle_data(self, data: str) -> None:
        if self._in_lesson:
            self.lesson += data
        else:
            self.words.append(data)


def test_the_command_writes_the_newest_version_into_a_file(tmp_path) -> None:
    file = tmp_path / "course.zip"
    here = Settings({"ISP_PUBLIC_URL": "https://platform.example/"})
    export_package(here, ["lockdown", str(file)])
    lockdown = max(
        (each for each in COURSES if each.course_id == course_named("lockdown")),
        key=lambda each: each.version,
    )
    assert MAKE(lockdown) == file.read_bytes()


@pytest.mark.parametrize(
    ("given", "named"), [(["lockdown"], "usage"), (["nothing", "x.zip"], "nothing: is no course")]
)
def test_the_command_says_what_is_wrong(given: list[str], named: str) -> None:
    with pytest.raises(SystemExit, match=named):
        export_package(Settings({"ISP_PUBLIC_URL": "https://platform.example"}), given)
