"""Courses and assessment through the front of training."""

from typing import Any
from uuid import uuid4

import pytest

from isp.training.v1 import enrolment_pb2
from isp.training.v1 import training_pb2 as pb
from isp.training.v1.training_pb2_grpc import TrainingServiceStub
from tests.contract.training.classroom import (
    COURSE,
    enrolled,
    handing_in,
    new_key,
    passed,
    right,
    started,
)
from tests.fakes.serving import Caller, Served, refusal


@pytest.fixture
def learner(server: Served) -> Caller:
    return server.caller()


def test_anyone_reads_what_is_taught_and_no_answer_is_in_it(
    training: TrainingServiceStub,
) -> None:
    (listed,) = training.ListCourses(pb.ListCoursesRequest()).courses
    course = training.GetCourse(pb.GetCourseRequest(course_id=COURSE)).course
    assert listed == course
    assert "Demonstration, not official." == course.banner
    request = pb.GetModuleRequest(course_id=COURSE, module_id=course.modules[0].module_id)
    read = training.GetModule(request)
    assert ("# Module 1", ["A public source"]) == (read.module.body, read.module.sources)
    assert not read.HasField("progress")
    assert "good" not in str(read)


def test_a_learner_takes_a_course_from_beginning_to_end(
    training: TrainingServiceStub, learner: Caller
) -> None:
    enrolment = enrolled(training, learner)
    assert enrolment_pb2.ENROLMENT_STATUS_OPEN == enrolment.status
    attempt = started(training, learner, enrolment)
    assert (1, 4) == (attempt.number, len(attempt.questions))
    assert all(3 == len(each.choices) for each in attempt.questions)
    read = training.GetModule(
        pb.GetModuleRequest(course_id=COURSE, module_id=attempt.module_id),
        metadata=learner.metadata,
    )
    assert attempt == read.open_attempt
    answers = right(attempt)
    answers[0].choice_ids[:] = ["bad"]
    marked = training.SubmitAnswers(handing_in(attempt, answers), metadata=learner.metadata)
    assert (75, True) == (marked.result.score, marked.result.passed)
    first, *others = marked.result.questions
    assert (False, "Not that.") == (first.right, first.feedback[0])
    assert all(each.right and each.feedback for each in others)
    assert 75 == marked.enrolment.modules[0].best_score
    last = started(training, learner, enrolment, 1)
    done = training.SubmitAnswers(handing_in(last, right(last)), metadata=learner.metadata)
    assert enrolment_pb2.ENROLMENT_STATUS_COMPLETED == done.enrolment.status
    mine = training.GetMyTraining(pb.GetMyTrainingRequest(), metadata=learner.metadata)
    assert [done.enrolment] == list(mine.enrolments)


def test_what_is_not_ones_own_is_not_found_as_what_is_not_there(
    training: TrainingServiceStub, learner: Caller, server: Served
) -> None:
    enrolment = enrolled(training, learner)
    attempt = started(training, learner, enrolment)
    other = server.caller()

    def refused(rpc: Any, request: Any) -> tuple[tuple[str, str], str]:
        with refusal() as said:
            rpc(request, metadata=other.metadata)
        return said.status_and_reason, said.said.message

    for rpc, request, field, reason in (
        (
            training.StartAttempt,
            pb.StartAttemptRequest(
                module_id=enrolment.modules[0].module_id,
                idempotency_key=new_key(),
                enrolment_id=enrolment.enrolment_id,
            ),
            "enrolment_id",
            "ENROLMENT_NOT_FOUND",
        ),
        (training.SubmitAnswers, handing_in(attempt, []), "attempt_id", "ATTEMPT_NOT_FOUND"),
        (
            training.IssueCertificate,
            pb.IssueCertificateRequest(
                enrolment_id=enrolment.enrolment_id, name="A", idempotency_key=new_key()
            ),
            "enrolment_id",
            "ENROLMENT_NOT_FOUND",
        ),
    ):
        theirs = refused(rpc, request)
        setattr(request, field, str(uuid4()))
        assert (("NOT_FOUND", reason), theirs[1]) == refused(rpc, request) == theirs
    assert [] == list(
        training.GetMyTraining(pb.GetMyTrainingRequest(), metadata=other.metadata).enrolments
    )


