"""Training passports, by REST."""

from typing import Any

from apiflask import APIBlueprint, Schema
from apiflask.validators import Length
from flask import Response, jsonify

from isp.training.v1 import passport_pb2 as pb
from services.gateway.clients import clients
from services.gateway.resources.alert_json import time_json
from services.gateway.resources.fields import String

passports = APIBlueprint("passports", __name__, url_prefix="/v1", tag="Training")


class TokenIn(Schema):
    """A passport: its token, or the whole text of its code."""

    token = String(required=True, validate=Length(min=1, max=4096))


def passport_json(passport: pb.Passport) -> dict[str, Any]:
    """Return what a passport says."""
    return {
        "name": passport.name,
        "issued_at": time_json(passport.issued_at),
        "expires_at": time_json(passport.expires_at),
        "items": [_item(each) for each in passport.items],
    }


def _item(item: pb.PassportItem) -> dict[str, Any]:
    word = pb.CertificateStanding.Name(item.standing).removeprefix("CERTIFICATE_STANDING_")
    return {
        "certificate_id": item.certificate_id,
        "title": item.title,
        "valid_until": time_json(item.valid_until),
        "standing": None if word == "UNSPECIFIED" else word,
    }


@passports.get("/me/training/passport")
@passports.doc(
    summary="Your training passport",
    description="A signed summary of your certificates that are good now: a JWT (RS256) of the type"
    " isp-training-passport+jwt, good for 30 days, to be checked without a network. It cannot tell"
    " of a revocation since.",
    responses={200: "The passport", 401: "Sign in", 409: "No certificate is good now"},
    security="bearer",
)
def get_my_passport() -> Response:
    """Sign one's own passport."""
    signed = clients().call(clients().passports.GetMyPassport, pb.GetMyPassportRequest())
    return jsonify(
        passport=passport_json(signed.passport),
        token=signed.token,
        code=signed.code,
        left_out=signed.left_out,
    )


@passports.post("/passports/verification")
@passports.input(TokenIn, arg_name="said")
@passports.doc(
    summary="Check a training passport",
    description="For anyone. Says how it stands, and how each certificate in it stands now.",
    responses={200: "What was found"},
)
def verify_passport(said: dict[str, Any]) -> Response:
    """Check a passport."""
    message = pb.VerifyPassportRequest(token=said["token"])
    found = clients().call(clients().passports.VerifyPassport, message)
    return jsonify(
        standing=standing_of(found),
        passport=passport_json(found.passport) if found.HasField("passport") else None,
    )


def standing_of(found: pb.VerifyPassportResponse) -> str:
    """Return the word for how a passport stands."""
    return pb.PassportStanding.Name(found.standing).removeprefix("PASSPORT_STANDING_")
