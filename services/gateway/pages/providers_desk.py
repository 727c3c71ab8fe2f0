"""The desk of partners' identity providers, and of what they say of people's organisations."""

import base64
import hashlib
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID, uuid4

from apiflask import APIBlueprint
from flask import Response, flash, redirect, request
from flask_babel import gettext, lazy_gettext
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField
from wtforms.validators import Length

from isp.identity.v1 import providers_pb2 as pb
from services.gateway.clients import clients
from services.gateway.pages.answers import ask, page
from services.gateway.pages.forms import Form, Refused, line, lines, one_of, version_read
from services.gateway.pages.language import address
from services.gateway.pages.partners_desk import REFUSED, EndForm
from services.gateway.pages.refusals import said_on, told
from services.gateway.pages.visitors import signed_in

providers_desk = APIBlueprint(
    "providers_desk", __name__, url_prefix="/desk/partner-sign-in", enable_openapi=False
)

PAGE_SIZE: Final = 20
LONGEST_TOKEN: Final = 200
PROTOCOLS: Final = {
    "OIDC": lazy_gettext("OpenID Connect"),
    "SAML": lazy_gettext("SAML 2.0"),
}
STATUSES: Final = {
    "PROPOSED": lazy_gettext("Waits for a second person"),
    "ACTIVE": lazy_gettext("People sign in by it"),
    "DISABLED": lazy_gettext("Ended"),
}
SAID_BY_THE_SERVICE: Final = (
    lazy_gettext("must be empty for this protocol"),
    lazy_gettext("must be a certificate, in PEM or its Base64"),
    lazy_gettext("must have 1 to 300 characters"),
    lazy_gettext("must have at most 200 characters"),
    lazy_gettext("must have at most 300 characters"),
)
"""What identity says of these fields, so that it has its Welsh."""

_NOT_MADE: Final = {
    "TOO_MANY_PARTNERS": "",
    "IDEMPOTENCY_KEY_REUSED": lazy_gettext("Send it again."),
}
_ADDRESS: Final = {"inputmode": "url", "spellcheck": "false", "autocomplete": "off"}


