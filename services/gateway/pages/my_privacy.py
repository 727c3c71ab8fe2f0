"""One's own data: what is held, fetched as a file, and its end."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Final
from uuid import UUID, uuid4

from apiflask import APIBlueprint
from flask import Response, flash, redirect, request
from flask_babel import gettext, lazy_gettext
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField
from wtforms.validators import Length

from isp.identity.v1 import privacy_requests_pb2 as pb
from services.gateway.clients import clients
from services.gateway.pages import privacy_labels
from services.gateway.pages.answers import ask, page
from services.gateway.pages.forms import Form, Refused, many_of, version_read
from services.gateway.pages.language import address
from services.gateway.pages.refusals import said_on
from services.gateway.pages.visitors import signed_in
from services.gateway.resources.privacy_requests import export_file

my_privacy = APIBlueprint(
    "my_privacy", __name__, url_prefix="/account/privacy", enable_openapi=False
)
_STANDS: Final = lazy_gettext("Below it stands as it is now; what you typed is kept.")
_REFUSED: Final = {
    **dict.fromkeys(
        (
            *("PRIVACY_REQUEST_OPEN", "PRIVACY_REQUEST_BEGUN", "PRIVACY_REQUEST_CLOSED"),
            *("PRIVACY_REQUEST_NOT_FOUND", "IDEMPOTENCY_KEY_REUSED"),
        ),
        "",
    ),
    "STALE_VERSION": _STANDS,
}


class OwnDataForm(Form):
    """What one wants of one's data; an erasure is ticked for, so that no slip does it."""

    sure = many_of(
        lazy_gettext("Are you sure?"),
        [("yes", lazy_gettext("My account ends, and this cannot be undone."))],
        least=1,
        too_few=lazy_gettext("tick it if you are"),
    )
    key = HiddenField(default=lambda: str(uuid4()), validators=[Length(max=36)])


@my_privacy.get("")
@signed_in
def own() -> Response:
    """Show what the visitor asked about their data."""
    return _shown(OwnDataForm())


@my_privacy.post("")
@signed_in
def act() -> AnyResponse:
    """Do what the pressed button says."""
    form = OwnDataForm()
    deed = _DEEDS.get(request.form.get("do", ""))
    if deed is None:
        raise BadRequest
    try:
        with said_on(form, _REFUSED):
            said = deed(form)
    except Refused as refused:
        form.key.data = str(uuid4())
        return _shown(form, refused.status)
    if said is None:
        return _shown(form, HTTPStatus.BAD_REQUEST)
    flash(said, "success")
    return redirect(address("my_privacy.own"))


@my_privacy.get("/<uuid:request_id>/export")
@signed_in
def fetch(request_id: UUID) -> Response:
    """Hand an export over."""
    return export_file(clients().privacy_requests.DownloadExport, str(request_id))


def _shown(form: OwnDataForm, status: int = 200) -> Response:
    message = pb.ListMyPrivacyRequestsRequest()
    found = ask(clients().privacy_requests.ListMyPrivacyRequests, message)
    return page("my_privacy.html", status, requests=found.requests, form=form, words=privacy_labels)


def _make(form: OwnDataForm, kind: pb.PrivacyRequestKind.ValueType) -> None:
    message = pb.MakePrivacyRequestRequest(kind=kind, idempotency_key=(form.key.data or "")[:36])
    ask(clients().privacy_requests.MakePrivacyRequest, message)


def _export(form: OwnDataForm) -> str | None:
    _make(form, pb.PRIVACY_REQUEST_KIND_EXPORT)
    return str(gettext("We put your data together, and write to you when it can be fetched."))


def _erase(form: OwnDataForm) -> str | None:
    if not form.sure.validate(form):
        return None
    _make(form, pb.PRIVACY_REQUEST_KIND_ERASURE)
    return str(gettext("The erasure has begun. Your account ends now."))


def _withdraw(_: OwnDataForm) -> str | None:
    message = pb.WithdrawPrivacyRequestRequest(
        request_id=request.form.get("request_id", "")[:36], expected_version=version_read()
    )
    ask(clients().privacy_requests.WithdrawPrivacyRequest, message)
    return str(gettext("Your request is taken back."))


_DEEDS: Final[dict[str, Callable[[OwnDataForm], str | None]]] = {
    "export": _export,
    "erase": _erase,
    "withdraw": _withdraw,
}
"""What each button does; None is said where the form is not good."""
