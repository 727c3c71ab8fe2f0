"""Drafts of documents by REST."""

from datetime import datetime
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from apiflask import APIBlueprint, Schema
from apiflask.fields import Boolean, Integer, List
from apiflask.validators import Length, OneOf, Range
from flask import Response, jsonify, url_for
from google.protobuf.timestamp_pb2 import Timestamp
from marshmallow import RAISE

from isp.content.v1 import drafts_pb2 as pb
from services.gateway.clients import clients
from services.gateway.preconditions import expected_version, idempotency_key, with_etag
from services.gateway.resources.alert_json import time_json
from services.gateway.resources.alerts import ReadIn
from services.gateway.resources.content import (
    RevisionIn,
    WithdrawalIn,
    content_to_pb,
    document_json,
    said_json,
)
from services.gateway.resources.fields import Moment, String

drafts = APIBlueprint("drafts", __name__, url_prefix="/v1", tag="Drafts of advice")

STATUSES: Final = ("DRAFT", "SUBMITTED", "RETURNED", "SCHEDULED", "PUBLISHED", "DISCARDED")
_ORDINARY: Final = {
    200: "The draft",
    401: "Step up",
    403: "Not allowed",
    404: "None that you may know of",
    409: "Not now",
    412: "Stale",
    428: "No If-Match",
}


class ProposalIn(RevisionIn):
    """What a draft would make of a document, and when."""

    publish_at = Moment(load_default=None, allow_none=True)
    withdraw_at = Moment(load_default=None, allow_none=True)
    base_version = Integer(load_default=0, validate=Range(0, 2**62))
    take_over = Boolean(load_default=False)


class DraftIn(ProposalIn):
    """A new draft: of a new document, or of one that stands."""

    document_id = String(load_default="", validate=Length(max=100))


class DraftsQuery(Schema):
    """Which page of which drafts."""

    status = List(String(validate=OneOf(STATUSES)), load_default=list, validate=Length(max=6))
    page_size = Integer(load_default=20, validate=Range(1, 100))
    page_token = String(load_default="", validate=Length(max=200))


def proposal_to_pb(said: dict[str, Any]) -> pb.Proposal:
    """Return a proposal as the service takes it."""
    plain = ("review_on", "note", "material", "teaser_confirmed")
    return pb.Proposal(
        content=content_to_pb(said),
        publish_at=time_to_pb(said["publish_at"]),
        withdraw_at=time_to_pb(said["withdraw_at"]),
        **{name: said[name] for name in plain},
    )


def time_to_pb(at: datetime | None) -> Timestamp | None:
    """Return a time as the service takes it, or None for none."""
    if at is None:
        return None
    moment = Timestamp()
    moment.FromDatetime(at)
    return moment


def draft_json(draft: pb.Draft) -> dict[str, Any]:
    """Return a draft as JSON; its body is there where the service gave it."""
    proposal = draft.proposal
    return {
        "draft_id": draft.draft_id,
        "version": draft.version,
        "status": pb.DraftStatus.Name(draft.status).removeprefix("DRAFT_STATUS_"),
        "document_id": draft.document_id,
        "base_version": draft.base_version,
        **said_json(proposal.content),
        "review_on": proposal.review_on or None,
        "note": proposal.note,
        "material": proposal.material,
        "publish_at": time_json(proposal.publish_at) if proposal.HasField("publish_at") else None,
        "withdraw_at": time_json(proposal.withdraw_at)
        if proposal.HasField("withdraw_at")
        else None,
        "teaser_confirmed": proposal.teaser_confirmed,
        "digest": draft.digest.hex(),
        "owner": draft.owner,
        "owned_by_you": draft.owned_by_you,
        "your_hand": draft.your_hand,
        "needs_second_person": draft.needs_second_person,
        "downgrade": draft.downgrade,
        "outdated": draft.outdated,
        "returned_because": draft.returned_because or None,
        "created_at": time_json(draft.created_at),
        "changed_at": time_json(draft.changed_at),
    }


def difference_json(difference: pb.Difference) -> dict[str, Any]:
    """Return what differs in a field as JSON."""
    return {
        "field": difference.field,
        "pieces": [
            {
                "side": pb.DifferenceSide.Name(each.side).removeprefix("DIFFERENCE_SIDE_"),
                "text": each.text,
            }
            for each in difference.pieces
        ],
    }


def _answer(draft: pb.Draft, status: HTTPStatus = HTTPStatus.OK) -> Response:
    answer = jsonify(draft_json(draft))
    answer.status_code = status
    return with_etag(answer, draft.version)


@drafts.post("/drafts")
@drafts.input(DraftIn, arg_name="said")
@drafts.doc(
    summary="Write a draft",
    description="Needs Idempotency-Key. With document_id and base_version it is the next version"
    " of a document, else a new one. Nobody but editors sees it.",
    responses=_ORDINARY | {201: "The draft"},
    security="bearer",
)
def create_draft(said: dict[str, Any]) -> Response:
    """Write a draft."""
    message = pb.CreateDraftRequest(
        proposal=proposal_to_pb(said),
        idempotency_key=idempotency_key(),
        **{name: said[name] for name in ("document_id", "base_version", "take_over")},
    )
    draft = clients().call(clients().drafts.CreateDraft, message).draft
    answer = _answer(draft, HTTPStatus.CREATED)
    answer.headers["Location"] = url_for("drafts.get_draft", draft_id=draft.draft_id)
    return answer


