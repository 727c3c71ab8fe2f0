"""The routes of drafts, versions, reviews and ends of documents: what they say, hear and show."""

from datetime import UTC, datetime
from typing import Any, Final

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from isp.content.v1 import document_pb2
from isp.content.v1 import drafts_pb2 as pb
from isp.content.v1 import upkeep_pb2 as upkeep_pb
from isp.kernel.v1 import kernel_pb2
from tests.contract.gateway.route import DOCUMENT_ID, DRAFT_ID, KEY, PERSON_ID, VERSION, Route

NOON: Final = Timestamp()
NOON.FromDatetime(datetime(2026, 11, 24, 12, tzinfo=UTC))
_AT: Final = "2026-11-24T12:00:00.000Z"
DIGEST: Final = bytes(range(32))
_FILM: Final = {
    "film": "https://films.example/1",
    "captions": f"attachment:{DOCUMENT_ID}",
    "transcript": "A van stops.",
    "signed_film": "https://films.example/2",
    "poster": "attachment:3fa85f64-5717-4562-b3fc-2c963f66afa6",
}
SAID: Final[dict[str, Any]] = {
    "kind": "VIDEO",
    "title": "Vans and crowds",
    "summary": "In short.",
    "body": "# At length",
    "language": "cy",
    "marking": {
        "tlp": "AMBER",
        "minimum_tier": "VERIFIED",
        "closed_group": "ports",
        "named_subjects": [PERSON_ID],
    },
    "sectors": ["retail"],
    "regions": ["LON"],
    "sources": ["A public source"],
    "translation_of": DOCUMENT_ID,
    "tags": ["vans"],
    "teaser": "There is more of this.",
    "video": _FILM,
    "receipt": "NAMED",
}
CONTENT: Final = document_pb2.DocumentContent(
    **SAID
    | {
        "kind": document_pb2.DOCUMENT_KIND_VIDEO,
        "receipt": document_pb2.RECEIPT_ASKED_NAMED,
        "marking": kernel_pb2.Marking(
            tlp=kernel_pb2.TLP_AMBER,
            minimum_tier=kernel_pb2.TIER_VERIFIED,
            closed_group="ports",
            named_subjects=[PERSON_ID],
        ),
    }
)
_PLAIN: Final[dict[str, Any]] = {
    "review_on": "2027-11-24",
    "note": "Other bollards.",
    "material": True,
    "teaser_confirmed": True,
}
_BODY: Final[dict[str, Any]] = SAID | _PLAIN | {"publish_at": _AT, "withdraw_at": _AT}
PROPOSAL: Final = pb.Proposal(content=CONTENT, **_PLAIN, publish_at=NOON, withdraw_at=NOON)
DRAFT: Final = pb.Draft(
    draft_id=DRAFT_ID,
    version=3,
    status=pb.DRAFT_STATUS_SUBMITTED,
    document_id=DOCUMENT_ID,
    base_version=2,
    proposal=PROPOSAL,
    digest=DIGEST,
    owner=PERSON_ID,
    needs_second_person=True,
    downgrade=True,
    returned_because="Say which.",
    created_at=NOON,
    changed_at=NOON,
)
STANDING: Final = document_pb2.Document(
    document_id=DOCUMENT_ID,
    version=2,
    content=CONTENT,
    status=document_pb2.DOCUMENT_STATUS_PUBLISHED,
    published_at=NOON,
    changed_at=NOON,
    owner=PERSON_ID,
    review_on="2027-11-24",
    material_version=1,
    material_changed_at=NOON,
    withdraw_at=NOON,
)
DIFFERENCES: Final = [
    pb.Difference(
        field="title",
        pieces=[
            pb.DifferencePiece(side=pb.DIFFERENCE_SIDE_BOTH, text="Vans and "),
            pb.DifferencePiece(side=pb.DIFFERENCE_SIDE_BEFORE, text="<b>queues"),
            pb.DifferencePiece(side=pb.DIFFERENCE_SIDE_AFTER, text="crowds"),
        ],
    )
]
WAS: Final = upkeep_pb.DocumentVersion(
    document=STANDING, note="Other bollards.", material=True, approved=True
)
_DRAFTS: Final = "/v1/drafts"
_DRAFT: Final = f"{_DRAFTS}/{{draft_id}}"
_DOCUMENT: Final = "/v1/documents/{document_id}"
_OF_DRAFT: Final[dict[str, Any]] = {"draft_id": DRAFT_ID, "expected_version": VERSION}
_OF_DOCUMENT: Final[dict[str, Any]] = {"document_id": DOCUMENT_ID, "expected_version": VERSION}
_WHY: Final = {"reason": "Because."}

