"""What people do in the tests of training, through its front."""

from uuid import uuid4

from isp.training.v1 import certificate_pb2, enrolment_pb2
from isp.training.v1 import training_pb2 as pb
from isp.training.v1.training_pb2_grpc import TrainingServiceStub
from tests.fakes.serving import Caller
from tests.fakes.training import COURSE_ID

COURSE = str(COURSE_ID)


def new_key() -> str:
    return str(uuid4())


def enrolled(training: TrainingServiceStub, by: Caller) -> enrolment_pb2.Enrolment:
    """Begin the course."""
    request = pb.EnrolRequest(course_id=COURSE, idempotency_key=new_key())
    return training.Enrol(request, metadata=by.metadata).enrolment


def started(
    training: TrainingServiceStub, by: Caller, enrolment: enrolment_pb2.Enrolment, module: int = 0
) -> enrolment_pb2.Attempt:
    """Try a module."""
    request = pb.StartAttemptRequest(
        enrolment_id=enrolment.enrolment_id,
        module_id=enrolment.modules[module].module_id,
        idempotency_key=new_key(),
    )
    return training.StartAttempt(request, metadata=by.metadata).attempt


def right(attempt: enrolment_pb2.Attempt) -> list[enrolment_pb2.Answer]:
    """Right answers, as somebody gives them who paid attention."""
    return [
        enrolment_pb2.Answer(
            question_id=each.question_id,
            choice_ids=["good", "also"] if each.several else ["good"],
        )
        for each in attempt.questions
    ]


def handing_in(
    attempt: enrolment_pb2.Attempt, answers: list[enrolment_pb2.Answer]
) -> pb.SubmitAnswersRequest:
    """The request that hands an attempt in."""
    return pb.SubmitAnswersRequest(
        attempt_id=attempt.attempt_id, answers=answers, idempotency_key=new_key()
    )


def passed(training: TrainingServiceStub, by: Caller) -> enrolment_pb2.Enrolment:
    """Take the course to its end."""
    enrolment = enrolled(training, by)
    for module in range(len(enrolment.modules)):
        attempt = started(training, by, enrolment, module)
        request = handing_in(attempt, right(attempt))
        enrolment = training.SubmitAnswers(request, metadata=by.metadata).enrolment
    return enrolment


def certified(
    training: TrainingServiceStub, by: Caller, name: str = "Given Family"
) -> certificate_pb2.Certificate:
    """Take the course and get its certificate."""
    request = pb.IssueCertificateRequest(
        enrolment_id=passed(training, by).enrolment_id, name=name, idempotency_key=new_key()
    )
    return training.IssueCertificate(request, metadata=by.metadata).certificate
