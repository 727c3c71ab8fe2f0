"""The RPCs of cordons: each translates, calls its use case, translates back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.calls import caller
from chassis.requests import digest_from, id_from, key_from, text_from, version_from
from isp.alerts.v1 import cordon_pb2, cordons_pb2_grpc
from isp.alerts.v1 import cordons_pb2 as rpc
from kernel.ports import Clock
from kernel.principals import Principal
from services.alerts.cordon_messages import cordon_to_pb
from services.alerts.domain.cordon import NOTE_LONGEST, REFERENCE_LONGEST, Cordon, stands
from services.alerts.inbound.cordons_translate import line_from
from services.alerts.usecases.confirm_cordon import ConfirmCordon
from services.alerts.usecases.drop_cordon_change import DropCordonChange
from services.alerts.usecases.lift_cordon import LiftCordon
from services.alerts.usecases.list_cordons import ListCordons
from services.alerts.usecases.move_cordon import MoveCordon
from services.alerts.usecases.propose_cordon import ProposeCordon
from services.alerts.usecases.renew_cordon import RenewCordon
from services.alerts.usecases.take_cordon import TakeCordon


@dataclass(frozen=True, slots=True, kw_only=True)
class CordonsServicer(cordons_pb2_grpc.CordonsServiceServicer):
    """isp.alerts.v1.CordonsService."""

    list_cordons: ListCordons
    propose_cordon: ProposeCordon
    move_cordon: MoveCordon
    lift_cordon: LiftCordon
    drop_cordon_change: DropCordonChange
    confirm_cordon: ConfirmCordon
    renew_cordon: RenewCordon
    take_cordon: TakeCordon
    clock: Clock

    def ListCordons(
        self, request: rpc.ListCordonsRequest, context: grpc.ServicerContext
    ) -> rpc.ListCordonsResponse:
        """Read the cordons of an alert's thread."""
        who, alert_id = caller(context), id_from("alert_id", request.alert_id)
        alert, cordons = self.list_cordons(who, alert_id=alert_id)
        now, out = self.clock.now(), alert is not None and stands(alert)
        shown = [cordon_to_pb(each, who, now, out=out) for each in cordons]
        return rpc.ListCordonsResponse(cordons=shown)

    def ProposeCordon(
        self, request: rpc.ProposeCordonRequest, context: grpc.ServicerContext
    ) -> rpc.ProposeCordonResponse:
        """Take the first person's word that a cordon is set."""
        who, alert_id = caller(context), id_from("alert_id", request.alert_id)
        line, key = line_from(request), key_from("ProposeCordon", request)
        cordon = self.propose_cordon(who, alert_id=alert_id, line=line, key=key)
        return rpc.ProposeCordonResponse(cordon=self._shown(cordon, who))

    def MoveCordon(
        self, request: rpc.MoveCordonRequest, context: grpc.ServicerContext
    ) -> rpc.MoveCordonResponse:
        """Take the first person's word that a cordon runs elsewhere."""
        who, cordon_id = caller(context), id_from("cordon_id", request.cordon_id)
        expected, line = version_from(request.expected_version), line_from(request)
        cordon = self.move_cordon(who, cordon_id=cordon_id, expected_version=expected, line=line)
        return rpc.MoveCordonResponse(cordon=self._shown(cordon, who))

    def LiftCordon(
        self, request: rpc.LiftCordonRequest, context: grpc.ServicerContext
    ) -> rpc.LiftCordonResponse:
        """Take the first person's word that a cordon is lifted."""
        who, cordon_id = caller(context), id_from("cordon_id", request.cordon_id)
        expected = version_from(request.expected_version)
        said = text_from("authority_reference", request.authority_reference, REFERENCE_LONGEST)
        cordon = self.lift_cordon(
            who, cordon_id=cordon_id, expected_version=expected, authority_reference=said
        )
        return rpc.LiftCordonResponse(cordon=self._shown(cordon, who))

    def DropCordonChange(
        self, request: rpc.DropCordonChangeRequest, context: grpc.ServicerContext
    ) -> rpc.DropCordonChangeResponse:
        """Give up what waits."""
        who, cordon_id = caller(context), id_from("cordon_id", request.cordon_id)
        expected = version_from(request.expected_version)
        why = text_from("reason", request.reason, NOTE_LONGEST)
        cordon = self.drop_cordon_change(
            who, cordon_id=cordon_id, expected_version=expected, why=why
        )
        return rpc.DropCordonChangeResponse(cordon=self._shown(cordon, who))

    def ConfirmCordon(
        self, request: rpc.ConfirmCordonRequest, context: grpc.ServicerContext
    ) -> rpc.ConfirmCordonResponse:
        """Do what waits on the word of a second person."""
        who, cordon_id = caller(context), id_from("cordon_id", request.cordon_id)
        read = digest_from(request.read_digest)
        cordon = self.confirm_cordon(who, cordon_id=cordon_id, read=read)
        return rpc.ConfirmCordonResponse(cordon=self._shown(cordon, who))

    def RenewCordon(
        self, request: rpc.RenewCordonRequest, context: grpc.ServicerContext
    ) -> rpc.RenewCordonResponse:
        """Say that a cordon still runs where it does."""
        who, cordon_id = caller(context), id_from("cordon_id", request.cordon_id)
        expected = version_from(request.expected_version)
        due = request.next_update_due.ToDatetime(tzinfo=UTC)
        cordon = self.renew_cordon(who, cordon_id=cordon_id, expected_version=expected, due=due)
        return rpc.RenewCordonResponse(cordon=self._shown(cordon, who))

    def TakeCordon(
        self, request: rpc.TakeCordonRequest, context: grpc.ServicerContext
    ) -> rpc.TakeCordonResponse:
        """Hand a cordon over to the caller."""
        who, cordon_id = caller(context), id_from("cordon_id", request.cordon_id)
        expected = version_from(request.expected_version)
        note = text_from("handover_note", request.handover_note, NOTE_LONGEST)
        cordon = self.take_cordon(who, cordon_id=cordon_id, expected_version=expected, note=note)
        return rpc.TakeCordonResponse(cordon=self._shown(cordon, who))

    def _shown(self, cordon: Cordon, to: Principal) -> cordon_pb2.Cordon:
        return cordon_to_pb(cordon, to, self.clock.now())


def cordon_services_of(
    cordons: CordonsServicer,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service of cordons with what adds it to a server."""
    return {
        rpc.DESCRIPTOR.services_by_name["CordonsService"]: lambda server: (
            cordons_pb2_grpc.add_CordonsServiceServicer_to_server(cordons, server)
        ),
    }
