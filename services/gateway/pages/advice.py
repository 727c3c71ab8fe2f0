"""Documents: finding and reading them."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

import grpc
from apiflask import APIBlueprint
from flask import Response, jsonify, redirect, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from chassis.rpc_errors import refusal_of
from isp.content.v1 import access_pb2, attachments_pb2, content_pb2, document_pb2, finding_pb2
from kernel.places import REGIONS, SECTORS
from services.gateway.clients import clients
from services.gateway.headers import public
from services.gateway.pages import labels
from services.gateway.pages.answers import ask, page, part
from services.gateway.pages.confirming import receipt_now
from services.gateway.pages.formats import NAMES, offered
from services.gateway.pages.language import address, language
from services.gateway.pages.own_readings import reading_now, readings_of
from services.gateway.pages.remarking import RemarkForm
from services.gateway.resources.document_feeds import feed_of

advice = APIBlueprint("advice", __name__, url_prefix="/advice", enable_openapi=False)

PAGE_SIZE: Final = 10
FURTHEST: Final = 200
LONGEST: Final = 200
LONGEST_TYPED: Final = 100
MOST_TAGS: Final = 20
LONGEST_TAG: Final = 100
LONGEST_TOKEN: Final = 6_000
FROM_THE_BEGINNING: Final = frozenset({"CURSOR_REFUSED", "SEARCH_MUST_RESTART"})
_KEPT_SECONDS: Final = 30


@advice.get("")
def search() -> AnyResponse:
    """Find advice by words, and narrow it."""
    asked = asked_for()
    try:
        found = ask(clients().content.Search, asked)
    except grpc.RpcError as error:
        if refusal_of(error).reason not in FROM_THE_BEGINNING:
            raise
        return redirect(same_search(page_token=[], offset=[], again="1"))
    return public(
        page(
            "advice.html",
            asked=asked,
            found=found,
            facets=[each for each in map(_facet, found.facets) if _offered(each)],
            following=found.next_page_token,
            further=bool(asked.page_token or asked.offset),
            again="again" in request.args,
            save=_save(asked),
            feed=_feed(asked),
            readings=readings_of([hit.document for hit in found.hits]),
        ),
        _KEPT_SECONDS,
    )


@advice.get("/<uuid:document_id>")
def document(document_id: UUID) -> AnyResponse:
    """Show a document."""
    message = content_pb2.GetDocumentRequest(document_id=str(document_id))
    try:
        found = ask(clients().content.GetDocument, message)
    except grpc.RpcError as error:
        if refusal_of(error).reason != "DOCUMENT_NOT_FOUND":
            raise
        # Whatever has no teaser is not found by this either, in the same words.
        ask(clients().access.GetTeaser, access_pb2.GetTeaserRequest(document_id=str(document_id)))
        return redirect(address("teasers.one", document_id=document_id))
    if found.document.HasField("partner"):  # it is at the partner's: here is only the way there
        return redirect(address("leaving.leave", link_id=document_id))
    shown = page(
        "document.html",
        document=found.document,
        translations=found.translations,
        attachments=part(lambda: _attachments(document_id)),
        remark=RemarkForm(),
        similar=part(lambda: _similar(document_id)),
        feed=_feed(content_pb2.SearchRequest()),
        reading=reading_now(found.document),
        receipt=receipt_now(found.document),
        formats=part(lambda: offered(document_id)),
        format_names=NAMES,
    )
    return public(shown, _KEPT_SECONDS)


@advice.get("/<uuid:document_id>/attachments/<uuid:attachment_id>")
def attachment(document_id: UUID, attachment_id: UUID) -> AnyResponse:
    """Lead to a file, by an address that is good for some minutes."""
    message = attachments_pb2.OpenAttachmentRequest(attachment_id=str(attachment_id))
    opened = ask(clients().attachments.OpenAttachment, message)
    if opened.attachment.document_id != str(document_id):
        raise NotFound
    return redirect(opened.url)


def _attachments(document_id: UUID) -> list[attachments_pb2.Attachment]:
    """Return what is shown of a document's files; what waits is on the desk alone."""
    message = attachments_pb2.ListAttachmentsRequest(document_id=str(document_id))
    found = ask(clients().attachments.ListAttachments, message).attachments
    return [each for each in found if each.state == attachments_pb2.ATTACHMENT_STATE_STANDING]


