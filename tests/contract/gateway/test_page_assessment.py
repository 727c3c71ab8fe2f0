"""A module's questions: asked as drawn, handed in once, marked elsewhere, shown with feedback."""

import re
from html import unescape

import pytest
from werkzeug.test import TestResponse

from chassis.errors import TokenRefused, Violation
from isp.training.v1 import enrolment_pb2
from isp.training.v1 import training_pb2 as pb
from services.training.domain import errors
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.route import (
    ATTEMPT_ID,
    CERTIFICATE_ID,
    ENROLMENT_ID,
    KEY,
    LIST_ID,
    MODULE_ID,
)
from tests.contract.gateway.test_page_asking import heard, main_of
from tests.contract.gateway.test_page_learning import (
    COURSE_PAGE,
    MODULE_PAGE,
    nothing_open,
    taking,
)
from tests.contract.gateway.training_answers import RESULT

QUESTIONS = f"{MODULE_PAGE}/questions"
MARKED = f"{MODULE_PAGE}/marked"
TAKEN = {"attempt": ATTEMPT_ID, "key": KEY, "q1": "b", "q2": ["x", "y"]}
TICKED = re.compile(r"<input[^>]*\schecked\b")
_CHOICE = enrolment_pb2.Choice
ASKED = enrolment_pb2.Attempt(
    attempt_id=ATTEMPT_ID,
    enrolment_id=ENROLMENT_ID,
    module_id=MODULE_ID,
    number=2,
    questions=[
        enrolment_pb2.Question(
            question_id="first",
            text="Which <b>one</b>?",
            choices=[_CHOICE(choice_id="a", text="This"), _CHOICE(choice_id="b", text="That")],
        ),
        enrolment_pb2.Question(
            question_id="second",
            text="Which ones?",
            several=True,
            choices=[_CHOICE(choice_id="x", text="Red"), _CHOICE(choice_id="y", text="Blue")],
        ),
    ],
)


def answering(browsing: Browsing, *, passed: bool = True) -> None:
    """Let the visitor be asked, and be marked so."""
    browsing.sign_in()
    taking(browsing)
    read = pb.GetModuleResponse()
    read.CopyFrom(browsing.gateway.backend.answers["GetModule"])
    read.open_attempt.CopyFrom(ASKED)
    read.ClearField("last_attempt")
    read.ClearField("last_result")
    result = enrolment_pb2.AttemptResult()
    result.CopyFrom(RESULT)
    result.passed, result.timed_out = passed, False
    del result.questions[:]
    result.questions.add(question_id="first", right=False, feedback=["Look at <i>it</i>."])
    result.questions.add(question_id="second", right=True, feedback=["Well."])
    answers = browsing.gateway.backend.answers
    answers["GetModule"] = read
    answers["SubmitAnswers"] = pb.SubmitAnswersResponse(result=result)


def handed_in(browsing: Browsing, **changed: object) -> TestResponse:
    return browsing.post(QUESTIONS, TAKEN | changed)


def test_an_attempt_begins_with_a_press(browsing: Browsing) -> None:
    answering(browsing)
    answer = browsing.post(MODULE_PAGE, {"key": KEY})
    assert (302, QUESTIONS) == (answer.status_code, answer.location)
    assert [
        pb.StartAttemptRequest(enrolment_id=ENROLMENT_ID, module_id=MODULE_ID, idempotency_key=KEY)
    ] == heard(browsing, "StartAttempt")


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (errors.EnrolmentClosed("Said."), "The enrolment is completed or failed."),
        (errors.ModulePassed("Said."), "You passed this module already."),
        (errors.CourseWithdrawn("Said."), "This version of the course was withdrawn"),
    ],
)
def test_what_cannot_begin_is_told_on_the_module(
    browsing: Browsing, failure: Exception, said: str
) -> None:
    answering(browsing)
    browsing.gateway.backend.refuse(failure, "StartAttempt")
    assert MODULE_PAGE == browsing.post(MODULE_PAGE, {"key": KEY}).location
    assert said in browsing.get(MODULE_PAGE).text


