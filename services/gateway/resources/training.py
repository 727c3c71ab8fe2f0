"""Courses, one's own training, and certificates that anyone can check, by REST."""

from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from apiflask import APIBlueprint, Schema
from apiflask.fields import Integer, List, Nested
from apiflask.validators import Length, Range
from flask import Response, jsonify, url_for
from marshmallow import RAISE

from isp.training.v1 import certificate_pb2, enrolment_pb2, training_pb2
from services.gateway.clients import clients
from services.gateway.headers import public
from services.gateway.preconditions import idempotency_key
from services.gateway.problems import RequestRefused
from services.gateway.resources.fields import String
from services.gateway.resources.training_json import (
    attempt_json,
    certificate_json,
    course_json,
    course_read_json,
    enrolment_json,
    issuer_json,
    jwk_json,
    module_json,
    result_json,
    verification_json,
)

training = APIBlueprint("training", __name__, url_prefix="/v1", tag="Training")

CREDENTIAL: Final = "application/vc+jwt"
"""A credential as a JWT (W3C Securing Verifiable Credentials using JOSE and COSE, 3.1.1)."""

PRINTED: Final = {"pdf": "application/pdf", "png": "image/png"}
"""As what a certificate is printed: the media type by the end of the file's name."""

_KEPT_SECONDS: Final = 60
_Answers = dict[int | str, dict[str, str | dict[str, dict[str, Any]]]]


def _credential_or(missing: str) -> _Answers:
    schema = {CREDENTIAL: {"schema": {"type": "string"}}}
    return {
        200: {"description": "The credential", "content": schema},
        404: {"description": missing},
    }


def _file_of(kind: str) -> _Answers:
    schema = {PRINTED[kind]: {"schema": {"type": "string", "format": "binary"}}}
    return {
        200: {"description": "The file", "content": schema},
        404: {"description": "None of yours"},
        409: {"description": "Revoked, or a name for which there are no letters"},
    }


class PageQuery(Schema):
    """Which page."""

    page_size = Integer(load_default=20, validate=Range(1, 100))
    page_token = String(load_default="", validate=Length(max=200))


class AnswerIn(Schema):
    """What is answered to one question."""

    question_id = String(required=True, validate=Length(min=1, max=50))
    choice_ids = List(String(validate=Length(min=1, max=50)), required=True, validate=Length(max=8))


class AnswersIn(Schema):
    """What is answered; a question left out is a wrong answer."""

    answers = List(Nested(AnswerIn), required=True, validate=Length(max=50))


class NameIn(Schema):
    """The full name to be shown."""

    name = String(required=True, validate=Length(min=1, max=100))


class CredentialIn(Schema):
    """A credential to check."""

    credential = String(required=True, validate=Length(min=1, max=16_384))


class RevocationIn(Schema):
    """Why it ends."""

    reason = String(required=True)


def _page(shown: dict[str, Any], endpoint: str, said: dict[str, Any], following: str) -> Response:
    answer = jsonify(shown | {"next_page_token": following or None})
    if following:
        place = f"{url_for(endpoint)}?{urlencode(said | {'page_token': following})}"
        answer.headers["Link"] = f'<{place}>; rel="next"'
    return answer


@training.get("/courses")
@training.input(PageQuery, location="query", arg_name="said", unknown=RAISE)
@training.doc(
    summary="List courses",
    description="Those that the caller may see, newest first; Link rel=next leads on.",
    responses={200: "A page of courses"},
)
def list_courses(said: dict[str, Any]) -> Response:
    """List courses."""
    page = clients().call(clients().training.ListCourses, training_pb2.ListCoursesRequest(**said))
    shown = {"courses": [course_json(each) for each in page.courses]}
    answer = _page(shown, "training.list_courses", said, page.next_page_token)
    return public(answer, _KEPT_SECONDS)


@training.get("/courses/<uuid:course_id>")
@training.doc(
    summary="Read what a course is about",
    description="With what it asks to be completed first, and whether you did.",
    responses={200: "The course", 404: "None that you may know of"},
)
def get_course(course_id: UUID) -> Response:
    """Read what a course is about."""
    message = training_pb2.GetCourseRequest(course_id=str(course_id))
    found = clients().call(clients().training.GetCourse, message)
    return public(jsonify(course_read_json(found)), _KEPT_SECONDS)


@training.get("/courses/<uuid:course_id>/modules/<uuid:module_id>")
@training.doc(
    summary="Read what a module teaches",
    description="With your progress and the attempt that waits for answers, if you are enrolled.",
    responses={200: "The module", 404: "None that you may know of"},
)
def get_module(course_id: UUID, module_id: UUID) -> Response:
    """Read what a module teaches."""
    message = training_pb2.GetModuleRequest(course_id=str(course_id), module_id=str(module_id))
    found = clients().call(clients().training.GetModule, message)
    return public(jsonify(module_json(found)), _KEPT_SECONDS)


