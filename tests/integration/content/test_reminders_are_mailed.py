"""A reminder of what asks to be confirmed becomes mails in identity's queue, over the real NATS."""

from time import monotonic, sleep
from uuid import uuid4

import grpc
import pytest

from bench.editors import SECONDS, Editors
from bench.issuer import Issuer
from bench.officers import keep_people
from isp.content.v1 import document_pb2, receipts_pb2, receipts_pb2_grpc
from isp.kernel.v1 import kernel_pb2
from stack.alone import Alone

AMBER = kernel_pb2.Marking(tlp=kernel_pb2.TLP_AMBER, minimum_tier=kernel_pb2.TIER_VERIFIED)
_SECONDS = 90


@pytest.fixture
def issuer():
    return Issuer()


@pytest.fixture
def alone(servers, issuer):
    """Content and identity, with neither a search engine, Keycloak nor a mail server."""
    with issuer.trusted() as trusting:
        away = {"CONTENT_ELASTICSEARCH_URL": "http://127.0.0.1:1"}
        processes = Alone(servers, {**trusting, **away, "ISP_DRAIN_SECONDS": "1"})
        try:
            processes.migrate("identity", "content")
            processes.start("content-serve", "content-work", "identity-work")
            yield processes
        finally:
            processes.stop_all()


def an_account(alone: Alone, tier: str) -> str:
    """Somebody known to both; their id."""
    subject = str(uuid4())
    keep_people(alone, {subject: ()}, database="content", tier=tier)
    alone.execute(
        "identity",
        "INSERT INTO subscribers (subject, email, given_name, family_name, organisation_name,"
        " regions, sectors, language, tier, roles, standing, rights_version, created_at)"
        " VALUES (%s, %s, 'A', 'B', '', '{}', '{}', 'en', %s, '{}', 'ACTIVE', 1, now())",
        (subject, f"{subject}@mails.example", tier),
    )
    return subject


def test_who_has_not_confirmed_is_mailed_and_nobody_else(alone: Alone, issuer: Issuer) -> None:
    waits, confirmed, below = (
        an_account(alone, tier) for tier in ("VERIFIED", "VERIFIED", "PUBLIC")
    )
    bulletin = document_pb2.DocumentContent(
        kind=document_pb2.DOCUMENT_KIND_BULLETIN,
        title="Bags at doors",
        summary="What is to be confirmed.",
        body="Words.",
        language="en-GB",
        marking=AMBER,
        sources=["A test"],
        receipt=document_pb2.RECEIPT_ASKED_COUNTED,
    )
    editors = Editors.known(alone, issuer)
    with grpc.insecure_channel(f"127.0.0.1:{alone.harness.port('content')}") as channel:
        document_id = editors.publish(channel, bulletin)
        receipts = receipts_pb2_grpc.ReceiptsServiceStub(channel)
        token = issuer.token(confirmed, tier="VERIFIED")
        receipts.ConfirmReceipt(
            receipts_pb2.ConfirmReceiptRequest(document_id=document_id, expected_version=1),
            metadata=(("authorization", f"Bearer {token}"),),
            timeout=SECONDS,
        )
        receipts.RemindOfReceipt(
            receipts_pb2.RemindOfReceiptRequest(document_id=document_id, expected_version=1),
            metadata=editors.writer,
            timeout=SECONDS,
        )
    end = monotonic() + _SECONDS
    while to_be_told(alone, document_id) or not mails(alone):
        assert monotonic() < end, alone.log("content-work") + alone.log("identity-work")
        sleep(0.2)
    sleep(1)
    ours = {
        f"{each}@mails.example" for each in (waits, confirmed, below)
    }  # others share the record
    assert [f"{waits}@mails.example"] == [each for each in mails(alone) if each in ours]


def to_be_told(alone: Alone, document_id: str) -> bool:
    """Tell whether some share of people is still to be told."""
    query = "SELECT 1 FROM receipt_reminders WHERE document_id = %s AND next_share IS NOT NULL"
    return bool(alone.execute("content", query, (document_id,)))


def mails(alone: Alone) -> list[object]:
    query = "SELECT recipient FROM mails WHERE template = 'receipt-reminded'"
    return [each[0] for each in alone.execute("identity", query)]
