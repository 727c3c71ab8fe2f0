"""The desk of partners' catalogues: proposed by one person, confirmed by another."""

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

from isp.content.v1 import partner_catalogues_pb2 as pb
from services.gateway.clients import clients
from services.gateway.pages.answers import ask, page
from services.gateway.pages.forms import Form, Refused, line, lines, version_read
from services.gateway.pages.language import address
from services.gateway.pages.refusals import said_on
from services.gateway.pages.visitors import signed_in

catalogues_desk = APIBlueprint(
    "catalogues_desk", __name__, url_prefix="/desk/catalogues", enable_openapi=False
)

STATUSES: Final = {
    "PROPOSED": lazy_gettext("Waits for a second person"),
    "ACTIVE": lazy_gettext("Fetched now and then"),
    "ENDED": lazy_gettext("Ended"),
}
SAID_BY_THE_SERVICE: Final = (
    lazy_gettext("must be a JSON Web Key"),
    lazy_gettext("must be a JSON Web Key of kty EC and crv P-256"),
    lazy_gettext("has a private part: it is known to others now, and must not be used"),
)
"""What content says of these fields, so that it has its Welsh."""

_NOT_MADE: Final = {
    **dict.fromkeys(("TOO_MANY_CATALOGUES", "INVALID"), ""),
    "IDEMPOTENCY_KEY_REUSED": lazy_gettext("Send it again."),
}
_REFUSED: Final = {
    **dict.fromkeys(("SELF_CONFIRMATION", "CATALOGUE_NOT_PROPOSED", "CATALOGUE_ENDED"), ""),
    "STALE_VERSION": lazy_gettext("Below it stands as it is now; what you typed is kept."),
}


class CatalogueForm(Form):
    """A catalogue that is proposed."""

    name = line(
        lazy_gettext("Who the partner is"),
        most=80,
        hint=lazy_gettext("It stands beside everything of theirs that search finds."),
    )
    url = line(
        lazy_gettext("Address of the catalogue"),
        most=1000,
        hint=lazy_gettext("Beginning with https://. The catalogue must name it as its issuer."),
        render_kw={"inputmode": "url", "spellcheck": "false", "autocomplete": "off"},
    )
    account = line(
        lazy_gettext("Which account is needed at the partner's"),
        most=200,
        hint=lazy_gettext("Say “None” where none is."),
    )
    public_key = lines(
        lazy_gettext("The partner's public key"),
        most=1000,
        hint=lazy_gettext("A JSON Web Key of P-256. Compare its thumbprint by telephone."),
        render_kw={"rows": 4, "spellcheck": "false", "autocapitalize": "off"},
    )
    key = HiddenField(default=lambda: str(uuid4()), validators=[Length(max=36)])


class CatalogueEndForm(Form):
    """Why a catalogue is ended."""

    reason = line(lazy_gettext("Why is it ended?"), most=300)


@catalogues_desk.get("")
@signed_in
def catalogues() -> Response:
    """Show the catalogues, and which wait for a second person."""
    found = ask(clients().catalogues.ListCatalogues, pb.ListCataloguesRequest())
    return page("desk_catalogues.html", found=found, statuses=STATUSES)


@catalogues_desk.get("/new")
@signed_in
def new_catalogue() -> Response:
    """Ask which catalogue."""
    return page("desk_catalogue_new.html", form=CatalogueForm())


@catalogues_desk.post("/new")
@signed_in
def propose() -> AnyResponse:
    """Keep the proposal."""
    form, status = CatalogueForm(), int(HTTPStatus.BAD_REQUEST)
    if form.validate():
        said = {name: form[name].data for name in ("name", "url", "account", "public_key")}
        message = pb.ProposeCatalogueRequest(**said, idempotency_key=form.key.data)
        try:
            with said_on(form, _NOT_MADE):
                made = ask(clients().catalogues.ProposeCatalogue, message).catalogue
            flash(gettext("It is proposed. Somebody else must confirm it."), "success")
            return redirect(_here(made.catalogue_id))
        except Refused as refused:
            status = refused.status
            form.key.data = str(uuid4())
    return page("desk_catalogue_new.html", status, form=form)


@catalogues_desk.get("/<uuid:catalogue_id>")
@signed_in
def catalogue(catalogue_id: UUID) -> Response:
    """Show one catalogue, and what can be done."""
    return _shown(catalogue_id, CatalogueEndForm())


@catalogues_desk.post("/<uuid:catalogue_id>")
@signed_in
def act(catalogue_id: UUID) -> AnyResponse:
    """Do what the pressed button says, to the catalogue as the page showed it."""
    form, deed = CatalogueEndForm(), _DEEDS.get(request.form.get("do", ""))
    if deed is None:
        raise BadRequest
    try:
        with said_on(form, _REFUSED):
            return deed(str(catalogue_id), form)
    except Refused as refused:
        return _shown(catalogue_id, form, refused.status)


def _here(catalogue_id: UUID | str) -> str:
    return address("catalogues_desk.catalogue", catalogue_id=catalogue_id)


def _shown(catalogue_id: UUID, form: CatalogueEndForm, status: int = HTTPStatus.OK) -> Response:
    message = pb.GetCatalogueRequest(catalogue_id=str(catalogue_id))
    found = ask(clients().catalogues.GetCatalogue, message).catalogue
    return page("desk_catalogue.html", status, catalogue=found, form=form, statuses=STATUSES)


def _confirm(catalogue_id: str, _: CatalogueEndForm) -> AnyResponse:
    message = pb.ConfirmCatalogueRequest(catalogue_id=catalogue_id, expected_version=version_read())
    ask(clients().catalogues.ConfirmCatalogue, message)
    flash(gettext("It is confirmed, and fetched within a minute."), "success")
    return redirect(_here(catalogue_id))


def _end(catalogue_id: str, form: CatalogueEndForm) -> AnyResponse:
    if not form.validate():
        raise Refused
    message = pb.EndCatalogueRequest(
        catalogue_id=catalogue_id, expected_version=version_read(), reason=form.reason.data
    )
    ask(clients().catalogues.EndCatalogue, message)
    flash(gettext("It is ended. Search finds nothing of it any more."), "success")
    return redirect(_here(catalogue_id))


_DEEDS: Final[dict[str, Callable[[str, CatalogueEndForm], AnyResponse]]] = {
    "confirm": _confirm,
    "end": _end,
}
"""What each button does."""