def test_who_is_not_enrolled_is_led_to_the_course(browsing: Browsing) -> None:
    browsing.sign_in()
    browsing.gateway.backend.answers["GetMyTraining"] = pb.GetMyTrainingResponse()
    assert COURSE_PAGE == browsing.post(MODULE_PAGE, {"key": KEY}).location
    assert [] == heard(browsing, "StartAttempt")


def test_each_question_is_a_named_group_in_the_order_drawn(browsing: Browsing) -> None:
    answering(browsing)
    page = main_of(browsing.get(QUESTIONS).text)
    assert 2 == page.count("<fieldset") == page.count("<legend")
    assert page.index("1. Which &lt;b&gt;one") < page.index("This") < page.index("2. Which ones?")
    assert 2 == page.count('type="radio"') == page.count('type="checkbox"')
    assert not TICKED.search(page)
    assert "Attempt 2 of 5." in page
    assert f'name="attempt" type="hidden" value="{ATTEMPT_ID}"' in page


def test_without_an_open_attempt_there_is_nothing_to_answer(browsing: Browsing) -> None:
    answering(browsing)
    nothing_open(browsing)
    assert MODULE_PAGE == browsing.get(QUESTIONS).location


def test_answers_are_handed_in_and_shown_marked(browsing: Browsing) -> None:
    answering(browsing)
    answer = handed_in(browsing)
    assert (302, MARKED) == (answer.status_code, answer.location)
    assert [
        pb.SubmitAnswersRequest(
            attempt_id=ATTEMPT_ID,
            idempotency_key=KEY,
            answers=[
                enrolment_pb2.Answer(question_id="first", choice_ids=["b"]),
                enrolment_pb2.Answer(question_id="second", choice_ids=["x", "y"]),
            ],
        )
    ] == heard(browsing, "SubmitAnswers")
    page = browsing.get(MARKED)
    assert "private, no-store" == page.headers["Cache-Control"]
    text = main_of(page.text)
    assert "Passed with 50%" in text
    first, second = text.index("1. Which"), text.index("2. Which")
    assert first < text.index("Not right") < second
    assert "<li>That</li>" in text
    assert "<li>This</li>" not in text
    assert "Look at &lt;i&gt;it&lt;/i&gt;." in text
    assert f'href="{COURSE_PAGE}/{LIST_ID}"' in text
    assert "Passed with 50%" in browsing.get(MARKED).text


def test_not_passing_says_how_many_attempts_are_left(browsing: Browsing) -> None:
    answering(browsing, passed=False)
    handed_in(browsing)
    taking(browsing, attempts=4)
    page = browsing.get(MARKED).text
    assert "Not passed: 50%" in page
    assert "75% must be right. You have 1 attempt left." in page
    assert "Read the module again" in page
    taking(browsing, enrolment_pb2.ENROLMENT_STATUS_FAILED, attempts=5)
    page = browsing.get(MARKED).text
    assert "The attempts at a module are used up" in page
    assert "Read the module again" not in page


def test_the_last_module_leads_to_the_certificate(browsing: Browsing) -> None:
    answering(browsing)
    handed_in(browsing)
    taking(browsing, enrolment_pb2.ENROLMENT_STATUS_COMPLETED, passed=True)
    page = browsing.get(MARKED).text
    assert "You passed every module of the course." in page
    assert f'href="/learn/enrolments/{ENROLMENT_ID}/certificate"' in page
    taking(browsing, enrolment_pb2.ENROLMENT_STATUS_COMPLETED, held=True)
    assert f"/learn/enrolments/{ENROLMENT_ID}" not in browsing.get(MARKED).text
    assert f'href="/learn/certificates/{CERTIFICATE_ID}"' in browsing.get(COURSE_PAGE).text