@training.post("/courses/<uuid:course_id>/enrolments")
@training.doc(
    summary="Begin a course",
    description="Needs Idempotency-Key.",
    responses={
        201: "The enrolment",
        404: "No such course",
        409: "Under way already, or others must be completed first",
    },
    security="bearer",
)
def enrol(course_id: UUID) -> tuple[Response, int]:
    """Begin a course."""
    message = training_pb2.EnrolRequest(course_id=str(course_id), idempotency_key=idempotency_key())
    made = clients().call(clients().training.Enrol, message)
    return jsonify(enrolment_json(made.enrolment)), HTTPStatus.CREATED


@training.get("/me/training")
@training.input(PageQuery, location="query", arg_name="said", unknown=RAISE)
@training.doc(
    summary="Your own training",
    description="Enrolments with progress and certificates, newest first; Link rel=next leads on.",
    responses={200: "A page of enrolments"},
    security="bearer",
)
def get_my_training(said: dict[str, Any]) -> Response:
    """Read one's own training."""
    message = training_pb2.GetMyTrainingRequest(**said)
    page = clients().call(clients().training.GetMyTraining, message)
    shown = {"enrolments": [enrolment_json(each) for each in page.enrolments]}
    return _page(shown, "training.get_my_training", said, page.next_page_token)


@training.post("/enrolments/<uuid:enrolment_id>/modules/<uuid:module_id>/attempts")
@training.doc(
    summary="Try a module",
    description="Needs Idempotency-Key. Draws questions, or returns those that wait for answers.",
    responses={201: "The attempt", 404: "None of yours", 409: "Passed, or closed"},
    security="bearer",
)
def start_attempt(enrolment_id: UUID, module_id: UUID) -> tuple[Response, int]:
    """Try a module."""
    message = training_pb2.StartAttemptRequest(
        enrolment_id=str(enrolment_id),
        module_id=str(module_id),
        idempotency_key=idempotency_key(),
    )
    made = clients().call(clients().training.StartAttempt, message)
    return jsonify(attempt_json(made.attempt)), HTTPStatus.CREATED


@training.post("/attempts/<uuid:attempt_id>/answers")
@training.input(AnswersIn, arg_name="said")
@training.doc(
    summary="Hand an attempt in",
    description="Needs Idempotency-Key. Marked on the server, with feedback on each question.",
    responses={200: "How it was marked", 404: "None of yours", 409: "Handed in before"},
    security="bearer",
)
def submit_answers(attempt_id: UUID, said: dict[str, Any]) -> Response:
    """Hand an attempt in."""
    message = training_pb2.SubmitAnswersRequest(
        attempt_id=str(attempt_id),
        answers=[enrolment_pb2.Answer(**each) for each in said["answers"]],
        idempotency_key=idempotency_key(),
    )
    made = clients().call(clients().training.SubmitAnswers, message)
    shown = {"result": result_json(made.result), "enrolment": enrolment_json(made.enrolment)}
    return jsonify(shown)


@training.post("/enrolments/<uuid:enrolment_id>/certificate")
@training.input(NameIn, arg_name="said")
@training.doc(
    summary="Issue the certificate of a completed enrolment",
    description="Needs Idempotency-Key. The name is your choice and can be corrected once.",
    responses={201: "The certificate", 404: "None of yours", 409: "Not passed, or issued"},
    security="bearer",
)
def issue_certificate(enrolment_id: UUID, said: dict[str, Any]) -> Response:
    """Issue a certificate."""
    message = training_pb2.IssueCertificateRequest(
        enrolment_id=str(enrolment_id), name=said["name"], idempotency_key=idempotency_key()
    )
    certificate = clients().call(clients().training.IssueCertificate, message).certificate
    answer = jsonify(certificate_json(certificate))
    answer.status_code = HTTPStatus.CREATED
    place = url_for("training.verify", certificate_id=certificate.certificate_id)
    answer.headers["Location"] = place
    return answer


@training.get("/certificates/<uuid:certificate_id>")
@training.doc(
    summary="Check a certificate by its id",
    description="For anyone. Says of each check whether it passed.",
    responses={200: "What was found", 404: "No such certificate"},
)
def verify(certificate_id: UUID) -> Response:
    """Check a certificate by its id."""
    message = training_pb2.VerifyCertificateRequest(certificate_id=str(certificate_id))
    return jsonify(verification_json(clients().call(clients().training.VerifyCertificate, message)))


@training.post("/certificates/verification")
@training.input(CredentialIn, arg_name="said")
@training.doc(
    summary="Check a credential",
    description="For anyone. Says of each check whether it passed; a bad one is no error.",
    responses={200: "What was found"},
)
def verify_credential(said: dict[str, Any]) -> Response:
    """Check a credential."""
    message = training_pb2.VerifyCertificateRequest(credential=said["credential"])
    return jsonify(verification_json(clients().call(clients().training.VerifyCertificate, message)))


