"""Versions of courses that end, and certificates that are issued anew, by REST."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint, Schema
from apiflask.fields import Integer
from apiflask.validators import Range
from flask import Response, jsonify, url_for

from isp.training.v1 import accreditation_pb2
from services.gateway.clients import clients
from services.gateway.preconditions import idempotency_key
from services.gateway.resources.alert_json import time_json
from services.gateway.resources.fields import Moment, String
from services.gateway.resources.training import NameIn
from services.gateway.resources.training_json import certificate_json

accreditation = APIBlueprint("accreditation", __name__, url_prefix="/v1", tag="Training")


class WithdrawalIn(Schema):
    """Which version ends, when its certificates end, and why."""

    version = Integer(required=True, strict=True, validate=Range(1, 10_000))
    ends_at = Moment(required=True, format="iso", default_timezone=None)
    reason = String(required=True)


def version_json(version: accreditation_pb2.CourseVersion) -> dict[str, Any]:
    """Return a version, and what stands of it if it was withdrawn."""
    withdrawn = version.HasField("withdrawn_at")
    return {
        "course_id": version.course_id,
        "version": version.version,
        "title": version.title,
        "published_at": time_json(version.published_at),
        "withdrawn_at": time_json(version.withdrawn_at) if withdrawn else None,
        "ends_at": time_json(version.ends_at) if withdrawn else None,
        "reason": version.reason or None,
        "stopped": version.stopped,
        "package_id": version.package_id or None,
        "asked_by": list(version.asked_by),
    }


@accreditation.get("/course-versions")
@accreditation.doc(
    summary="Every version of every course",
    description="With what stands of those that were withdrawn.",
    responses={200: "The versions", 403: "Not allowed"},
    security="bearer",
)
def list_versions() -> Response:
    """Read every version of every course."""
    message = accreditation_pb2.ListCourseVersionsRequest()
    found = clients().call(clients().accreditation.ListCourseVersions, message)
    return jsonify({"versions": [version_json(each) for each in found.versions]})


@accreditation.post("/courses/<uuid:course_id>/withdrawals")
@accreditation.input(WithdrawalIn, arg_name="said")
@accreditation.doc(
    summary="Withdraw a version of a course",
    description="Needs a second factor of the last 15 minutes. Nobody begins it any more; who began"
    " it may finish until the end, when its certificates end too. It cannot be undone. A package"
    " that may do harm is stopped at once, also for who is in the middle of it, by its withdrawal.",
    responses={
        200: "Withdrawn",
        401: "Step up",
        403: "Not allowed",
        404: "None",
        409: "Already, or its package was stopped",
    },
    security="bearer",
)
def withdraw_version(course_id: UUID, said: dict[str, Any]) -> Response:
    """Withdraw a version of a course."""
    message = accreditation_pb2.WithdrawVersionRequest(
        course_id=str(course_id), version=said["version"], reason=said["reason"]
    )
    message.ends_at.FromDatetime(said["ends_at"])
    made = clients().call(clients().accreditation.WithdrawVersion, message)
    return jsonify(version_json(made.version))


@accreditation.post("/certificates/<uuid:certificate_id>/reissue")
@accreditation.input(NameIn, arg_name="said")
@accreditation.doc(
    summary="Issue your own certificate anew with a corrected name",
    description="Needs Idempotency-Key. Once: the old one is revoked, and the new one is good no"
    " longer than the old one was.",
    responses={201: "The new certificate", 404: "None of yours", 409: "Revoked, or done before"},
    security="bearer",
)
def reissue_certificate(certificate_id: UUID, said: dict[str, Any]) -> Response:
    """Issue one's own certificate anew."""
    message = accreditation_pb2.ReissueCertificateRequest(
        certificate_id=str(certificate_id), name=said["name"], idempotency_key=idempotency_key()
    )
    anew = clients().call(clients().accreditation.ReissueCertificate, message).certificate
    answer = jsonify(certificate_json(anew))
    answer.status_code = HTTPStatus.CREATED
    answer.headers["Location"] = url_for("training.verify", certificate_id=anew.certificate_id)
    return answer
