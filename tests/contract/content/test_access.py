"""Asking for access through the front of content."""

from uuid import uuid4

import pytest

from isp.content.v1 import access_pb2 as pb
from isp.content.v1 import content_pb2
from isp.content.v1.access_pb2_grpc import AccessServiceStub
from isp.content.v1.content_pb2_grpc import ContentServiceStub
from isp.kernel.v1 import kernel_pb2
from kernel.principals import Principal
from kernel.tiers import Tier
from tests.fakes.content import AMBER, MemoryContentStores, looked_after
from tests.fakes.content_access import TEASED
from tests.fakes.serving import Caller, Served, refusal


@pytest.fixture
def access(server: Served) -> AccessServiceStub:
    return AccessServiceStub(server.channel)


@pytest.fixture
def reader(server: Served) -> Caller:
    return server.caller()


@pytest.fixture
def known(stores: MemoryContentStores, reader: Caller, editor: Caller) -> MemoryContentStores:
    """The record, which knows who asks and who decides."""
    stores.readers.known |= {
        reader.subject: Principal(
            subject=reader.subject, tier=Tier.REGISTERED, sectors=frozenset({"retail"})
        ),
        editor.subject: Principal(
            subject=editor.subject, tier=Tier.TRUSTED, roles=frozenset({"editor"})
        ),
    }
    return stores


def ask(document_id: object, reason: str = "We hold a market.") -> pb.AskForAccessRequest:
    return pb.AskForAccessRequest(
        document_id=str(document_id), reason=reason, idempotency_key=str(uuid4())
    )


def test_from_a_teaser_to_reading_and_to_the_end_of_it(
    access: AccessServiceStub,
    content: ContentServiceStub,
    known: MemoryContentStores,
    reader: Caller,
    editor: Caller,
) -> None:
    known.documents.add(document := looked_after(editor.subject, **TEASED))
    which = str(document.document_id)
    (listed,) = access.ListTeasers(pb.ListTeasersRequest(), metadata=reader.metadata).teasers
    shown = pb.Teaser(
        document_id=which, teaser=document.content.teaser, language="en-GB", may_ask=True
    )
    assert shown == listed
    asked = access.AskForAccess(ask(which), metadata=reader.metadata).request
    assert (pb.ACCESS_REQUEST_STATUS_WAITING, "") == (asked.status, asked.document_title)
    queue = pb.ListAccessRequestsRequest()
    (waits,) = access.ListAccessRequests(queue, metadata=editor.metadata).requests
    assert ("Hostile vehicles", "We hold a market.") == (waits.document_title, waits.reason)
    one = pb.GetAccessRequestRequest(request_id=asked.request_id)
    seen = access.GetAccessRequest(one, metadata=editor.metadata)
    assert (kernel_pb2.TIER_REGISTERED, ["retail"], False) == (
        seen.tier,
        list(seen.sectors),
        seen.needs_two,
    )
    decision = pb.DecideAccessRequestRequest(
        request_id=asked.request_id, expected_version=1, yes=True, because="You run it."
    )
    granted = access.DecideAccessRequest(decision, metadata=editor.metadata).request
    assert (pb.ACCESS_REQUEST_STATUS_GRANTED, 14) == (granted.status, granted.days)
    read = content_pb2.GetDocumentRequest(document_id=which)
    assert "bollards" in content.GetDocument(read, metadata=reader.metadata).document.content.body
    mine = pb.ListMyAccessRequestsRequest()
    (own,) = access.ListMyAccessRequests(mine, metadata=reader.metadata).requests
    assert ("Hostile vehicles", "You run it.") == (own.document_title, own.because)
    (given,) = access.ListAccessRequests(
        pb.ListAccessRequestsRequest(granted=True), metadata=editor.metadata
    ).requests
    revoke = pb.RevokeAccessRequest(
        request_id=asked.request_id, expected_version=given.version, because="It is over."
    )
    access.RevokeAccess(revoke, metadata=editor.metadata)
    with refusal() as refused:
        content.GetDocument(read, metadata=reader.metadata)
    assert ("NOT_FOUND", "DOCUMENT_NOT_FOUND") == refused.status_and_reason
    (own,) = access.ListMyAccessRequests(mine, metadata=reader.metadata).requests
    assert ("", document.content.teaser) == (own.document_title, own.teaser)


def test_what_has_no_teaser_is_byte_for_byte_a_random_id(
    access: AccessServiceStub, known: MemoryContentStores, reader: Caller
) -> None:
    known.documents.add(hidden := looked_after(marking=AMBER))
    said = []
    for each in (hidden.document_id, uuid4()):
        with refusal() as teaser:
            access.GetTeaser(pb.GetTeaserRequest(document_id=str(each)))
        with refusal() as asking:
            access.AskForAccess(ask(each), metadata=reader.metadata)
        said += [(teaser.status_and_reason, str(teaser.said), str(asking.said))]
    assert said[0] == said[1]
    assert ("NOT_FOUND", "DOCUMENT_NOT_FOUND") == said[0][0]
    assert not access.ListTeasers(pb.ListTeasersRequest()).teasers


def test_somebody_else_neither_sees_nor_takes_back_a_request(
    access: AccessServiceStub,
    known: MemoryContentStores,
    reader: Caller,
    editor: Caller,
    colleague: Caller,
    server: Served,
) -> None:
    known.documents.add(document := looked_after(editor.subject, **TEASED))
    asked = access.AskForAccess(ask(document.document_id), metadata=reader.metadata).request
    other = server.caller()
    own = pb.WithdrawAccessRequestRequest(request_id=asked.request_id, expected_version=1)
    with refusal() as refused:
        access.WithdrawAccessRequest(own, metadata=other.metadata)
    assert ("NOT_FOUND", "ACCESS_REQUEST_NOT_FOUND") == refused.status_and_reason
    one = pb.GetAccessRequestRequest(request_id=asked.request_id)
    with refusal() as refused:
        access.GetAccessRequest(one, metadata=colleague.metadata)
    assert ("NOT_FOUND", "ACCESS_REQUEST_NOT_FOUND") == refused.status_and_reason
    own.expected_version = 2
    with refusal() as refused:
        access.WithdrawAccessRequest(own, metadata=reader.metadata)
    assert ("ABORTED", "STALE_VERSION") == refused.status_and_reason


def test_a_decision_needs_a_fresh_second_factor(
    access: AccessServiceStub, known: MemoryContentStores, server: Served
) -> None:
    tired = server.caller("editor", tier=Tier.TRUSTED, aal2=False)
    for call, message in (
        (access.DecideAccessRequest, pb.DecideAccessRequestRequest()),
        (access.RevokeAccess, pb.RevokeAccessRequest()),
    ):
        with refusal() as refused:
            call(message, metadata=tired.metadata)
        assert "STEP_UP_REQUIRED" == refused.status_and_reason[1]
