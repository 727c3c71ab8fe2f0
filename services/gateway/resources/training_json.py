"""Training as JSON."""

from collections.abc import Iterable
from typing import Any

from google.protobuf.timestamp_pb2 import Timestamp

from isp.training.v1 import certificate_pb2, course_pb2, enrolment_pb2, training_pb2
from services.gateway.resources.alert_json import time_json
from services.gateway.resources.marking_json import marking_json


def _when(message: Any, name: str) -> str | None:
    at: Timestamp = getattr(message, name)
    return time_json(at) if message.HasField(name) else None


def _word(enum: Any, value: int, prefix: str) -> str:
    return str(enum.Name(value)).removeprefix(prefix)


def course_json(course: course_pb2.Course) -> dict[str, Any]:
    """Return a course with what it lists of its modules."""
    return {
        "course_id": course.course_id,
        "version": course.version,
        "title": course.title,
        "title_cy": course.title_cy or None,
        "summary": course.summary,
        "language": course.language,
        "banner": course.banner,
        "marking": marking_json(course.marking),
        "pass_mark": course.pass_mark,
        "most_attempts": course.most_attempts,
        "valid_months": course.valid_months,
        "criteria": course.criteria,
        "published_at": time_json(course.published_at),
        "modules": [_summary(each) for each in course.modules],
        "sectors": list(course.sectors),
        "prerequisite_ids": list(course.prerequisite_ids),
    }


def course_read_json(read: training_pb2.GetCourseResponse) -> dict[str, Any]:
    """Return a course with what it asks to be completed first."""
    return course_json(read.course) | {
        "prerequisites": [
            {
                "course_id": each.course_id,
                "title": each.title,
                "title_cy": each.title_cy or None,
                "completed": each.completed,
            }
            for each in read.prerequisites
        ]
    }


def _summary(module: course_pb2.ModuleSummary) -> dict[str, Any]:
    return {
        "module_id": module.module_id,
        "title": module.title,
        "title_cy": module.title_cy or None,
        "minutes": module.minutes,
        "questions": module.questions,
        "limit_minutes": module.limit_minutes or None,
    }


def module_json(read: training_pb2.GetModuleResponse) -> dict[str, Any]:
    """Return a module, and how far the caller is in it."""
    learning, waiting = read.HasField("progress"), read.HasField("open_attempt")
    marked = read.HasField("last_attempt")
    film, shown = read.module.film, read.module.HasField("film")
    return {
        **_summary(read.module.summary),
        "course_version": read.course_version,
        "banner": read.banner,
        "body": read.module.body,
        "sources": list(read.module.sources),
        "film": {"title": film.title, "transcript": film.transcript} if shown else None,
        "progress": _progress(read.progress) if learning else None,
        "open_attempt": attempt_json(read.open_attempt) if waiting else None,
        "last_attempt": attempt_json(read.last_attempt) if marked else None,
        "last_result": result_json(read.last_result) if marked else None,
    }


def _progress(progress: enrolment_pb2.ModuleProgress) -> dict[str, Any]:
    return {
        "module_id": progress.module_id,
        "attempts": progress.attempts,
        "best_score": progress.best_score,
        "passed_at": _when(progress, "passed_at"),
    }


def enrolment_json(enrolment: enrolment_pb2.Enrolment) -> dict[str, Any]:
    """Return an enrolment with its progress and certificate."""
    held = enrolment.HasField("certificate")
    return {
        "enrolment_id": enrolment.enrolment_id,
        "course_id": enrolment.course_id,
        "course_version": enrolment.course_version,
        "title": enrolment.title,
        "title_cy": enrolment.title_cy or None,
        "status": _word(enrolment_pb2.EnrolmentStatus, enrolment.status, "ENROLMENT_STATUS_"),
        "enrolled_at": time_json(enrolment.enrolled_at),
        "completed_at": _when(enrolment, "completed_at"),
        "modules": [_progress(each) for each in enrolment.modules],
        "certificate": certificate_json(enrolment.certificate) if held else None,
    }


