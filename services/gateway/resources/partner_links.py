"""Links to partners by REST."""

from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from apiflask import APIBlueprint, Schema
from apiflask.fields import Boolean, List, Nested
from apiflask.validators import Length, OneOf
from flask import Response, jsonify

from isp.content.v1 import partner_links_pb2 as pb
from services.gateway.clients import clients
from services.gateway.headers import public
from services.gateway.preconditions import expected_version, idempotency_key, with_etag
from services.gateway.resources.alert_json import time_json
from services.gateway.resources.fields import String

partner_links = APIBlueprint(
    "partner_links", __name__, url_prefix="/v1/partner-links", tag="Partners"
)

LANGUAGES: Final = ("en-GB", "cy")
_KEPT_SECONDS: Final = 30
_CHANGED: Final = {
    200: "The link",
    401: "A fresh second factor",
    403: "Not allowed",
    404: "None",
    412: "Stale",
    428: "No If-Match",
}


class LinkWordsIn(Schema):
    """What is said of a link in one language."""

    name = String(required=True, validate=Length(1, 120))
    finds = String(required=True, validate=Length(1, 400))
    for_whom = String(required=True, validate=Length(1, 200))
    account = String(required=True, validate=Length(1, 200))


class PartnerLinkIn(Schema):
    """A link: `account` says which account is needed there."""

    url = String(required=True, validate=Length(1, 1000))
    english = Nested(LinkWordsIn, required=True)
    welsh = Nested(LinkWordsIn, load_default=None, allow_none=True)
    languages = List(
        String(validate=OneOf(LANGUAGES)), required=True, validate=Length(min=1, max=2)
    )
    sectors = List(String(), load_default=list, validate=Length(max=50))
    regions = List(String(), load_default=list, validate=Length(max=50))
    demonstration = Boolean(load_default=False)


class LinkRemovalIn(Schema):
    """Why, for the record only."""

    reason = String(required=True, validate=Length(1, 300))


def _content(said: dict[str, Any]) -> pb.PartnerLinkContent:
    words = {name: pb.LinkWords(**said[name]) for name in ("english", "welsh") if said[name]}
    return pb.PartnerLinkContent(**said | {"welsh": None} | words)


def link_json(link: pb.PartnerLink) -> dict[str, Any]:
    """Return a link."""
    said = link.content
    return {
        "link_id": link.link_id,
        "version": link.version,
        "url": said.url,
        "english": _words(said.english),
        "welsh": _words(said.welsh) if said.HasField("welsh") else None,
        "languages": list(said.languages),
        "sectors": list(said.sectors),
        "regions": list(said.regions),
        "demonstration": said.demonstration,
        "state": pb.LinkState.Name(link.state).removeprefix("LINK_STATE_"),
        "looked_at": time_json(link.looked_at) if link.HasField("looked_at") else None,
        "broken_since": time_json(link.broken_since) if link.HasField("broken_since") else None,
        "why": link.why or None,
        "moved_to": link.moved_to or None,
        "changed_at": time_json(link.changed_at),
    }


def _words(words: pb.LinkWords) -> dict[str, str]:
    return {name: getattr(words, name) for name in ("name", "finds", "for_whom", "account")}


def _link(link: pb.PartnerLink) -> Response:
    return with_etag(jsonify(link_json(link)), link.version)


@partner_links.get("")
@partner_links.doc(
    summary="The links to partners",
    description="All of them. `state` says what was seen when we last looked.",
    responses={200: "The links, by name"},
)
def list_partner_links() -> Response:
    """List links."""
    found = clients().call(clients().partner_links.ListPartnerLinks, pb.ListPartnerLinksRequest())
    answer = jsonify({"links": [link_json(each) for each in found.links]})
    return public(answer, _KEPT_SECONDS)


@partner_links.get("/broken")
@partner_links.doc(
    summary="The links that an editor has to look at",
    description="Those that did not answer in three hours, and those that moved to another host.",
    responses={200: "The links, by name", 403: "Not allowed"},
    security="bearer",
)
def list_broken_links() -> Response:
    """List broken links."""
    found = clients().call(clients().partner_links.ListBrokenLinks, pb.ListBrokenLinksRequest())
    return jsonify({"links": [link_json(each) for each in found.links]})


@partner_links.get("/<uuid:link_id>")
@partner_links.doc(summary="A link to a partner", responses={200: "The link", 404: "None"})
def get_partner_link(link_id: UUID) -> Response:
    """Show a link."""
    message = pb.GetPartnerLinkRequest(link_id=str(link_id))
    link = clients().call(clients().partner_links.GetPartnerLink, message).link
    return public(_link(link), _KEPT_SECONDS)


@partner_links.post("/<uuid:link_id>/opening")
@partner_links.doc(
    summary="Where a link, or a partner's document that was found, leads",
    description="For somebody who is about to go there; counted without a person.",
    responses={200: "Where it leads", 404: "None that you may know of"},
)
def open_partner_link(link_id: UUID) -> Response:
    """Open a link."""
    message = pb.OpenPartnerLinkRequest(link_id=str(link_id))
    found = clients().call(clients().partner_links.OpenPartnerLink, message)
    shown = found.partner_document
    names = ("partner", "title", "summary", "language", "account")
    whole = {name: getattr(shown, name) for name in names}
    return jsonify(
        {
            "url": found.url,
            "link": link_json(found.link) if found.HasField("link") else None,
            "partner_document": whole if found.HasField("partner_document") else None,
        }
    )


@partner_links.post("")
@partner_links.input(PartnerLinkIn, arg_name="said")
@partner_links.doc(
    summary="List a new link",
    description="Needs Idempotency-Key and a fresh second factor.",
    responses={
        201: "The link",
        401: "A fresh second factor",
        403: "Not allowed",
        429: "As many as there may be",
    },
    security="bearer",
)
def add_partner_link(said: dict[str, Any]) -> tuple[Response, int]:
    """Add a link."""
    message = pb.AddPartnerLinkRequest(content=_content(said), idempotency_key=idempotency_key())
    made = clients().call(clients().partner_links.AddPartnerLink, message)
    return _link(made.link), HTTPStatus.CREATED


@partner_links.put("/<uuid:link_id>")
@partner_links.input(PartnerLinkIn, arg_name="said")
@partner_links.doc(
    summary="Put the next version in a link's place",
    description="Needs If-Match and a fresh second factor.",
    responses=_CHANGED,
    security="bearer",
)
def change_partner_link(link_id: UUID, said: dict[str, Any]) -> Response:
    """Change a link."""
    message = pb.ChangePartnerLinkRequest(
        link_id=str(link_id), expected_version=expected_version(), content=_content(said)
    )
    return _link(clients().call(clients().partner_links.ChangePartnerLink, message).link)


@partner_links.post("/<uuid:link_id>/removal")
@partner_links.input(LinkRemovalIn, arg_name="said")
@partner_links.doc(
    summary="Take a link off the list",
    description="For good. Needs If-Match and a fresh second factor.",
    responses=_CHANGED | {200: "It is off the list"},
    security="bearer",
)
def remove_partner_link(link_id: UUID, said: dict[str, Any]) -> Response:
    """Remove a link."""
    message = pb.RemovePartnerLinkRequest(
        link_id=str(link_id), expected_version=expected_version(), **said
    )
    clients().call(clients().partner_links.RemovePartnerLink, message)
    return jsonify({})