@advice.get("/suggestions")
def suggestions() -> Response:
    """Suggest to our own script what is being typed."""
    message = finding_pb2.SuggestRequest(text=request.args.get("q", "")[:LONGEST_TYPED])
    found = ask(clients().finding.Suggest, message).suggestions
    return public(jsonify({"suggestions": [_suggestion(each) for each in found]}), _KEPT_SECONDS)


def _similar(document_id: UUID) -> Sequence[document_pb2.Document]:
    message = finding_pb2.ListSimilarRequest(document_id=str(document_id))
    found: Sequence[document_pb2.Document] = ask(clients().finding.ListSimilar, message).documents
    return found


def _suggestion(found: finding_pb2.Suggestion) -> dict[str, str | None]:
    """Return a text, and the page of the document whose title it is."""
    whose = found.document_id
    return {
        "text": found.text,
        "page": address("advice.document", document_id=whose) if whose else None,
    }


def _save(asked: content_pb2.SearchRequest) -> str | None:
    """Return where the search can be saved; None for one that looks for nothing."""
    kept = (asked.text, asked.sectors, asked.regions, asked.kinds, asked.language, asked.tags)
    if not any(kept):
        return None
    said = {**request.args.to_dict(flat=False), "again": [], "page_token": [], "offset": []}
    return f"{address('saved.new')}?{urlencode(said, doseq=True)}"


def _feed(asked: content_pb2.SearchRequest) -> str:
    """Return the feed that is narrowed as a search is, but for its text and days."""
    kinds = [document_pb2.DocumentKind.Name(each) for each in asked.kinds]
    said = {
        "sector": list(asked.sectors),
        "region": list(asked.regions),
        "kind": [each.removeprefix("DOCUMENT_KIND_") for each in kinds],
        "tag": list(asked.tags),
        "language": [asked.language or ("cy" if language() == "cy" else "")],
    }
    return feed_of({name: values for name, values in said.items() if any(values)})


def same_search(**changed: Any) -> str:
    """Return the address of the present search with something changed."""
    said = {**request.args.to_dict(flat=False), "again": [], **changed}
    return f"{address('advice.search')}?{urlencode(said, doseq=True)}"


def asked_for() -> content_pb2.SearchRequest:
    """Return what the address asks for; what no page of ours would ask is left out."""
    said = request.args
    offset = said.get("offset", 0, type=int)
    kinds = [name for name in said.getlist("kinds") if name in labels.DOCUMENT_KINDS]
    year = _year(said.get("year", ""))
    return content_pb2.SearchRequest(
        text=said.get("q", "")[:LONGEST],
        sectors=[code for code in said.getlist("sectors") if code in SECTORS],
        regions=[code for code in said.getlist("regions") if code in REGIONS],
        kinds=[document_pb2.DocumentKind.Value(f"DOCUMENT_KIND_{name}") for name in kinds],
        language=said.get("language", "") if said.get("language") in {"en-GB", "cy"} else "",
        page_size=PAGE_SIZE,
        offset=min(max(offset, 0), FURTHEST),
        published_from=f"{year}-01-01" if year else _day(said.get("published_from", "")),
        published_to=f"{year}-12-31" if year else _day(said.get("published_to", "")),
        tags=[tag for tag in said.getlist("tags") if 1 <= len(tag) <= LONGEST_TAG][:MOST_TAGS],
        page_token=said.get("page_token", "")[:LONGEST_TOKEN],
    )


def _year(said: str) -> str:
    return said if re.fullmatch("(19|20|21)[0-9]{2}", said, re.ASCII) else ""


def _day(said: str) -> str:
    try:
        return date.fromisoformat(said).isoformat() if _year(said[:4]) else ""
    except ValueError:
        return ""


def _offered(facet: dict[str, Any]) -> bool:
    """Tell whether there is a choice, or one was made that can be taken back."""
    values = facet["values"]
    return len(values) > 1 or any(chosen for *_, chosen in values)


def _facet(facet: content_pb2.Facet) -> dict[str, Any]:
    """Return a facet as the page shows it: (value, name, count, whether it is chosen)."""
    names: dict[str, Any] = {
        "sectors": labels.sector,
        "regions": labels.region,
        "kinds": lambda code: labels.DOCUMENT_KINDS.get(code, code),
        "language": lambda code: labels.DOCUMENT_LANGUAGES.get(code, code),
    }
    name_of = names.get(facet.name, str)
    chosen = set(request.args.getlist(facet.name))
    return {
        "name": facet.name,
        "title": labels.FACETS.get(facet.name, facet.name),
        "values": [
            (each.value, name_of(each.value), each.count, each.value in chosen)
            for each in facet.values
        ],
    }
