"""The desk of links to partners: listed, changed and removed by editors, broken ones first."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID, uuid4

from apiflask import APIBlueprint
from flask import Response, flash, redirect, request
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField
from wtforms.validators import Length

from isp.content.v1 import partner_links_pb2 as pb
from services.gateway.clients import clients
from services.gateway.pages import labels
from services.gateway.pages.answers import ask, page
from services.gateway.pages.forms import Form, Refused, line, lines, many_of, version_read
from services.gateway.pages.language import address
from services.gateway.pages.leaving import words
from services.gateway.pages.refusals import said_on
from services.gateway.pages.visitors import signed_in

links_desk = APIBlueprint(
    "links_desk", __name__, url_prefix="/desk/partner-links", enable_openapi=False
)

STATES: Final = {
    "NOT_LOOKED_AT": lazy_gettext("Not looked at yet"),
    "ANSWERS": lazy_gettext("Answers"),
    "MOVED": lazy_gettext("Leads to another host"),
    "SILENT": lazy_gettext("Did not answer when we last looked"),
    "BROKEN": lazy_gettext("Broken: no answer in three different hours"),
}
WORDS: Final = ("name", "finds", "for_whom", "account")
SAID_BY_THE_SERVICE: Final = (
    lazy_gettext("must begin with https:// and name a host"),
    lazy_gettext("must name a public host, not an address of a machine"),
    lazy_gettext("must have port 443"),
    lazy_gettext("must have no user, no password and no fragment"),
    lazy_gettext("must have 1 to 120 characters"),
    lazy_gettext("must have 1 to 200 characters"),
    lazy_gettext("must have 1 to 400 characters"),
)
"""What content says of these fields, so that it has its Welsh."""

_REFUSED: Final = {
    **dict.fromkeys(("TOO_MANY_PARTNER_LINKS", "PARTNER_LINK_NOT_FOUND", "INVALID"), ""),
    "IDEMPOTENCY_KEY_REUSED": lazy_gettext("Send it again."),
    "STALE_VERSION": lazy_gettext("Below it stands as it is now; what you typed is kept."),
}


class LinkForm(Form):
    """A link to a partner."""

    url = line(
        lazy_gettext("Address"),
        most=1000,
        hint=lazy_gettext("Beginning with https://. Nothing is ever added to it."),
        render_kw={"inputmode": "url", "spellcheck": "false", "autocomplete": "off"},
    )
    name = line(lazy_gettext("Who is there"), most=120)
    finds = lines(lazy_gettext("What one finds there"), most=400, render_kw={"rows": 3})
    for_whom = line(lazy_gettext("For whom it is"), most=200)
    account = line(
        lazy_gettext("Which account is needed there"),
        most=200,
        hint=lazy_gettext("Say “None” where none is."),
    )
    welsh_name = line(lazy_gettext("Who is there, in Welsh"), most=120, required=False)
    welsh_finds = lines(
        lazy_gettext("What one finds there, in Welsh"),
        most=400,
        required=False,
        render_kw={"rows": 3},
    )
    welsh_for_whom = line(lazy_gettext("For whom it is, in Welsh"), most=200, required=False)
    welsh_account = line(
        lazy_gettext("Which account is needed there, in Welsh"), most=200, required=False
    )
    languages = many_of(
        lazy_gettext("Languages of what is there"),
        list(labels.DOCUMENT_LANGUAGES.items()),
        least=1,
    )
    sectors = many_of(lazy_gettext("Sectors it is for; none means all"), labels.sectors)
    regions = many_of(lazy_gettext("Regions it is for; none means all"), labels.regions)
    key = HiddenField(default=lambda: str(uuid4()), validators=[Length(max=36)])

    def refuse(self, violations: Iterator[tuple[str, str]]) -> list[str]:
        """Show each violation at its field; those of Welsh words at theirs."""
        welsh = "content.welsh."
        return super().refuse(
            (f"welsh_{path.removeprefix(welsh)}" if path.startswith(welsh) else path, what)
            for path, what in violations
        )


class RemovalForm(Form):
    """Why a link is removed."""

    reason = line(lazy_gettext("Why is it removed? For the record only"), most=300)


@links_desk.get("")
@signed_in
def links() -> Response:
    """Show the links, those first that somebody has to look at."""
    broken = ask(clients().partner_links.ListBrokenLinks, pb.ListBrokenLinksRequest()).links
    every = ask(clients().partner_links.ListPartnerLinks, pb.ListPartnerLinksRequest()).links
    return page("desk_links.html", broken=broken, links=every, words=words, states=STATES)


@links_desk.get("/new")
@signed_in
def new_link() -> Response:
    """Ask which link."""
    return page("desk_link_new.html", form=LinkForm())


@links_desk.post("/new")
@signed_in
def add() -> AnyResponse:
    """List it."""
    form, status = LinkForm(), int(HTTPStatus.BAD_REQUEST)
    if form.validate():
        message = pb.AddPartnerLinkRequest(content=_content(form), idempotency_key=form.key.data)
        try:
            with said_on(form, _REFUSED):
                made = ask(clients().partner_links.AddPartnerLink, message).link
            flash(gettext("It is listed."), "success")
            return redirect(address("links_desk.link", link_id=made.link_id))
        except Refused as refused:
            status = refused.status
            form.key.data = str(uuid4())
    return page("desk_link_new.html", status, form=form)


@links_desk.get("/<uuid:link_id>")
@signed_in
def link(link_id: UUID) -> Response:
    """Show a link as it can be changed."""
    found = _found(link_id)
    return _shown(found, LinkForm(data=_data(found)), RemovalForm(formdata=None))


@links_desk.post("/<uuid:link_id>")
@signed_in
def act(link_id: UUID) -> AnyResponse:
    """Change a link, or remove it."""
    removes = request.form.get("do") == "remove"
    form = LinkForm() if not removes else LinkForm(formdata=None, data=_data(_found(link_id)))
    removal = RemovalForm() if removes else RemovalForm(formdata=None)
    status, sent = int(HTTPStatus.BAD_REQUEST), removal if removes else form
    if sent.validate():
        try:
            with said_on(sent, _REFUSED):
                return _remove(link_id, removal) if removes else _change(link_id, form)
        except Refused as refused:
            status = refused.status
    return _shown(_found(link_id), form, removal, status)


def _change(link_id: UUID, form: LinkForm) -> AnyResponse:
    before = _found(link_id)
    content = _content(form)
    content.demonstration = before.content.demonstration
    message = pb.ChangePartnerLinkRequest(
        link_id=str(link_id), expected_version=version_read(), content=content
    )
    ask(clients().partner_links.ChangePartnerLink, message)
    flash(gettext("It is changed."), "success")
    return redirect(address("links_desk.links"))


def _remove(link_id: UUID, form: RemovalForm) -> AnyResponse:
    message = pb.RemovePartnerLinkRequest(
        link_id=str(link_id), expected_version=version_read(), reason=form.reason.data
    )
    ask(clients().partner_links.RemovePartnerLink, message)
    flash(gettext("It is off the list."), "success")
    return redirect(address("links_desk.links"))


def _found(link_id: UUID) -> pb.PartnerLink:
    message = pb.GetPartnerLinkRequest(link_id=str(link_id))
    found: pb.PartnerLink = ask(clients().partner_links.GetPartnerLink, message).link
    return found


def _shown(
    found: pb.PartnerLink, form: LinkForm, removal: RemovalForm, status: int = HTTPStatus.OK
) -> Response:
    return page("desk_link.html", status, link=found, form=form, removal=removal, states=STATES)


def _content(form: LinkForm) -> pb.PartnerLinkContent:
    welsh = {name: form[f"welsh_{name}"].data or "" for name in WORDS}
    return pb.PartnerLinkContent(
        url=form.url.data,
        english=pb.LinkWords(**{name: form[name].data for name in WORDS}),
        welsh=pb.LinkWords(**welsh) if any(each.strip() for each in welsh.values()) else None,
        languages=form.languages.data,
        sectors=form.sectors.data,
        regions=form.regions.data,
    )


def _data(found: pb.PartnerLink) -> dict[str, Any]:
    said = found.content
    return {
        "url": said.url,
        **{name: getattr(said.english, name) for name in WORDS},
        **{f"welsh_{name}": getattr(said.welsh, name) for name in WORDS},
        **{name: list(getattr(said, name)) for name in ("languages", "sectors", "regions")},
    }
