"""One's own certificates: asked for after the last module, seen, downloaded."""

from http import HTTPStatus
from typing import Any, Final
from uuid import UUID, uuid4

from apiflask import APIBlueprint
from flask import Response, flash, redirect
from flask_babel import gettext, lazy_gettext
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField
from wtforms.validators import Length

from isp.training.v1 import accreditation_pb2, enrolment_pb2
from isp.training.v1 import training_pb2 as pb
from services.gateway.clients import clients
from services.gateway.pages.answers import ask, page
from services.gateway.pages.forms import Form, Refused, line, shown_on
from services.gateway.pages.language import address
from services.gateway.pages.learning import enrolments
from services.gateway.pages.refusals import told
from services.gateway.pages.visitors import signed_in, visitor
from services.gateway.resources.training import CREDENTIAL, PRINTED, printing

certificates = APIBlueprint("certificates", __name__, enable_openapi=False)

_OWN: Final = "learning.certificates.certificate"


def _own_name() -> str:
    who = visitor()
    return who.name if who else ""


class NameForm(Form):
    """The name that a certificate shows."""

    name = line(
        lazy_gettext("Your full name, as the certificate shall show it"),
        most=100,
        hint=lazy_gettext(
            "Everyone to whom you show the certificate reads it. It can be corrected once."
        ),
        default=_own_name,
        render_kw={"autocomplete": "name", "spellcheck": "false"},
    )
    key = HiddenField(default=lambda: str(uuid4()), validators=[Length(max=36)])


@certificates.get("/enrolments/<uuid:enrolment_id>/certificate")
@signed_in
def wanted(enrolment_id: UUID) -> AnyResponse:
    """Ask for the name on the certificate of a completed enrolment."""
    return _form_page(_enrolment(enrolment_id), NameForm())


@certificates.post("/enrolments/<uuid:enrolment_id>/certificate")
@signed_in
def issue(enrolment_id: UUID) -> AnyResponse:
    """Issue the certificate, and go to it."""
    form = NameForm()
    if not form.validate():
        return _form_page(_enrolment(enrolment_id), form, HTTPStatus.BAD_REQUEST)
    message = pb.IssueCertificateRequest(
        enrolment_id=str(enrolment_id), name=form.name.data, idempotency_key=form.key.data
    )
    try:
        with told("CERTIFICATE_HELD", "COURSE_NOT_COMPLETED", "COURSE_WITHDRAWN"), shown_on(form):
            issued = ask(clients().training.IssueCertificate, message).certificate
            flash(gettext("Your certificate is issued."), "success")
            return redirect(address(_OWN, certificate_id=issued.certificate_id))
    except Refused as refused:
        return _form_page(_enrolment(enrolment_id), form, refused.status)
    return redirect(address("learning.mine"))


@certificates.get("/certificates/<uuid:certificate_id>")
@signed_in
def certificate(certificate_id: UUID) -> Response:
    """Show a certificate of the visitor's own."""
    return page("certificate.html", certificate=_read(certificate_id).certificate)


@certificates.get("/certificates/<uuid:certificate_id>/credential")
@signed_in
def credential(certificate_id: UUID) -> Response:
    """Hand out the credential itself, as a file."""
    answer = Response(_read(certificate_id).credential, mimetype=CREDENTIAL)
    file = f"certificate-{certificate_id}.jwt"
    answer.headers["Content-Disposition"] = f'attachment; filename="{file}"'
    return answer


@certificates.get("/certificates/<uuid:certificate_id>/file.<any(pdf, png):kind>")
@signed_in
def printed(certificate_id: UUID, kind: str) -> AnyResponse:
    """Hand out the certificate as a document, or as a picture that carries it."""
    with told("NAME_NOT_PRINTABLE", "CERTIFICATE_REVOKED"):
        found = ask(clients().training.PrintCertificate, printing(certificate_id, kind))
        answer = Response(found.file, mimetype=PRINTED[kind])
        file = f"certificate-{certificate_id}.{kind}"
        answer.headers["Content-Disposition"] = f'attachment; filename="{file}"'
        return answer
    return redirect(address(_OWN, certificate_id=certificate_id))


class RightNameForm(Form):
    """The name that a certificate should have."""

    name = line(
        lazy_gettext("Your full name, as the certificate shall show it"),
        most=100,
        render_kw={"autocomplete": "name", "spellcheck": "false"},
    )
    key = HiddenField(default=lambda: str(uuid4()), validators=[Length(max=36)])


@certificates.get("/certificates/<uuid:certificate_id>/anew")
@signed_in
def correct(certificate_id: UUID) -> AnyResponse:
    """Ask for the right name."""
    held = _read(certificate_id).certificate
    if held.HasField("revoked_at"):
        return redirect(address(_OWN, certificate_id=certificate_id))
    return page("certificate_anew.html", certificate=held, form=RightNameForm(name=held.name))


@certificates.post("/certificates/<uuid:certificate_id>/anew")
@signed_in
def reissue(certificate_id: UUID) -> AnyResponse:
    """Issue it anew, and go to the new one."""
    form = RightNameForm()
    held = _read(certificate_id).certificate
    if not form.validate():
        return page("certificate_anew.html", HTTPStatus.BAD_REQUEST, certificate=held, form=form)
    message = accreditation_pb2.ReissueCertificateRequest(
        certificate_id=str(certificate_id), name=form.name.data, idempotency_key=form.key.data
    )
    try:
        with (
            told("CERTIFICATE_REVOKED", "CERTIFICATE_REISSUED", "CERTIFICATE_EXPIRED"),
            shown_on(form),
        ):
            anew = ask(clients().accreditation.ReissueCertificate, message).certificate
            flash(gettext("Your certificate is issued anew."), "success")
            return redirect(address(_OWN, certificate_id=anew.certificate_id))
    except Refused as refused:
        return page("certificate_anew.html", refused.status, certificate=held, form=form)
    return redirect(address(_OWN, certificate_id=certificate_id))


def _form_page(
    enrolment: enrolment_pb2.Enrolment, form: Any, status: int = HTTPStatus.OK
) -> AnyResponse:
    """Show the form, unless the certificate is there already or cannot be had yet."""
    if enrolment.HasField("certificate"):
        return redirect(address(_OWN, certificate_id=enrolment.certificate.certificate_id))
    if enrolment.status != enrolment_pb2.ENROLMENT_STATUS_COMPLETED:
        return redirect(address("learning.course", course_id=enrolment.course_id))
    return page("certificate_wanted.html", status, enrolment=enrolment, form=form)


def _enrolment(enrolment_id: UUID) -> enrolment_pb2.Enrolment:
    for each in enrolments():
        if each.enrolment_id == str(enrolment_id):
            return each
    raise NotFound


def _read(certificate_id: UUID) -> pb.GetCertificateResponse:
    message = pb.GetCertificateRequest(certificate_id=str(certificate_id))
    found: pb.GetCertificateResponse = ask(clients().training.GetCertificate, message)
    return found
