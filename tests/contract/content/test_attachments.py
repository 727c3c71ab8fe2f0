"""Attachments as their callers meet them: through the real server, from announcing to opening."""

import hashlib
from uuid import uuid4

import pytest

from isp.content.v1 import attachments_pb2 as pb
from kernel.tiers import Tier
from services.content.domain.attachment import PIECE_BYTES, Refusal, State
from tests.fakes.content import AMBER, published
from tests.fakes.content_attachments import attachment
from tests.fakes.serving import refusal

BODY = b"x" * (PIECE_BYTES + 3)


@pytest.fixture
def editor(server):
    return server.caller("editor", tier=Tier.TRUSTED)


@pytest.fixture
def document(stores):
    stores.documents.add(document := published())
    return document


def begun(attachments, document, editor, **said):
    request = {
        "document_id": str(document.document_id),
        "name": "plan.pdf",
        "media_type": "application/pdf",
        "size": len(BODY),
        "idempotency_key": str(uuid4()),
    } | said
    return attachments.BeginUpload(pb.BeginUploadRequest(**request), metadata=editor.metadata)


def put(attachments, upload, editor, number, body):
    request = pb.PutUploadPieceRequest(attachment_id=upload.attachment_id, number=number, body=body)
    return attachments.PutUploadPiece(request, metadata=editor.metadata).attachment


def test_a_file_comes_in_pieces_and_waits_in_quarantine(attachments, document, editor) -> None:
    made = begun(attachments, document, editor)
    upload = made.attachment
    assert (PIECE_BYTES, 2, 0) == (made.piece_bytes, upload.pieces, upload.received)
    assert pb.ATTACHMENT_STATE_UPLOADING == upload.state
    put(attachments, upload, editor, 0, BODY[:PIECE_BYTES])
    assert 2 == put(attachments, upload, editor, 1, BODY[PIECE_BYTES:]).received
    digest = hashlib.sha256(BODY).hexdigest()
    finish = pb.FinishUploadRequest(attachment_id=upload.attachment_id, digest=digest)
    waiting = attachments.FinishUpload(finish, metadata=editor.metadata).attachment
    assert (pb.ATTACHMENT_STATE_QUARANTINED, digest) == (waiting.state, waiting.digest)
    assert waiting.uploaded_by_you
    shown = pb.ListAttachmentsRequest(document_id=str(document.document_id))
    assert [] == list(attachments.ListAttachments(shown).attachments), "for nobody yet"
    mine = attachments.ListAttachments(shown, metadata=editor.metadata).attachments
    assert [waiting] == list(mine)


def test_a_refusal_says_why_to_editors_alone(attachments, document, editor, stores) -> None:
    refused = attachment(
        document_id=document.document_id, state=State.REFUSED, refusal=Refusal.MACROS
    )
    stores.attachments.add(refused)
    shown = pb.ListAttachmentsRequest(document_id=str(document.document_id))
    (mine,) = attachments.ListAttachments(shown, metadata=editor.metadata).attachments
    assert pb.ATTACHMENT_REFUSAL_MACROS == mine.refusal
    assert [] == list(attachments.ListAttachments(shown).attachments)


def test_what_stands_is_shown_without_how_it_came(attachments, document, stores) -> None:
    stores.attachments.add(attachment(document_id=document.document_id, has_text=True))
    request = pb.ListAttachmentsRequest(document_id=str(document.document_id))
    (shown,) = attachments.ListAttachments(request).attachments
    assert ("plan.pdf", "application/pdf") == (shown.name, shown.media_type)
    assert (0, 0, False, False) == (
        shown.pieces,
        shown.received,
        shown.uploaded_by_you,
        shown.has_text,
    )
    opened = attachments.OpenAttachment(pb.OpenAttachmentRequest(attachment_id=shown.attachment_id))
    assert opened.url.endswith("/plan.pdf")