class ProviderForm(Form):
    """A provider that is proposed."""

    name = line(
        lazy_gettext("What people choose it by on the sign-in page"),
        most=80,
        hint=lazy_gettext("The organisation's name, as its people know it."),
    )
    protocol = one_of(lazy_gettext("What does its sign-in speak?"), list(PROTOCOLS.items()))
    issuer = line(
        lazy_gettext("Issuer, or entity id"),
        most=300,
        hint=lazy_gettext("Exactly as its sign-in names itself."),
        render_kw=_ADDRESS,
    )
    sign_in_url = line(
        lazy_gettext("Address of its sign-in"),
        most=300,
        hint=lazy_gettext("The authorization endpoint, or the single sign-on service by POST."),
        render_kw=_ADDRESS,
    )
    token_url = line(
        lazy_gettext("OpenID Connect: token endpoint"), most=300, required=False, render_kw=_ADDRESS
    )
    keys_url = line(
        lazy_gettext("OpenID Connect: address of its keys"),
        most=300,
        required=False,
        render_kw=_ADDRESS,
    )
    client_id = line(
        lazy_gettext("OpenID Connect: our client id there"),
        most=200,
        required=False,
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    client_secret = line(
        lazy_gettext("OpenID Connect: our client secret there"),
        most=300,
        required=False,
        hint=lazy_gettext("It is shown to nobody again."),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    certificate = lines(
        lazy_gettext("SAML: the certificate by which it signs"),
        most=9000,
        required=False,
        render_kw={"spellcheck": "false", "autocapitalize": "off"},
    )
    key = HiddenField(default=lambda: str(uuid4()), validators=[Length(max=36)])


@providers_desk.get("")
@signed_in
def providers() -> Response:
    """Show the providers, and which wait for a second person."""
    message = pb.ListProvidersRequest(
        page_size=PAGE_SIZE, page_token=request.args.get("page", "")[:LONGEST_TOKEN]
    )
    found = ask(clients().providers.ListProviders, message)
    return page("desk_providers.html", found=found, statuses=STATUSES)


@providers_desk.get("/new")
@signed_in
def new_provider() -> Response:
    """Ask which provider."""
    return page("desk_provider_new.html", form=ProviderForm())


@providers_desk.post("/new")
@signed_in
def propose() -> AnyResponse:
    """Keep the proposal."""
    form, status = ProviderForm(), int(HTTPStatus.BAD_REQUEST)
    if form.validate():
        names = ("issuer", "sign_in_url", "token_url", "keys_url", "client_id", "certificate")
        message = pb.ProposeProviderRequest(
            name=form.name.data,
            protocol=pb.ProviderProtocol.Value(f"PROVIDER_PROTOCOL_{form.protocol.data}"),
            ends=pb.ProviderEnds(**{each: (form[each].data or "").strip() for each in names}),
            client_secret=form.client_secret.data or "",
            idempotency_key=form.key.data,
        )
        try:
            with said_on(form, _NOT_MADE):
                made = ask(clients().providers.ProposeProvider, message).provider
            flash(gettext("It is proposed. Somebody else must confirm it."), "success")
            return redirect(_here(made.provider_id))
        except Refused as refused:
            status = refused.status
            form.key.data = str(uuid4())
    return page("desk_provider_new.html", status, form=form)


@providers_desk.get("/<uuid:provider_id>")
@signed_in
def provider(provider_id: UUID) -> Response:
    """Show one provider, and what can be done."""
    return _shown(provider_id, EndForm())


@providers_desk.post("/<uuid:provider_id>")
@signed_in
def act(provider_id: UUID) -> AnyResponse:
    """Do what the pressed button says, to the provider as the page showed it."""
    form = EndForm()
    deed = _DEEDS.get(request.form.get("do", ""))
    if deed is None:
        raise BadRequest
    try:
        with said_on(form, REFUSED):
            deed(str(provider_id), form)
    except Refused as refused:
        return _shown(provider_id, form, refused.status)
    return redirect(_here(provider_id))


@providers_desk.get("/organisations")
@signed_in
def suggestions() -> Response:
    """Show what providers said of people's organisations."""
    message = pb.ListOrganisationSuggestionsRequest()
    found = ask(clients().providers.ListOrganisationSuggestions, message).suggestions
    return page("desk_suggestions.html", suggestions=found)


@providers_desk.post("/organisations")
@signed_in
def decide() -> AnyResponse:
    """Keep the officer's word on one."""
    word = request.form.get("do", "")
    if word not in _WORDS:
        raise BadRequest
    message = pb.DecideOrganisationSuggestionRequest(
        subject=request.form.get("subject", "")[:100], confirmed=word == "confirm"
    )
    refused = ("SUBSCRIBER_NOT_FOUND", "ORGANISATION_HELD", "SELF_CONFIRMATION", "INVALID")
    with told(*refused, "SUGGESTION_DECIDED"):
        ask(clients().providers.DecideOrganisationSuggestion, message)
        flash(str(_WORDS[word]), "success")
    return redirect(address("providers_desk.suggestions"))


def _here(provider_id: UUID | str) -> str:
    return address("providers_desk.provider", provider_id=provider_id)


def _shown(provider_id: UUID, form: EndForm, status: int = HTTPStatus.OK) -> Response:
    message = pb.GetProviderRequest(provider_id=str(provider_id))
    found = ask(clients().providers.GetProvider, message).provider
    words: dict[str, Any] = {"statuses": STATUSES, "protocols": PROTOCOLS}
    mark = fingerprint(found.ends.certificate)
    return page("desk_provider.html", status, provider=found, form=form, mark=mark, **words)


def fingerprint(certificate: str) -> str:
    """Return by what people compare a certificate, as programs print it: SHA-256 over its DER.

    The certificate comes as its Base64; of none there is nothing to compare.
    """
    if not certificate:
        return ""
    return hashlib.sha256(base64.b64decode(certificate)).digest().hex(":").upper()


def _confirm(provider_id: str, _: EndForm) -> None:
    message = pb.ConfirmProviderRequest(provider_id=provider_id, expected_version=version_read())
    ask(clients().providers.ConfirmProvider, message)
    flash(gettext("It is confirmed. Its people may sign in by it."), "success")


def _end(provider_id: str, form: EndForm) -> None:
    if not form.validate():
        raise Refused
    message = pb.DisableProviderRequest(
        provider_id=provider_id, expected_version=version_read(), reason=form.reason.data
    )
    ask(clients().providers.DisableProvider, message)
    flash(gettext("It is ended. Nobody signs in by it any more."), "success")


_DEEDS: Final[dict[str, Callable[[str, EndForm], None]]] = {"confirm": _confirm, "end": _end}
"""What each button does."""

_WORDS: Final = {
    "confirm": lazy_gettext("It is confirmed: they act for this organisation."),
    "refuse": lazy_gettext("It is refused: nothing changes for them."),
}
