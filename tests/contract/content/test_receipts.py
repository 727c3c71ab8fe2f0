"""Receipts through the front of content."""

from uuid import uuid4

import pytest

from isp.content.v1 import document_pb2
from isp.content.v1 import receipts_pb2 as pb
from isp.content.v1.receipts_pb2_grpc import ReceiptsServiceStub
from tests.fakes.content import AMBER, MemoryContentStores
from tests.fakes.serving import Caller, Served, refusal
from tests.ports.content_receipts_store import bulletin


@pytest.fixture
def receipts(server: Served) -> ReceiptsServiceStub:
    return ReceiptsServiceStub(server.channel)


def test_it_is_asked_confirmed_counted_and_reminded_of(
    receipts: ReceiptsServiceStub, server: Served, editor: Caller, stores: MemoryContentStores
) -> None:
    stores.documents.add(document := bulletin())
    named, reader = str(document.document_id), server.caller()
    remind = pb.RemindOfReceiptRequest(document_id=named, expected_version=1)
    receipts.RemindOfReceipt(remind, metadata=editor.metadata)
    with refusal() as refused:
        receipts.RemindOfReceipt(remind, metadata=editor.metadata)
    assert ("RESOURCE_EXHAUSTED", "REMINDED_LATELY") == refused.status_and_reason
    asked = pb.ListReceiptsAskedRequest()
    (listed,) = receipts.ListReceiptsAsked(asked, metadata=reader.metadata).asked
    assert (named, "", True) == (
        listed.document.document_id,
        listed.document.content.body,
        listed.HasField("reminded_at"),
    )
    confirm = pb.ConfirmReceiptRequest(document_id=named, expected_version=1)
    assert 1 == receipts.ConfirmReceipt(confirm, metadata=reader.metadata).receipt.version
    get = pb.GetReceiptRequest(document_id=named)
    found = receipts.GetReceipt(get, metadata=reader.metadata)
    assert (document_pb2.RECEIPT_ASKED_COUNTED, False, True) == (
        found.asked,
        found.due,
        found.HasField("receipt"),
    )
    assert 0 == len(receipts.ListReceiptsAsked(asked, metadata=reader.metadata).asked)
    figures = pb.GetReceiptFiguresRequest(document_id=named)
    said = receipts.GetReceiptFigures(figures, metadata=editor.metadata)
    assert not said.HasField("confirmed")
    assert said.HasField("reminded_at")


def test_what_is_hidden_is_like_what_never_was(
    receipts: ReceiptsServiceStub, server: Served, stores: MemoryContentStores
) -> None:
    stores.documents.add(hidden := bulletin(marking=AMBER))
    reader, said = server.caller(), set()
    for each in (str(hidden.document_id), str(uuid4())):
        for rpc, message in (
            (receipts.GetReceipt, pb.GetReceiptRequest(document_id=each)),
            (
                receipts.ConfirmReceipt,
                pb.ConfirmReceiptRequest(document_id=each, expected_version=7),
            ),
        ):
            with refusal() as refused:
                rpc(message, metadata=reader.metadata)
            said.add((*refused.status_and_reason, refused.said.message))
    assert {("NOT_FOUND", "DOCUMENT_NOT_FOUND", "There is no such document.")} == said