@training.get("/certificates/<uuid:certificate_id>/credential")
@training.doc(
    summary="Download your own certificate as a credential",
    description="An Open Badges 3.0 credential as a JWT.",
    responses=_credential_or("None of yours"),
    security="bearer",
)
def get_credential(certificate_id: UUID) -> Response:
    """Download one's own certificate as a credential."""
    message = training_pb2.GetCertificateRequest(certificate_id=str(certificate_id))
    found = clients().call(clients().training.GetCertificate, message)
    return Response(found.credential, mimetype=CREDENTIAL)


@training.get("/certificates/<uuid:certificate_id>/pdf")
@training.doc(
    summary="Download your own certificate to print",
    description="A PDF/UA-1 document. Behind `#` of the address in its QR code stands a summary"
    " signed with the issuer's keys, to be checked without a network.",
    responses=_file_of("pdf"),
    security="bearer",
)
def get_certificate_pdf(certificate_id: UUID) -> Response:
    """Download one's own certificate to print."""
    message = printing(certificate_id, "pdf")
    found = clients().call(clients().training.PrintCertificate, message)
    return Response(found.file, mimetype=PRINTED["pdf"])


@training.get("/certificates/<uuid:certificate_id>/badge")
@training.doc(
    summary="Download your own certificate as a badge",
    description="A PNG that carries the credential in it (Open Badges 3.0, 5.3.2).",
    responses=_file_of("png"),
    security="bearer",
)
def get_certificate_badge(certificate_id: UUID) -> Response:
    """Download one's own certificate as a badge."""
    message = printing(certificate_id, "png")
    found = clients().call(clients().training.PrintCertificate, message)
    return Response(found.file, mimetype=PRINTED["png"])


def printing(certificate_id: UUID, kind: str) -> training_pb2.PrintCertificateRequest:
    """Return what asks for a file of a kind: `pdf` or `png`."""
    form = {"pdf": certificate_pb2.PRINT_FORM_PDF, "png": certificate_pb2.PRINT_FORM_BADGE}[kind]
    return training_pb2.PrintCertificateRequest(certificate_id=str(certificate_id), form=form)


@training.post("/certificates/<uuid:certificate_id>/revocation")
@training.input(RevocationIn, arg_name="said")
@training.doc(
    summary="Revoke a certificate",
    description="Needs a second factor of the last 15 minutes.",
    responses={200: "Revoked", 401: "Step up", 403: "Not allowed", 404: "None", 409: "Already"},
    security="bearer",
)
def revoke_certificate(certificate_id: UUID, said: dict[str, Any]) -> Response:
    """Revoke a certificate."""
    message = training_pb2.RevokeCertificateRequest(
        certificate_id=str(certificate_id), reason=said["reason"]
    )
    revoked = clients().call(clients().training.RevokeCertificate, message)
    return jsonify(certificate_json(revoked.certificate))


@training.get("/credentials/status/<uuid:list_id>")
@training.doc(
    summary="Which certificates of a list are revoked",
    description="A signed W3C Bitstring Status List credential.",
    responses=_credential_or("No such list"),
)
def get_status_list(list_id: UUID) -> Response:
    """Read a status list."""
    message = training_pb2.GetStatusListRequest(list_id=str(list_id))
    found = clients().call(clients().training.GetStatusList, message)
    return public(Response(found.credential, mimetype=CREDENTIAL), _KEPT_SECONDS)


@training.get("/credentials/issuer")
@training.doc(summary="Who issues certificates", responses={200: "The issuer with its keys"})
def get_issuer() -> Response:
    """Read who issues certificates."""
    found = clients().call(clients().training.GetIssuer, training_pb2.GetIssuerRequest())
    return public(jsonify(issuer_json(found)), _KEPT_SECONDS)


@training.get("/credentials/jwks.json")
@training.doc(summary="The issuer's keys", responses={200: "A JWK set"})
def get_keys() -> Response:
    """Read the issuer's keys."""
    found = clients().call(clients().training.GetIssuer, training_pb2.GetIssuerRequest())
    return public(jsonify({"keys": [jwk_json(each) for each in found.keys]}), _KEPT_SECONDS)


@training.get("/credentials/keys/<uuid:key_id>")
@training.doc(
    summary="One of the issuer's keys",
    description="A credential's `kid` is this address.",
    responses={200: "A JWK", 404: "No such key"},
)
def get_key(key_id: UUID) -> Response:
    """Read one of the issuer's keys."""
    found = clients().call(clients().training.GetIssuer, training_pb2.GetIssuerRequest())
    for each in found.keys:
        if each.key_id == str(key_id):
            return public(jsonify(jwk_json(each)), _KEPT_SECONDS)
    raise RequestRefused(HTTPStatus.NOT_FOUND, "NOT_FOUND", "There is no such key.")
