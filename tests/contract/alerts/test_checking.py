"""What anyone can check, through the real door."""

import pytest

from isp.alerts.v1 import alert_pb2, ledger_pb2, ledger_pb2_grpc
from services.alerts.domain.merkle import is_consistent, is_included, leaf_hash
from tests.contract.alerts.desk import AMBER, Desk, withdrawal_of
from tests.fakes.alerts import MemoryAlertsStores
from tests.fakes.deliveries import recipient
from tests.fakes.plumbing import MemoryUnitOfWork, SetClock
from tests.fakes.serving import Served, refusal
from tests.unit.alerts.logged import grow


@pytest.fixture
def ledger(server: Served) -> ledger_pb2_grpc.LedgerServiceStub:
    return ledger_pb2_grpc.LedgerServiceStub(server.channel)


def code_of(ledger: ledger_pb2_grpc.LedgerServiceStub, desk: Desk, alert: alert_pb2.Alert) -> str:
    request = ledger_pb2.GetCodeRequest(alert_id=alert.alert_id)
    return str(ledger.GetCode(request, metadata=desk.author.metadata).code)


def checked(ledger: ledger_pb2_grpc.LedgerServiceStub, code: str) -> ledger_pb2.VerifyCodeResponse:
    return ledger.VerifyCode(ledger_pb2.VerifyCodeRequest(code=code))


def test_a_code_shows_what_was_issued_without_what_is_for_staff(
    ledger: ledger_pb2_grpc.LedgerServiceStub, desk: Desk
) -> None:
    out = desk.issued()
    said = checked(ledger, code_of(ledger, desk, out).lower())
    assert ("Demonstration", alert_pb2.ALERT_STATUS_ISSUED) == (
        said.alert.content.headline,
        said.status,
    )
    assert (b"", 0) == (said.alert.digest, len(said.alert.content.audience))
    desk.alerts.WithdrawAlert(withdrawal_of(out), metadata=desk.approver.metadata)
    ended = checked(ledger, said.code)
    assert (alert_pb2.ALERT_STATUS_WITHDRAWN, said.issued_at) == (ended.status, ended.issued_at)


def test_of_a_restricted_alert_only_the_time_and_the_kind_are_said_to_anyone(
    ledger: ledger_pb2_grpc.LedgerServiceStub, desk: Desk
) -> None:
    out = desk.issued(marking=AMBER)
    said = checked(ledger, code_of(ledger, desk, out))
    assert said.issued_at.seconds
    fields = {field.name for field, _ in said.ListFields()}
    assert {"code", "issued_at", "status", "cap_status"} == fields


@pytest.mark.parametrize("meant", ["ACTUAL", "EXERCISE", "TEST"])
def test_a_code_says_whether_what_it_stands_for_was_meant(
    ledger: ledger_pb2_grpc.LedgerServiceStub, desk: Desk, stores: MemoryAlertsStores, meant: str
) -> None:
    """A true code is no proof that anything happens."""
    status = alert_pb2.CapStatus.Value(f"CAP_STATUS_{meant}")
    stores.recipients.keep(recipient(regions=frozenset({"LON"})))
    out = desk.issued(cap_status=status)
    request = ledger_pb2.GetCodeRequest(alert_id=out.alert_id)
    found = ledger.GetCode(request, metadata=desk.author.metadata)
    assert (status, status) == (found.cap_status, checked(ledger, found.code).cap_status)


def test_who_may_not_read_an_alert_gets_no_code_of_it(
    ledger: ledger_pb2_grpc.LedgerServiceStub, desk: Desk
) -> None:
    out = desk.issued(marking=AMBER)
    with refusal() as refused:
        ledger.GetCode(ledger_pb2.GetCodeRequest(alert_id=out.alert_id))
    assert ("NOT_FOUND", "ALERT_NOT_FOUND") == refused.status_and_reason


@pytest.mark.parametrize("code", ["0000-0000-0000", "nonsense", "\x00"])
def test_a_code_that_is_not_ours_is_said_so(
    ledger: ledger_pb2_grpc.LedgerServiceStub, code: str
) -> None:
    with refusal() as refused:
        checked(ledger, code)
    assert ("NOT_FOUND", "CODE_UNKNOWN") == refused.status_and_reason


def test_the_log_proves_each_message_and_that_it_only_grew(
    ledger: ledger_pb2_grpc.LedgerServiceStub,
    desk: Desk,
    unit_of_work: MemoryUnitOfWork[MemoryAlertsStores],
) -> None:
    clock = SetClock()
    desk.issued()
    grow(unit_of_work, clock)
    old = ledger.GetTreeHead(ledger_pb2.GetTreeHeadRequest()).head
    desk.issued(marking=AMBER)
    for _ in range(3):
        desk.issued()
    grow(unit_of_work, clock)
    new = ledger.GetTreeHead(ledger_pb2.GetTreeHeadRequest()).head
    assert (1, 4) == (old.size, new.size)
    for entry in ledger.ListLogEntries(ledger_pb2.ListLogEntriesRequest()).entries:
        asked = ledger_pb2.GetInclusionProofRequest(identifier=entry.identifier)
        found = ledger.GetInclusionProof(asked)
        leaf = leaf_hash(entry.document)
        assert is_included(leaf, found.index, found.head.size, found.path, found.head.root)
    asked = ledger_pb2.GetConsistencyProofRequest(earlier_size=old.size)
    grew = ledger.GetConsistencyProof(asked)
    assert is_consistent(old.size, grew.head.size, grew.path, old.root, grew.head.root)


@pytest.mark.parametrize(
    ("rpc", "request_"),
    [
        ("GetTreeHead", ledger_pb2.GetTreeHeadRequest()),
        ("GetInclusionProof", ledger_pb2.GetInclusionProofRequest(identifier="isp-1")),
        ("GetConsistencyProof", ledger_pb2.GetConsistencyProofRequest(earlier_size=1)),
    ],
)
def test_of_a_log_of_nothing_nothing_is_proved(
    ledger: ledger_pb2_grpc.LedgerServiceStub, rpc: str, request_: object
) -> None:
    with refusal() as refused:
        getattr(ledger, rpc)(request_)
    assert ("NOT_FOUND", "NOT_LOGGED") == refused.status_and_reason


@pytest.mark.parametrize(
    ("rpc", "request_"),
    [
        ("VerifyCode", ledger_pb2.VerifyCodeRequest(code="7" * 101)),
        ("VerifyCode", ledger_pb2.VerifyCodeRequest()),
        ("GetConsistencyProof", ledger_pb2.GetConsistencyProofRequest()),
        ("ListLogEntries", ledger_pb2.ListLogEntriesRequest(start=-1)),
        ("ListLogEntries", ledger_pb2.ListLogEntriesRequest(page_size=101)),
        ("GetInclusionProof", ledger_pb2.GetInclusionProofRequest(identifier="\x00")),
    ],
)
def test_what_cannot_be_asked_is_refused(
    ledger: ledger_pb2_grpc.LedgerServiceStub, rpc: str, request_: object
) -> None:
    with refusal() as refused:
        getattr(ledger, rpc)(request_)
    assert ("INVALID_ARGUMENT", "INVALID") == refused.status_and_reason
