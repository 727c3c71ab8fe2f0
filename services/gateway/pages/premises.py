"""One's organisation and the places that it looks after: named, changed, removed."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID, uuid4

import grpc
from apiflask import APIBlueprint
from flask import Response, flash, redirect, request
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField
from wtforms.validators import InputRequired, Length, ValidationError

from chassis.rpc_errors import refusal_of
from isp.identity.v1 import identity_pb2
from isp.identity.v1 import premises_pb2 as pb
from services.gateway.clients import clients
from services.gateway.pages import labels
from services.gateway.pages.answers import ask, page
from services.gateway.pages.forms import Form, Refused, line, lines, list_of, version_read
from services.gateway.pages.language import address
from services.gateway.pages.refusals import said_on, told
from services.gateway.pages.site_response import levels_of
from services.gateway.pages.visitors import signed_in

premises = APIBlueprint("premises", __name__, url_prefix="/account/premises", enable_openapi=False)

PAGE_SIZE: Final = 20
LONGEST_TOKEN: Final = 200
LARGEST_CAPACITY: Final = 1_000_000
SAID_BY_THE_SERVICE: Final = (
    lazy_gettext("must have 1 to 100 characters"),
    lazy_gettext("must have 1 to 200 characters"),
    lazy_gettext("must have 1 to 100 characters in a line"),
    lazy_gettext("must have 1 to 4 lines"),
    lazy_gettext("must be a type that we know"),
)
"""What identity says of these fields, so that it has its Welsh."""

_SENT_BEFORE: Final = "IDEMPOTENCY_KEY_REUSED"
_NOT_ADDED: Final = {
    "TOO_MANY_PREMISES": "",
    _SENT_BEFORE: lazy_gettext(
        "You sent this form before, with other words: see your premises. Send it again to add"
        " these too."
    ),
}
_NOT_CHANGED: Final = {
    "STALE_VERSION": lazy_gettext(
        "What it says now stands below; what you typed is kept. Send it again to replace that."
    )
}
_NOT_CREATED: Final = {_SENT_BEFORE: lazy_gettext("Send it again.")}


class OrganisationForm(Form):
    """Whom one acts for."""

    name = line(
        lazy_gettext("Business or organisation"),
        most=200,
        render_kw={"autocomplete": "organization"},
    )
    key = HiddenField(default=lambda: str(uuid4()), validators=[Length(max=36)])


def _capacity(_form: Form, field: Any) -> None:
    """Refuse what is no number of people."""
    said = (field.data or "").strip().replace(",", "")
    if said and not (said.isascii() and said.isdecimal() and 1 <= int(said) <= LARGEST_CAPACITY):
        raise ValidationError(gettext("must be a whole number from 1 to 1,000,000"))


class PremisesForm(Form):
    """What an organisation says of a place."""

    name = line(
        lazy_gettext("What you call it"),
        most=100,
        hint=lazy_gettext("For example: The shop, or Station Road branch."),
    )
    address_lines = lines(
        lazy_gettext("Address, without the postcode"),
        most=420,
        hint=lazy_gettext("One to four lines."),
        render_kw={"rows": 4, "autocomplete": "street-address"},
    )
    postcode = line(
        lazy_gettext("Postcode"),
        most=20,
        hint=lazy_gettext("We warn you about the region in which it is."),
        render_kw={"autocomplete": "postal-code", "spellcheck": "false"},
    )
    type = list_of(
        lazy_gettext("What it is used for most"),
        lambda: [("", gettext("Choose one")), *labels.premises_types()],
        validators=[InputRequired(lazy_gettext("choose one"))],
    )
    capacity = line(
        lazy_gettext("The most people there at once"),
        most=9,
        required=False,
        hint=lazy_gettext(
            "Visitors and staff together, at the busiest time that you expect. You may leave it"
            " empty. From 200 people on, and again from 800, you may have duties under Martyn's"
            " Law, the Terrorism (Protection of Premises) Act 2025."
        ),
        render_kw={"inputmode": "numeric"},
    )
    key = HiddenField(default=lambda: str(uuid4()), validators=[Length(max=36)])

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Tell whether everything is as it must be, the number of people too."""
        more = {**(extra_validators or {}), "capacity": [_capacity]}
        return bool(super().validate(more))

    def said(self) -> dict[str, Any]:
        """Return what was typed, as the contract has it."""
        written = (each.strip() for each in str(self.address_lines.data).splitlines())
        return {
            "name": self.name.data,
            "address_lines": [each for each in written if each],
            "postcode": self.postcode.data,
            "type": self.type.data,
            "capacity": int((self.capacity.data or "").strip().replace(",", "") or 0),
        }


@premises.get("")
@signed_in
def own() -> Response:
    """Show the premises of the visitor's organisation, or ask for the organisation's name."""
    organisation = _organisation()
    if organisation is None:
        return _naming(OrganisationForm(data={"name": _named_before()}))
    message = pb.ListPremisesRequest(
        page_size=PAGE_SIZE, page_token=request.args.get("page", "")[:LONGEST_TOKEN]
    )
    found = ask(clients().premises.ListPremises, message)
    levels = levels_of([each.premises_id for each in found.premises])
    sites = {each.premises_id: each for each in levels.sites} if levels else None
    return page("premises.html", organisation=organisation, found=found, sites=sites)


