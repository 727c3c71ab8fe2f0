"""The desk of partner sites: proposed by one person, confirmed by another, ended by either."""

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

from isp.identity.v1 import partners_pb2 as pb
from services.gateway.clients import clients
from services.gateway.pages.answers import ask, page
from services.gateway.pages.forms import Form, Refused, line, lines, many_of, version_read
from services.gateway.pages.language import address
from services.gateway.pages.refusals import said_on
from services.gateway.pages.visitors import signed_in

partners_desk = APIBlueprint(
    "partners_desk", __name__, url_prefix="/desk/partners", enable_openapi=False
)

PAGE_SIZE: Final = 20
LONGEST_TOKEN: Final = 200
SCOPES: Final = {
    "NAME": lazy_gettext("Their name"),
    "EMAIL": lazy_gettext("Their e-mail address"),
    "VERIFIED": lazy_gettext("Whether their identity was verified: yes or no"),
}
STATUSES: Final = {
    "PROPOSED": lazy_gettext("Waits for a second person"),
    "ACTIVE": lazy_gettext("People sign in there"),
    "DISABLED": lazy_gettext("Ended"),
}
SAID_BY_THE_SERVICE: Final = (
    lazy_gettext("must begin with https://"),
    lazy_gettext("must name a host of the internet by its name"),
    lazy_gettext("must be exact: without user, fragment, wildcard or space"),
    lazy_gettext("must be an address of at most 300 characters, in ASCII"),
    lazy_gettext("must all be of one host"),
    lazy_gettext("must be of the same host as the others"),
    lazy_gettext("must be 1 to 10, each once"),
    lazy_gettext("must have 1 to 80 characters"),
)
"""What identity says of these fields, so that it has its Welsh."""

_NOT_MADE: Final = {
    "SUBSCRIBER_NOT_FOUND": lazy_gettext("Nobody has an account with that address."),
    "TOO_MANY_PARTNERS": "",
    "IDEMPOTENCY_KEY_REUSED": lazy_gettext("Send it again."),
}
REFUSED: Final = {
    **dict.fromkeys(
        ("SELF_CONFIRMATION", "PARTNER_NOT_PROPOSED", "PARTNER_NOT_ACTIVE", "PARTNER_DISABLED"), ""
    ),
    "STALE_VERSION": lazy_gettext("Below it stands as it is now; what you typed is kept."),
}
"""Why something was refused, where the site's own page says so."""


class PartnerForm(Form):
    """A site that is proposed."""

    name = line(
        lazy_gettext("What people know the site by"),
        most=80,
        hint=lazy_gettext("They read it before they let it know anything."),
    )
    redirect_uris = lines(
        lazy_gettext("Addresses to which people are sent back"),
        most=3009,
        hint=lazy_gettext("One on each line, exactly as the site uses them: https, of one host."),
        render_kw={"spellcheck": "false", "autocapitalize": "off"},
    )
    backchannel_logout_uri = line(
        lazy_gettext("Address at which it is told that somebody signed out"),
        most=300,
        required=False,
        hint=lazy_gettext("Of the same host. Empty if it takes no such messages."),
        render_kw={"inputmode": "url", "spellcheck": "false", "autocomplete": "off"},
    )
    scopes = many_of(
        lazy_gettext("What does it learn of people?"),
        list(SCOPES.items()),
        hint=lazy_gettext(
            "It always learns a code that stands for them there and nowhere else. Choose nothing "
            "that it does not need."
        ),
    )
    steward_email = line(
        lazy_gettext("E-mail address of whoever looks after it at the partner"),
        most=254,
        hint=lazy_gettext("They need an account here, and may read how often people sign in."),
        render_kw={"type": "email", "autocomplete": "off", "spellcheck": "false"},
    )
    key = HiddenField(default=lambda: str(uuid4()), validators=[Length(max=36)])


class EndForm(Form):
    """Why a site is ended."""

    reason = line(lazy_gettext("Why is it ended?"), most=300)


