"""Training passports, by REST."""

from typing import Any, Final

from apiflask import APIBlueprint, Schema
from apiflask.validators import Length, OneOf
from flask import Response, jsonify
from marshmallow import RAISE

from isp.training.v1 import passport_pb2 as pb
from services.gateway.clients import clients
from services.gateway.resources.alert_json import time_json
from services.gateway.resources.fields import String

passports = APIBlueprint("passports", __name__, url_prefix="/v1", tag="Training")


PDF: Final = "application/pdf"
_FILE: Final = {"schema": {"type": "string", "format": "binary"}}
_PRINTED: Final[dict[int | str, dict[str, str | dict[str, dict[str, Any]]]]] = {
    200: {"description": "The document", "content": {PDF: _FILE}},
    401: {"description": "Sign in"},
    409: {"description": "No certificate is good now, or one's name has letters that we lack"},
}


class PrintIn(Schema):
    """In which language the words around it are."""

    language = String(load_default="en-GB", validate=OneOf(["en-GB", "cy"]))


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


@passports.get("/me/training/passport/pdf")
@passports.input(PrintIn, location="query", arg_name="said", unknown=RAISE)
@passports.doc(
    summary="Your training passport to print",
    description="A PDF/UA-1 document. Its QR code is the `code` of the passport; certificates that"
    " the code has no room for are listed apart.",
    responses=_PRINTED,
    security="bearer",
)
def print_my_passport(said: dict[str, Any]) -> Response:
    """Print one's own passport."""
    message = pb.PrintMyPassportRequest(language=said["language"])
    found = clients().call(clients().passports.PrintMyPassport, message)
    return Response(found.file, mimetype=PDF)


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
