"""SafeguardsService: two people stop all issuing, and two let it go on, through the front."""

from uuid import uuid4

import pytest

from isp.alerts.v1 import safeguards_pb2 as pb
from isp.alerts.v1 import safeguards_pb2_grpc
from tests.contract.alerts.desk import Desk, approval_of, withdrawal_of
from tests.fakes.serving import Served, refusal


@pytest.fixture
def safeguards(server: Served) -> safeguards_pb2_grpc.SafeguardsServiceStub:
    return safeguards_pb2_grpc.SafeguardsServiceStub(server.channel)


def proposal(key: str = "") -> pb.ProposeFreezeRequest:
    return pb.ProposeFreezeRequest(
        reason="An account was taken.", idempotency_key=key or str(uuid4())
    )


def test_the_whole_way(desk: Desk, safeguards: safeguards_pb2_grpc.SafeguardsServiceStub) -> None:
    one, two = desk.approver.metadata, desk.duty.metadata
    waiting, out = desk.submitted(), desk.issued()
    freeze = safeguards.ProposeFreeze(proposal(), metadata=one).freeze
    assert (pb.FREEZE_STATUS_PROPOSED, True) == (freeze.status, freeze.by_you)
    named = {"freeze_id": freeze.freeze_id, "expected_version": 1}
    with refusal() as refused:
        safeguards.ConfirmFreeze(pb.ConfirmFreezeRequest(**named), metadata=one)
    assert ("PERMISSION_DENIED", "SELF_APPROVAL") == refused.status_and_reason
    frozen = safeguards.ConfirmFreeze(pb.ConfirmFreezeRequest(**named), metadata=two).freeze
    assert (pb.FREEZE_STATUS_FROZEN, 2) == (frozen.status, frozen.version)

    with refusal() as refused:
        desk.alerts.ApproveAlert(approval_of(waiting), metadata=desk.second.metadata)
    assert ("FAILED_PRECONDITION", "ISSUING_FROZEN") == refused.status_and_reason
    desk.alerts.WithdrawAlert(withdrawal_of(out), metadata=one)
    shown = safeguards.GetFreeze(pb.GetFreezeRequest(), metadata=desk.author.metadata).freeze
    assert ("An account was taken.", False) == (shown.reason, shown.by_you)

    why = pb.ProposeUnfreezeRequest(
        freeze_id=freeze.freeze_id, expected_version=2, reason="Ours again."
    )
    lifting = safeguards.ProposeUnfreeze(why, metadata=two).freeze
    assert ("Ours again.", True) == (lifting.lift_reason, lifting.by_you)
    named["expected_version"] = 3
    lifted = safeguards.ConfirmUnfreeze(pb.ConfirmUnfreezeRequest(**named), metadata=one).freeze
    assert pb.FREEZE_STATUS_LIFTED == lifted.status
    desk.alerts.ApproveAlert(approval_of(waiting), metadata=desk.second.metadata)
    asked = safeguards.GetFreeze(pb.GetFreezeRequest(), metadata=desk.author.metadata)
    assert not asked.HasField("freeze")


def test_a_second_proposal_and_a_wrong_key_or_reason_are_refused(
    desk: Desk, safeguards: safeguards_pb2_grpc.SafeguardsServiceStub
) -> None:
    one = desk.approver.metadata
    for wrong, field in (
        (pb.ProposeFreezeRequest(reason=" ", idempotency_key=str(uuid4())), "reason"),
        (proposal("k"), "idempotency_key"),
    ):
        with refusal() as refused:
            safeguards.ProposeFreeze(wrong, metadata=one)
        assert [field] == [each.field for each in refused.said.violations]
    safeguards.ProposeFreeze(proposal(), metadata=one)
    with refusal() as refused:
        safeguards.ProposeFreeze(proposal(), metadata=desk.duty.metadata)
    assert ("FAILED_PRECONDITION", "FREEZE_UNDER_WAY") == refused.status_and_reason
