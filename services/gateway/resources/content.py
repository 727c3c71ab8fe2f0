"""Documents and search by REST."""

from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from apiflask import APIBlueprint, Schema
from apiflask.fields import Boolean, Integer, List, Nested
from apiflask.validators import Length, OneOf, Range
from flask import Response, jsonify, url_for
from marshmallow import RAISE

from isp.content.v1 import content_pb2, document_pb2
from isp.kernel.v1 import kernel_pb2
from services.gateway.clients import clients
from services.gateway.headers import kept_by_reader, public
from services.gateway.preconditions import (
    expected_version,
    idempotency_key,
    with_digest,
    with_etag,
)
from services.gateway.resources.alert_json import time_json
from services.gateway.resources.fields import String
from services.gateway.resources.marking_json import MarkingIn, marking_json, marking_to_pb

content = APIBlueprint("content", __name__, url_prefix="/v1", tag="Advice")

KINDS: Final = (
    *("GUIDANCE", "BULLETIN", "RESOURCE", "CASE_STUDY", "BRIEFING"),
    *("NEWS", "PACK", "VIDEO"),
)
LANGUAGES: Final = ("en-GB", "cy")
RECEIPTS: Final = ("COUNTED", "NAMED")
MARKS: Final = {"\ue000": "\u00ab", "\ue001": "\u00bb"}
_KEPT_SECONDS: Final = 30
_ONWARD: Final = ("offset", "published_from", "published_to", "page_token")


class VideoIn(Schema):
    """A film and what stands beside it: https addresses, or `attachment:` and a file's id."""

    film = String(required=True, validate=Length(max=1000))
    captions = String(required=True, validate=Length(max=1000))
    transcript = String(required=True, validate=Length(max=50_000))
    signed_film = String(load_default="", validate=Length(max=1000))
    poster = String(load_default="", validate=Length(max=1000))


class DocumentIn(Schema):
    """What a document says, and to whom."""

    kind = String(required=True, validate=OneOf(KINDS))
    title = String(required=True)
    summary = String(required=True)
    body = String(required=True)
    language = String(load_default="en-GB", validate=OneOf(LANGUAGES))
    marking = Nested(MarkingIn, required=True)
    sectors = List(String(), load_default=list, validate=Length(max=50))
    regions = List(String(), load_default=list, validate=Length(max=50))
    sources = List(String(), load_default=list, validate=Length(max=20))
    translation_of = String(load_default="", validate=Length(max=100))
    tags = List(String(), load_default=list, validate=Length(max=20))
    teaser = String(load_default="", validate=Length(max=400))
    video = Nested(VideoIn, load_default=None, allow_none=True)
    receipt = String(load_default=None, allow_none=True, validate=OneOf(RECEIPTS))
    review_on = String(load_default="", validate=Length(max=10))
    teaser_confirmed = Boolean(load_default=False)


class RevisionIn(DocumentIn):
    """What a document says from now on, and what changed."""

    note = String(load_default="", validate=Length(max=300))
    material = Boolean(load_default=False)


class WithdrawalIn(Schema):
    """Why, for the record only."""

    reason = String(required=True)


class DocumentsQuery(Schema):
    """Which page of which documents."""

    language = String(load_default="", validate=OneOf(("", *LANGUAGES)))
    page_size = Integer(load_default=20, validate=Range(1, 100))
    page_token = String(load_default="", validate=Length(max=200))


class SearchQuery(Schema):
    """What to look for: plain text, and what to narrow it to."""

    q = String(load_default="", validate=Length(max=200))
    sector = List(String(), load_default=list, validate=Length(max=50))
    region = List(String(), load_default=list, validate=Length(max=50))
    kind = List(String(validate=OneOf(KINDS)), load_default=list)
    language = String(load_default="", validate=OneOf(("", *LANGUAGES)))
    page_size = Integer(load_default=20, validate=Range(1, 50))
    offset = Integer(load_default=0, validate=Range(0, 200))
    tag = List(String(), load_default=list, validate=Length(max=20))
    published_from = String(load_default="", validate=Length(max=10))
    published_to = String(load_default="", validate=Length(max=10))
    page_token = String(load_default="", validate=Length(max=6000))


def content_to_pb(said: dict[str, Any]) -> document_pb2.DocumentContent:
    """Return what a document says, as the service takes it."""
    plain = ("title", "summary", "body", "language", "sectors", "regions", "sources", "tags")
    return document_pb2.DocumentContent(
        kind=document_pb2.DocumentKind.Value(f"DOCUMENT_KIND_{said['kind']}"),
        marking=marking_to_pb(said["marking"]),
        translation_of=said["translation_of"],
        teaser=said["teaser"],
        video=document_pb2.Video(**said["video"]) if said["video"] else None,
        receipt=document_pb2.ReceiptAsked.Value(f"RECEIPT_ASKED_{said['receipt']}")
        if said["receipt"]
        else document_pb2.RECEIPT_ASKED_UNSPECIFIED,
        **{name: said[name] for name in plain},
    )


