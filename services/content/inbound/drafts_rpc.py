"""The RPCs of drafts: each translates, calls its use case, translates back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.calls import caller
from chassis.requests import (
    Wrong,
    digest_from,
    id_from,
    key_from,
    page_size_from,
    place_from,
    text_from,
    token_of,
    version_from,
)
from isp.content.v1 import drafts_pb2 as pb
from isp.content.v1 import drafts_pb2_grpc
from services.content.domain.draft_status import DraftStatus
from services.content.inbound.draft_translate import (
    differences_to_pb,
    draft_to_pb,
    proposal_from,
    statuses_from,
)
from services.content.messages import document_for_editors
from services.content.usecases.approve_draft import ApproveDraft
from services.content.usecases.change_draft import ChangeDraft
from services.content.usecases.create_draft import CreateDraft
from services.content.usecases.discard_draft import DiscardDraft
from services.content.usecases.get_draft import GetDraft
from services.content.usecases.list_drafts import ListDrafts
from services.content.usecases.return_draft import ReturnDraft
from services.content.usecases.submit_draft import SubmitDraft

REASON_LONGEST: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftsServicer(drafts_pb2_grpc.DraftsServiceServicer):
    """isp.content.v1.DraftsService."""

    create_draft: CreateDraft
    change_draft: ChangeDraft
    submit_draft: SubmitDraft
    approve_draft: ApproveDraft
    return_draft: ReturnDraft
    discard_draft: DiscardDraft
    get_draft: GetDraft
    list_drafts: ListDrafts

    def CreateDraft(
        self, request: pb.CreateDraftRequest, context: grpc.ServicerContext
    ) -> pb.CreateDraftResponse:
        """Keep a draft."""
        who, wrong = caller(context), Wrong()
        proposal = proposal_from(request.proposal, wrong)
        key = wrong.built("idempotency_key", lambda: key_from("CreateDraft", request))
        document_id = None
        if request.document_id:
            document_id = wrong.built(
                "document_id", lambda: id_from("document_id", request.document_id)
            )
        wrong.check()
        assert proposal is not None
        assert key is not None
        draft, standing = self.create_draft(
            who,
            proposal=proposal,
            key=key,
            document_id=document_id,
            base_version=request.base_version,
            take_over=request.take_over,
        )
        return pb.CreateDraftResponse(draft=draft_to_pb(draft, standing, who))

    def ChangeDraft(
        self, request: pb.ChangeDraftRequest, context: grpc.ServicerContext
    ) -> pb.ChangeDraftResponse:
        """Put other words in a draft's place."""
        who, wrong = caller(context), Wrong()
        proposal = proposal_from(request.proposal, wrong)
        wrong.check()
        assert proposal is not None
        draft, standing = self.change_draft(
            who,
            draft_id=id_from("draft_id", request.draft_id),
            expected_version=version_from(request.expected_version),
            base_version=request.base_version,
            proposal=proposal,
            take_over=request.take_over,
        )
        return pb.ChangeDraftResponse(draft=draft_to_pb(draft, standing, who))

    def SubmitDraft(
        self, request: pb.SubmitDraftRequest, context: grpc.ServicerContext
    ) -> pb.SubmitDraftResponse:
        """Let a draft wait for a second person."""
        draft, standing = self.submit_draft(
            who := caller(context),
            draft_id=id_from("draft_id", request.draft_id),
            expected_version=version_from(request.expected_version),
        )
        return pb.SubmitDraftResponse(draft=draft_to_pb(draft, standing, who))

    def ApproveDraft(
        self, request: pb.ApproveDraftRequest, context: grpc.ServicerContext
    ) -> pb.ApproveDraftResponse:
        """Let a draft stand."""
        draft, document = self.approve_draft(
            who := caller(context),
            draft_id=id_from("draft_id", request.draft_id),
            read=digest_from(request.read_digest),
        )
        before = None if draft.status is DraftStatus.PUBLISHED else document
        shown = None if document is None else document_for_editors(document)
        return pb.ApproveDraftResponse(draft=draft_to_pb(draft, before, who), document=shown)

    def ReturnDraft(
        self, request: pb.ReturnDraftRequest, context: grpc.ServicerContext
    ) -> pb.ReturnDraftResponse:
        """Send a draft back."""
        draft, standing = self.return_draft(
            who := caller(context),
            draft_id=id_from("draft_id", request.draft_id),
            expected_version=version_from(request.expected_version),
            because=text_from("reason", request.reason, REASON_LONGEST).strip(),
        )
        return pb.ReturnDraftResponse(draft=draft_to_pb(draft, standing, who))

    def DiscardDraft(
        self, request: pb.DiscardDraftRequest, context: grpc.ServicerContext
    ) -> pb.DiscardDraftResponse:
        """Give a draft up."""
        draft, standing = self.discard_draft(
            who := caller(context),
            draft_id=id_from("draft_id", request.draft_id),
            expected_version=version_from(request.expected_version),
        )
        return pb.DiscardDraftResponse(draft=draft_to_pb(draft, standing, who))

    def GetDraft(
        self, request: pb.GetDraftRequest, context: grpc.ServicerContext
    ) -> pb.GetDraftResponse:
        """Show a draft."""
        who, draft_id = caller(context), id_from("draft_id", request.draft_id)
        draft, standing, found = self.get_draft(who, draft_id=draft_id)
        return pb.GetDraftResponse(
            draft=draft_to_pb(draft, standing, who),
            standing=None if standing is None else document_for_editors(standing),
            differences=differences_to_pb(found),
        )

    def ListDrafts(
        self, request: pb.ListDraftsRequest, context: grpc.ServicerContext
    ) -> pb.ListDraftsResponse:
        """Show a page of drafts."""
        found, following = self.list_drafts(
            who := caller(context),
            statuses=statuses_from(request.statuses),
            after=place_from(request.page_token),
            size=page_size_from(request.page_size),
        )
        shown = [draft_to_pb(draft, standing, who, body=False) for draft, standing in found]
        return pb.ListDraftsResponse(drafts=shown, next_page_token=token_of(following))


def drafts_services_of(
    drafts: DraftsServicer,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service of drafts with what adds it to a server."""
    return {
        pb.DESCRIPTOR.services_by_name["DraftsService"]: lambda server: (
            drafts_pb2_grpc.add_DraftsServiceServicer_to_server(drafts, server)
        )
    }
