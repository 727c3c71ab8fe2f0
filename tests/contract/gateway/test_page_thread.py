"""One's own questions and their threads: read, asked further, closed, whatever goes wrong."""

import pytest

from chassis.errors import Invalid, StaleVersion, Violation
from isp.engagement.v1 import engagement_pb2, question_pb2
from services.engagement.domain import errors
from tests.contract.gateway.answers import QUESTION
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.route import QUESTION_ID
from tests.contract.gateway.test_page_asking import HERE, NEW, TYPED, heard, main_of

FURTHER = {"do": "further", "version": "3", "text": "And lorries?"}


def own(browsing: Browsing, **changed: object) -> None:
    """Let the question be the visitor's own."""
    question = question_pb2.Question()
    question.CopyFrom(QUESTION)
    del question.messages[1:]
    question.messages[0].by_you = True
    question.MergeFrom(question_pb2.Question(asked_by_you=True, **changed))  # type: ignore[arg-type] # as the test says
    question.held_by_you = False
    browsing.gateway.backend.answers["GetQuestion"] = engagement_pb2.GetQuestionResponse(
        question=question
    )


def test_ones_questions_come_by_pages(browsing: Browsing) -> None:
    browsing.sign_in()
    page = browsing.get("/ask/questions?page=a%2Bb").text
    assert f'href="{HERE}"' in page
    assert 'href="/ask/questions?page=next%2Bpage"' in page
    assert "Urgent" in page
    assert "Overdue" in page
    assert [engagement_pb2.ListMyQuestionsRequest(page_size=20, page_token="a+b")] == heard(
        browsing, "ListMyQuestions"
    )
    browsing.gateway.backend.answers["ListMyQuestions"] = engagement_pb2.ListMyQuestionsResponse()
    assert "You have asked nothing yet." in browsing.get("/ask/questions").text


def test_a_thread_names_roles_and_what_is_ones_own(browsing: Browsing) -> None:
    own(browsing)
    browsing.sign_in()
    page = browsing.get(HERE)
    assert "private, no-store" == page.headers["Cache-Control"]
    shown = main_of(page.text)
    assert 1 == shown.count("<h1")
    assert "Where should &lt;b&gt;bollards&lt;/b&gt; stand?\nTwo lines." in shown
    assert "written by you" in shown
    assert "The answer is late." in shown
    assert shown.index("tel:999") < shown.index("<h1")
    assert 'name="version" value="3"' in shown


def test_a_follow_up_goes_out_at_the_version_that_was_read(browsing: Browsing) -> None:
    own(browsing)
    browsing.sign_in()
    page = browsing.post(HERE, FURTHER)
    assert 200 == page.status_code
    assert "isp-call--now" in page.text
    assert [
        engagement_pb2.AskFurtherRequest(
            question_id=QUESTION_ID, expected_version=3, text="And lorries?"
        )
    ] == heard(browsing, "AskFurther")


def test_closing_is_said_and_then_offered_no_more(browsing: Browsing) -> None:
    own(browsing)
    browsing.sign_in()
    answer = browsing.post(HERE, {"do": "close", "version": "3"})
    assert (302, HERE) == (answer.status_code, answer.location)
    assert [
        engagement_pb2.CloseQuestionRequest(question_id=QUESTION_ID, expected_version=3)
    ] == heard(browsing, "CloseQuestion")
    own(browsing, status=question_pb2.QUESTION_STATUS_CLOSED)
    page = browsing.get(HERE).text
    assert "The question is closed." in page
    assert 'value="close"' not in page
    assert "If you add to it, it goes to an expert again." in page


@pytest.mark.parametrize(
    ("failure", "status", "said"),
    [
        (StaleVersion("Said."), 412, "It changed since you read it."),
        (errors.IllegalTransition("Said."), 409, "It is not at a point of its life"),
        (errors.ThreadFull("Said."), 409, "The thread is full: ask a new question."),
        (Invalid(Violation("text", "must have no tabs")), 400, "What you want to add: must"),
    ],
)
def test_a_refused_follow_up_comes_back_with_the_thread_as_it_stands(
    browsing: Browsing, failure: Exception, status: int, said: str
) -> None:
    own(browsing, version=9)
    browsing.sign_in()
    browsing.gateway.backend.refuse(failure, "AskFurther")
    page = browsing.post(HERE, FURTHER)
    assert (status, "private, no-store") == (page.status_code, page.headers["Cache-Control"])
    assert "<title>Error:" in page.text
    assert said in page.text
    assert ("It is shown below as it stands now" in page.text) is (
        isinstance(failure, StaleVersion | errors.IllegalTransition)
    )
    assert 'name="version" value="9"' in page.text
    assert "And lorries?</textarea>" in page.text
    assert "Two lines." in page.text


