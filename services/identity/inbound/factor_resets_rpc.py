"""The RPCs of second factors that were lost: each translates, calls, translates back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.calls import caller
from chassis.requests import id_from, text_from
from isp.identity.v1 import factor_resets_pb2 as pb
from isp.identity.v1 import factor_resets_pb2_grpc
from services.identity.domain.factor_reset import LONGEST_REASON, FactorReset
from services.identity.usecases.confirm_factor_reset import ConfirmFactorReset
from services.identity.usecases.list_factor_resets import ListFactorResets
from services.identity.usecases.propose_factor_reset import ProposeFactorReset
from services.identity.usecases.stop_factor_reset import StopFactorReset

EMAIL_LONGEST: Final = 254


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorResetsServicer(factor_resets_pb2_grpc.FactorResetsServiceServicer):
    """isp.identity.v1.FactorResetsService."""

    propose_factor_reset: ProposeFactorReset
    confirm_factor_reset: ConfirmFactorReset
    stop_factor_reset: StopFactorReset
    list_factor_resets: ListFactorResets

    def ProposeFactorReset(
        self, request: pb.ProposeFactorResetRequest, context: grpc.ServicerContext
    ) -> pb.ProposeFactorResetResponse:
        """Propose one."""
        by = caller(context)
        email = text_from("email", request.email, EMAIL_LONGEST)
        reason = text_from("reason", request.reason, LONGEST_REASON)
        reset = self.propose_factor_reset(by, email=email, reason=reason)
        return pb.ProposeFactorResetResponse(reset=_reset_to_pb(reset, by.person, email))

    def ConfirmFactorReset(
        self, request: pb.ConfirmFactorResetRequest, context: grpc.ServicerContext
    ) -> pb.ConfirmFactorResetResponse:
        """Confirm one."""
        by = caller(context)
        reset = self.confirm_factor_reset(by, reset_id=id_from("reset_id", request.reset_id))
        return pb.ConfirmFactorResetResponse(reset=_reset_to_pb(reset, by.person))

    def StopFactorReset(
        self, request: pb.StopFactorResetRequest, context: grpc.ServicerContext
    ) -> pb.StopFactorResetResponse:
        """Give one up."""
        reset_id = id_from("reset_id", request.reset_id)
        self.stop_factor_reset(caller(context), reset_id=reset_id)
        return pb.StopFactorResetResponse()

    def ListFactorResets(
        self, _request: pb.ListFactorResetsRequest, context: grpc.ServicerContext
    ) -> pb.ListFactorResetsResponse:
        """Show those that wait."""
        by = caller(context)
        found = self.list_factor_resets(by)
        return pb.ListFactorResetsResponse(
            resets=[_reset_to_pb(each.reset, by.person, each.email) for each in found]
        )


def _reset_to_pb(reset: FactorReset, by: str, email: str = "") -> pb.FactorReset:
    shown = pb.FactorReset(
        reset_id=str(reset.reset_id),
        email=email,
        reason=reset.reason,
        proposed_by_caller=reset.proposed_by == by,
    )
    shown.proposed_at.FromDatetime(reset.proposed_at)
    if reset.due_at is not None:
        shown.due_at.FromDatetime(reset.due_at)
    return shown


def factor_resets_services_of(
    servicer: FactorResetsServicer,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service with what adds it to a server."""
    return {
        pb.DESCRIPTOR.services_by_name["FactorResetsService"]: lambda server: (
            factor_resets_pb2_grpc.add_FactorResetsServiceServicer_to_server(servicer, server)
        )
    }
