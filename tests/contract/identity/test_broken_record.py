"""When the record fails: nothing is acknowledged, nothing of our inside is said."""

from collections.abc import Callable, Iterator
from typing import Any

import grpc
import pytest
from google.protobuf.message import Message
from structlog.testing import capture_logs

from chassis.postgres.engine import DatabaseUnavailable
from isp.identity.v1 import identity_pb2 as pb
from tests.contract.front_door import Rpc
from tests.contract.identity.office import (
    Office,
    a_check,
    application,
    decision_on,
    restoration_of,
    suspension_of,
    verified,
)
from tests.contract.identity.test_front_door import IDENTITY
from tests.fakes.identity import MemoryIdentityStores
from tests.fakes.identity_servers import MemoryAccounts
from tests.fakes.plumbing import MemoryUnitOfWork
from tests.fakes.serving import Caller, refusal

UnitOfWork = MemoryUnitOfWork[MemoryIdentityStores]


def _confirmation(office: Office) -> pb.ConfirmEmailRequest:
    office.identity.RegisterSubscriber(application())
    return pb.ConfirmEmailRequest(token=office.confirmation())


def _restoration(office: Office) -> pb.RestoreSubscriberRequest:
    who = office.person()
    office.identity.SuspendSubscriber(suspension_of(who), metadata=office.officer.metadata)
    return restoration_of(who)


READY: dict[str, Callable[[Office], Message]] = {
    "RegisterSubscriber": lambda _: application(),
    "ConfirmEmail": _confirmation,
    "GetMe": lambda _: pb.GetMeRequest(),
    "RequestVerification": lambda _: verified(),
    "ListVerifications": lambda _: pb.ListVerificationsRequest(),
    "GetVerification": lambda office: pb.GetVerificationRequest(verification_id=office.open_case()),
    "RecordCheck": lambda office: a_check(office.open_case()),
    "DecideVerification": lambda office: decision_on(office.checked(office.open_case())),
    "SuspendSubscriber": lambda office: suspension_of(office.person()),
    "RestoreSubscriber": _restoration,
}
"""A good request for every RPC."""


@pytest.fixture
def someone(office: Office) -> Caller:
    """A third officer, who had no hand in anything and may ask for a higher tier."""
    return office.person("verification-officer")


@pytest.fixture
def commit(unit_of_work: UnitOfWork, accounts: MemoryAccounts) -> Iterator[UnitOfWork]:
    """What a test may let fail."""
    yield unit_of_work
    unit_of_work.fail_at_commit = lambda: None


def failing(error: Exception) -> Callable[[], None]:
    def fail() -> None:
        raise error

    return fail


def call(office: Office, name: str, request: Message, by: Caller) -> Any:
    rpc = Rpc(IDENTITY.methods_by_name[name])
    return rpc.call(office.server.channel, by.metadata, request)


def test_a_good_request_is_ready_for_every_rpc() -> None:
    assert READY.keys() == {method.name for method in IDENTITY.methods}


@pytest.mark.parametrize("name", READY)
def test_an_error_that_nobody_thought_of_is_logged_and_reaches_the_caller_blank(
    office: Office, someone: Caller, commit: UnitOfWork, name: str
) -> None:
    asked, before = READY[name](office), str(commit.stores)
    commit.fail_at_commit = failing(RuntimeError("the password is on the wall"))
    with capture_logs() as logs, pytest.raises(grpc.RpcError) as raised:
        call(office, name, asked, someone)
    assert [name] == [line["rpc"] for line in logs if line["event"] == "call failed"]
    said = raised.value
    assert (grpc.StatusCode.INTERNAL, "") == (said.code(), said.details())
    assert "wall" not in str(said.trailing_metadata())
    assert before == str(commit.stores)


@pytest.mark.parametrize("name", READY)
def test_with_the_record_away_nothing_is_acknowledged_and_asking_again_works(
    office: Office, someone: Caller, commit: UnitOfWork, name: str
) -> None:
    asked = READY[name](office)
    commit.fail_at_commit = failing(DatabaseUnavailable("The record cannot be reached."))
    with refusal() as refused:
        call(office, name, asked, someone)
    assert ("UNAVAILABLE", "DATABASE_UNAVAILABLE") == refused.status_and_reason
    commit.fail_at_commit = lambda: None
    assert call(office, name, asked, someone).IsInitialized()
