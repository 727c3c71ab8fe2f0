"""Answers kept before they are handed in, the time one has, and what is shown when it is up."""

from datetime import UTC, datetime, timedelta

import pytest

from chassis.errors import Invalid, Violation
from isp.training.v1 import assessment_pb2, enrolment_pb2
from isp.training.v1 import training_pb2 as pb
from services.training.domain import errors
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.route import ATTEMPT_ID, CERTIFICATE_ID
from tests.contract.gateway.test_page_asking import heard, main_of
from tests.contract.gateway.test_page_assessment import (
    ASKED,
    MARKED,
    QUESTIONS,
    TAKEN,
    TICKED,
    answering,
    handed_in,
)
from tests.contract.gateway.test_page_learning import MODULE_PAGE, nothing_open
from tests.contract.gateway.training_answers import RESULT, SCENARIO

SAVED = f"{QUESTIONS}/saved"
EXTRA_TIME = "/learn/extra-time"
JSON = {"headers": {"Accept": "application/json"}}


def changing(browsing: Browsing, *, left: timedelta | None = None, taken: bool = False) -> None:
    """Let the attempt that waits have so much time left, and one answer saved."""
    read = pb.GetModuleResponse()
    read.CopyFrom(browsing.gateway.backend.answers["GetModule"])
    if left is not None:
        read.open_attempt.due_at.FromDatetime(datetime.now(UTC) + left)
    if taken:
        read.open_attempt.questions[0].taken[:] = ["b"]
        read.open_attempt.questions[1].taken[:] = ["x", "y"]
    browsing.gateway.backend.answers["GetModule"] = read


def saving(browsing: Browsing, *, over: bool = False) -> None:
    answer = assessment_pb2.SaveAnswersResponse(attempt=ASKED, over=over)
    answer.attempt.questions[0].taken[:] = ["b"]
    browsing.gateway.backend.answers["SaveAnswers"] = answer


def answers_of(*said: tuple[str, list[str]]) -> list[assessment_pb2.SaveAnswersRequest]:
    return [
        assessment_pb2.SaveAnswersRequest(
            attempt_id=ATTEMPT_ID,
            answers=[
                enrolment_pb2.Answer(question_id=name, choice_ids=taken) for name, taken in said
            ],
        )
    ]


def test_what_was_saved_is_chosen_when_one_comes_back(browsing: Browsing) -> None:
    answering(browsing)
    assert not TICKED.search(main_of(browsing.get(QUESTIONS).text))
    changing(browsing, taken=True)
    page = main_of(browsing.get(QUESTIONS).text)
    assert 3 == len(TICKED.findall(page))
    assert 'value="b" checked' in page
    assert 'value="a" checked' not in page


def test_without_a_script_a_button_saves_what_is_answered_so_far(browsing: Browsing) -> None:
    answering(browsing)
    saving(browsing)
    page = main_of(browsing.get(QUESTIONS).text)
    assert f'formaction="{SAVED}"' in page
    answer = browsing.post(SAVED, {"attempt": ATTEMPT_ID, "q1": "b"})
    assert (302, QUESTIONS) == (answer.status_code, answer.location)
    assert answers_of(("first", ["b"])) == heard(browsing, "SaveAnswers")
    assert "Your answers are saved." in browsing.get(QUESTIONS).text
    assert [] == heard(browsing, "SubmitAnswers")


def test_a_script_saves_the_one_answer_that_changed(browsing: Browsing) -> None:
    answering(browsing)
    saving(browsing)
    sent = {"attempt": ATTEMPT_ID, "q1": "b", "q2": ["x"], "changed": "q2"}
    answer = browsing.post(SAVED, sent, **JSON)
    assert {"over": False, "saved": 1} == answer.get_json()
    blank = {"attempt": ATTEMPT_ID, "q1": "b", "changed": "q2"}
    browsing.post(SAVED, blank, **JSON)
    assert [*answers_of(("second", ["x"])), *answers_of(("second", []))] == heard(
        browsing, "SaveAnswers"
    )


