"""PrivacyRequestsService: one's own data, and the officer's queue, through the front."""

from uuid import uuid4

import pytest

from isp.identity.v1 import privacy_requests_pb2 as pb
from isp.identity.v1.privacy_requests_pb2_grpc import PrivacyRequestsServiceStub
from kernel.tiers import Tier
from tests.fakes.identity import MemoryIdentityStores, subscriber
from tests.fakes.serving import Caller, Served, refusal

KEY = str(uuid4())
EXPORT = pb.PRIVACY_REQUEST_KIND_EXPORT


@pytest.fixture
def requests(server: Served) -> PrivacyRequestsServiceStub:
    return PrivacyRequestsServiceStub(server.channel)


@pytest.fixture
def owner(server: Served, stores: MemoryIdentityStores) -> Caller:
    who = server.caller(tier=Tier.REGISTERED)
    stores.subscribers.add(subscriber(who.subject))
    return who


@pytest.fixture
def officer(server: Served, stores: MemoryIdentityStores) -> Caller:
    who = server.caller("privacy-officer", tier=Tier.VERIFIED)
    stores.subscribers.add(subscriber(who.subject))
    return who


def made(requests: PrivacyRequestsServiceStub, who: Caller, key: str = KEY) -> pb.PrivacyRequest:
    message = pb.MakePrivacyRequestRequest(kind=EXPORT, idempotency_key=key)
    return requests.MakePrivacyRequest(message, metadata=who.metadata).request


def test_one_asks_sees_how_it_stands_and_takes_it_back(
    requests: PrivacyRequestsServiceStub, owner: Caller
) -> None:
    one = made(requests, owner)
    assert (pb.PRIVACY_REQUEST_STATE_WAITING, pb.CLOCK_STATE_IN_TIME) == (one.state, one.clock)
    (mine,) = requests.ListMyPrivacyRequests(
        pb.ListMyPrivacyRequestsRequest(), metadata=owner.metadata
    ).requests
    assert one == mine
    with refusal() as refused:
        made(requests, owner, str(uuid4()))
    assert ("ABORTED", "PRIVACY_REQUEST_OPEN") == refused.status_and_reason
    with refusal() as refused:
        requests.DownloadExport(
            pb.DownloadExportRequest(request_id=one.request_id), metadata=owner.metadata
        )
    assert ("NOT_FOUND", "EXPORT_NOT_READY") == refused.status_and_reason
    taken = requests.WithdrawPrivacyRequest(
        pb.WithdrawPrivacyRequestRequest(request_id=one.request_id, expected_version=1),
        metadata=owner.metadata,
    ).request
    assert pb.PRIVACY_REQUEST_STATE_WITHDRAWN == taken.state


def test_an_officer_enters_one_takes_longer_and_sees_the_queue(
    requests: PrivacyRequestsServiceStub,
    owner: Caller,
    officer: Caller,
    stores: MemoryIdentityStores,
) -> None:
    email = stores.subscribers.kept[owner.subject].profile.email
    message = pb.RecordPrivacyRequestRequest(
        email=email,
        kind=pb.PRIVACY_REQUEST_KIND_ERASURE,
        received=pb.REQUEST_RECEIVED_LETTER,
        received_on=f"{stores.subscribers.kept[owner.subject].created_at:%Y-%m-%d}",
        idempotency_key=KEY,
    )
    entered = requests.RecordPrivacyRequest(message, metadata=officer.metadata).request
    assert email == entered.email
    longer = requests.ExtendPrivacyRequest(
        pb.ExtendPrivacyRequestRequest(
            request_id=entered.request_id, expected_version=1, because="It is in many places."
        ),
        metadata=officer.metadata,
    ).request
    assert longer.due_on > entered.due_on
    queue = requests.ListPrivacyRequests(
        pb.ListPrivacyRequestsRequest(only_open=True), metadata=officer.metadata
    )
    assert [longer] == list(queue.requests)


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("kind", {"kind": pb.PRIVACY_REQUEST_KIND_UNSPECIFIED}),
        ("received", {"received": pb.REQUEST_RECEIVED_ONLINE}),
        ("received", {"received": pb.REQUEST_RECEIVED_DORMANCY}),
        ("received_on", {"received_on": "24/11/2026"}),
        ("email", {"email": " "}),
    ],
)
def test_what_cannot_be_is_refused_by_name(
    requests: PrivacyRequestsServiceStub, officer: Caller, field: str, said: dict[str, object]
) -> None:
    good: dict[str, object] = {
        "email": "owner@cafe.example",
        "kind": EXPORT,
        "received": pb.REQUEST_RECEIVED_PHONE,
        "received_on": "2026-11-24",
        "idempotency_key": KEY,
    }
    with refusal() as refused:
        requests.RecordPrivacyRequest(
            pb.RecordPrivacyRequestRequest(**good | said),  # type: ignore[arg-type]
            metadata=officer.metadata,
        )
    assert ([field], "INVALID") == (
        [each.field for each in refused.said.violations],
        refused.status_and_reason[1],
    )


def test_only_the_officer_sees_the_queue_and_only_a_fresh_second_factor_asks(
    server: Served, requests: PrivacyRequestsServiceStub, owner: Caller
) -> None:
    with refusal() as refused:
        requests.ListPrivacyRequests(pb.ListPrivacyRequestsRequest(), metadata=owner.metadata)
    assert ("PERMISSION_DENIED", "NOT_PERMITTED") == refused.status_and_reason
    stale = server.caller(tier=Tier.REGISTERED, aal2=False)
    with refusal() as refused:
        made(requests, stale)
    assert ("UNAUTHENTICATED", "STEP_UP_REQUIRED") == refused.status_and_reason
