"""Feeds of documents by REST: of what anyone may read, and one's own by a secret address."""

import hashlib
from collections.abc import Sequence
from datetime import UTC
from typing import Any, Final
from urllib.parse import quote, urlencode
from xml.etree import ElementTree as ET

from apiflask import APIBlueprint, Schema
from apiflask.fields import Integer, List
from apiflask.validators import Length, OneOf, Range
from flask import Response, current_app, jsonify, request, url_for
from flask_babel import gettext
from marshmallow import RAISE

from isp.content.v1 import document_pb2
from isp.content.v1 import feeds_pb2 as pb
from isp.kernel.v1 import kernel_pb2
from services.gateway import atom
from services.gateway.clients import clients
from services.gateway.headers import REVALIDATED, public
from services.gateway.pages import labels
from services.gateway.pages.language import of_document, speaking
from services.gateway.preconditions import expected_version, idempotency_key, with_etag
from services.gateway.resources.alert_json import time_json
from services.gateway.resources.content import KINDS, LANGUAGES
from services.gateway.resources.fields import String

feeds = APIBlueprint("feeds", __name__, url_prefix="/v1", tag="Advice")

_KEPT_SECONDS: Final = 300
_PAGE_SIZE: Final = 20
_FEED: Final = {200: "The feed", 304: "Not changed"}


class FeedQuery(Schema):
    """What a feed is narrowed to, and which page of it."""

    sector = List(String(), load_default=list, validate=Length(max=50))
    region = List(String(), load_default=list, validate=Length(max=50))
    kind = List(String(validate=OneOf(KINDS)), load_default=list, validate=Length(max=50))
    tag = List(String(), load_default=list, validate=Length(max=20))
    language = String(load_default="", validate=OneOf(("", *LANGUAGES)))
    page_size = Integer(load_default=_PAGE_SIZE, validate=Range(1, 100))
    page_token = String(load_default="", validate=Length(max=200))


@feeds.get("/documents/feed.atom")
@feeds.input(FeedQuery, location="query", arg_name="said", unknown=RAISE)
@feeds.doc(
    summary="Follow documents by Atom",
    description="What anyone may read, whoever asks: the last that was published, or changed so"
    " that it matters, first. Repeat sector, region, kind and tag to narrow; `language` `cy` gives"
    " documents in Welsh, and the feed's own words too. Link rel=next in the feed leads on"
    " (RFC 5005).",
    responses=_FEED,
)
def read_feed(said: dict[str, Any]) -> Response:
    """Follow documents by Atom."""
    message = pb.ReadFeedRequest(
        criteria=_criteria(said), page_size=said["page_size"], page_token=said["page_token"]
    )
    found = clients().call(clients().feeds.ReadFeed, message)
    place = url_for("feeds.read_feed")
    first = _address(place, said | {"page_token": ""})
    with speaking("cy" if said["language"] == "cy" else "en"):
        feed = _feed(first, gettext("Advice"), place, said, found)
    answer = _answer(feed)
    if found.entries:
        answer.last_modified = max(each.changed_at.ToDatetime(tzinfo=UTC) for each in found.entries)
    answer.make_conditional(request)
    return public(answer, _KEPT_SECONDS)


@feeds.get("/documents/feed/<token>.atom")
@feeds.input(FeedQuery, location="query", arg_name="said", unknown=RAISE)
@feeds.doc(
    summary="Follow by Atom what you may read",
    description="By the secret address of your feed link, and no other proof: whoever has the"
    " address reads the feed. It shows what you may read now; of what not everyone may read the"
    " title alone, of TLP:AMBER only that it is there, and nothing that is for a group, for named"
    " people or for trusted people. Narrowed by sector, region or tag it tells of no TLP:AMBER.",
    responses=_FEED | {404: "None, or no longer"},
)
def read_own_feed(token: str, said: dict[str, Any]) -> Response:
    """Follow what one may read, by Atom."""
    message = pb.ReadOwnFeedRequest(
        token=token,
        criteria=_criteria(said),
        page_size=said["page_size"],
        page_token=said["page_token"],
    )
    found = clients().call(clients().feeds.ReadOwnFeed, message)
    place = url_for("feeds.read_own_feed", token=token)
    with speaking("cy" if said["language"] == "cy" else "en"):
        name = gettext("Advice that you may read")
        feed = _feed(f"urn:uuid:{found.feed_id}", name, place, said, found)
    answer = _answer(feed)
    answer.make_conditional(request)
    answer.headers["Cache-Control"] = REVALIDATED
    return answer


