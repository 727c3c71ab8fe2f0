"""The RPCs that stop all issuing: each translates, calls its use case, translates back."""

from dataclasses import dataclass
from typing import Final

import grpc

from chassis.calls import caller
from chassis.requests import id_from, key_from, text_from, version_from
from isp.alerts.v1 import safeguards_pb2 as pb
from isp.alerts.v1 import safeguards_pb2_grpc
from kernel.principals import Principal
from services.alerts.domain.freeze import Freeze
from services.alerts.messages import moment
from services.alerts.usecases.confirm_freeze import ConfirmFreeze
from services.alerts.usecases.confirm_unfreeze import ConfirmUnfreeze
from services.alerts.usecases.get_freeze import GetFreeze
from services.alerts.usecases.propose_freeze import ProposeFreeze
from services.alerts.usecases.propose_unfreeze import ProposeUnfreeze

REASON_LONGEST: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeguardsServicer(safeguards_pb2_grpc.SafeguardsServiceServicer):
    """isp.alerts.v1.SafeguardsService."""

    propose_freeze: ProposeFreeze
    confirm_freeze: ConfirmFreeze
    propose_unfreeze: ProposeUnfreeze
    confirm_unfreeze: ConfirmUnfreeze
    get_freeze: GetFreeze

    def ProposeFreeze(
        self, request: pb.ProposeFreezeRequest, context: grpc.ServicerContext
    ) -> pb.ProposeFreezeResponse:
        """Take the first person's word that all issuing must stop."""
        who, key = caller(context), key_from("ProposeFreeze", request)
        why = text_from("reason", request.reason, REASON_LONGEST)
        freeze = self.propose_freeze(who, why=why, key=key)
        return pb.ProposeFreezeResponse(freeze=freeze_to_pb(freeze, who))

    def ConfirmFreeze(
        self, request: pb.ConfirmFreezeRequest, context: grpc.ServicerContext
    ) -> pb.ConfirmFreezeResponse:
        """Stop all issuing."""
        who, freeze_id = caller(context), id_from("freeze_id", request.freeze_id)
        expected = version_from(request.expected_version)
        freeze = self.confirm_freeze(who, freeze_id=freeze_id, expected_version=expected)
        return pb.ConfirmFreezeResponse(freeze=freeze_to_pb(freeze, who))

    def ProposeUnfreeze(
        self, request: pb.ProposeUnfreezeRequest, context: grpc.ServicerContext
    ) -> pb.ProposeUnfreezeResponse:
        """Take the first person's word that issuing may go on."""
        who, freeze_id = caller(context), id_from("freeze_id", request.freeze_id)
        expected = version_from(request.expected_version)
        why = text_from("reason", request.reason, REASON_LONGEST)
        freeze = self.propose_unfreeze(who, freeze_id=freeze_id, expected_version=expected, why=why)
        return pb.ProposeUnfreezeResponse(freeze=freeze_to_pb(freeze, who))

    def ConfirmUnfreeze(
        self, request: pb.ConfirmUnfreezeRequest, context: grpc.ServicerContext
    ) -> pb.ConfirmUnfreezeResponse:
        """Let issuing go on."""
        who, freeze_id = caller(context), id_from("freeze_id", request.freeze_id)
        expected = version_from(request.expected_version)
        freeze = self.confirm_unfreeze(who, freeze_id=freeze_id, expected_version=expected)
        return pb.ConfirmUnfreezeResponse(freeze=freeze_to_pb(freeze, who))

    def GetFreeze(
        self, _request: pb.GetFreezeRequest, context: grpc.ServicerContext
    ) -> pb.GetFreezeResponse:
        """Say whether issuing is stopped."""
        who = caller(context)
        freeze = self.get_freeze(who)
        return pb.GetFreezeResponse(freeze=None if freeze is None else freeze_to_pb(freeze, who))


def freeze_to_pb(freeze: Freeze, to: Principal) -> pb.Freeze:
    """Return a freeze as protobuf, for someone: whose word was the latest is said to them alone."""
    message = pb.Freeze(
        freeze_id=str(freeze.freeze_id),
        status=pb.FreezeStatus.Value(f"FREEZE_STATUS_{freeze.status.name}"),
        version=freeze.version,
        reason=freeze.proposed.why,
        proposed_at=moment(freeze.proposed.at),
        by_you=freeze.last.by == to.subject,
    )
    if freeze.confirmed is not None:
        message.frozen_at.CopyFrom(moment(freeze.confirmed.at))
    if freeze.lift_proposed is not None:
        message.lift_reason = freeze.lift_proposed.why
        message.lift_proposed_at.CopyFrom(moment(freeze.lift_proposed.at))
    if freeze.lifted is not None:
        message.lifted_at.CopyFrom(moment(freeze.lifted.at))
    return message
