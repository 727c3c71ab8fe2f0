"""People, their verification and their standing, by REST."""

from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from apiflask import APIBlueprint, Schema
from apiflask.fields import Boolean, Integer, List
from apiflask.validators import Length, OneOf, Range, Regexp
from flask import Response, jsonify
from marshmallow import RAISE

from isp.identity.v1 import identity_pb2
from isp.identity.v1 import verification_case_pb2 as case_pb
from isp.kernel.v1 import kernel_pb2
from services.gateway.clients import clients
from services.gateway.preconditions import idempotency_key
from services.gateway.resources.alert_json import time_json
from services.gateway.resources.fields import String
from services.gateway.resources.verification_json import (
    status_json,
    verification_json,
    versioned,
    whole_case_json,
)

identity = APIBlueprint("identity", __name__, url_prefix="/v1", tag="People")


CHECK_KINDS: Final = (
    "EVIDENCE",
    "ACTIVITY",
    "FRAUD",
    "VERIFICATION",
    "CALL_BACK",
    "ORGANISATION",
)


def words_of(enum: Any, prefix: str) -> list[str]:
    """Return the words of a contract's enum, but the one that says nothing."""
    return [
        name.removeprefix(prefix)
        for name in enum.DESCRIPTOR.values_by_name
        if not name.endswith("_UNSPECIFIED")
    ]


class RegistrationIn(Schema):
    """An application for an account."""

    email = String(required=True, validate=Length(max=254))
    given_name = String(required=True)
    family_name = String(required=True)
    organisation_name = String(load_default="")
    regions = List(String(), required=True, validate=Length(min=1, max=11))
    sectors = List(String(), required=True, validate=Length(min=1, max=10))
    language = String(load_default="en")


class ConfirmationIn(Schema):
    """The token from the mail."""

    token = String(required=True, validate=Length(min=1, max=200))


class VerificationIn(Schema):
    """The tier asked for."""

    tier = String(required=True, validate=OneOf(["VERIFIED", "TRUSTED"]))


class CheckIn(Schema):
    """One check, in the words of GPG 45. A document's number is not kept."""

    kind = String(required=True, validate=OneOf(CHECK_KINDS))
    document_type = String(load_default="")
    issuer = String(load_default="", validate=Length(max=100))
    document_number = String(load_default="", validate=Length(max=80))
    strength = Integer(load_default=0, validate=Range(0, 4))
    validity = Integer(load_default=0, validate=Range(0, 4))
    score = Integer(load_default=0, validate=Range(0, 4))
    note = String(load_default="")
    contact = String(load_default="", validate=Length(max=254))
    contact_source = String(
        load_default="", validate=OneOf(["", *words_of(case_pb.ContactSource, "CONTACT_SOURCE_")])
    )
    call_outcome = String(
        load_default="", validate=OneOf(["", *words_of(case_pb.CallOutcome, "CALL_OUTCOME_")])
    )


class DecisionIn(Schema):
    """The decision, on exactly the checks that were read."""

    grant = Boolean(required=True, truthy={True}, falsy={False})
    read_digest = String(
        required=True, validate=Regexp("^[0-9a-f]{64}$", error="Must be 64 hexadecimal digits.")
    )
    reason = String(required=True)
    refusal_reasons = List(
        String(validate=OneOf(words_of(case_pb.RefusalReason, "REFUSAL_REASON_"))),
        load_default=list,
        validate=Length(max=6),
    )


class ReasonIn(Schema):
    """Why."""

    reason = String(required=True)


class PageQuery(Schema):
    """Which page."""

    page_size = Integer(load_default=20, validate=Range(1, 100))
    page_token = String(load_default="", validate=Length(max=200))


def _case(case: identity_pb2.Verification) -> Response:
    return versioned(whole_case_json(case), case.version)


def _tier(value: kernel_pb2.Tier.ValueType) -> str:
    return kernel_pb2.Tier.Name(value).removeprefix("TIER_")


def subscriber_json(person: identity_pb2.Subscriber) -> dict[str, Any]:
    """Return a person as they see themselves."""
    asked = person.verification_status != identity_pb2.VERIFICATION_STATUS_UNSPECIFIED
    return {
        "subject": person.subject,
        "email": person.email,
        "given_name": person.given_name,
        "family_name": person.family_name,
        "organisation_name": person.organisation_name,
        "organisation_id": person.organisation_id or None,
        "tier": _tier(person.tier),
        "roles": list(person.roles),
        "regions": list(person.regions),
        "sectors": list(person.sectors),
        "language": person.language,
        "rights_version": person.rights_version,
        "created_at": time_json(person.created_at),
        "verification": status_json(person.verification_status) if asked else None,
    }


@identity.post("/registrations")
@identity.input(RegistrationIn, arg_name="said")
@identity.doc(
    summary="Apply for an account",
    description="Needs Idempotency-Key. The answer is the same for a known address.",
    responses={202: "A mail follows", 400: "Wrong input"},
)
def register(said: dict[str, Any]) -> tuple[Response, int]:
    """Apply for an account."""
    message = identity_pb2.RegisterSubscriberRequest(**said, idempotency_key=idempotency_key())
    clients().call(clients().identity.RegisterSubscriber, message)
    return jsonify({"next": "Open the link in the mail that we send you."}), HTTPStatus.ACCEPTED


@identity.post("/registrations/confirm")
@identity.input(ConfirmationIn, arg_name="said")
@identity.doc(
    summary="Confirm an address",
    responses={202: "A mail with the link to set a password follows", 404: "Not known, or too old"},
)
def confirm(said: dict[str, Any]) -> tuple[Response, int]:
    """Confirm an address."""
    message = identity_pb2.ConfirmEmailRequest(token=said["token"])
    clients().call(clients().identity.ConfirmEmail, message)
    shown = {"next": "Set your password on the page that our second mail leads to."}
    return jsonify(shown), HTTPStatus.ACCEPTED