@feeds.get("/me/feed-link")
@feeds.doc(
    summary="Whether you have a feed link",
    description="Never its address, which was shown once.",
    responses={200: "The link, or null"},
    security="bearer",
)
def get_feed_link() -> Response:
    """Look for the caller's feed link."""
    found = clients().call(clients().feeds.GetFeedLink, pb.GetFeedLinkRequest())
    if not found.HasField("link"):
        return jsonify({"link": None})
    return with_etag(jsonify({"link": _link_json(found.link)}), found.link.version)


@feeds.post("/me/feed-link")
@feeds.doc(
    summary="Make your feed link, or renew it",
    description="The address before it is void at once. This one is shown this once: the same"
    " Idempotency-Key again gives null in its place. Needs Idempotency-Key.",
    responses={200: "The link and its address", 409: "Key reused"},
    security="bearer",
)
def renew_feed_link() -> Response:
    """Make or renew the caller's feed link."""
    message = pb.RenewFeedLinkRequest(idempotency_key=idempotency_key())
    made = clients().call(clients().feeds.RenewFeedLink, message)
    shown = {"link": _link_json(made.link), "address": own_address(made.token) or None}
    return with_etag(jsonify(shown), made.link.version)


@feeds.delete("/me/feed-link")
@feeds.doc(
    summary="End your feed link",
    description="At once. Needs If-Match.",
    responses={200: "It is gone", 404: "You have none", 412: "Stale", 428: "No If-Match"},
    security="bearer",
)
def end_feed_link() -> Response:
    """End the caller's feed link."""
    message = pb.EndFeedLinkRequest(expected_version=expected_version())
    clients().call(clients().feeds.EndFeedLink, message)
    return jsonify({})


def own_address(token: str) -> str:
    """Return the address of somebody's own feed; empty without a token."""
    return _site() + url_for("feeds.read_own_feed", token=token) if token else ""


def _link_json(link: pb.FeedLink) -> dict[str, Any]:
    return {"version": link.version, "made_at": time_json(link.made_at)}


def _criteria(said: dict[str, Any]) -> pb.FeedCriteria:
    kinds = [document_pb2.DocumentKind.Value(f"DOCUMENT_KIND_{each}") for each in said["kind"]]
    return pb.FeedCriteria(
        sectors=said["sector"],
        regions=said["region"],
        kinds=kinds,
        language=said["language"],
        tags=said["tag"],
    )


def _site() -> str:
    site: str = current_app.config["ISP_PUBLIC_URL"]
    return site


def _address(place: str, said: dict[str, Any]) -> str:
    """Return where a page of a feed is; what is said is in one order, so that it has one name."""
    query = {name: value for name, value in said.items() if value}
    if query["page_size"] == _PAGE_SIZE:
        del query["page_size"]
    written = urlencode(sorted(query.items()), doseq=True)
    return f"{_site()}{place}{'?' if written else ''}{written}"


