"""Twenty thousand documents, made of the lines of the demonstration's, and published by gRPC."""

import random
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Final
from uuid import uuid4

import grpc

from bench.issuer import Issuer
from bench.measure import say
from bench.officers import keep_people
from isp.content.v1 import (
    content_pb2,
    content_pb2_grpc,
    document_pb2,
    drafts_pb2,
    drafts_pb2_grpc,
)
from isp.kernel.v1 import kernel_pb2
from stack.alone import Alone
from stack.demo_content.files import demo_documents

Metadata = tuple[tuple[str, str], ...]

CALLERS: Final = 8
LINES: Final = 24
_MARKINGS: Final = (
    *[kernel_pb2.Marking(tlp=kernel_pb2.TLP_CLEAR, minimum_tier=kernel_pb2.TIER_PUBLIC)] * 8,
    kernel_pb2.Marking(tlp=kernel_pb2.TLP_GREEN, minimum_tier=kernel_pb2.TIER_REGISTERED),
    kernel_pb2.Marking(tlp=kernel_pb2.TLP_AMBER, minimum_tier=kernel_pb2.TIER_VERIFIED),
)
_KINDS: Final = [
    each
    for each in document_pb2.DocumentKind.values()
    if each not in {document_pb2.DOCUMENT_KIND_UNSPECIFIED, document_pb2.DOCUMENT_KIND_VIDEO}
]
"""A film needs a film."""

_SECTORS: Final = ("retail", "events", "faith", "education", "hotels-restaurants", "transport")
_REGIONS: Final = ("LON", "NW", "WAL", "SCO", "NI", "SE")


def publish_many(alone: Alone, issuer: Issuer, number: int) -> None:
    """Publish so many documents, each time the same, by several callers at once."""
    writer, approver = (_editor(alone, issuer) for _ in range(2))
    began = time.monotonic()
    with (
        grpc.insecure_channel(f"127.0.0.1:{alone.harness.port('content')}") as channel,
        ThreadPoolExecutor(CALLERS) as pool,
    ):
        stub = content_pb2_grpc.ContentServiceStub(channel)
        drafts = drafts_pb2_grpc.DraftsServiceStub(channel)

        def publish(content: document_pb2.DocumentContent) -> None:
            if content.marking == _MARKINGS[0]:
                request = content_pb2.PublishDocumentRequest(
                    content=content, idempotency_key=str(uuid4())
                )
                stub.PublishDocument(request, metadata=writer, timeout=30)
            else:
                _by_two(drafts, writer, approver, content)

        for done, _ in enumerate(pool.map(publish, _contents(number)), 1):
            if done % 5_000 == 0:
                say(f"{done} documents published in {time.monotonic() - began:.0f} s")


def _editor(alone: Alone, issuer: Issuer) -> Metadata:
    editor = str(uuid4())
    keep_people(alone, {editor: ("editor",)}, database="content", tier="TRUSTED")
    token = issuer.token(editor, "editor", tier="TRUSTED")
    return (("authorization", f"Bearer {token}"),)


def _by_two(
    drafts: drafts_pb2_grpc.DraftsServiceStub,
    writer: Metadata,
    approver: Metadata,
    content: document_pb2.DocumentContent,
) -> None:
    request = drafts_pb2.CreateDraftRequest(
        proposal=drafts_pb2.Proposal(content=content), idempotency_key=str(uuid4())
    )
    draft = drafts.CreateDraft(request, metadata=writer, timeout=30).draft
    submission = drafts_pb2.SubmitDraftRequest(draft_id=draft.draft_id, expected_version=1)
    drafts.SubmitDraft(submission, metadata=writer, timeout=30)
    approval = drafts_pb2.ApproveDraftRequest(draft_id=draft.draft_id, read_digest=draft.digest)
    drafts.ApproveDraft(approval, metadata=approver, timeout=30)


def _contents(number: int) -> Iterator[document_pb2.DocumentContent]:
    chance = random.Random(7)
    texts = [each.text for each in demo_documents() if each.language == "en-GB"]
    lines = [line for text in texts for line in text.splitlines() if len(line) > 40]
    words = sorted(set(re.findall(r"[a-z]{4,}", " ".join(lines))))
    for _ in range(number):
        yield document_pb2.DocumentContent(
            kind=chance.choice(_KINDS),
            title=" ".join(chance.sample(words, 5)).capitalize(),
            summary=" ".join(chance.sample(words, 15)).capitalize(),
            body="\n\n".join(chance.sample(lines, LINES)),
            language="en-GB",
            marking=chance.choice(_MARKINGS),
            sectors=chance.sample(_SECTORS, 2),
            regions=chance.sample(_REGIONS, 1),
            sources=["Lines of the demonstration (this benchmark)"],
        )
