"""What tests of documents have in common: words for one, and how two people let it stand."""

from typing import Any
from uuid import uuid4

from isp.content.v1 import document_pb2
from isp.content.v1 import drafts_pb2 as pb
from isp.content.v1.drafts_pb2_grpc import DraftsServiceStub
from isp.kernel.v1 import kernel_pb2
from tests.fakes.serving import Caller


def written(tier: int = kernel_pb2.TIER_PUBLIC, **given: Any) -> document_pb2.DocumentContent:
    """What a good document says, unless said otherwise."""
    tlp = kernel_pb2.TLP_CLEAR if tier == kernel_pb2.TIER_PUBLIC else kernel_pb2.TLP_AMBER
    return document_pb2.DocumentContent(
        **{
            "kind": document_pb2.DOCUMENT_KIND_GUIDANCE,
            "title": "Hostile vehicles",
            "summary": "Keep vehicles away from crowds.",
            "body": "Use **bollards** where people gather.",
            "language": "en-GB",
            "marking": kernel_pb2.Marking(tlp=tlp, minimum_tier=tier),
            "sectors": ["retail"],
            "sources": ["A public source"],
        }
        | given
    )


def drafted(
    drafts: DraftsServiceStub,
    by: Caller,
    said: document_pb2.DocumentContent,
    *,
    of: document_pb2.Document | None = None,
    take_over: bool = False,
    **given: Any,
) -> pb.Draft:
    """A draft that somebody wrote."""
    request = pb.CreateDraftRequest(
        proposal=pb.Proposal(content=said, **given),
        document_id=of.document_id if of else "",
        base_version=of.version if of else 0,
        take_over=take_over,
        idempotency_key=str(uuid4()),
    )
    return drafts.CreateDraft(request, metadata=by.metadata).draft


def submitted(
    drafts: DraftsServiceStub, by: Caller, said: document_pb2.DocumentContent, **given: Any
) -> pb.Draft:
    """A draft that waits for a second person."""
    draft = drafted(drafts, by, said, **given)
    request = pb.SubmitDraftRequest(draft_id=draft.draft_id, expected_version=draft.version)
    return drafts.SubmitDraft(request, metadata=by.metadata).draft


def approval_of(draft: pb.Draft) -> pb.ApproveDraftRequest:
    """The word of somebody who read exactly this."""
    return pb.ApproveDraftRequest(draft_id=draft.draft_id, read_digest=draft.digest)


def published_by_two(
    drafts: DraftsServiceStub,
    writer: Caller,
    approver: Caller,
    said: document_pb2.DocumentContent,
    **given: Any,
) -> document_pb2.Document:
    """A document that one wrote and another let stand."""
    draft = submitted(drafts, writer, said, **given)
    return drafts.ApproveDraft(approval_of(draft), metadata=approver.metadata).document