def test_nothing_is_saved_of_another_attempt_or_of_no_page_of_ours(browsing: Browsing) -> None:
    answering(browsing)
    saving(browsing)
    other = {"attempt": CERTIFICATE_ID, "q1": "b"}
    assert {"over": True, "saved": 0} == browsing.post(SAVED, other, **JSON).get_json()
    forged = {"attempt": ATTEMPT_ID, "q1": "z", "q9": "b"}
    assert {"over": False, "saved": 0} == browsing.post(SAVED, forged, **JSON).get_json()
    assert [] == heard(browsing, "SaveAnswers")


def test_saving_needs_the_token_of_the_form(browsing: Browsing) -> None:
    answering(browsing)
    saving(browsing)
    sent = {"attempt": ATTEMPT_ID, "q1": "b", "csrf_token": "forged"}
    assert 400 == browsing.post(SAVED, sent).status_code
    assert [] == heard(browsing, "SaveAnswers")


def test_the_time_is_shown_and_none_where_there_is_no_limit(browsing: Browsing) -> None:
    answering(browsing)
    page = main_of(browsing.get(QUESTIONS).text)
    assert "There is no time limit." in page
    assert "data-time-left" not in page
    changing(browsing, left=timedelta(minutes=10, seconds=30))
    page = main_of(browsing.get(QUESTIONS).text)
    assert "There is no time limit." not in page
    assert "10 minutes left" in page
    assert "What is saved then is marked." in page
    nothing_open(browsing)
    module = browsing.get(MODULE_PAGE).text
    assert "You have 20 minutes for an attempt." in module
    assert f'href="{EXTRA_TIME}"' in module


def test_what_ran_out_is_shown_as_it_was_marked(browsing: Browsing) -> None:
    answering(browsing)
    read = pb.GetModuleResponse()
    read.CopyFrom(browsing.gateway.backend.answers["GetModule"])
    read.ClearField("open_attempt")
    read.last_attempt.CopyFrom(ASKED)
    read.last_attempt.questions[0].taken[:] = ["b"]
    read.last_result.CopyFrom(RESULT)
    del read.last_result.questions[:]
    for name in ("first", "second"):
        read.last_result.questions.add(question_id=name, right=name == "first")
    browsing.gateway.backend.answers["GetModule"] = read
    assert MARKED == browsing.get(QUESTIONS).location
    page = main_of(browsing.get(MARKED).text)
    assert "Your time was up. What was saved until then was marked." in page
    assert "<li>That</li>" in page
    assert "You did not answer." in page
    read.last_result.timed_out = False
    assert MODULE_PAGE == browsing.get(QUESTIONS).location
    assert "Your time was up." not in browsing.get(MARKED).text


def test_what_comes_too_late_is_shown_as_what_was_saved(browsing: Browsing) -> None:
    answering(browsing)
    changing(browsing, taken=True)
    result = browsing.gateway.backend.answers["SubmitAnswers"].result  # type: ignore[attr-defined]
    result.timed_out = True
    handed_in(browsing, **TAKEN | {"q1": "a"})
    page = main_of(browsing.get(MARKED).text)
    assert "<li>That</li>" in page
    assert "<li>This</li>" not in page


def test_somebody_gives_themselves_time_without_a_reason(browsing: Browsing) -> None:
    browsing.sign_in()
    page = main_of(browsing.get(EXTRA_TIME).text)
    assert 'value="150" checked' in page
    assert "nobody asks why" in page
    answer = browsing.post(EXTRA_TIME, {"percent": "200"})
    assert (302, EXTRA_TIME) == (answer.status_code, answer.location)
    assert [assessment_pb2.ChooseExtraTimeRequest(percent=200)] == heard(
        browsing, "ChooseExtraTime"
    )
    assert "Your choice is saved." in browsing.get(EXTRA_TIME).text


@pytest.mark.parametrize("sent", [{}, {"percent": "300"}, {"percent": "x"}])
def test_a_share_that_there_is_not_is_not_sent(browsing: Browsing, sent: dict[str, str]) -> None:
    browsing.sign_in()
    assert 400 == browsing.post(EXTRA_TIME, sent).status_code
    assert [] == heard(browsing, "ChooseExtraTime")