@partners_desk.get("")
@signed_in
def sites() -> Response:
    """Show the sites, and which wait for a second person."""
    message = pb.ListPartnerSitesRequest(
        page_size=PAGE_SIZE, page_token=request.args.get("page", "")[:LONGEST_TOKEN]
    )
    found = ask(clients().partners.ListPartnerSites, message)
    return page("desk_partners.html", found=found, statuses=STATUSES)


@partners_desk.get("/new")
@signed_in
def new_site() -> Response:
    """Ask which site."""
    return page("desk_partner_new.html", form=PartnerForm())


@partners_desk.post("/new")
@signed_in
def propose() -> AnyResponse:
    """Keep the proposal."""
    form, status = PartnerForm(), int(HTTPStatus.BAD_REQUEST)
    if form.validate():
        message = pb.ProposePartnerSiteRequest(
            name=form.name.data,
            redirect_uris=form.redirect_uris.data.split(),
            backchannel_logout_uri=(form.backchannel_logout_uri.data or "").strip(),
            scopes=[pb.PartnerScope.Value(f"PARTNER_SCOPE_{each}") for each in form.scopes.data],
            steward_email=form.steward_email.data,
            idempotency_key=form.key.data,
        )
        try:
            with said_on(form, _NOT_MADE | {"INVALID": ""}):
                made = ask(clients().partners.ProposePartnerSite, message).site
            flash(gettext("It is proposed. Somebody else must confirm it."), "success")
            return redirect(_here(made.site_id))
        except Refused as refused:
            status = refused.status
            form.key.data = str(uuid4())
    return page("desk_partner_new.html", status, form=form)


@partners_desk.get("/<uuid:site_id>")
@signed_in
def site(site_id: UUID) -> Response:
    """Show one site, and what can be done."""
    return _shown(site_id, EndForm())


@partners_desk.post("/<uuid:site_id>")
@signed_in
def act(site_id: UUID) -> AnyResponse:
    """Do what the pressed button says, to the site as the page showed it."""
    form = EndForm()
    deed = _DEEDS.get(request.form.get("do", ""))
    if deed is None:
        raise BadRequest
    try:
        with said_on(form, REFUSED):
            return deed(str(site_id), form)
    except Refused as refused:
        return _shown(site_id, form, refused.status)


def _here(site_id: UUID | str) -> str:
    return address("partners_desk.site", site_id=site_id)


def _shown(site_id: UUID, form: EndForm, status: int = HTTPStatus.OK) -> Response:
    message = pb.GetPartnerSiteRequest(site_id=str(site_id))
    found = ask(clients().partners.GetPartnerSite, message).site
    words: dict[str, Any] = {"statuses": STATUSES, "scopes": SCOPES}
    return page("desk_partner.html", status, site=found, form=form, **words)


def _confirm(site_id: str, _: EndForm) -> AnyResponse:
    message = pb.ConfirmPartnerSiteRequest(site_id=site_id, expected_version=version_read())
    ask(clients().partners.ConfirmPartnerSite, message)
    flash(gettext("It is confirmed. Its people need a secret next."), "success")
    return redirect(_here(site_id))


def _issue(site_id: str, _: EndForm) -> AnyResponse:
    """Make a secret, and show it: this once, so it comes without a redirect."""
    message = pb.IssuePartnerSecretRequest(site_id=site_id, expected_version=version_read())
    made = ask(clients().partners.IssuePartnerSecret, message)
    return page("desk_partner_secret.html", site=made.site, secret=made.secret)


def _end(site_id: str, form: EndForm) -> AnyResponse:
    if not form.validate():
        raise Refused
    message = pb.DisablePartnerSiteRequest(
        site_id=site_id, expected_version=version_read(), reason=form.reason.data
    )
    ask(clients().partners.DisablePartnerSite, message)
    flash(gettext("It is ended. Nobody signs in there any more."), "success")
    return redirect(_here(site_id))


_DEEDS: Final[dict[str, Callable[[str, EndForm], AnyResponse]]] = {
    "confirm": _confirm,
    "issue": _issue,
    "end": _end,
}
"""What each button does."""