EDITING_ROUTES: Final = (
    Route(
        "POST",
        _DRAFTS,
        "CreateDraft",
        status=201,
        body=_BODY | {"document_id": DOCUMENT_ID, "base_version": 2, "take_over": True},
        needs_key=True,
        message=pb.CreateDraftRequest(
            proposal=PROPOSAL,
            document_id=DOCUMENT_ID,
            base_version=2,
            take_over=True,
            idempotency_key=KEY,
        ),
    ),
    Route(
        "GET",
        _DRAFTS,
        "ListDrafts",
        query={"status": "SUBMITTED", "page_size": 7, "page_token": "a+b/c="},
        message=pb.ListDraftsRequest(
            statuses=[pb.DRAFT_STATUS_SUBMITTED], page_size=7, page_token="a+b/c="
        ),
    ),
    Route("GET", _DRAFT, "GetDraft", pb.GetDraftRequest(draft_id=DRAFT_ID)),
    Route(
        "PUT",
        _DRAFT,
        "ChangeDraft",
        body=_BODY | {"base_version": 2, "take_over": True},
        needs_version=True,
        message=pb.ChangeDraftRequest(
            **_OF_DRAFT, base_version=2, proposal=PROPOSAL, take_over=True
        ),
    ),
    Route(
        "POST",
        f"{_DRAFT}/submission",
        "SubmitDraft",
        needs_version=True,
        message=pb.SubmitDraftRequest(**_OF_DRAFT),
    ),
    Route(
        "POST",
        f"{_DRAFT}/approval",
        "ApproveDraft",
        body={"read_digest": DIGEST.hex()},
        message=pb.ApproveDraftRequest(draft_id=DRAFT_ID, read_digest=DIGEST),
    ),
    Route(
        "POST",
        f"{_DRAFT}/return",
        "ReturnDraft",
        body=_WHY,
        needs_version=True,
        message=pb.ReturnDraftRequest(**_OF_DRAFT, **_WHY),
    ),
    Route(
        "POST",
        f"{_DRAFT}/discarding",
        "DiscardDraft",
        needs_version=True,
        message=pb.DiscardDraftRequest(**_OF_DRAFT),
    ),
    Route(
        "GET",
        f"{_DOCUMENT}/versions",
        "ListVersions",
        query={"before": 9, "page_size": 7},
        message=upkeep_pb.ListVersionsRequest(
            document_id=DOCUMENT_ID, before_version=9, page_size=7
        ),
    ),
    Route(
        "GET",
        f"{_DOCUMENT}/versions/{{number}}",
        "GetVersion",
        query={"since": 3},
        message=upkeep_pb.GetVersionRequest(document_id=DOCUMENT_ID, version=7, since_version=3),
    ),
    Route(
        "GET",
        "/v1/documents/due",
        "ListDueDocuments",
        query={"due": "WITHDRAWAL", "page_size": 7, "offset": 40},
        message=upkeep_pb.ListDueDocumentsRequest(
            due=upkeep_pb.DOCUMENT_DUE_WITHDRAWAL, page_size=7, offset=40
        ),
    ),
    Route(
        "POST",
        f"{_DOCUMENT}/review",
        "ReviewDocument",
        body={"review_on": "2027-11-24", "take_over": True},
        needs_version=True,
        message=upkeep_pb.ReviewDocumentRequest(
            **_OF_DOCUMENT, review_on="2027-11-24", take_over=True
        ),
    ),
    Route(
        "POST",
        f"{_DOCUMENT}/end",
        "PlanWithdrawal",
        body=_WHY | {"withdraw_at": _AT},
        needs_version=True,
        message=upkeep_pb.PlanWithdrawalRequest(**_OF_DOCUMENT, **_WHY, withdraw_at=NOON),
    ),
)
ANSWERS: Final[dict[str, Message]] = {
    "CreateDraft": pb.CreateDraftResponse(draft=DRAFT),
    "ListDrafts": pb.ListDraftsResponse(drafts=[DRAFT], next_page_token="next+page"),
    "GetDraft": pb.GetDraftResponse(draft=DRAFT, standing=STANDING, differences=DIFFERENCES),
    "ChangeDraft": pb.ChangeDraftResponse(draft=DRAFT),
    "SubmitDraft": pb.SubmitDraftResponse(draft=DRAFT),
    "ApproveDraft": pb.ApproveDraftResponse(draft=DRAFT, document=STANDING),
    "ReturnDraft": pb.ReturnDraftResponse(draft=DRAFT),
    "DiscardDraft": pb.DiscardDraftResponse(draft=DRAFT),
    "ListVersions": upkeep_pb.ListVersionsResponse(versions=[WAS], next_before_version=2),
    "GetVersion": upkeep_pb.GetVersionResponse(version=WAS, differences=DIFFERENCES),
    "ListDueDocuments": upkeep_pb.ListDueDocumentsResponse(documents=[STANDING], more=True),
    "ReviewDocument": upkeep_pb.ReviewDocumentResponse(document=STANDING),
    "PlanWithdrawal": upkeep_pb.PlanWithdrawalResponse(document=STANDING),
}
_DRAFT_READ: Final[dict[str, Any]] = (
    SAID
    | _PLAIN
    | {
        "draft_id": DRAFT_ID,
        "version": 3,
        "status": "SUBMITTED",
        "document_id": DOCUMENT_ID,
        "base_version": 2,
        "publish_at": _AT,
        "withdraw_at": _AT,
        "digest": DIGEST.hex(),
        "owner": PERSON_ID,
        "owned_by_you": False,
        "your_hand": False,
        "needs_second_person": True,
        "downgrade": True,
        "outdated": False,
        "returned_because": "Say which.",
        "created_at": _AT,
        "changed_at": _AT,
    }
)
_DOCUMENT_READ: Final[dict[str, Any]] = SAID | {
    "document_id": DOCUMENT_ID,
    "version": 2,
    "status": "PUBLISHED",
    "published_at": _AT,
    "changed_at": _AT,
    "owner": PERSON_ID,
    "review_on": "2027-11-24",
    "material_version": 1,
    "material_changed_at": _AT,
    "material_note": None,
    "withdraw_at": _AT,
    "partner": None,
}
_WAS_READ: Final = _DOCUMENT_READ | {"note": "Other bollards.", "material": True, "approved": True}
_DIFFERENCES_READ: Final = [
    {
        "field": "title",
        "pieces": [
            {"side": "BOTH", "text": "Vans and "},
            {"side": "BEFORE", "text": "<b>queues"},
            {"side": "AFTER", "text": "crowds"},
        ],
    }
]
READ: Final[dict[str, Any]] = {
    **dict.fromkeys(
        ("CreateDraft", "ChangeDraft", "SubmitDraft", "ReturnDraft", "DiscardDraft"), _DRAFT_READ
    ),
    "ListDrafts": {"drafts": [_DRAFT_READ], "next_page_token": "next+page"},
    "GetDraft": _DRAFT_READ | {"standing": _DOCUMENT_READ, "differences": _DIFFERENCES_READ},
    "ApproveDraft": _DRAFT_READ | {"document": _DOCUMENT_READ},
    "ListVersions": {"versions": [_WAS_READ], "next_before": 2},
    "GetVersion": _WAS_READ | {"differences": _DIFFERENCES_READ},
    "ListDueDocuments": {"documents": [_DOCUMENT_READ], "more": True},
    "ReviewDocument": _DOCUMENT_READ,
    "PlanWithdrawal": _DOCUMENT_READ,
}
