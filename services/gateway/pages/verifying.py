"""Checking a certificate: for anyone, without an account and without a cookie."""

import re
from http import HTTPStatus
from typing import Final
from uuid import UUID

import grpc
from apiflask import APIBlueprint
from flask import Response, redirect
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response as AnyResponse

from chassis.rpc_errors import refusal_of
from isp.training.v1 import certificate_pb2
from isp.training.v1 import training_pb2 as pb
from services.gateway.clients import clients
from services.gateway.headers import public
from services.gateway.pages.answers import ask, page
from services.gateway.pages.forms import Form, Refused, lines, shown_on
from services.gateway.pages.language import address

verifying = APIBlueprint("verifying", __name__, url_prefix="/verify", enable_openapi=False)

LONGEST: Final = 16_384
_KEPT_SECONDS: Final = 300
_MOMENTS: Final = 5
"""As long as a revocation may stay unseen in a cache."""

_NUMBER: Final = re.compile(
    r"(?:https?://\S+/)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/?(?:#\S*)?"
)


class CredentialForm(Form):
    """What somebody was shown."""

    shown = lines(
        lazy_gettext("The certificate's number, its address, or the whole credential"),
        most=LONGEST,
        hint=lazy_gettext(
            "A credential is the text in the file that its holder can send you. It begins with eyJ."
        ),
        render_kw={"rows": 6, "spellcheck": "false", "autocomplete": "off"},
    )


@verifying.get("")
def verify() -> Response:
    """Ask for a certificate."""
    return public(page("verify.html", form=CredentialForm()), _KEPT_SECONDS)


@verifying.post("")
def check() -> AnyResponse:
    """Check what was pasted: a number leads to its page, a credential is checked as it is."""
    form = CredentialForm()
    if not form.validate():
        return page("verify.html", HTTPStatus.BAD_REQUEST, form=form)
    shown = "".join(form.shown.data.split())
    if number := _NUMBER.fullmatch(shown.lower()):
        return redirect(address("verifying.certificate", certificate_id=number[1]))
    try:
        with shown_on(form):
            found = ask(
                clients().training.VerifyCertificate, pb.VerifyCertificateRequest(credential=shown)
            )
    except Refused as refused:
        return page("verify.html", refused.status, form=form)
    return page("verified.html", found=found)


@verifying.get("/<certificate_id>")
def certificate(certificate_id: str) -> Response:
    """Show what is found of a certificate; one that we did not issue has words of its own."""
    found = of_number(certificate_id)
    if found is None:
        return page("certificate_unknown.html", HTTPStatus.NOT_FOUND)
    return public(page("verified.html", found=found), _MOMENTS)


def of_number(said: str) -> pb.VerifyCertificateResponse | None:
    """Return what is found of a certificate by its number; None where there is none such."""
    try:
        message = pb.VerifyCertificateRequest(certificate_id=str(UUID(said)))
        found: pb.VerifyCertificateResponse = ask(clients().training.VerifyCertificate, message)
    except ValueError:
        return None
    except grpc.RpcError as error:
        if refusal_of(error).reason == "CERTIFICATE_NOT_FOUND":
            return None
        raise
    return found


def verdict(found: pb.VerifyCertificateResponse) -> str:
    """Return what came of it: GOOD, or why the first check failed that did."""
    if found.valid:
        return "GOOD"
    failed = certificate_pb2.CHECK_OUTCOME_FAILED
    return next((each.reason for each in found.checks if each.outcome == failed), "")