@drafts.get("/drafts")
@drafts.input(DraftsQuery, location="query", arg_name="said", unknown=RAISE)
@drafts.doc(
    summary="List drafts",
    description="Those that may still become something, or those of the states named; the last"
    " changed first; Link rel=next leads on.",
    responses={200: "A page of drafts", 403: "Not allowed"},
    security="bearer",
)
def list_drafts(said: dict[str, Any]) -> Response:
    """List drafts."""
    message = pb.ListDraftsRequest(
        statuses=[pb.DraftStatus.Value(f"DRAFT_STATUS_{each}") for each in said["status"]],
        page_size=said["page_size"],
        page_token=said["page_token"],
    )
    page = clients().call(clients().drafts.ListDrafts, message)
    following = page.next_page_token or None
    shown = [draft_json(draft) for draft in page.drafts]
    answer = jsonify({"drafts": shown, "next_page_token": following})
    if following:
        query = urlencode(said | {"page_token": following}, doseq=True)
        answer.headers["Link"] = f'<{url_for("drafts.list_drafts")}?{query}>; rel="next"'
    return answer


@drafts.get("/drafts/<uuid:draft_id>")
@drafts.doc(
    summary="Read a draft",
    description="With the document as it stands, and what differs from it, word by word.",
    responses=_ORDINARY,
    security="bearer",
)
def get_draft(draft_id: UUID) -> Response:
    """Read a draft."""
    message = pb.GetDraftRequest(draft_id=str(draft_id))
    found = clients().call(clients().drafts.GetDraft, message)
    shown = draft_json(found.draft)
    shown["standing"] = document_json(found.standing) if found.HasField("standing") else None
    shown["differences"] = [difference_json(each) for each in found.differences]
    answer = jsonify(shown)
    answer.set_etag(f"v{found.draft.version}")
    return answer


@drafts.put("/drafts/<uuid:draft_id>")
@drafts.input(ProposalIn, arg_name="said")
@drafts.doc(
    summary="Change a draft",
    description="Needs If-Match. One that was submitted must be submitted again.",
    responses=_ORDINARY,
    security="bearer",
)
def change_draft(draft_id: UUID, said: dict[str, Any]) -> Response:
    """Change a draft."""
    message = pb.ChangeDraftRequest(
        draft_id=str(draft_id),
        expected_version=expected_version(),
        base_version=said["base_version"],
        proposal=proposal_to_pb(said),
        take_over=said["take_over"],
    )
    return _answer(clients().call(clients().drafts.ChangeDraft, message).draft)


@drafts.post("/drafts/<uuid:draft_id>/submission")
@drafts.doc(
    summary="Submit a draft",
    description="Needs If-Match and a second factor of the last 15 minutes. It then waits for"
    " somebody who had no hand in it.",
    responses=_ORDINARY,
    security="bearer",
)
def submit_draft(draft_id: UUID) -> Response:
    """Submit a draft."""
    message = pb.SubmitDraftRequest(draft_id=str(draft_id), expected_version=expected_version())
    return _answer(clients().call(clients().drafts.SubmitDraft, message).draft)


@drafts.post("/drafts/<uuid:draft_id>/approval")
@drafts.input(ReadIn, arg_name="said")
@drafts.doc(
    summary="Let a draft stand",
    description="Names the digest of exactly what was read; needs a second factor of the last 15"
    " minutes. What not everyone may read needs somebody who had no hand in it.",
    responses=_ORDINARY,
    security="bearer",
)
def approve_draft(draft_id: UUID, said: dict[str, Any]) -> Response:
    """Let a draft stand."""
    message = pb.ApproveDraftRequest(
        draft_id=str(draft_id), read_digest=bytes.fromhex(said["read_digest"])
    )
    found = clients().call(clients().drafts.ApproveDraft, message)
    shown = draft_json(found.draft)
    shown["document"] = document_json(found.document) if found.HasField("document") else None
    return with_etag(jsonify(shown), found.draft.version)


@drafts.post("/drafts/<uuid:draft_id>/return")
@drafts.input(WithdrawalIn, arg_name="said")
@drafts.doc(
    summary="Send a draft back",
    description="Needs If-Match. Stops one that was approved for later.",
    responses=_ORDINARY,
    security="bearer",
)
def return_draft(draft_id: UUID, said: dict[str, Any]) -> Response:
    """Send a draft back."""
    message = pb.ReturnDraftRequest(
        draft_id=str(draft_id), expected_version=expected_version(), reason=said["reason"]
    )
    return _answer(clients().call(clients().drafts.ReturnDraft, message).draft)


@drafts.post("/drafts/<uuid:draft_id>/discarding")
@drafts.doc(
    summary="Give a draft up",
    description="Needs If-Match. It stays on record.",
    responses=_ORDINARY,
    security="bearer",
)
def discard_draft(draft_id: UUID) -> Response:
    """Give a draft up."""
    message = pb.DiscardDraftRequest(draft_id=str(draft_id), expected_version=expected_version())
    return _answer(clients().call(clients().drafts.DiscardDraft, message).draft)