@premises.post("")
@signed_in
def create_organisation() -> AnyResponse:
    """Make the organisation, and go on to its first premises."""
    form = OrganisationForm()
    if not form.validate():
        return _naming(form, HTTPStatus.BAD_REQUEST)
    message = pb.CreateOrganisationRequest(name=form.name.data, idempotency_key=form.key.data)
    try:
        with said_on(form, _NOT_CREATED), told("ORGANISATION_HELD"):
            ask(clients().premises.CreateOrganisation, message)
            return redirect(address("premises.new"))
    except Refused as refused:
        form.key.data = str(uuid4())
        return _naming(form, refused.status)
    return redirect(address("premises.own"))


@premises.get("/new")
@signed_in
def new() -> AnyResponse:
    """Ask for what is to be known of a place."""
    if _organisation() is None:
        return redirect(address("premises.own"))
    return page("premises_form.html", form=PremisesForm(), there=None)


@premises.post("/new")
@signed_in
def add() -> AnyResponse:
    """Add it."""
    form = PremisesForm()
    if not form.validate():
        return page("premises_form.html", HTTPStatus.BAD_REQUEST, form=form, there=None)
    message = pb.AddPremisesRequest(**form.said(), idempotency_key=form.key.data)
    try:
        with said_on(form, _NOT_ADDED):
            ask(clients().premises.AddPremises, message)
    except Refused as refused:
        if refused.status == HTTPStatus.CONFLICT:
            form.key.data = str(uuid4())
        return page("premises_form.html", refused.status, form=form, there=None)
    flash(gettext("The premises were added."), "success")
    return redirect(address("premises.own"))


@premises.get("/<uuid:premises_id>")
@signed_in
def change_form(premises_id: UUID) -> Response:
    """Show what is known of a place, to be changed."""
    there = _read(premises_id)
    return page("premises_form.html", form=PremisesForm(data=_typed(there)), there=there)


@premises.post("/<uuid:premises_id>")
@signed_in
def change(premises_id: UUID) -> AnyResponse:
    """Change it, on the version that the page showed."""
    form = PremisesForm()
    there = _read(premises_id)
    if not form.validate():
        return page("premises_form.html", HTTPStatus.BAD_REQUEST, form=form, there=there)
    said = form.said()
    message = pb.UpdatePremisesRequest(
        premises_id=str(premises_id),
        expected_version=version_read(),
        location=_still_there(there, said["postcode"]),
        **said,
    )
    try:
        with said_on(form, _NOT_CHANGED):
            ask(clients().premises.UpdatePremises, message)
    except Refused as refused:
        return page("premises_form.html", refused.status, form=form, there=_read(premises_id))
    flash(gettext("The premises were changed."), "success")
    return redirect(address("premises.own"))


@premises.get("/<uuid:premises_id>/remove")
@signed_in
def remove_form(premises_id: UUID) -> Response:
    """Ask once more: it cannot be undone."""
    return page("premises_remove.html", there=_read(premises_id))


@premises.post("/<uuid:premises_id>/remove")
@signed_in
def remove(premises_id: UUID) -> AnyResponse:
    """Remove it, on the version that the page showed; the next page says why if not."""
    message = pb.RemovePremisesRequest(
        premises_id=str(premises_id), expected_version=version_read()
    )
    with told("STALE_VERSION", "PREMISES_NOT_FOUND"):
        ask(clients().premises.RemovePremises, message)
        flash(gettext("The premises were removed."), "success")
    return redirect(address("premises.own"))


def _organisation() -> pb.Organisation | None:
    try:
        found = ask(clients().premises.GetOrganisation, pb.GetOrganisationRequest())
    except grpc.RpcError as error:
        if refusal_of(error).reason != "ORGANISATION_NOT_FOUND":
            raise
        return None
    organisation: pb.Organisation = found.organisation
    return organisation


def _named_before() -> str:
    """Return the name that the visitor gave when they registered, if any."""
    me = ask(clients().identity.GetMe, identity_pb2.GetMeRequest()).subscriber
    return str(me.organisation_name)


def _naming(form: OrganisationForm, status: int = HTTPStatus.OK) -> Response:
    return page("premises_organisation.html", status, form=form)


def _read(premises_id: UUID) -> pb.Premises:
    message = pb.GetPremisesRequest(premises_id=str(premises_id))
    found: pb.Premises = ask(clients().premises.GetPremises, message).premises
    return found


def _typed(there: pb.Premises) -> dict[str, Any]:
    """Return what a form says that changes nothing."""
    return {
        "name": there.name,
        "address_lines": "\n".join(there.address_lines),
        "postcode": there.postcode,
        "type": there.type,
        "capacity": str(there.capacity or ""),
    }


def _still_there(there: pb.Premises, postcode: str) -> pb.Location | None:
    """Return a point that was given by other ways than the form, unless the postcode is another."""
    same = "".join(postcode.split()).upper() == "".join(there.postcode.split())
    return there.location if there.location_given and same else None