def document_json(document: document_pb2.Document) -> dict[str, Any]:
    """Return a document as JSON; its body is there where the service gave it."""
    shown: dict[str, Any] = {
        "document_id": document.document_id,
        "version": document.version,
        "status": _word(document_pb2.DocumentStatus, document.status, "DOCUMENT_STATUS_"),
        "published_at": time_json(document.published_at),
        "changed_at": time_json(document.changed_at),
        "material_version": document.material_version,
        "material_changed_at": time_json(document.material_changed_at),
        "material_note": document.material_note or None,
        "partner": _partner(document),
    }
    return shown | said_json(document.content) | _for_editors(document)


def said_json(said: document_pb2.DocumentContent) -> dict[str, Any]:
    """Return what a document or a draft says as JSON; its body where the service gave it."""
    shown: dict[str, Any] = {
        "kind": _word(document_pb2.DocumentKind, said.kind, "DOCUMENT_KIND_"),
        "title": said.title,
        "summary": said.summary,
        "language": said.language,
        "marking": marking_json(said.marking),
        "sectors": list(said.sectors),
        "regions": list(said.regions),
        "sources": list(said.sources),
        "translation_of": said.translation_of or None,
        "tags": list(said.tags),
        "teaser": said.teaser or None,
        "receipt": receipt_asked(said.receipt),
    }
    if said.marking.named_subjects:
        shown["marking"]["named_subjects"] = list(said.marking.named_subjects)
    if said.HasField("video"):
        shown["video"] = video_json(said.video)
    return shown | ({"body": said.body} if said.body else {})


def receipt_asked(value: "document_pb2.ReceiptAsked.ValueType") -> str | None:
    """Return what a document asks of its readers: COUNTED, NAMED, or None."""
    word = _word(document_pb2.ReceiptAsked, value, "RECEIPT_ASKED_")
    return None if word == "UNSPECIFIED" else word


def video_json(video: document_pb2.Video) -> dict[str, str | None]:
    """Return a film as JSON."""
    return {
        "film": video.film,
        "captions": video.captions,
        "transcript": video.transcript,
        "signed_film": video.signed_film or None,
        "poster": video.poster or None,
    }


def _for_editors(document: document_pb2.Document) -> dict[str, Any]:
    """Return what the service says to editors alone."""
    shown: dict[str, Any] = {}
    if document.owner:
        shown["owner"] = document.owner
    if document.review_on:
        shown["review_on"] = document.review_on
    if document.HasField("withdraw_at"):
        shown["withdraw_at"] = time_json(document.withdraw_at)
    return shown


def _partner(document: document_pb2.Document) -> dict[str, str] | None:
    """Return whose it is, if a partner's: it is then opened as a link to a partner is."""
    if not document.HasField("partner"):
        return None
    return {"catalogue_id": document.partner.catalogue_id, "name": document.partner.name}


def _word(enum: Any, value: int, prefix: str) -> str:
    return str(enum.Name(value)).removeprefix(prefix)


def _answer(document: document_pb2.Document, status: HTTPStatus = HTTPStatus.OK) -> Response:
    answer = jsonify(document_json(document))
    answer.status_code = status
    return with_etag(answer, document.version)


@content.post("/documents")
@content.input(DocumentIn, arg_name="said")
@content.doc(
    summary="Publish a document",
    description="Needs Idempotency-Key and a second factor of the last 15 minutes. What not"
    " everyone may read begins as a draft instead.",
    responses={201: "The document", 401: "Step up", 403: "Not allowed", 409: "Key reused"},
    security="bearer",
)
def publish_document(said: dict[str, Any]) -> Response:
    """Publish a document."""
    message = content_pb2.PublishDocumentRequest(
        content=content_to_pb(said),
        idempotency_key=idempotency_key(),
        review_on=said["review_on"],
        teaser_confirmed=said["teaser_confirmed"],
    )
    document = clients().call(clients().content.PublishDocument, message).document
    answer = _answer(document, HTTPStatus.CREATED)
    place = url_for("content.get_document", document_id=document.document_id)
    answer.headers["Location"] = place
    return answer


@content.get("/documents")
@content.input(DocumentsQuery, location="query", arg_name="said", unknown=RAISE)
@content.doc(
    summary="List documents",
    description="Those that the caller may read, newest first; Link rel=next leads on.",
    responses={200: "A page of documents", 304: "Not changed"},
)
def list_documents(said: dict[str, Any]) -> Response:
    """List documents."""
    page = clients().call(clients().content.ListDocuments, content_pb2.ListDocumentsRequest(**said))
    following = page.next_page_token or None
    shown = [document_json(document) for document in page.documents]
    answer = jsonify({"documents": shown, "next_page_token": following})
    if following:
        query = said | {"page_token": following}
        place = f"{url_for('content.list_documents')}?{urlencode(query)}"
        answer.headers["Link"] = f'<{place}>; rel="next"'
    red = any(map(_is_red, page.documents))
    return kept_by_reader(with_digest(answer), _KEPT_SECONDS, never=red)