def attempt_json(attempt: enrolment_pb2.Attempt) -> dict[str, Any]:
    """Return an attempt as it is asked, with what is answered so far."""
    return {
        "attempt_id": attempt.attempt_id,
        "enrolment_id": attempt.enrolment_id,
        "module_id": attempt.module_id,
        "number": attempt.number,
        "started_at": time_json(attempt.started_at),
        "due_at": _when(attempt, "due_at"),
        "questions": [question_json(each) for each in attempt.questions],
    }


def question_json(question: enrolment_pb2.Question) -> dict[str, Any]:
    """Return a question as it is asked; a scenario has steps, and no choices of its own."""
    return {
        "question_id": question.question_id,
        "text": question.text,
        "several": question.several,
        "choices": _choices(question.choices),
        "taken": list(question.taken),
        "steps": [
            {
                "step_id": each.step_id,
                "text": each.text,
                "choices": _choices(each.choices),
                "taken": each.taken or None,
                "right": each.right if each.taken else None,
                "feedback": each.feedback or None,
            }
            for each in question.steps
        ],
    }


def _choices(choices: Iterable[enrolment_pb2.Choice]) -> list[dict[str, Any]]:
    return [{"choice_id": each.choice_id, "text": each.text} for each in choices]


def result_json(result: enrolment_pb2.AttemptResult) -> dict[str, Any]:
    """Return how an attempt was marked."""
    return {
        "attempt_id": result.attempt_id,
        "module_id": result.module_id,
        "number": result.number,
        "score": result.score,
        "passed": result.passed,
        "timed_out": result.timed_out,
        "submitted_at": time_json(result.submitted_at),
        "questions": [
            {
                "question_id": each.question_id,
                "right": each.right,
                "feedback": list(each.feedback),
            }
            for each in result.questions
        ],
    }


def certificate_json(certificate: certificate_pb2.Certificate) -> dict[str, Any]:
    """Return a certificate as its holder sees it."""
    return {
        "certificate_id": certificate.certificate_id,
        "enrolment_id": certificate.enrolment_id,
        "course_id": certificate.course_id,
        "course_version": certificate.course_version,
        "title": certificate.title,
        "name": certificate.name or None,
        "issued_at": time_json(certificate.issued_at),
        "valid_until": time_json(certificate.valid_until),
        "revoked_at": _when(certificate, "revoked_at"),
        "revocation_reason": certificate.revocation_reason or None,
    }


def verification_json(found: training_pb2.VerifyCertificateResponse) -> dict[str, Any]:
    """Return what was found of a certificate; what it says only if its signature is good."""
    stated = found.stated
    return {
        "valid": found.valid,
        "checks": [
            {
                "check": _word(certificate_pb2.CheckName, each.name, "CHECK_NAME_"),
                "outcome": _word(certificate_pb2.CheckOutcome, each.outcome, "CHECK_OUTCOME_"),
                "reason": each.reason or None,
                "detail": each.detail,
            }
            for each in found.checks
        ],
        "certificate": {
            "certificate_id": stated.certificate_id,
            "name": stated.name or None,
            "title": stated.title,
            "criteria": stated.criteria,
            "issuer": stated.issuer,
            "valid_from": time_json(stated.valid_from),
            "valid_until": time_json(stated.valid_until),
            "revoked_at": _when(stated, "revoked_at"),
        }
        if found.HasField("stated")
        else None,
    }


def jwk_json(key: certificate_pb2.PublicKey) -> dict[str, Any]:
    """Return a public key as a JWK (RFC 7517)."""
    return {"kty": "RSA", "n": key.n, "e": key.e, "alg": "RS256", "use": "sig", "kid": key.kid}


def issuer_json(found: training_pb2.GetIssuerResponse) -> dict[str, Any]:
    """Return the issuer: an Open Badges 3.0 Profile and a W3C controlled identifier document."""
    return {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": found.id,
        "type": ["Profile"],
        "name": found.name,
        "url": found.url,
        "verificationMethod": [
            {
                "id": key.kid,
                "type": "JsonWebKey",
                "controller": found.id,
                "publicKeyJwk": jwk_json(key),
            }
            for key in found.keys
        ],
        "assertionMethod": [key.kid for key in found.keys],
    }