def test_forged_answers_are_refused_by_name_and_nothing_is_marked(
    training: TrainingServiceStub, learner: Caller
) -> None:
    attempt = started(training, learner, enrolled(training, learner))
    asked = {each.question_id for each in attempt.questions}
    strange = next(f"q{number}" for number in range(6) if f"q{number}" not in asked)
    forged = enrolment_pb2.Answer(question_id=strange, choice_ids=["good"])
    with refusal() as refused:
        training.SubmitAnswers(
            handing_in(attempt, [*right(attempt), forged]), metadata=learner.metadata
        )
    assert ("INVALID_ARGUMENT", "QUESTION_NOT_DRAWN") == refused.status_and_reason
    assert [f"answers.{strange}"] == [each.field for each in refused.said.violations]
    training.SubmitAnswers(handing_in(attempt, right(attempt)), metadata=learner.metadata)
    with refusal() as refused:
        training.SubmitAnswers(handing_in(attempt, right(attempt)), metadata=learner.metadata)
    assert ("FAILED_PRECONDITION", "ATTEMPT_SUBMITTED") == refused.status_and_reason


def test_a_repeated_submission_gives_the_same_result(
    training: TrainingServiceStub, learner: Caller
) -> None:
    attempt = started(training, learner, enrolled(training, learner))
    request = handing_in(attempt, right(attempt))
    first, again = (training.SubmitAnswers(request, metadata=learner.metadata) for _ in "12")
    assert first == again


def test_tries_run_out_and_one_may_begin_anew(
    training: TrainingServiceStub, learner: Caller
) -> None:
    enrolment = enrolled(training, learner)
    with refusal() as refused:
        enrolled(training, learner)
    assert ("FAILED_PRECONDITION", "ALREADY_ENROLLED") == refused.status_and_reason
    for number in (1, 2):
        attempt = started(training, learner, enrolment)
        assert number == attempt.number
        said = training.SubmitAnswers(handing_in(attempt, []), metadata=learner.metadata)
    assert enrolment_pb2.ENROLMENT_STATUS_FAILED == said.enrolment.status
    with refusal() as refused:
        started(training, learner, enrolment, 1)
    assert ("FAILED_PRECONDITION", "ENROLMENT_CLOSED") == refused.status_and_reason
    passed(training, learner)
    page = training.GetMyTraining(pb.GetMyTrainingRequest(page_size=1), metadata=learner.metadata)
    following = training.GetMyTraining(
        pb.GetMyTrainingRequest(page_size=1, page_token=page.next_page_token),
        metadata=learner.metadata,
    )
    assert {
        enrolment_pb2.ENROLMENT_STATUS_COMPLETED,
        enrolment_pb2.ENROLMENT_STATUS_FAILED,
    } == {each.status for each in (*page.enrolments, *following.enrolments)}
    assert "" == following.next_page_token


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("attempt_id", {"attempt_id": "x"}),
        ("idempotency_key", {"idempotency_key": "x"}),
        ("answers", {"answers": [enrolment_pb2.Answer(question_id="q")] * 51}),
        ("answers[0].question_id", {"answers": [enrolment_pb2.Answer()]}),
        ("answers[1].question_id", {"answers": [enrolment_pb2.Answer(question_id="q")] * 2}),
        (
            "answers[0].choice_ids",
            {"answers": [enrolment_pb2.Answer(question_id="q", choice_ids=["c"] * 9)]},
        ),
        (
            "answers[0].choice_ids",
            {"answers": [enrolment_pb2.Answer(question_id="q", choice_ids=["a\x00"])]},
        ),
    ],
)
def test_a_submission_out_of_bounds_is_refused_by_name(
    training: TrainingServiceStub, learner: Caller, field: str, given: dict[str, Any]
) -> None:
    good = {"attempt_id": str(uuid4()), "idempotency_key": new_key(), "answers": []}
    with refusal() as refused:
        training.SubmitAnswers(pb.SubmitAnswersRequest(**good | given), metadata=learner.metadata)
    assert [field] == [each.field for each in refused.said.violations]
    assert ("INVALID_ARGUMENT", "INVALID") == refused.status_and_reason


def test_everything_that_is_wrong_with_a_try_is_named_at_once(
    training: TrainingServiceStub, learner: Caller
) -> None:
    with refusal() as refused:
        training.StartAttempt(pb.StartAttemptRequest(), metadata=learner.metadata)
    assert ["enrolment_id", "module_id", "idempotency_key"] == [
        each.field for each in refused.said.violations
    ]
