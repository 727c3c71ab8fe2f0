"""The experts' desk: what waits, one question, and each thing that can be done with it or not."""

import re

import pytest

from chassis.errors import Denied, StaleVersion, StepUpRequired
from isp.engagement.v1 import engagement_pb2, question_pb2
from isp.identity.v1 import identity_pb2
from services.engagement.domain import errors
from tests.contract.gateway.answers import PERSON, QUESTION
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.route import QUESTION_ID
from tests.contract.gateway.test_page_asking import heard, main_of

HERE = f"/desk/questions/{QUESTION_ID}"
ANSWER = {"do": "answer", "version": "3", "text": "On the kerb."}
HAND_OVER = {
    "do": "hand-over",
    "version": "3",
    "region": "WAL",
    "sector": "",
    "note": "Yours.",
}
NAMED = {"question_id": QUESTION_ID, "expected_version": 3}


class NotAnExpert(Denied):
    """What the chassis says of a caller without the permission."""

    reason = "NOT_PERMITTED"


def stands(browsing: Browsing, **changed: object) -> None:
    """Let the question differ from the usual."""
    question = question_pb2.Question()
    question.CopyFrom(QUESTION)
    for name, value in changed.items():
        setattr(question, name, value)
    browsing.gateway.backend.answers["GetQuestion"] = engagement_pb2.GetQuestionResponse(
        question=question
    )


def buttons(page: str) -> list[str]:
    """What the page lets an expert do, in its order."""
    return re.findall(r'<button[^>]* value="([a-z-]+)"', page)


def test_the_queue_comes_by_pages_with_what_is_urgent_and_late(browsing: Browsing) -> None:
    browsing.sign_in()
    page = main_of(browsing.get("/desk/questions?page=a%2Bb").text)
    assert 'href="/desk/questions?page=next%2Bpage"' in page
    assert f'href="{HERE}"' in page
    assert "Urgent" in page
    assert "Overdue" in page
    browsing.get("/desk/questions/held")
    assert [
        engagement_pb2.ListQueueRequest(page_size=20, page_token="a+b"),
        engagement_pb2.ListQueueRequest(page_size=20, held_by_you=True),
    ] == heard(browsing, "ListQueue")


def test_what_is_neither_is_not_marked_so(browsing: Browsing) -> None:
    """The control of the test above; and an empty queue says that it is."""
    browsing.sign_in()
    answers = browsing.gateway.backend.answers
    calm = question_pb2.Question(question_id=QUESTION_ID, title="Doors", status=1)
    answers["ListQueue"] = engagement_pb2.ListQueueResponse(questions=[calm])
    page = main_of(browsing.get("/desk/questions").text)
    assert "Doors" in page
    assert not any(each in page for each in ("Urgent", "Overdue", 'rel="next"'))
    answers["ListQueue"] = engagement_pb2.ListQueueResponse()
    assert "No question waits for you." in browsing.get("/desk/questions").text
    assert "You hold no question." in browsing.get("/desk/questions/held").text


def test_an_expert_is_offered_their_desk_and_nobody_else(browsing: Browsing) -> None:
    browsing.sign_in()
    assert "/desk/questions" not in browsing.get("/account").text
    expert = identity_pb2.Subscriber()
    expert.CopyFrom(PERSON)
    expert.roles[:] = ["expert"]
    browsing.gateway.backend.answers["GetMe"] = identity_pb2.GetMeResponse(subscriber=expert)
    page = browsing.get("/account").text
    assert 'href="/desk/questions">Question desk</a>' in page
    assert "/desk/alerts" not in page


def test_who_is_no_expert_is_told_so(browsing: Browsing) -> None:
    browsing.sign_in()
    browsing.gateway.backend.refuse(NotAnExpert("No."))
    for page in (browsing.get("/desk/questions"), browsing.get("/desk/questions/held")):
        assert (403, "private, no-store") == (page.status_code, page.headers["Cache-Control"])
        assert "You may not do this" in page.text


@pytest.mark.parametrize(
    ("status", "held", "overdue", "offered"),
    [
        ("OPEN", False, False, ["claim"]),
        ("CLAIMED", True, False, ["answer", "hand-over", "release", "close"]),
        ("CLAIMED", False, False, []),
        ("CLAIMED", False, True, ["claim"]),
        ("ANSWERED", True, False, ["answer", "close"]),
        ("ANSWERED", False, False, []),
        ("CLOSED", True, False, []),
    ],
)
def test_what_can_be_done_is_offered_and_nothing_else(
    browsing: Browsing, status: str, held: bool, overdue: bool, offered: list[str]
) -> None:
    browsing.sign_in()
    number = question_pb2.QuestionStatus.Value(f"QUESTION_STATUS_{status}")
    stands(browsing, status=number, held_by_you=held, overdue=overdue)
    page = main_of(browsing.get(HERE).text)
    assert offered == buttons(page)
    assert ("Another expert holds this question." in page) is (status == "CLAIMED" and not held)
    assert page.count('name="version" value="3"') == len(offered)


def test_a_note_is_told_from_an_answer(browsing: Browsing) -> None:
    browsing.sign_in()
    page = main_of(browsing.get(HERE).text)
    assert "Note between experts: the asker does not see it" in page
    assert "isp-thread--note" in page


