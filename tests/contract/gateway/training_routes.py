"""The routes that lead to training: good requests, and what training must hear."""

from typing import Any, Final

from isp.training.v1 import (
    accreditation_pb2,
    assessment_pb2,
    certificate_pb2,
    enrolment_pb2,
    films_pb2,
)
from isp.training.v1 import training_pb2 as pb
from tests.contract.gateway.course_package_routes import COURSE_PACKAGE_ROUTES
from tests.contract.gateway.route import (
    ATTEMPT_ID,
    CERTIFICATE_ID,
    COURSE_ID,
    ENROLMENT_ID,
    KEY,
    LIST_ID,
    MODULE_ID,
    Route,
)
from tests.contract.gateway.training_answers import WITHDRAWN

JWT: Final = "application/vc+jwt"
_COURSE: Final = "/v1/courses/{course_id}"
_ENROLMENT: Final = "/v1/enrolments/{enrolment_id}"
_CERTIFICATE: Final = "/v1/certificates/{certificate_id}"
_EXTRA: Final = "/v1/me/training/extra-time"
_PAGE: Final[dict[str, Any]] = {"page_size": 7, "page_token": "a+b/c="}
_ANSWERS: Final[dict[str, Any]] = {"answers": [{"question_id": "q1", "choice_ids": ["a", "b"]}]}
_STEP: Final[dict[str, Any]] = {"question_id": "van", "step_id": "tell", "choice_id": "police"}

