"""What is said of an attempt: by whom, of whom, in which order, and never what is right."""

import hashlib
import json
from dataclasses import replace
from random import Random
from typing import Any
from uuid import UUID

import pytest

from services.training.domain.attempt import Attempt, draw
from services.training.domain.course_statements import Teller, attempt_statements
from services.training.domain.launch import Registration
from services.training.domain.xapi import MASTERY_SCORE
from tests.fakes.plumbing import FreshIds
from tests.fakes.training import COURSE_ID, NOON, attempt, enrolment, handed_in, module
from tests.unit.training.test_answer_step import WITH_SCENARIO

SITE = "https://isp.example"
VERSION = f"{SITE}/xapi/courses/{COURSE_ID}/versions/1"
MODULE = f"{VERSION}/modules/{UUID(int=1)}"
OF = enrolment()


def said_of(*attempts: Attempt, completed: bool = False) -> list[dict[str, Any]]:
    registration = Registration(
        registration=OF.enrolment_id,
        actor="a-pseudonym",
        course_id=COURSE_ID,
        course_version=1,
        opened_at=NOON,
    )
    teller = Teller(site=SITE, registration=registration, pass_mark=75, new_id=FreshIds().new)
    told = attempt_statements(teller, attempts, course_completed=completed)
    for each in told:
        assert hashlib.sha256(each.document).digest() == each.digest
        assert str(attempts[-1].attempt_id) == each.said.session_id
        assert (OF.enrolment_id, NOON) == (each.registration, each.timestamp)
    return [json.loads(each.document) for each in told]


def verbs(said: list[dict[str, Any]]) -> list[str]:
    return [each["verb"]["display"]["en"] for each in said]


def test_an_attempt_that_passed_is_told_answer_by_answer() -> None:
    tried = handed_in(OF, wrong=1)
    said = said_of(tried)
    assert [*["answered"] * 4, "passed", "completed"] == verbs(said)
    assert {f"{MODULE}/questions/{each.question_id}" for each in tried.drawn} == (
        {each["object"]["id"] for each in said[:4]}
    )
    assert [False, True, True, True] == [each["result"]["success"] for each in said[:4]]
    first = tried.drawn[1]
    taken = sorted(tried.answers[first.question_id])
    assert "[,]".join(taken) == said[1]["result"]["response"]
    shown = [{"id": each} for each in first.choice_ids]
    assert ("choice", shown) == (
        said[1]["object"]["definition"]["interactionType"],
        said[1]["object"]["definition"]["choices"],
    )
    verdict = said[4]
    assert {"scaled": 0.75, "raw": 3, "min": 0, "max": 4} == verdict["result"]["score"]
    assert (MODULE, True, 0.75) == (
        verdict["object"]["id"],
        verdict["result"]["success"],
        verdict["context"]["extensions"][MASTERY_SCORE],
    )


def test_each_says_whose_it_is_of_which_attempt_and_on_whose_word() -> None:
    tried = handed_in(OF)
    for each in said_of(tried):
        assert {"homePage": SITE, "name": "a-pseudonym"} == each["actor"]["account"]
        assert {"homePage": SITE, "name": "assessment"} == each["authority"]["account"]
        assert str(OF.enrolment_id) == each["context"]["registration"]
        about = each["context"]["contextActivities"]
        assert f"{MODULE}/attempts/{tried.attempt_id}" == about["parent"][0]["id"]
        assert VERSION == about["grouping"][0]["id"]


def test_one_that_did_not_pass_completes_nothing() -> None:
    said = said_of(handed_in(OF, wrong=2))
    assert [*["answered"] * 4, "failed"] == verbs(said)
    assert said[-1]["result"]["success"] is False


def test_what_was_not_answered_is_told_as_an_empty_response() -> None:
    tried = attempt(OF).submit({}, module=module(1), pass_mark=75, at=NOON)
    said = said_of(tried)
    assert [("", False)] * 4 == [
        (each["result"]["response"], each["result"]["success"]) for each in said[:4]
    ]


def test_the_last_one_completes_and_satisfies_the_course() -> None:
    said = said_of(handed_in(OF), completed=True)
    assert ["passed", "completed", "completed", "satisfied"] == verbs(said)[-4:]
    assert [VERSION, VERSION] == [each["object"]["id"] for each in said[-2:]]


@pytest.mark.parametrize("answered", [True, False], ids=["answered", "not answered"])
def test_a_scenario_is_told_step_by_step(answered: bool) -> None:
    tried = attempt(OF, drawn=draw(WITH_SCENARIO.modules[0], Random(1)))
    way = {"van/see": frozenset({"look"}), "van/tell": frozenset({"police"})}
    marked = replace(tried, submitted_at=NOON, answers=way if answered else {})
    said = next(each for each in said_of(marked) if each["object"]["id"].endswith("/van"))
    expected = "see[.]look[,]tell[.]police" if answered else ""
    assert expected == said["result"]["response"]
    assert "matching" == said["object"]["definition"]["interactionType"]


def test_what_is_right_is_in_no_statement() -> None:
    """Its learner may have a copy of all, and may be asked the same again."""
    told = json.dumps(said_of(handed_in(OF, wrong=4), completed=False))
    assert "correctResponsesPattern" not in told
    assert "Yes" not in told