def test_unanswered_questions_are_named_and_answers_stay(browsing: Browsing) -> None:
    answering(browsing)
    page = handed_in(browsing, q1=[])
    assert 400 == page.status_code
    text = unescape(page.text)
    assert "<title>Error: Questions" in text
    assert '<a href="#q1">1. Which <b>one</b>? choose an answer</a>' in text
    assert 'id="q1"' in text
    assert 'value="x" checked' in text
    assert f'value="{KEY}"' in text
    assert '<a href="#q2">2. Which ones? choose an answer</a>' in unescape(
        handed_in(browsing, q2=[]).text
    )
    assert [] == heard(browsing, "SubmitAnswers")


def test_a_choice_of_no_page_of_ours_is_not_handed_in(browsing: Browsing) -> None:
    answering(browsing)
    assert 400 == handed_in(browsing, q1="z").status_code
    assert 400 == handed_in(browsing, q2=["x", "z"]).status_code
    assert [] == heard(browsing, "SubmitAnswers")


def test_handing_in_twice_shows_how_it_was_marked(browsing: Browsing) -> None:
    answering(browsing)
    handed_in(browsing)
    nothing_open(browsing)
    assert MARKED == handed_in(browsing).location
    assert "it is marked only once" in browsing.get(MARKED).text
    assert 1 == len(heard(browsing, "SubmitAnswers"))


def test_what_was_handed_in_elsewhere_is_told(browsing: Browsing) -> None:
    answering(browsing)
    nothing_open(browsing)
    assert MODULE_PAGE == handed_in(browsing).location
    assert "it is marked only once" in browsing.get(MODULE_PAGE).text
    assert MODULE_PAGE == browsing.get(MARKED).location


def test_answers_to_an_earlier_attempt_are_not_put_to_a_new_one(browsing: Browsing) -> None:
    answering(browsing)
    page = handed_in(browsing, attempt=CERTIFICATE_ID)
    assert 409 == page.status_code
    assert "Below are the questions of a new attempt" in page.text
    assert not TICKED.search(main_of(page.text))
    assert f'name="attempt" type="hidden" value="{ATTEMPT_ID}"' in page.text
    assert KEY not in page.text
    assert [] == heard(browsing, "SubmitAnswers")


@pytest.mark.parametrize(
    "failure",
    [
        errors.AttemptSubmitted("Said."),
        errors.EnrolmentClosed("Said."),
        errors.CourseWithdrawn("Said."),
    ],
)
def test_what_was_settled_meanwhile_is_told_on_the_module(
    browsing: Browsing, failure: Exception
) -> None:
    answering(browsing)
    browsing.gateway.backend.refuse(failure, "SubmitAnswers")
    assert MODULE_PAGE == handed_in(browsing).location
    assert "Important" in browsing.get(MODULE_PAGE).text
    assert MODULE_PAGE == browsing.get(MARKED).location


def test_questions_that_changed_are_asked_again(browsing: Browsing) -> None:
    answering(browsing)
    refused = errors.QuestionNotDrawn(Violation("answers[0].question_id", "was not asked"))
    browsing.gateway.backend.refuse(refused, "SubmitAnswers")
    page = handed_in(browsing)
    assert 400 == page.status_code
    assert "was not asked" in page.text
    assert 'value="b" checked' in page.text


def test_a_course_that_is_gone_has_a_page(browsing: Browsing) -> None:
    answering(browsing)
    browsing.gateway.backend.refuse(errors.CourseNotFound("Said."), "GetModule")
    page = handed_in(browsing)
    assert (404, "text/html") == (page.status_code, page.mimetype)


def test_answers_wait_for_who_has_to_sign_in_anew(browsing: Browsing) -> None:
    answering(browsing)
    token = browsing.csrf_token()
    failure = TokenRefused("The token is not a good one.")
    browsing.gateway.backend.refuse(failure, "SubmitAnswers")
    away = browsing.post(QUESTIONS, TAKEN | {"csrf_token": token})
    assert away.location.startswith("/auth/sign-in?")
    page = browsing.get(QUESTIONS).text
    assert 'value="b" checked' in page
    assert f'value="{KEY}"' in page