def test_nothing_to_add_is_said_at_its_field(browsing: Browsing) -> None:
    own(browsing)
    browsing.sign_in()
    page = browsing.post(HERE, FURTHER | {"text": ""})
    assert 400 == page.status_code
    assert 'href="#text">What you want to add: this is needed</a>' in page.text
    assert [] == heard(browsing, "AskFurther")


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"do": "burn"},
        {"do": "close", "version": "-1"},
        {"do": "close", "version": "1" * 19},
        {"do": "close"},
        {"do": "close", "version": "٣"},
        {"do": "further", "text": "x"},
    ],
)
def test_what_no_page_of_ours_sends_is_refused(browsing: Browsing, fields: dict[str, str]) -> None:
    own(browsing)
    browsing.sign_in()
    assert 400 == browsing.post(HERE, fields).status_code
    assert [] == heard(browsing, "CloseQuestion") + heard(browsing, "AskFurther")


def test_anothers_question_looks_like_none(browsing: Browsing) -> None:
    """Byte for byte, but for the form's token and the address of the page itself."""
    browsing.sign_in()
    browsing.gateway.backend.refuse(errors.QuestionNotFound("There is no such question."))
    pages = []
    for question_id in (QUESTION_ID, "99999999-9999-4999-8999-999999999999"):
        for area in ("ask", "desk"):
            page = browsing.get(f"/{area}/questions/{question_id}")
            assert 404 == page.status_code
            pages.append(main_of(page.text))
    assert 1 == len(set(pages))
    assert 404 == browsing.post(HERE, FURTHER).status_code


def test_who_answers_a_question_is_led_to_their_desk(browsing: Browsing) -> None:
    browsing.sign_in()
    away = browsing.get(HERE)
    assert (302, f"/desk/questions/{QUESTION_ID}") == (away.status_code, away.location)


def test_words_of_an_asker_are_text(browsing: Browsing) -> None:
    hostile = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    own(browsing, title=hostile)
    asked = question_pb2.Question(question_id=QUESTION_ID, title=hostile, status=1)
    asked.messages.add(kind=question_pb2.MESSAGE_KIND_QUESTION, text=hostile)
    answers = browsing.gateway.backend.answers
    answers["AskExpert"] = engagement_pb2.AskExpertResponse(question=asked)
    answers["ListMyQuestions"] = engagement_pb2.ListMyQuestionsResponse(questions=[asked])
    answers["ListQueue"] = engagement_pb2.ListQueueResponse(questions=[asked])
    browsing.sign_in()
    pages = [browsing.get(path).text for path in (HERE, "/ask/questions", "/desk/questions")]
    pages += [
        browsing.post(NEW, TYPED | {"title": hostile, "region": region}).text
        for region in ("LON", "")
    ]
    answers["GetQuestion"] = engagement_pb2.GetQuestionResponse(question=asked)
    pages.append(browsing.get(f"/desk/questions/{QUESTION_ID}").text)
    for page in pages:
        assert "&lt;script&gt;" in page
        assert "<script>" not in page
        assert "<img" not in page


def test_what_was_erased_is_said_to_be(browsing: Browsing) -> None:
    erased = question_pb2.Question(question_id=QUESTION_ID, status=4, language="en-GB")
    erased.messages.add(kind=question_pb2.MESSAGE_KIND_QUESTION)
    browsing.gateway.backend.answers["GetQuestion"] = engagement_pb2.GetQuestionResponse(
        question=erased
    )
    browsing.sign_in()
    assert 3 == browsing.get(f"/desk/questions/{QUESTION_ID}").text.count("Erased")