@identity.get("/me")
@identity.doc(summary="What the platform knows of you", responses={200: "You"}, security="bearer")
def me() -> Response:
    """Tell the caller what the platform knows of them."""
    found = clients().call(clients().identity.GetMe, identity_pb2.GetMeRequest())
    return jsonify(subscriber_json(found.subscriber))


@identity.post("/me/verification")
@identity.input(VerificationIn, arg_name="said")
@identity.doc(
    summary="Ask to be verified",
    description="Needs Idempotency-Key.",
    responses={201: "The case", 409: "Open already, or held"},
    security="bearer",
)
def request_verification(said: dict[str, Any]) -> tuple[Response, int]:
    """Ask to be verified."""
    message = identity_pb2.RequestVerificationRequest(
        tier=kernel_pb2.Tier.Value(f"TIER_{said['tier']}"), idempotency_key=idempotency_key()
    )
    made = clients().call(clients().identity.RequestVerification, message)
    shown = {"verification_id": made.verification_id, "status": status_json(made.status)}
    return jsonify(shown), HTTPStatus.CREATED


@identity.get("/verifications")
@identity.input(PageQuery, location="query", arg_name="said", unknown=RAISE)
@identity.doc(
    summary="The officers' queue", responses={200: "Open cases, oldest first"}, security="bearer"
)
def list_verifications(said: dict[str, Any]) -> Response:
    """Read the officers' queue."""
    message = identity_pb2.ListVerificationsRequest(**said)
    page = clients().call(clients().identity.ListVerifications, message)
    return jsonify(
        {
            "verifications": [verification_json(case) for case in page.verifications],
            "next_page_token": page.next_page_token or None,
        }
    )


@identity.get("/verifications/<uuid:verification_id>")
@identity.doc(
    summary="Read a case",
    responses={200: "The case", 403: "You have a part in it", 404: "None"},
    security="bearer",
)
def get_verification(verification_id: UUID) -> Response:
    """Read a case."""
    message = identity_pb2.GetVerificationRequest(verification_id=str(verification_id))
    return _case(clients().call(clients().identity.GetVerification, message).verification)


@identity.post("/verifications/<uuid:verification_id>/checks")
@identity.input(CheckIn, arg_name="said")
@identity.doc(
    summary="Record a check",
    description="Needs Idempotency-Key and a second factor of the last 15 minutes.",
    responses={201: "The case", 401: "Step up", 403: "Own case", 409: "Decided, or claimed"},
    security="bearer",
)
def record_check(verification_id: UUID, said: dict[str, Any]) -> tuple[Response, int]:
    """Record a check."""
    message = identity_pb2.RecordCheckRequest(
        verification_id=str(verification_id),
        check=identity_pb2.Check(**said | _enums(said)),
        idempotency_key=idempotency_key(),
    )
    made = clients().call(clients().identity.RecordCheck, message)
    return _case(made.verification), HTTPStatus.CREATED


def _enums(said: dict[str, Any]) -> dict[str, int]:
    source, outcome = said["contact_source"], said["call_outcome"]
    return {
        "kind": identity_pb2.CheckKind.Value(f"CHECK_KIND_{said['kind']}"),
        "contact_source": case_pb.ContactSource.Value(f"CONTACT_SOURCE_{source or 'UNSPECIFIED'}"),
        "call_outcome": case_pb.CallOutcome.Value(f"CALL_OUTCOME_{outcome or 'UNSPECIFIED'}"),
    }


@identity.post("/verifications/<uuid:verification_id>/decision")
@identity.input(DecisionIn, arg_name="said")
@identity.doc(
    summary="Decide a case as another officer",
    description="Names the digest of the checks that were read; a refusal says why.",
    responses={200: "Decided", 401: "Step up", 403: "Same officer", 409: "Changed or not met"},
    security="bearer",
)
def decide_verification(verification_id: UUID, said: dict[str, Any]) -> Response:
    """Decide a case."""
    message = identity_pb2.DecideVerificationRequest(
        verification_id=str(verification_id),
        grant=said["grant"],
        read_digest=bytes.fromhex(said["read_digest"]),
        reason=said["reason"],
        refusal_reasons=[
            case_pb.RefusalReason.Value(f"REFUSAL_REASON_{each}")
            for each in said["refusal_reasons"]
        ],
    )
    return _case(clients().call(clients().identity.DecideVerification, message).verification)


@identity.post("/subscribers/<uuid:subject>/suspension")
@identity.input(ReasonIn, arg_name="said")
@identity.doc(
    summary="Suspend an account",
    responses={200: "Suspended", 401: "Step up", 403: "Not allowed", 404: "None"},
    security="bearer",
)
def suspend(subject: UUID, said: dict[str, Any]) -> Response:
    """Suspend an account."""
    message = identity_pb2.SuspendSubscriberRequest(subject=str(subject), reason=said["reason"])
    made = clients().call(clients().identity.SuspendSubscriber, message)
    return jsonify({"rights_version": made.rights_version})


@identity.post("/subscribers/<uuid:subject>/restoration")
@identity.input(ReasonIn, arg_name="said")
@identity.doc(
    summary="Restore a suspended account",
    responses={200: "Restored", 401: "Step up", 403: "Own suspension", 409: "Not suspended"},
    security="bearer",
)
def restore(subject: UUID, said: dict[str, Any]) -> Response:
    """Restore a suspended account."""
    message = identity_pb2.RestoreSubscriberRequest(subject=str(subject), reason=said["reason"])
    made = clients().call(clients().identity.RestoreSubscriber, message)
    return jsonify({"rights_version": made.rights_version})