def test_a_share_that_training_refuses_is_told_at_the_field(browsing: Browsing) -> None:
    browsing.sign_in()
    refused = Invalid(Violation("percent", "must be one of these"))
    browsing.gateway.backend.refuse(refused, "ChooseExtraTime")
    page = browsing.post(EXTRA_TIME, {"percent": "200"})
    assert 400 == page.status_code
    assert "must be one of these" in page.text


def test_extra_time_is_for_who_is_signed_in(browsing: Browsing) -> None:
    assert browsing.get(EXTRA_TIME).location.startswith("/auth/sign-in?")
    assert [] == heard(browsing, "GetExtraTime")


def telling(browsing: Browsing, *, ended: bool = False) -> None:
    """Let the attempt have a scenario too, at its second step or at its end."""
    answering(browsing)
    read = pb.GetModuleResponse()
    read.CopyFrom(browsing.gateway.backend.answers["GetModule"])
    read.open_attempt.questions.append(SCENARIO)
    if ended:
        read.open_attempt.questions[2].steps[1].taken = "police"
        read.open_attempt.questions[2].steps[1].feedback = "They come."
    browsing.gateway.backend.answers["GetModule"] = read
    saving(browsing)


def test_a_scenario_shows_the_way_so_far_and_the_step_that_waits(browsing: Browsing) -> None:
    telling(browsing)
    page = main_of(browsing.get(QUESTIONS).text)
    assert page.index("3. A van stops.") < page.index("What now?") < page.index("Well seen.")
    assert page.index("Well seen.") < page.index("Whom?") < page.index('value="police"')
    assert 'value="look"' not in page
    assert f'formaction="{QUESTIONS}/step"' in page
    telling(browsing, ended=True)
    page = main_of(browsing.get(QUESTIONS).text)
    assert "The story ends here." in page
    assert "They come." in page
    assert f'formaction="{QUESTIONS}/step"' not in page


def test_the_button_of_a_story_makes_its_choice_and_saves_the_rest(browsing: Browsing) -> None:
    telling(browsing)
    sent = {"attempt": ATTEMPT_ID, "q1": "b", "q3": "police", "step": "q3"}
    answer = browsing.post(f"{QUESTIONS}/step", sent)
    assert f"{QUESTIONS}#q3-story" == answer.location
    assert answers_of(("first", ["b"])) == heard(browsing, "SaveAnswers")
    assert [
        assessment_pb2.AnswerStepRequest(
            attempt_id=ATTEMPT_ID, question_id="van", step_id="tell", choice_id="police"
        )
    ] == heard(browsing, "AnswerStep")


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"q3": []}, 400),
        ({"q3": "forged"}, 400),
        ({"step": "q1"}, 302),
        ({"step": "q9"}, 302),
        ({"attempt": CERTIFICATE_ID}, 302),
    ],
)
def test_no_choice_is_made_of_what_is_not_there(
    browsing: Browsing, changed: dict[str, object], status: int
) -> None:
    telling(browsing)
    sent = {"attempt": ATTEMPT_ID, "q3": "police", "step": "q3"} | changed
    assert status == browsing.post(f"{QUESTIONS}/step", sent).status_code
    assert [] == heard(browsing, "AnswerStep")


def test_what_was_chosen_meanwhile_is_told(browsing: Browsing) -> None:
    telling(browsing)
    browsing.gateway.backend.refuse(errors.StepAnswered("Said."), "AnswerStep")
    sent = {"attempt": ATTEMPT_ID, "q3": "police", "step": "q3"}
    assert 302 == browsing.post(f"{QUESTIONS}/step", sent).status_code
    assert "the choice stands" in browsing.get(QUESTIONS).text


def test_a_story_must_end_before_one_hands_in(browsing: Browsing) -> None:
    telling(browsing)
    page = handed_in(browsing, q3="police")
    assert 400 == page.status_code
    assert "until the story ends" in page.text
    assert [] == heard(browsing, "SubmitAnswers")
    telling(browsing, ended=True)
    assert MARKED == handed_in(browsing).location
    (sent,) = heard(browsing, "SubmitAnswers")
    assert ["first", "second"] == [each.question_id for each in sent.answers]
