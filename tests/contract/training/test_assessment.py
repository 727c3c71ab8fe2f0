"""Answers that are kept and the time one has, through the front of training."""

import pytest

from isp.training.v1 import assessment_pb2, enrolment_pb2
from isp.training.v1 import training_pb2 as pb
from isp.training.v1.assessment_pb2_grpc import AssessmentServiceStub
from isp.training.v1.training_pb2_grpc import TrainingServiceStub
from tests.contract.training.classroom import COURSE, enrolled, handing_in, right, started
from tests.fakes.serving import Caller, Served, refusal


@pytest.fixture
def learner(server: Served) -> Caller:
    return server.caller()


def saving(
    attempt: enrolment_pb2.Attempt, *answers: enrolment_pb2.Answer
) -> assessment_pb2.SaveAnswersRequest:
    return assessment_pb2.SaveAnswersRequest(attempt_id=attempt.attempt_id, answers=answers)


def test_another_device_goes_on_with_the_same_questions_and_answers(
    training: TrainingServiceStub, assessment: AssessmentServiceStub, learner: Caller
) -> None:
    attempt = started(training, learner, enrolled(training, learner))
    answers = right(attempt)
    for each in answers[:3]:
        saved = assessment.SaveAnswers(saving(attempt, each), metadata=learner.metadata)
    assert not saved.over
    request = pb.GetModuleRequest(course_id=COURSE, module_id=attempt.module_id)
    read = training.GetModule(request, metadata=learner.metadata).open_attempt
    assert saved.attempt == read
    assert [list(each.taken) for each in read.questions] == [
        *(sorted(each.choice_ids) for each in answers[:3]),
        [],
    ]
    marked = training.SubmitAnswers(handing_in(attempt, []), metadata=learner.metadata)
    assert (75, True, False) == (
        marked.result.score,
        marked.result.passed,
        marked.result.timed_out,
    )
    last = training.GetModule(request, metadata=learner.metadata)
    assert (marked.result, read.questions[0].taken) == (
        last.last_result,
        last.last_attempt.questions[0].taken,
    )


def test_answers_of_others_are_not_found_and_forged_ones_refused(
    training: TrainingServiceStub,
    assessment: AssessmentServiceStub,
    learner: Caller,
    server: Served,
) -> None:
    attempt = started(training, learner, enrolled(training, learner))
    with refusal() as refused:
        assessment.SaveAnswers(saving(attempt), metadata=server.caller().metadata)
    assert ("NOT_FOUND", "ATTEMPT_NOT_FOUND") == refused.status_and_reason
    forged = enrolment_pb2.Answer(question_id="never", choice_ids=["good"])
    with refusal() as refused:
        assessment.SaveAnswers(saving(attempt, forged), metadata=learner.metadata)
    assert ("INVALID_ARGUMENT", "QUESTION_NOT_DRAWN") == refused.status_and_reason
    twice = enrolment_pb2.Answer(question_id="q1"), enrolment_pb2.Answer(question_id="q1")
    with refusal() as refused:
        assessment.SaveAnswers(saving(attempt, *twice), metadata=learner.metadata)
    assert ["answers[1].question_id"] == [each.field for each in refused.said.violations]


def test_a_choice_in_no_scenario_is_refused_by_name(
    training: TrainingServiceStub, assessment: AssessmentServiceStub, learner: Caller
) -> None:
    attempt = started(training, learner, enrolled(training, learner))
    strange = assessment_pb2.AnswerStepRequest(
        attempt_id=attempt.attempt_id, question_id="van", step_id="see", choice_id="look"
    )
    with refusal() as refused:
        assessment.AnswerStep(strange, metadata=learner.metadata)
    assert ("INVALID_ARGUMENT", "QUESTION_NOT_DRAWN") == refused.status_and_reason
    with refusal() as refused:
        assessment.AnswerStep(assessment_pb2.AnswerStepRequest(), metadata=learner.metadata)
    assert ["attempt_id", "question_id", "step_id", "choice_id"] == [
        each.field for each in refused.said.violations
    ]


def test_ones_share_of_time_is_ones_own(
    assessment: AssessmentServiceStub, learner: Caller, server: Served
) -> None:
    choice = assessment_pb2.ChooseExtraTimeRequest(percent=150)
    assert 150 == assessment.ChooseExtraTime(choice, metadata=learner.metadata).percent
    asked = assessment_pb2.GetExtraTimeRequest()
    assert 150 == assessment.GetExtraTime(asked, metadata=learner.metadata).percent
    assert 100 == assessment.GetExtraTime(asked, metadata=server.caller().metadata).percent
    with refusal() as refused:
        choice = assessment_pb2.ChooseExtraTimeRequest(percent=300)
        assessment.ChooseExtraTime(choice, metadata=learner.metadata)
    assert ["percent"] == [each.field for each in refused.said.violations]
