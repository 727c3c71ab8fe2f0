"""Accessible formats, through the front of content."""

from typing import Any
from uuid import uuid4

import pytest

from isp.content.v1 import formats_pb2 as pb
from isp.content.v1.formats_pb2_grpc import FormatsServiceStub
from kernel.tiers import Tier
from tests.fakes.content import AMBER, MemoryContentStores, published
from tests.fakes.serving import Caller, Served, refusal


@pytest.fixture
def formats(server: Served) -> FormatsServiceStub:
    return FormatsServiceStub(server.channel)


@pytest.fixture
def editor(server: Served) -> Caller:
    return server.caller("editor", tier=Tier.TRUSTED)


def ask(document_id: object, **said: Any) -> pb.AskForFormatRequest:
    return pb.AskForFormatRequest(
        document_id=str(document_id),
        **{
            "format": pb.ACCESSIBLE_FORMAT_BRAILLE,
            "nation": pb.NATION_SCOTLAND,
            "note": "Grade 2.",
            "idempotency_key": str(uuid4()),
        }
        | said,
    )


def test_a_request_goes_its_whole_way_without_an_account(
    formats: FormatsServiceStub, editor: Caller, stores: MemoryContentStores
) -> None:
    document = published()
    stores.documents.add(document)
    made = formats.AskForFormat(ask(document.document_id))
    (waiting,) = formats.ListFormatRequests(
        pb.ListFormatRequestsRequest(), metadata=editor.metadata
    ).requests
    assert ("Hostile vehicles", "Grade 2.", made.request.due_on) == (
        waiting.document_title,
        waiting.note,
        waiting.due_on,
    )
    named = {"request_id": waiting.request_id}
    claimed = formats.ClaimFormatRequest(
        pb.ClaimFormatRequestRequest(**named, expected_version=1), metadata=editor.metadata
    ).request
    assert claimed.claimed_by_me
    answer = pb.FormatAnswer(link="https://formats.example/braille.brf")
    message = pb.AnswerFormatRequestRequest(**named, expected_version=2, answer=answer)
    answered = formats.AnswerFormatRequest(message, metadata=editor.metadata).request
    assert (pb.FORMAT_REQUEST_STATUS_ANSWERED, answer) == (answered.status, answered.answer)
    seen = formats.GetFormatRequest(
        pb.GetFormatRequestRequest(**named, reply_code=made.reply_code)
    ).request
    assert answer == seen.answer
    (offer,) = formats.ListFormats(
        pb.ListFormatsRequest(document_id=str(document.document_id))
    ).formats
    assert (answer.link, False) == (offer.link, offer.stale)
    with refusal() as refused:
        formats.CloseFormatRequest(
            pb.CloseFormatRequestRequest(**named, expected_version=3, reason="No."),
            metadata=editor.metadata,
        )
    assert ("FAILED_PRECONDITION", "FORMAT_REQUEST_ENDED") == refused.status_and_reason


def test_a_person_sees_and_withdraws_their_own(
    formats: FormatsServiceStub, editor: Caller, server: Served, stores: MemoryContentStores
) -> None:
    document, reader = published(), server.caller(tier=Tier.REGISTERED)
    stores.documents.add(document)
    made = formats.AskForFormat(ask(document.document_id), metadata=reader.metadata)
    assert "" == made.reply_code
    (own,) = formats.ListMyFormatRequests(
        pb.ListMyFormatRequestsRequest(), metadata=reader.metadata
    ).requests
    assert made.request == own
    claim = pb.ClaimFormatRequestRequest(request_id=own.request_id, expected_version=1)
    formats.ClaimFormatRequest(claim, metadata=editor.metadata)
    release = pb.ReleaseFormatRequestRequest(request_id=own.request_id, expected_version=2)
    formats.ReleaseFormatRequest(release, metadata=editor.metadata)
    withdraw = pb.WithdrawFormatRequestRequest(request_id=own.request_id, expected_version=3)
    gone = formats.WithdrawFormatRequest(withdraw, metadata=reader.metadata).request
    assert pb.FORMAT_REQUEST_STATUS_CLOSED == gone.status


def test_hidden_and_absent_are_the_same(
    formats: FormatsServiceStub, stores: MemoryContentStores
) -> None:
    hidden = published(marking=AMBER)
    stores.documents.add(hidden)
    said = []
    for which in (hidden.document_id, uuid4()):
        for rpc, message in (
            ("AskForFormat", ask(which)),
            ("ListFormats", pb.ListFormatsRequest(document_id=str(which))),
        ):
            with refusal() as refused:
                getattr(formats, rpc)(message)
            said.append((rpc, *refused.status_and_reason, refused.said.message))
    assert "DOCUMENT_NOT_FOUND" == said[0][2]
    assert said[:2] == said[2:]


@pytest.mark.parametrize(
    ("rpc", "message", "field"),
    [
        ("AskForFormat", ask("x"), "document_id"),
        ("AskForFormat", ask(uuid4(), format=0), "format"),
        ("AskForFormat", ask(uuid4(), format=99), "format"),
        ("AskForFormat", ask(uuid4(), nation=0), "nation"),
        ("AskForFormat", ask(uuid4(), idempotency_key=""), "idempotency_key"),
        ("GetFormatRequest", pb.GetFormatRequestRequest(request_id="x"), "request_id"),
        (
            "AnswerFormatRequest",
            pb.AnswerFormatRequestRequest(
                request_id=str(uuid4()),
                expected_version=1,
                answer=pb.FormatAnswer(attachment_id="x"),
            ),
            "answer.attachment_id",
        ),
        (
            "AnswerFormatRequest",
            pb.AnswerFormatRequestRequest(request_id=str(uuid4()), expected_version=1),
            "answer",
        ),
        (
            "CloseFormatRequest",
            pb.CloseFormatRequestRequest(request_id=str(uuid4()), expected_version=1),
            "reason",
        ),
    ],
)
def test_what_is_wrong_is_named(
    formats: FormatsServiceStub, editor: Caller, rpc: str, message: object, field: str
) -> None:
    with refusal() as refused:
        getattr(formats, rpc)(message, metadata=editor.metadata)
    assert ("INVALID_ARGUMENT", [field]) == (
        refused.status_and_reason[0],
        [each.field for each in refused.said.violations],
    )