def _feed(
    feed_id: str,
    title: str,
    place: str,
    said: dict[str, Any],
    found: pb.ReadFeedResponse | pb.ReadOwnFeedResponse,
) -> ET.Element:
    narrowed = _narrowing(said)
    latest = found.entries[0].updated_at if found.entries else None
    feed = atom.new_feed(
        feed_id,
        f"{title}: {narrowed}" if narrowed else title,
        subtitle=_demonstration(),
        updated=time_json(latest) if latest else atom.NEVER,
        author=gettext("Information Sharing Platform"),
        language="cy" if said["language"] == "cy" else "en-GB",
    )
    first = said | {"page_token": ""}
    atom.link(feed, "self", atom.ATOM, _address(place, said))
    atom.link(feed, "first", atom.ATOM, _address(place, first))
    if found.next_page_token:
        following = said | {"page_token": found.next_page_token}
        atom.link(feed, "next", atom.ATOM, _address(place, following))
    atom.link(feed, "alternate", "text/html", f"{_site()}{_pages(said)}/advice")
    for entry in found.entries:
        _entry(feed, entry, said)
    return feed


def _demonstration() -> str:
    return (
        gettext("Demonstration, not official.") if current_app.config["ISP_DEMONSTRATION"] else ""
    )


def _pages(said: dict[str, Any]) -> str:
    return "/cy" if said["language"] == "cy" else ""


def _narrowing(said: dict[str, Any]) -> str:
    """Return what a feed is narrowed to, in words."""
    words: Sequence[Any] = (
        *map(labels.sector, said["sector"]),
        *map(labels.region, said["region"]),
        *(labels.DOCUMENT_KINDS[each] for each in said["kind"]),
        *said["tag"],
    )
    return ", ".join(map(str, words))


def _entry(feed: ET.Element, said: pb.FeedEntry, asked: dict[str, Any]) -> None:
    """Add what a feed says of a document; what it may not say did not come."""
    entry = ET.SubElement(feed, atom.name("entry"))
    kind = document_pb2.DocumentKind.Name(said.kind).removeprefix("DOCUMENT_KIND_")
    tlp = kernel_pb2.Tlp.Name(said.tlp).removeprefix("TLP_").replace("AMBER_", "AMBER+")
    atom.say(entry, "id", f"urn:uuid:{said.document_id}")
    if said.title:
        atom.say(entry, "title", said.title, language=of_document(said.language))
    else:
        name = labels.DOCUMENT_KINDS[kind]
        atom.say(entry, "title", f"{name} (TLP:{tlp}): {gettext('sign in to read it')}")
    atom.say(entry, "updated", time_json(said.updated_at))
    atom.say(entry, "published", time_json(said.published_at))
    page = f"{_site()}{_pages(asked)}/advice/{said.document_id}"
    atom.link(entry, "alternate", "text/html", page)
    if said.summary:
        changed = f"{gettext('What changed:')} {said.note}\n\n" if said.note else ""
        atom.say(entry, "summary", changed + said.summary)
    if tlp != "CLEAR":
        atom.say(entry, "rights", f"TLP:{tlp}")
    for facet, terms in (
        ("kinds", [kind]),
        ("sectors", said.sectors),
        ("regions", said.regions),
        ("tags", said.tags),
    ):
        for term in terms:
            scheme = f"{_site()}/v1/documents#{facet}"
            atom.category(entry, term, scheme, _label(facet, term))


def _label(facet: str, term: str) -> str:
    names: dict[str, Any] = {
        "kinds": labels.DOCUMENT_KINDS.get,
        "sectors": labels.sector,
        "regions": labels.region,
    }
    return str(names[facet](term)) if facet in names else ""


def _answer(feed: ET.Element) -> Response:
    """Return a feed that is named by its bytes."""
    answer = Response(atom.written(feed), mimetype=atom.ATOM)
    answer.set_etag(hashlib.sha256(answer.get_data()).hexdigest()[:32])
    return answer


def feed_of(query: dict[str, list[str]]) -> str:
    """Return the address of the public feed that a page's own search is narrowed to."""
    written = urlencode(sorted(query.items()), doseq=True, quote_via=quote)
    return f"{url_for('feeds.read_feed')}{'?' if written else ''}{written}"
