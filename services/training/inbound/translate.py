"""Requests as domain words; each field that is wrong is named."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from chassis.errors import Invalid, Violation
from chassis.requests import NUL, Wrong, id_from, key_from, text_from
from isp.training.v1 import assessment_pb2, certificate_pb2, enrolment_pb2, training_pb2
from kernel.idempotency import RequestKey
from services.training.domain.attempt import Answers
from services.training.domain.course_files import MOST_CHOICES, MOST_QUESTIONS
from services.training.usecases.print_certificate import PrintForm

LONGEST_ID: Final = 50
_FORMS: Final = {
    certificate_pb2.PRINT_FORM_PDF: PrintForm.PDF,
    certificate_pb2.PRINT_FORM_BADGE: PrintForm.BADGE,
}
LONGEST_CREDENTIAL: Final = 16_384


def enrolling_from(request: training_pb2.EnrolRequest) -> tuple[UUID, RequestKey]:
    """Return the course to begin, and the key under which it is done once.

    Raises:
        Invalid: each field that is wrong is named.
    """
    return id_from("course_id", request.course_id), key_from("Enrol", request)


def trying_from(request: training_pb2.StartAttemptRequest) -> tuple[UUID, UUID, RequestKey]:
    """Return the enrolment, the module to try, and the key under which it is done once.

    Raises:
        Invalid: each field that is wrong is named.
    """
    wrong = Wrong()
    enrolment = wrong.built("enrolment_id", lambda: id_from("enrolment_id", request.enrolment_id))
    module = wrong.built("module_id", lambda: id_from("module_id", request.module_id))
    key = wrong.built("idempotency_key", lambda: key_from("StartAttempt", request))
    wrong.check()
    assert enrolment is not None
    assert module is not None
    assert key is not None
    return enrolment, module, key


def printing_from(request: training_pb2.PrintCertificateRequest) -> tuple[UUID, PrintForm]:
    """Return the certificate to print, and as what.

    Raises:
        Invalid: each field that is wrong is named.
    """
    wrong = Wrong()
    certificate = wrong.built(
        "certificate_id", lambda: id_from("certificate_id", request.certificate_id)
    )
    form = _FORMS.get(request.form)
    wrong.unless(form is not None, "form", "must be said, with a value that we know")
    wrong.check()
    assert certificate is not None
    assert form is not None
    return certificate, form


def answers_from(
    request: training_pb2.SubmitAnswersRequest,
) -> tuple[UUID, Answers, RequestKey]:
    """Return the attempt, what was answered, and the key under which it is marked once.

    Raises:
        Invalid: each field that is wrong is named.
    """
    wrong = Wrong()
    attempt = wrong.built("attempt_id", lambda: id_from("attempt_id", request.attempt_id))
    key = wrong.built("idempotency_key", lambda: key_from("SubmitAnswers", request))
    answers = _answers(wrong, request.answers)
    wrong.check()
    assert attempt is not None
    assert key is not None
    return attempt, answers, key


def saved_from(request: assessment_pb2.SaveAnswersRequest) -> tuple[UUID, Answers]:
    """Return the attempt, and what is answered so far.

    Raises:
        Invalid: each field that is wrong is named.
    """
    wrong = Wrong()
    attempt = wrong.built("attempt_id", lambda: id_from("attempt_id", request.attempt_id))
    answers = _answers(wrong, request.answers)
    wrong.check()
    assert attempt is not None
    return attempt, answers


def step_from(request: assessment_pb2.AnswerStepRequest) -> tuple[UUID, str, str, str]:
    """Return the attempt, the scenario, the step and the choice.

    Raises:
        Invalid: each field that is wrong is named.
    """
    wrong = Wrong()
    attempt = wrong.built("attempt_id", lambda: id_from("attempt_id", request.attempt_id))
    for field in ("question_id", "step_id", "choice_id"):
        wrong.unless(_is_id(getattr(request, field)), field, "must be 1 to 50 characters")
    wrong.check()
    assert attempt is not None
    return attempt, request.question_id, request.step_id, request.choice_id


def _answers(wrong: Wrong, said: Sequence[enrolment_pb2.Answer]) -> Answers:
    few = len(said) <= MOST_QUESTIONS
    wrong.unless(few, "answers", f"must be at most {MOST_QUESTIONS}")
    answers = dict[str, frozenset[str]]()
    for number, each in enumerate(said if few else ()):
        field = f"answers[{number}]"
        wrong.unless(_is_id(each.question_id), f"{field}.question_id", "must name a question")
        twice = each.question_id in answers
        wrong.unless(not twice, f"{field}.question_id", "answers a question again")
        wrong.unless(_are_choices(each), f"{field}.choice_ids", "must name choices")
        answers[each.question_id] = frozenset(each.choice_ids)
    return answers


def _is_id(text: str) -> bool:
    return 1 <= len(text) <= LONGEST_ID and NUL not in text


def _are_choices(answer: enrolment_pb2.Answer) -> bool:
    return len(answer.choice_ids) <= MOST_CHOICES and all(map(_is_id, answer.choice_ids))


def certifying_from(
    request: training_pb2.IssueCertificateRequest,
) -> tuple[UUID, RequestKey]:
    """Return the enrolment to certify, and the key under which it is done once.

    Raises:
        Invalid: each field that is wrong is named.
    """
    key = key_from("IssueCertificate", request)
    return id_from("enrolment_id", request.enrolment_id), key


def shown_from(request: training_pb2.VerifyCertificateRequest) -> UUID | str:
    """Return what is to be checked: a certificate's id, or a credential.

    Raises:
        Invalid: neither is given, or both are, or one is out of bounds.
    """
    if bool(request.certificate_id) == bool(request.credential):
        raise Invalid(Violation("credential", "must be given, or the certificate_id, not both"))
    if request.certificate_id:
        return id_from("certificate_id", request.certificate_id)
    return text_from("credential", request.credential.strip(), LONGEST_CREDENTIAL)
