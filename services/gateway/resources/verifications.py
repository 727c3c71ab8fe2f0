"""The verification of people, by REST: one's own case, and the officers' queue."""

from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from apiflask import APIBlueprint, Schema
from apiflask.validators import Length, OneOf
from flask import Response

from isp.identity.v1 import identity_pb2 as pb
from isp.identity.v1 import verifications_pb2
from services.gateway.clients import clients
from services.gateway.preconditions import expected_version, idempotency_key
from services.gateway.resources.fields import String
from services.gateway.resources.verification_json import (
    my_verification_json,
    versioned,
    whole_case_json,
)

verifications = APIBlueprint("verifications", __name__, url_prefix="/v1", tag="Verification")

_CHANGED: Final = {401: "Sign in", 404: "None", 409: "Not now", 412: "Stale", 428: "No If-Match"}


class AppealIn(Schema):
    """Why another reviewer should look at it."""

    grounds = String(required=True, validate=Length(min=1, max=1000))


class SponsorshipIn(Schema):
    """Whose case it is, and how one knows them."""

    email = String(required=True, validate=Length(min=3, max=254))
    statement = String(required=True, validate=Length(min=1, max=500))


class ProviderCheckIn(Schema):
    """What a provider of evidence is to be asked."""

    kind = String(required=True, validate=OneOf(["EVIDENCE", "ACTIVITY", "FRAUD"]))
    document_type = String(load_default="")
    issuer = String(load_default="", validate=Length(max=100))
    document_number = String(load_default="", validate=Length(max=80))


def _own(case: verifications_pb2.MyVerification) -> Response:
    return versioned(my_verification_json(case), case.version)


def _case(case: pb.Verification) -> Response:
    return versioned(whole_case_json(case), case.version)


@verifications.get("/me/verification")
@verifications.doc(
    summary="How your verification stands",
    responses={200: "Your newest case if you ever asked, and how long your tier lasts"},
    security="bearer",
)
def get_my_verification() -> Response:
    """Tell the caller how their verification stands."""
    message = verifications_pb2.GetMyVerificationRequest()
    found = clients().call(clients().verifications.GetMyVerification, message)
    return _own(found.verification)


@verifications.post("/me/verification/appeal")
@verifications.input(AppealIn, arg_name="said")
@verifications.doc(
    summary="Have another reviewer look at a refusal",
    description="Needs If-Match; within 30 days, once.",
    responses=_CHANGED | {200: "Your case"},
    security="bearer",
)
def appeal_verification(said: dict[str, Any]) -> Response:
    """Have another reviewer look at a refusal."""
    message = verifications_pb2.AppealVerificationRequest(
        expected_version=expected_version(), grounds=said["grounds"]
    )
    made = clients().call(clients().verifications.AppealVerification, message)
    return _own(made.verification)


@verifications.post("/me/verification/withdrawal")
@verifications.doc(
    summary="Ask for the tier no more",
    description="Needs If-Match.",
    responses=_CHANGED | {200: "Your case"},
    security="bearer",
)
def withdraw_verification() -> Response:
    """End the caller's open case."""
    message = verifications_pb2.WithdrawVerificationRequest(expected_version=expected_version())
    made = clients().call(clients().verifications.WithdrawVerification, message)
    return _own(made.verification)


@verifications.post("/verifications/<uuid:verification_id>/claim")
@verifications.doc(
    summary="Work on a case",
    description="Needs If-Match. Nobody else can for an hour.",
    responses=_CHANGED | {200: "The case", 403: "You have a part in it"},
    security="bearer",
)
def claim_verification(verification_id: UUID) -> Response:
    """Work on a case."""
    message = verifications_pb2.ClaimVerificationRequest(
        verification_id=str(verification_id), expected_version=expected_version()
    )
    return _case(clients().call(clients().verifications.ClaimVerification, message).verification)


@verifications.delete("/verifications/<uuid:verification_id>/claim")
@verifications.doc(
    summary="Let others work on a case",
    description="Needs If-Match.",
    responses=_CHANGED | {200: "The case"},
    security="bearer",
)
def release_verification(verification_id: UUID) -> Response:
    """Let others work on a case."""
    message = verifications_pb2.ReleaseVerificationRequest(
        verification_id=str(verification_id), expected_version=expected_version()
    )
    return _case(clients().call(clients().verifications.ReleaseVerification, message).verification)


@verifications.post("/verifications/<uuid:verification_id>/provider-checks")
@verifications.input(ProviderCheckIn, arg_name="said")
@verifications.doc(
    summary="Have a provider of evidence asked",
    description="Needs Idempotency-Key and a second factor of the last 15 minutes.",
    responses={202: "The case", 401: "Step up", 403: "Own case", 409: "Decided, or claimed"},
    security="bearer",
)
def request_provider_check(verification_id: UUID, said: dict[str, Any]) -> tuple[Response, int]:
    """Have a provider of evidence asked."""
    kind = pb.CheckKind.Value(f"CHECK_KIND_{said['kind']}")
    message = verifications_pb2.RequestProviderCheckRequest(
        **said | {"kind": kind},
        verification_id=str(verification_id),
        idempotency_key=idempotency_key(),
    )
    made = clients().call(clients().verifications.RequestProviderCheck, message)
    return _case(made.verification), HTTPStatus.ACCEPTED


@verifications.post("/verifications/<uuid:verification_id>/sponsorship")
@verifications.input(SponsorshipIn, arg_name="said")
@verifications.doc(
    summary="Vouch for somebody who asks to be trusted",
    description="Needs a second factor of the last 15 minutes.",
    responses={204: "Kept", 401: "Step up", 403: "Own case", 404: "None", 409: "Not wanted"},
    security="bearer",
)
def sponsor_verification(verification_id: UUID, said: dict[str, Any]) -> tuple[str, int]:
    """Vouch for somebody."""
    message = verifications_pb2.SponsorVerificationRequest(
        verification_id=str(verification_id), **said
    )
    clients().call(clients().verifications.SponsorVerification, message)
    return "", HTTPStatus.NO_CONTENT