def test_each_deed_goes_out_at_the_version_that_was_read(browsing: Browsing) -> None:
    browsing.sign_in()
    pb = engagement_pb2
    deeds = [
        ({"do": "claim", "version": "3"}, pb.ClaimQuestionRequest(**NAMED), HERE, "yours to ans"),
        ({"do": "release", "version": "3"}, pb.ReleaseQuestionRequest(**NAMED), "", "back in the"),
        (ANSWER, pb.AnswerQuestionRequest(**NAMED, text="On the kerb."), HERE, "answer is sent."),
        (
            HAND_OVER,
            pb.HandOverQuestionRequest(**NAMED, region="WAL", note="Yours."),
            "",
            "is handed over.",
        ),
        ({"do": "close", "version": "3"}, pb.CloseQuestionRequest(**NAMED), HERE, "is closed."),
    ]
    for fields, message, there, said in deeds:
        answer = browsing.post(HERE, fields)
        assert (302, there or "/desk/questions") == (answer.status_code, answer.location)
        assert message == browsing.gateway.backend.heard[-1].message
        assert said in browsing.get(answer.location).text


@pytest.mark.parametrize(
    ("failure", "status", "said", "anew"),
    [
        (StaleVersion("Said."), 412, "It changed since you read it.", True),
        (errors.IllegalTransition("Said."), 409, "It is not at a point of its life", True),
        (errors.QuestionHeld("Said."), 409, "Another expert holds this question.", True),
        (errors.NotTheHolder("Said."), 403, "Only the expert who holds this question", True),
        (errors.OwnQuestion("Said."), 403, "Somebody else must answer what you asked.", False),
        (errors.ThreadFull("Said."), 409, "The thread is full", False),
    ],
)
def test_a_refused_answer_comes_back_with_the_question_as_it_stands(
    browsing: Browsing, failure: Exception, status: int, said: str, anew: bool
) -> None:
    browsing.sign_in()
    browsing.gateway.backend.refuse(failure, "AnswerQuestion")
    page = browsing.post(HERE, ANSWER)
    assert status == page.status_code
    assert "<title>Error:" in page.text
    assert said in page.text
    assert ("It is shown below as it stands now" in page.text) is anew
    assert "On the kerb.</textarea>" in page.text


def test_what_was_typed_is_shown_even_where_it_cannot_be_sent_any_more(browsing: Browsing) -> None:
    """Another expert took the question over meanwhile: the words are not lost."""
    browsing.sign_in()
    stands(browsing, held_by_you=False, overdue=False)
    browsing.gateway.backend.refuse(errors.NotTheHolder("Said."), "AnswerQuestion")
    page = main_of(browsing.post(HERE, ANSWER).text)
    assert "What you typed" in page
    assert "On the kerb." in page
    assert "<textarea" not in page


def test_what_is_missing_is_said_at_each_field(browsing: Browsing) -> None:
    browsing.sign_in()
    page = browsing.post(HERE, ANSWER | {"text": ""})
    assert 400 == page.status_code
    assert 'href="#text">Your answer: this is needed</a>' in page.text
    page = browsing.post(HERE, HAND_OVER | {"region": "", "note": ""})
    assert 400 == page.status_code
    assert 'href="#region">Region: choose another region or another kind' in page.text
    assert 'href="#note">What the next expert should know: this is needed</a>' in page.text
    assert '<details class="govuk-details" open>' in page.text
    page = browsing.post(HERE, HAND_OVER | {"region": "XX"})
    assert 'href="#region">Region: choose from the list</a>' in page.text
    assert "Yours.</textarea>" in page.text
    assert [] == heard(browsing, "AnswerQuestion") + heard(browsing, "HandOverQuestion")


def test_an_answer_wants_a_second_factor_and_is_not_lost_by_it(browsing: Browsing) -> None:
    browsing.sign_in()
    failure = StepUpRequired(acr="aal2", max_age_seconds=900)
    browsing.gateway.backend.refuse(failure, "AnswerQuestion")
    away = browsing.post(HERE, ANSWER)
    assert 302 == away.status_code
    assert "acr=aal2" in away.location
    page = browsing.get(HERE).text
    assert "On the kerb.</textarea>" in page
    assert 'name="version" value="3"' in page


def test_a_question_that_is_out_of_sight_meanwhile_is_none(browsing: Browsing) -> None:
    browsing.sign_in()
    browsing.gateway.backend.refuse(StaleVersion("Said."), "AnswerQuestion")
    browsing.gateway.backend.refuse(errors.QuestionNotFound("None."), "GetQuestion")
    page = browsing.post(HERE, ANSWER)
    assert 404 == page.status_code
    assert "There is no such question, or you may not know of it." in page.text


def test_ones_own_question_is_not_for_ones_own_desk(browsing: Browsing) -> None:
    browsing.sign_in()
    stands(browsing, asked_by_you=True)
    away = browsing.get(HERE)
    assert (302, f"/ask/questions/{QUESTION_ID}") == (away.status_code, away.location)


@pytest.mark.parametrize("fields", [{}, {"do": "burn"}, {"do": "claim"}, ANSWER | {"version": "x"}])
def test_what_no_page_of_ours_sends_is_refused(browsing: Browsing, fields: dict[str, str]) -> None:
    browsing.sign_in()
    assert 400 == browsing.post(HERE, fields).status_code
    assert {"GetQuestion"} >= {each.rpc for each in browsing.gateway.backend.heard}
