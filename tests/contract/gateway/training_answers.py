"""What the scripted backend answers for training, and what a program reads of it."""

from datetime import UTC, datetime
from typing import Any, Final

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from isp.kernel.v1 import kernel_pb2
from isp.training.v1 import (
    accreditation_pb2,
    assessment_pb2,
    certificate_pb2,
    course_pb2,
    enrolment_pb2,
    films_pb2,
)
from isp.training.v1 import training_pb2 as pb
from tests.contract.gateway.route import (
    ATTEMPT_ID,
    CERTIFICATE_ID,
    COURSE_ID,
    ENROLMENT_ID,
    KEY_ID,
    LIST_ID,
    MODULE_ID,
)


def at(hour: int) -> Timestamp:
    moment = Timestamp()
    moment.FromDatetime(datetime(2026, 11, 24, hour, tzinfo=UTC))
    return moment


def read_at(hour: int) -> str:
    return f"2026-11-24T{hour:02}:00:00.000Z"


SUMMARY: Final = course_pb2.ModuleSummary(
    module_id=MODULE_ID, title="Module", title_cy="Modiwl", minutes=6, questions=4, limit_minutes=20
)
COURSE: Final = course_pb2.Course(
    course_id=COURSE_ID,
    version=2,
    title="Awareness",
    summary="What anyone can do.",
    language="en-GB",
    banner="Demonstration, not official.",
    marking=kernel_pb2.Marking(tlp=kernel_pb2.TLP_CLEAR, minimum_tier=kernel_pb2.TIER_PUBLIC),
    pass_mark=75,
    most_attempts=5,
    valid_months=24,
    criteria="Passed.",
    published_at=at(8),
    modules=[SUMMARY],
    sectors=["retail"],
    prerequisite_ids=[LIST_ID],
)
PREREQUISITE: Final = course_pb2.Prerequisite(
    course_id=LIST_ID, title="Before", title_cy="Cynt", completed=True
)
PROGRESS: Final = enrolment_pb2.ModuleProgress(module_id=MODULE_ID, attempts=1, best_score=50)
CERTIFICATE: Final = certificate_pb2.Certificate(
    certificate_id=CERTIFICATE_ID,
    enrolment_id=ENROLMENT_ID,
    course_id=COURSE_ID,
    course_version=2,
    title="Awareness",
    name="Given Family",
    issued_at=at(9),
    valid_until=at(10),
    revoked_at=at(11),
    revocation_reason="Because.",
)
WITHDRAWN: Final = accreditation_pb2.CourseVersion(
    course_id=COURSE_ID,
    version=1,
    title="Awareness",
    published_at=at(8),
    withdrawn_at=at(9),
    ends_at=at(10),
    reason="It is old.",
    asked_by=["Next"],
)
ENROLMENT: Final = enrolment_pb2.Enrolment(
    enrolment_id=ENROLMENT_ID,
    course_id=COURSE_ID,
    course_version=2,
    title="Awareness",
    status=enrolment_pb2.ENROLMENT_STATUS_COMPLETED,
    enrolled_at=at(8),
    completed_at=at(9),
    modules=[PROGRESS],
    certificate=CERTIFICATE,
)
SCENARIO: Final = enrolment_pb2.Question(
    question_id="van",
    text="A van stops.",
    steps=[
        enrolment_pb2.ScenarioStep(
            step_id="see",
            text="What now?",
            choices=[enrolment_pb2.Choice(choice_id="look", text="Look")],
            taken="look",
            right=True,
            feedback="Well seen.",
        ),
        enrolment_pb2.ScenarioStep(
            step_id="tell",
            text="Whom?",
            choices=[enrolment_pb2.Choice(choice_id="police", text="The police")],
        ),
    ],
)
ATTEMPT: Final = enrolment_pb2.Attempt(
    attempt_id=ATTEMPT_ID,
    enrolment_id=ENROLMENT_ID,
    module_id=MODULE_ID,
    number=1,
    started_at=at(8),
    due_at=at(9),
    questions=[
        enrolment_pb2.Question(
            question_id="q1",
            text="What?",
            several=True,
            choices=[enrolment_pb2.Choice(choice_id="a", text="This")],
            taken=["a"],
        ),
        SCENARIO,
    ],
)
RESULT: Final = enrolment_pb2.AttemptResult(
    attempt_id=ATTEMPT_ID,
    module_id=MODULE_ID,
    number=1,
    score=50,
    passed=True,
    timed_out=True,
    submitted_at=at(9),
    questions=[enrolment_pb2.QuestionResult(question_id="q1", right=True, feedback=["Well."])],
)
FOUND: Final = pb.VerifyCertificateResponse(
    valid=False,
    checks=[
        certificate_pb2.Check(
            name=certificate_pb2.CHECK_NAME_STATUS,
            outcome=certificate_pb2.CHECK_OUTCOME_FAILED,
            reason="REVOKED",
            detail="It was revoked.",
        )
    ],
    stated=certificate_pb2.Stated(
        certificate_id=CERTIFICATE_ID,
        name="Given Family",
        title="Awareness",
        criteria="Passed.",
        issuer="The Issuer",
        valid_from=at(9),
        valid_until=at(10),
        revoked_at=at(11),
    ),
)
_KID: Final = f"https://isp.example/v1/credentials/keys/{KEY_ID}"
_ISSUER: Final = "https://isp.example/v1/credentials/issuer"
ISSUER: Final = pb.GetIssuerResponse(
    id=_ISSUER,
    name="The Issuer",
    url="https://isp.example",
    keys=[certificate_pb2.PublicKey(kid=_KID, key_id=KEY_ID, n="nnn", e="AQAB")],
)
USUAL: Final[dict[str, Message]] = {
    "ListCourses": pb.ListCoursesResponse(courses=[COURSE], next_page_token="next+page"),
    "GetCourse": pb.GetCourseResponse(course=COURSE, prerequisites=[PREREQUISITE]),
    "GetModule": pb.GetModuleResponse(
        module=course_pb2.Module(
            summary=SUMMARY,
            body="# Text",
            sources=["A public source"],
            film=course_pb2.ModuleFilm(title="A film", transcript="What is seen."),
        ),
        course_version=2,
        banner="Demonstration, not official.",
        progress=PROGRESS,
        open_attempt=ATTEMPT,
        last_attempt=ATTEMPT,
        last_result=RESULT,
    ),
    "Enrol": pb.EnrolResponse(enrolment=ENROLMENT),
    "StartAttempt": pb.StartAttemptResponse(attempt=ATTEMPT),
    "SubmitAnswers": pb.SubmitAnswersResponse(result=RESULT, enrolment=ENROLMENT),
    "SaveAnswers": assessment_pb2.SaveAnswersResponse(attempt=ATTEMPT, over=True),
    "AnswerStep": assessment_pb2.AnswerStepResponse(question=SCENARIO, over=True),
    "ListCourseVersions": accreditation_pb2.ListCourseVersionsResponse(versions=[WITHDRAWN]),
    "WithdrawVersion": accreditation_pb2.WithdrawVersionResponse(version=WITHDRAWN),
    "ReissueCertificate": accreditation_pb2.ReissueCertificateResponse(certificate=CERTIFICATE),
    "GetFilm": films_pb2.GetFilmResponse(film=b"\x1a\x45\xdf\xa3 film", captions=b"WEBVTT\n"),
    "GetExtraTime": assessment_pb2.GetExtraTimeResponse(percent=150),
    "ChooseExtraTime": assessment_pb2.ChooseExtraTimeResponse(percent=200),
    "GetMyTraining": pb.GetMyTrainingResponse(enrolments=[ENROLMENT], next_page_token="next+page"),
    "IssueCertificate": pb.IssueCertificateResponse(certificate=CERTIFICATE),
    "GetCertificate": pb.GetCertificateResponse(certificate=CERTIFICATE, credential="a.b.c"),
    "PrintCertificate": pb.PrintCertificateResponse(file=b"%PDF-1.7 of a kind"),
    "VerifyCertificate": FOUND,
    "RevokeCertificate": pb.RevokeCertificateResponse(certificate=CERTIFICATE),
    "GetStatusList": pb.GetStatusListResponse(credential="d.e.f"),
    "GetIssuer": ISSUER,
}
SUMMARY_READ: Final = {
    "module_id": MODULE_ID,
    "title": "Module",
    "title_cy": "Modiwl",
    "minutes": 6,
    "questions": 4,
    "limit_minutes": 20,
}
COURSE_READ: Final = {
    "course_id": COURSE_ID,
    "version": 2,
    "title": "Awareness",
    "title_cy": None,
    "summary": "What anyone can do.",
    "language": "en-GB",
    "banner": "Demonstration, not official.",
    "marking": {"tlp": "CLEAR", "minimum_tier": "PUBLIC", "closed_group": None},
    "pass_mark": 75,
    "most_attempts": 5,
    "valid_months": 24,
    "criteria": "Passed.",
    "published_at": read_at(8),
    "modules": [SUMMARY_READ],
    "sectors": ["retail"],
    "prerequisite_ids": [LIST_ID],
}
PREREQUISITE_READ: Final = {
    "course_id": LIST_ID,
    "title": "Before",
    "title_cy": "Cynt",
    "completed": True,
}
PROGRESS_READ: Final = {
    "module_id": MODULE_ID,
    "attempts": 1,
    "best_score": 50,
    "passed_at": None,
}
CERTIFICATE_READ: Final = {
    "certificate_id": CERTIFICATE_ID,
    "enrolment_id": ENROLMENT_ID,
    "course_id": COURSE_ID,
    "course_version": 2,
    "title": "Awareness",
    "name": "Given Family",
    "issued_at": read_at(9),
    "valid_until": read_at(10),
    "revoked_at": read_at(11),
    "revocation_reason": "Because.",
}
WITHDRAWN_READ: Final = {
    "course_id": COURSE_ID,
    "version": 1,
    "title": "Awareness",
    "published_at": read_at(8),
    "withdrawn_at": read_at(9),
    "ends_at": read_at(10),
    "reason": "It is old.",
    "stopped": False,
    "package_id": None,
    "asked_by": ["Next"],
}
ENROLMENT_READ: Final = {
    "enrolment_id": ENROLMENT_ID,
    "course_id": COURSE_ID,
    "course_version": 2,
    "title": "Awareness",
    "title_cy": None,
    "status": "COMPLETED",
    "enrolled_at": read_at(8),
    "completed_at": read_at(9),
    "modules": [PROGRESS_READ],
    "certificate": CERTIFICATE_READ,
}
SCENARIO_READ: Final = {
    "question_id": "van",
    "text": "A van stops.",
    "several": False,
    "choices": [],
    "taken": [],
    "steps": [
        {
            "step_id": "see",
            "text": "What now?",
            "choices": [{"choice_id": "look", "text": "Look"}],
            "taken": "look",
            "right": True,
            "feedback": "Well seen.",
        },
        {
            "step_id": "tell",
            "text": "Whom?",
            "choices": [{"choice_id": "police", "text": "The police"}],
            "taken": None,
            "right": None,
            "feedback": None,
        },
    ],
}
ATTEMPT_READ: Final = {
    "attempt_id": ATTEMPT_ID,
    "enrolment_id": ENROLMENT_ID,
    "module_id": MODULE_ID,
    "number": 1,
    "started_at": read_at(8),
    "due_at": read_at(9),
    "questions": [
        {
            "question_id": "q1",
            "text": "What?",
            "several": True,
            "choices": [{"choice_id": "a", "text": "This"}],
            "taken": ["a"],
            "steps": [],
        },
        SCENARIO_READ,
    ],
}
RESULT_READ: Final = {
    "attempt_id": ATTEMPT_ID,
    "module_id": MODULE_ID,
    "number": 1,
    "score": 50,
    "passed": True,
    "timed_out": True,
    "submitted_at": read_at(9),
    "questions": [{"question_id": "q1", "right": True, "feedback": ["Well."]}],
}
JWK_READ: Final = {
    "kty": "RSA",
    "n": "nnn",
    "e": "AQAB",
    "alg": "RS256",
    "use": "sig",
    "kid": _KID,
}
READ: Final[dict[str, Any]] = {
    "ListCourses": {"courses": [COURSE_READ], "next_page_token": "next+page"},
    "GetCourse": COURSE_READ | {"prerequisites": [PREREQUISITE_READ]},
    "GetModule": SUMMARY_READ
    | {
        "course_version": 2,
        "banner": "Demonstration, not official.",
        "body": "# Text",
        "sources": ["A public source"],
        "film": {"title": "A film", "transcript": "What is seen."},
        "progress": PROGRESS_READ,
        "open_attempt": ATTEMPT_READ,
        "last_attempt": ATTEMPT_READ,
        "last_result": RESULT_READ,
    },
    "Enrol": ENROLMENT_READ,
    "StartAttempt": ATTEMPT_READ,
    "SubmitAnswers": {"result": RESULT_READ, "enrolment": ENROLMENT_READ},
    "SaveAnswers": {"attempt": ATTEMPT_READ, "over": True},
    "AnswerStep": {"question": SCENARIO_READ, "over": True},
    "ListCourseVersions": {"versions": [WITHDRAWN_READ]},
    "WithdrawVersion": WITHDRAWN_READ,
    "ReissueCertificate": CERTIFICATE_READ,
    "GetExtraTime": {"percent": 150},
    "ChooseExtraTime": {"percent": 200},
    "GetMyTraining": {"enrolments": [ENROLMENT_READ], "next_page_token": "next+page"},
    "IssueCertificate": CERTIFICATE_READ,
    "VerifyCertificate": {
        "valid": False,
        "checks": [
            {
                "check": "STATUS",
                "outcome": "FAILED",
                "reason": "REVOKED",
                "detail": "It was revoked.",
            }
        ],
        "certificate": {
            "certificate_id": CERTIFICATE_ID,
            "name": "Given Family",
            "title": "Awareness",
            "criteria": "Passed.",
            "issuer": "The Issuer",
            "valid_from": read_at(9),
            "valid_until": read_at(10),
            "revoked_at": read_at(11),
        },
    },
    "RevokeCertificate": CERTIFICATE_READ,
}