@pytest.mark.parametrize("rpc", ["ListAttachments", "OpenAttachment"])
def test_what_one_may_not_know_of_is_as_what_does_not_exist(attachments, stores, rpc) -> None:
    stores.documents.add(secret := published(marking=AMBER))
    stores.attachments.add(file := attachment(document_id=secret.document_id))
    said = []
    for document_id, which in (
        (secret.document_id, file.attachment_id),
        (uuid4(), uuid4()),
    ):
        request = (
            pb.ListAttachmentsRequest(document_id=str(document_id))
            if rpc == "ListAttachments"
            else pb.OpenAttachmentRequest(attachment_id=str(which))
        )
        with refusal() as refused:
            getattr(attachments, rpc)(request)
        said.append((refused.status_and_reason, str(refused.said)))
    assert "NOT_FOUND" == said[0][0][0]
    assert said[0] == said[1]


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({"name": "../plan.pdf"}, {"name"}),
        ({"name": "plan.docm", "media_type": "text/html"}, {"media_type"}),
        ({"size": 0}, {"size"}),
        ({"size": 2**40}, {"size"}),
        ({"document_id": "x", "idempotency_key": ""}, {"document_id", "idempotency_key"}),
    ],
)
def test_what_may_not_come_names_each_field(attachments, document, editor, said, fields) -> None:
    with refusal() as refused:
        begun(attachments, document, editor, **said)
    assert ("INVALID_ARGUMENT", "INVALID") == refused.status_and_reason
    assert fields == {each.field for each in refused.said.violations}


def test_a_piece_out_of_order_and_a_wrong_digest_are_refused(attachments, document, editor) -> None:
    upload = begun(attachments, document, editor).attachment
    with refusal() as refused:
        put(attachments, upload, editor, 1, BODY[PIECE_BYTES:])
    assert ("ABORTED", "PIECE_OUT_OF_ORDER") == refused.status_and_reason
    for digest, said in (("x", ("INVALID_ARGUMENT", "INVALID")),):
        with refusal() as refused:
            request = pb.FinishUploadRequest(attachment_id=upload.attachment_id, digest=digest)
            attachments.FinishUpload(request, metadata=editor.metadata)
        assert said == refused.status_and_reason
    with refusal() as refused:
        request = pb.FinishUploadRequest(attachment_id=upload.attachment_id, digest="a" * 64)
        attachments.FinishUpload(request, metadata=editor.metadata)
    assert ("FAILED_PRECONDITION", "UPLOAD_INCOMPLETE") == refused.status_and_reason


def test_a_second_person_confirms_and_the_first_may_not(attachments, server, stores) -> None:
    first, second = (server.caller("editor", tier=Tier.TRUSTED) for _ in range(2))
    stores.documents.add(document := published(marking=AMBER))
    file = attachment(
        document_id=document.document_id, state=State.UNCONFIRMED, uploaded_by=first.subject
    )
    stores.attachments.add(file)
    request = pb.ConfirmAttachmentRequest(
        attachment_id=str(file.attachment_id), read_digest=file.digest
    )
    with refusal() as refused:
        attachments.ConfirmAttachment(request, metadata=first.metadata)
    assert ("PERMISSION_DENIED", "SELF_CONFIRMATION") == refused.status_and_reason
    shown = attachments.ConfirmAttachment(request, metadata=second.metadata).attachment
    assert pb.ATTACHMENT_STATE_STANDING == shown.state
    gone = pb.RemoveAttachmentRequest(
        attachment_id=shown.attachment_id, expected_version=shown.version, reason="old"
    )
    attachments.RemoveAttachment(gone, metadata=second.metadata)
    with refusal() as refused:
        attachments.OpenAttachment(
            pb.OpenAttachmentRequest(attachment_id=shown.attachment_id), metadata=second.metadata
        )
    assert ("NOT_FOUND", "ATTACHMENT_NOT_FOUND") == refused.status_and_reason
