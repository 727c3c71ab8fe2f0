"""Two editors of a benchmark or trial: one alone publishes what anyone may read, both the rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import uuid4

import grpc

from bench.issuer import Issuer
from bench.officers import keep_people
from isp.content.v1 import content_pb2, content_pb2_grpc, document_pb2, drafts_pb2, drafts_pb2_grpc
from isp.kernel.v1 import kernel_pb2
from stack.alone import Alone

OPEN: Final = kernel_pb2.Marking(tlp=kernel_pb2.TLP_CLEAR, minimum_tier=kernel_pb2.TIER_PUBLIC)
SECONDS: Final = 30
Metadata = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Editors:
    """By which tokens they call."""

    writer: Metadata
    approver: Metadata

    @classmethod
    def known(cls, alone: Alone, issuer: Issuer, groups: Sequence[str] = ()) -> "Editors":
        """Make two editors known to content, in some closed groups."""
        return cls(*(_editor(alone, issuer, groups) for _ in range(2)))

    def publish(self, channel: grpc.Channel, content: document_pb2.DocumentContent) -> str:
        """Publish a document as its marking asks; return its id."""
        if content.marking == OPEN:
            request = content_pb2.PublishDocumentRequest(
                content=content, idempotency_key=str(uuid4())
            )
            stub = content_pb2_grpc.ContentServiceStub(channel)
            made = stub.PublishDocument(request, metadata=self.writer, timeout=SECONDS)
            return str(made.document.document_id)
        return self._by_two(drafts_pb2_grpc.DraftsServiceStub(channel), content)

    def _by_two(
        self, drafts: drafts_pb2_grpc.DraftsServiceStub, content: document_pb2.DocumentContent
    ) -> str:
        request = drafts_pb2.CreateDraftRequest(
            proposal=drafts_pb2.Proposal(content=content), idempotency_key=str(uuid4())
        )
        draft = drafts.CreateDraft(request, metadata=self.writer, timeout=SECONDS).draft
        submission = drafts_pb2.SubmitDraftRequest(draft_id=draft.draft_id, expected_version=1)
        drafts.SubmitDraft(submission, metadata=self.writer, timeout=SECONDS)
        approval = drafts_pb2.ApproveDraftRequest(draft_id=draft.draft_id, read_digest=draft.digest)
        drafts.ApproveDraft(approval, metadata=self.approver, timeout=SECONDS)
        return str(draft.document_id)


def _editor(alone: Alone, issuer: Issuer, groups: Sequence[str]) -> Metadata:
    editor = str(uuid4())
    keep_people(alone, {editor: ("editor",)}, database="content", tier="TRUSTED")
    alone.execute(
        "content",
        "UPDATE principals SET closed_groups = %s WHERE subject = %s",
        (list(groups), editor),
    )
    token = issuer.token(editor, "editor", tier="TRUSTED")
    return (("authorization", f"Bearer {token}"),)