ROUTES: Final = (
    *COURSE_PACKAGE_ROUTES,
    Route("GET", "/v1/courses", "ListCourses", query=_PAGE, message=pb.ListCoursesRequest(**_PAGE)),
    Route("GET", _COURSE, "GetCourse", pb.GetCourseRequest(course_id=COURSE_ID)),
    Route(
        "GET",
        f"{_COURSE}/modules/{{module_id}}",
        "GetModule",
        pb.GetModuleRequest(course_id=COURSE_ID, module_id=MODULE_ID),
    ),
    Route(
        "POST",
        f"{_COURSE}/enrolments",
        "Enrol",
        status=201,
        needs_key=True,
        message=pb.EnrolRequest(course_id=COURSE_ID, idempotency_key=KEY),
    ),
    Route(
        "GET",
        "/v1/me/training",
        "GetMyTraining",
        query=_PAGE,
        message=pb.GetMyTrainingRequest(**_PAGE),
    ),
    Route(
        "POST",
        f"{_ENROLMENT}/modules/{{module_id}}/attempts",
        "StartAttempt",
        status=201,
        needs_key=True,
        message=pb.StartAttemptRequest(
            enrolment_id=ENROLMENT_ID, module_id=MODULE_ID, idempotency_key=KEY
        ),
    ),
    Route(
        "POST",
        "/v1/attempts/{attempt_id}/answers",
        "SubmitAnswers",
        body=_ANSWERS,
        needs_key=True,
        message=pb.SubmitAnswersRequest(
            attempt_id=ATTEMPT_ID,
            answers=[enrolment_pb2.Answer(**each) for each in _ANSWERS["answers"]],
            idempotency_key=KEY,
        ),
    ),
    Route(
        "POST",
        "/v1/attempts/{attempt_id}/saved-answers",
        "SaveAnswers",
        body=_ANSWERS,
        message=assessment_pb2.SaveAnswersRequest(
            attempt_id=ATTEMPT_ID,
            answers=[enrolment_pb2.Answer(**each) for each in _ANSWERS["answers"]],
        ),
    ),
    Route(
        "POST",
        "/v1/attempts/{attempt_id}/steps",
        "AnswerStep",
        body=_STEP,
        message=assessment_pb2.AnswerStepRequest(attempt_id=ATTEMPT_ID, **_STEP),
    ),
    Route(
        "GET",
        "/v1/course-versions",
        "ListCourseVersions",
        accreditation_pb2.ListCourseVersionsRequest(),
    ),
    Route(
        "POST",
        f"{_COURSE}/withdrawals",
        "WithdrawVersion",
        body={"version": 1, "ends_at": "2026-11-24T10:00:00Z", "reason": "It is old."},
        message=accreditation_pb2.WithdrawVersionRequest(
            course_id=COURSE_ID, version=1, ends_at=WITHDRAWN.ends_at, reason="It is old."
        ),
    ),
    Route(
        "POST",
        f"{_CERTIFICATE}/reissue",
        "ReissueCertificate",
        status=201,
        body={"name": "Right Name"},
        needs_key=True,
        message=accreditation_pb2.ReissueCertificateRequest(
            certificate_id=CERTIFICATE_ID, name="Right Name", idempotency_key=KEY
        ),
    ),
    Route(
        "GET",
        f"{_COURSE}/modules/{{module_id}}/film",
        "GetFilm",
        answers="video/webm",
        message=films_pb2.GetFilmRequest(course_id=COURSE_ID, module_id=MODULE_ID),
    ),
    Route(
        "GET",
        f"{_COURSE}/modules/{{module_id}}/captions",
        "GetFilm",
        answers="text/vtt",
        message=films_pb2.GetFilmRequest(course_id=COURSE_ID, module_id=MODULE_ID),
    ),
    Route("GET", _EXTRA, "GetExtraTime", assessment_pb2.GetExtraTimeRequest()),
    Route(
        "PUT",
        _EXTRA,
        "ChooseExtraTime",
        body={"percent": 200},
        message=assessment_pb2.ChooseExtraTimeRequest(percent=200),
    ),
    Route(
        "POST",
        f"{_ENROLMENT}/certificate",
        "IssueCertificate",
        status=201,
        body={"name": "Given Family"},
        needs_key=True,
        message=pb.IssueCertificateRequest(
            enrolment_id=ENROLMENT_ID, name="Given Family", idempotency_key=KEY
        ),
    ),
    Route(
        "GET",
        _CERTIFICATE,
        "VerifyCertificate",
        pb.VerifyCertificateRequest(certificate_id=CERTIFICATE_ID),
    ),
    Route(
        "POST",
        "/v1/certificates/verification",
        "VerifyCertificate",
        body={"credential": "a.b.c"},
        message=pb.VerifyCertificateRequest(credential="a.b.c"),
    ),
    Route(
        "GET",
        f"{_CERTIFICATE}/credential",
        "GetCertificate",
        answers=JWT,
        message=pb.GetCertificateRequest(certificate_id=CERTIFICATE_ID),
    ),
    Route(
        "GET",
        f"{_CERTIFICATE}/pdf",
        "PrintCertificate",
        answers="application/pdf",
        message=pb.PrintCertificateRequest(
            certificate_id=CERTIFICATE_ID, form=certificate_pb2.PRINT_FORM_PDF
        ),
    ),
    Route(
        "GET",
        f"{_CERTIFICATE}/badge",
        "PrintCertificate",
        answers="image/png",
        message=pb.PrintCertificateRequest(
            certificate_id=CERTIFICATE_ID, form=certificate_pb2.PRINT_FORM_BADGE
        ),
    ),
    Route(
        "POST",
        f"{_CERTIFICATE}/revocation",
        "RevokeCertificate",
        body={"reason": "Because."},
        message=pb.RevokeCertificateRequest(certificate_id=CERTIFICATE_ID, reason="Because."),
    ),
    Route(
        "GET",
        "/v1/credentials/status/{list_id}",
        "GetStatusList",
        answers=JWT,
        message=pb.GetStatusListRequest(list_id=LIST_ID),
    ),
    Route("GET", "/v1/credentials/issuer", "GetIssuer", pb.GetIssuerRequest()),
    Route("GET", "/v1/credentials/jwks.json", "GetIssuer", pb.GetIssuerRequest()),
    Route("GET", "/v1/credentials/keys/{key_id}", "GetIssuer", pb.GetIssuerRequest()),
)
