"""All that the player of an exported course says is taken by our own rules of cmi5.

Its scripts run in the Node.js that Playwright carries; the platform is small, its rules are ours.
"""

import json
import subprocess
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from playwright._impl._driver import compute_driver_executable

from services.training.domain.cmi5_course import UnitRecord, satisfied
from services.training.domain.cmi5_session import LaunchMode, Verb
from services.training.inbound.cmi5_xml import read_structure
from services.training.outbound.cmi5_package.pages import PLAYER
from tests.fakes.lms import Lms
from tests.unit.training.test_export_course import COURSES, MAKE, Page, files_of

WALK = Path(__file__).with_name("player_walk.cjs")
FILES = files_of(MAKE(COURSES[0]))
UNIT = next(read_structure(FILES["cmi5.xml"]).units())
LESSON = Page(FILES[UNIT.url].decode()).lesson
PARTS = FILES[UNIT.url].decode().count('class="part"')
RIGHT = {each["id"]: each["right"] for each in json.loads(LESSON)["questions"]}
WRONG = {name: [] for name in RIGHT}
ALMOST = RIGHT | {next(iter(RIGHT)): []}
READ = [["turnTo", part] for part in range(1, PARTS)]
BEGUN, DONE = Verb.INITIALIZED, Verb.TERMINATED


@pytest.fixture
def lms():
    with Lms(FILES, UNIT) as lms:
        yield lms


def played(address: str, *steps: list[Any]) -> dict[str, Any]:
    node, _ = compute_driver_executable()
    given = [str(WALK), str(PLAYER), address, LESSON, str(PARTS), json.dumps(steps)]
    made = subprocess.run([node, *given], check=False, capture_output=True, text=True, timeout=60)
    assert not made.returncode, made.stderr
    said: dict[str, Any] = json.loads(made.stdout)
    return said


def test_a_module_read_and_passed_satisfies_its_unit(lms: Lms) -> None:
    came = played(lms.launch(), *READ, ["handIn", RIGHT], ["leave"])
    assert [BEGUN, Verb.COMPLETED, Verb.PASSED, DONE] == lms.verbs()
    assert [] == lms.refused
    assert [Decimal(1)] == lms.scores()
    assert all(each.said.defined for each in lms.heard)
    assert Decimal("0.75") == lms.heard[2].said.mastery_said
    assert satisfied(UNIT, lms.record)
    assert (True, True) == (came["completed"], came["passed"])
    assert 1 == lms.profiles_asked


def test_a_session_that_was_not_passed_says_so_at_its_end(lms: Lms) -> None:
    played(lms.launch(), *READ, ["handIn", WRONG], ["handIn", ALMOST], ["leave"])
    assert [BEGUN, Verb.COMPLETED, Verb.FAILED, DONE] == lms.verbs()
    assert [Decimal("0.6666")] == lms.scores()
    assert not satisfied(UNIT, lms.record)
    assert [] == lms.refused


def test_a_try_that_passes_after_one_that_did_not_is_what_counts(lms: Lms) -> None:
    played(lms.launch(), *READ, ["handIn", WRONG], ["handIn", RIGHT], ["leave"])
    assert [BEGUN, Verb.COMPLETED, Verb.PASSED, DONE] == lms.verbs()
    assert [] == lms.refused


def test_it_goes_on_after_the_browser_was_killed(lms: Lms) -> None:
    played(lms.launch(), ["turnTo", 1], ["answer", ALMOST])
    came = played(lms.launch(), ["turnTo", PARTS - 1], ["handIn", RIGHT], ["leave"])
    assert {"part": 1, "answers": ALMOST, "passed": False} == came["seen"][0]
    assert [BEGUN, BEGUN, Verb.COMPLETED, Verb.PASSED, DONE] == lms.verbs()
    assert [] == lms.refused


def test_what_was_said_once_in_a_registration_is_not_said_again(lms: Lms) -> None:
    played(lms.launch(), *READ, ["handIn", RIGHT], ["leave"])
    came = played(lms.launch(), *READ, ["handIn", WRONG], ["handIn", RIGHT], ["leave"])
    assert (PARTS - 1, True) == (came["seen"][0]["part"], came["seen"][0]["passed"])
    assert [BEGUN, DONE] == lms.verbs()[4:]
    assert [] == lms.refused


@pytest.mark.parametrize("mode", [LaunchMode.BROWSE, LaunchMode.REVIEW])
def test_who_only_looks_is_not_judged(lms: Lms, mode: LaunchMode) -> None:
    lms.mode = mode
    came = played(lms.launch(), *READ, ["handIn", RIGHT], ["marked", RIGHT], ["leave"])
    assert [BEGUN, DONE] == lms.verbs()
    assert came["seen"][-2]["passed"]
    assert ({}, []) == (lms.states, lms.refused)


def test_the_platforms_own_mastery_score_is_what_counts() -> None:
    with Lms(FILES, replace(UNIT, mastery_score=Decimal("0.6"))) as lms:
        played(lms.launch(), *READ, ["handIn", ALMOST], ["leave"])
        assert Verb.PASSED in lms.verbs()
        assert [] == lms.refused


def test_the_packages_pass_mark_counts_where_the_platform_asks_for_none() -> None:
    with Lms(FILES, replace(UNIT, mastery_score=None)) as lms:
        played(lms.launch(), *READ, ["handIn", ALMOST], ["leave"])
        assert Verb.FAILED in lms.verbs()
        assert [] == lms.refused


def test_a_session_is_not_opened_twice(lms: Lms) -> None:
    address = lms.launch()
    played(address, ["leave"])
    assert "over" in played(address)
    assert [BEGUN, DONE] == lms.verbs()


def test_what_could_not_be_sent_is_sent_at_the_next_step_in_its_order(lms: Lms) -> None:
    address = lms.launch()
    # All three tries of `completed` fail; the platform is back at the next step.
    came = played_with_faults(lms, address, 3, ["turnTo", PARTS - 1], ["handIn", RIGHT], ["leave"])
    assert not came["seen"][1]["lasting"]
    assert [BEGUN, Verb.COMPLETED, Verb.PASSED, DONE] == lms.verbs()
    assert [] == lms.refused
    assert came["passed"]


def played_with_faults(lms: Lms, address: str, faults: int, *steps: list[Any]) -> dict[str, Any]:
    """Play, with the first `faults` posts after `initialized` answered by 503."""
    hear = lms.hear

    def heard(body: bytes) -> tuple[int, bytes]:
        answer = hear(body)
        lms.faults, lms.hear = faults, hear  # type: ignore[method-assign]
        return answer

    lms.hear = heard  # type: ignore[method-assign]
    return played(address, *steps)


def test_what_the_platform_refuses_is_told_and_not_said_again(lms: Lms) -> None:
    address = lms.launch()
    lms.record = UnitRecord(completed=True)
    came = played(address, ["turnTo", PARTS - 1], ["leave"])
    assert "COMPLETED_ONCE" in came["seen"][1]["notSaved"]
    assert came["seen"][1]["lasting"]
    assert [BEGUN, DONE] == lms.verbs()
    assert 1 == len(lms.refused)


def test_a_module_that_nobody_launched_is_read_without_a_record(lms: Lms) -> None:
    came = played(f"{lms.origin}/{UNIT.url}", *READ, ["handIn", RIGHT], ["leave"])
    assert PARTS - 1 == came["part"]
    assert ([], {}) == (lms.heard, lms.states)
