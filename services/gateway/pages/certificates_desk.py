"""The desk of trainers: a certificate found by its number, and revoked."""

from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from apiflask import APIBlueprint
from flask import flash, redirect
from flask_babel import gettext, lazy_gettext
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from isp.training.v1 import training_pb2 as pb
from services.gateway.clients import clients
from services.gateway.pages.answers import ask, page
from services.gateway.pages.forms import Form, Refused, line, lines, shown_on
from services.gateway.pages.language import address
from services.gateway.pages.refusals import told
from services.gateway.pages.verifying import of_number
from services.gateway.pages.visitors import signed_in

certificates_desk = APIBlueprint(
    "certificates_desk", __name__, url_prefix="/desk/certificates", enable_openapi=False
)

_HERE: Final = "certificates_desk.certificate"


class NumberForm(Form):
    """Which certificate."""

    number = line(
        lazy_gettext("The certificate's number"), most=36, render_kw={"spellcheck": "false"}
    )


class RevocationForm(Form):
    """Why a certificate ends."""

    reason = lines(
        lazy_gettext("Why"),
        most=1000,
        hint=lazy_gettext("For the record, and for its holder to read."),
        render_kw={"rows": 3},
    )


@certificates_desk.get("")
@signed_in
def find() -> AnyResponse:
    """Ask for a certificate's number."""
    return page("desk_certificates.html", form=NumberForm())


@certificates_desk.post("")
@signed_in
def found() -> AnyResponse:
    """Go to the certificate with that number."""
    form = NumberForm()
    if form.validate():
        number = form.number.data.strip()
        if of_number(number) is not None:
            return redirect(address(_HERE, certificate_id=number.lower()))
        form.number.errors = [gettext("no certificate has this number")]
    return page("desk_certificates.html", HTTPStatus.BAD_REQUEST, form=form)


@certificates_desk.get("/<uuid:certificate_id>")
@signed_in
def certificate(certificate_id: UUID) -> AnyResponse:
    """Show a certificate as anyone sees it, and the way to end it."""
    return _shown(certificate_id, RevocationForm())


@certificates_desk.post("/<uuid:certificate_id>")
@signed_in
def revoke(certificate_id: UUID) -> AnyResponse:
    """Revoke it, for good."""
    form = RevocationForm()
    if not form.validate():
        return _shown(certificate_id, form, HTTPStatus.BAD_REQUEST)
    message = pb.RevokeCertificateRequest(
        certificate_id=str(certificate_id), reason=form.reason.data
    )
    try:
        with told("CERTIFICATE_REVOKED"), shown_on(form):
            ask(clients().training.RevokeCertificate, message)
            flash(gettext("The certificate is revoked."), "success")
    except Refused as refused:
        return _shown(certificate_id, form, refused.status)
    return redirect(address(_HERE, certificate_id=certificate_id))


def _shown(certificate_id: UUID, form: Any, status: int = HTTPStatus.OK) -> AnyResponse:
    seen = of_number(str(certificate_id))
    if seen is None:
        raise NotFound
    return page(
        "desk_certificate.html", status, found=seen, certificate_id=certificate_id, form=form
    )