@content.get("/documents/<uuid:document_id>")
@content.doc(
    summary="Read a document",
    responses={200: "The document", 304: "Not changed", 404: "None that you may know of"},
)
def get_document(document_id: UUID) -> Response:
    """Read a document."""
    message = content_pb2.GetDocumentRequest(document_id=str(document_id))
    found = clients().call(clients().content.GetDocument, message)
    shown = document_json(found.document)
    shown["translations"] = [document_json(each) for each in found.translations]
    answer = with_etag(jsonify(shown), found.document.version)
    red = any(map(_is_red, (found.document, *found.translations)))
    return kept_by_reader(answer, _KEPT_SECONDS, never=red)


def _is_red(document: document_pb2.Document) -> bool:
    """Tell whether it is for the people named alone: no browser keeps such."""
    return bool(document.content.marking.tlp == kernel_pb2.TLP_RED)


@content.put("/documents/<uuid:document_id>")
@content.input(RevisionIn, arg_name="said")
@content.doc(
    summary="Put the next version in a document's place",
    description="Needs If-Match and a second factor of the last 15 minutes.",
    responses={
        200: "The document",
        404: "None",
        409: "Withdrawn",
        412: "Stale",
        428: "No If-Match",
    },
    security="bearer",
)
def revise_document(document_id: UUID, said: dict[str, Any]) -> Response:
    """Put the next version in a document's place."""
    message = content_pb2.ReviseDocumentRequest(
        document_id=str(document_id),
        expected_version=expected_version(),
        content=content_to_pb(said),
        **{name: said[name] for name in ("review_on", "note", "material", "teaser_confirmed")},
    )
    return _answer(clients().call(clients().content.ReviseDocument, message).document)


@content.post("/documents/<uuid:document_id>/withdrawal")
@content.input(WithdrawalIn, arg_name="said")
@content.doc(
    summary="Take a document back",
    description="Needs If-Match and a second factor of the last 15 minutes.",
    responses={200: "Withdrawn", 404: "None", 409: "Already", 412: "Stale", 428: "No If-Match"},
    security="bearer",
)
def withdraw_document(document_id: UUID, said: dict[str, Any]) -> Response:
    """Take a document back."""
    message = content_pb2.WithdrawDocumentRequest(
        document_id=str(document_id), expected_version=expected_version(), reason=said["reason"]
    )
    return _answer(clients().call(clients().content.WithdrawDocument, message).document)


@content.get("/search")
@content.input(SearchQuery, location="query", arg_name="said", unknown=RAISE)
@content.doc(
    summary="Find documents",
    description="Plain text; repeat sector, region, kind and tag to narrow. `degraded` says that"
    " the search engine is away and the record answered. Highlights mark words with « and »."
    " `published_from` and `published_to` are days, both included. Link rel=next leads on for five"
    " minutes, to the same caller and search alone.",
    responses={200: "What was found", 409: "Search again from the beginning"},
)
def search(said: dict[str, Any]) -> Response:
    """Find documents."""
    kinds = [document_pb2.DocumentKind.Value(f"DOCUMENT_KIND_{name}") for name in said["kind"]]
    found = clients().call(
        clients().content.Search,
        content_pb2.SearchRequest(
            text=said["q"],
            sectors=said["sector"],
            regions=said["region"],
            kinds=kinds,
            language=said["language"],
            tags=said["tag"],
            page_size=said["page_size"],
            **{name: said[name] for name in _ONWARD},
        ),
    )
    following = found.next_page_token or None
    answer = jsonify(
        {
            "total": found.total,
            "next_page_token": following,
            "degraded": found.degraded,
            "hits": [
                document_json(hit.document) | {"highlights": [_marked(t) for t in hit.highlights]}
                for hit in found.hits
            ],
            "facets": {
                facet.name: [{"value": each.value, "count": each.count} for each in facet.values]
                for facet in found.facets
            },
        }
    )
    if following:
        query = said | {"page_token": following, "offset": 0}
        place = f"{url_for('content.search')}?{urlencode(_told(query), doseq=True)}"
        answer.headers["Link"] = f'<{place}>; rel="next"'
    return public(answer, _KEPT_SECONDS)


def _told(query: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in query.items() if value}


def _marked(piece: str) -> str:
    for ours, theirs in MARKS.items():
        piece = piece.replace(ours, theirs)
    return piece
