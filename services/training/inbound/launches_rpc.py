"""The RPCs of launched units: each translates, calls its use case, translates back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.calls import caller
from chassis.requests import Wrong, id_from, page_size_from, text_from
from isp.training.v1 import launches_pb2, launches_pb2_grpc
from services.training.domain.cmi5_session import LaunchMode
from services.training.domain.launch import Waiver
from services.training.usecases.launch_unit import LaunchUnit
from services.training.usecases.list_units import ListUnits, UnitLearning
from services.training.usecases.void_statement import VoidStatement
from services.training.usecases.waive_unit import WaiveUnit

WHY_LONGEST: Final = 1000
_MODES: Final = {
    launches_pb2.LAUNCH_MODE_NORMAL: LaunchMode.NORMAL,
    launches_pb2.LAUNCH_MODE_BROWSE: LaunchMode.BROWSE,
    launches_pb2.LAUNCH_MODE_REVIEW: LaunchMode.REVIEW,
}
_SAID: Final = {mode: value for value, mode in _MODES.items()}
_REASONS: Final = {
    launches_pb2.WAIVER_REASON_TESTED_OUT: Waiver.TESTED_OUT,
    launches_pb2.WAIVER_REASON_EQUIVALENT_UNIT: Waiver.EQUIVALENT_AU,
    launches_pb2.WAIVER_REASON_EQUIVALENT_OUTSIDE: Waiver.EQUIVALENT_OUTSIDE,
    launches_pb2.WAIVER_REASON_ADMINISTRATIVE: Waiver.ADMINISTRATIVE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LaunchesServicer(launches_pb2_grpc.LaunchesServiceServicer):
    """isp.training.v1.LaunchesService."""

    list_units: ListUnits
    launch_unit: LaunchUnit
    waive_unit: WaiveUnit
    void_statement: VoidStatement

    def ListUnits(
        self, request: launches_pb2.ListUnitsRequest, context: grpc.ServicerContext
    ) -> launches_pb2.ListUnitsResponse:
        """Read the units of one's own enrolment."""
        wrong = Wrong()
        enrolment = wrong.built(
            "enrolment_id", lambda: id_from("enrolment_id", request.enrolment_id)
        )
        size = wrong.built("page_size", lambda: page_size_from(request.page_size))
        wrong.unless(request.after >= 0, "after", "must be 0 or more")
        wrong.check()
        assert enrolment is not None
        assert size is not None
        found, following = self.list_units(
            caller(context), enrolment_id=enrolment, after=request.after, size=size
        )
        units = map(_unit_to_pb, found)
        return launches_pb2.ListUnitsResponse(units=units, next_after=following or 0)

    def LaunchUnit(
        self, request: launches_pb2.LaunchUnitRequest, context: grpc.ServicerContext
    ) -> launches_pb2.LaunchUnitResponse:
        """Open a unit."""
        wrong = Wrong()
        enrolment = wrong.built(
            "enrolment_id", lambda: id_from("enrolment_id", request.enrolment_id)
        )
        wrong.unless(request.number >= 1, "number", "must be 1 or more")
        known = request.mode in {*_MODES, launches_pb2.LAUNCH_MODE_UNSPECIFIED}
        wrong.unless(known, "mode", "must be one that we know")
        wrong.check()
        assert enrolment is not None
        opening = self.launch_unit(
            caller(context),
            enrolment_id=enrolment,
            number=request.number,
            mode=_MODES.get(request.mode),
        )
        return launches_pb2.LaunchUnitResponse(
            url=opening.url,
            session_id=str(opening.session_id),
            mode=_SAID[opening.mode],
            own_window=opening.own_window,
        )

    def WaiveUnit(
        self, request: launches_pb2.WaiveUnitRequest, context: grpc.ServicerContext
    ) -> launches_pb2.WaiveUnitResponse:
        """Waive a unit."""
        wrong = Wrong()
        enrolment = wrong.built(
            "enrolment_id", lambda: id_from("enrolment_id", request.enrolment_id)
        )
        wrong.unless(request.number >= 1, "number", "must be 1 or more")
        reason = _REASONS.get(request.reason)
        wrong.unless(reason is not None, "reason", "must be said, with a value that we know")
        why = wrong.built("why", lambda: text_from("why", request.why, WHY_LONGEST))
        wrong.check()
        assert enrolment is not None
        assert reason is not None
        assert why is not None
        self.waive_unit(
            caller(context), enrolment_id=enrolment, number=request.number, reason=reason, why=why
        )
        return launches_pb2.WaiveUnitResponse()

    def VoidStatement(
        self, request: launches_pb2.VoidStatementRequest, context: grpc.ServicerContext
    ) -> launches_pb2.VoidStatementResponse:
        """Void a statement."""
        enrolment, statement, why = _voiding_from(request)
        self.void_statement(
            caller(context), enrolment_id=enrolment, statement_id=statement, why=why
        )
        return launches_pb2.VoidStatementResponse()


def _voiding_from(request: launches_pb2.VoidStatementRequest) -> tuple[UUID, UUID, str]:
    wrong = Wrong()
    enrolment = wrong.built("enrolment_id", lambda: id_from("enrolment_id", request.enrolment_id))
    statement = wrong.built("statement_id", lambda: id_from("statement_id", request.statement_id))
    why = wrong.built("why", lambda: text_from("why", request.why, WHY_LONGEST))
    wrong.check()
    assert enrolment is not None
    assert statement is not None
    assert why is not None
    return enrolment, statement, why


def _unit_to_pb(each: UnitLearning) -> launches_pb2.Unit:
    return launches_pb2.Unit(
        number=each.number,
        title=dict(each.unit.title),
        description=dict(each.unit.description),
        move_on=each.unit.move_on.value,
        completed=each.record.completed,
        passed=each.record.passed,
        waived=each.record.waived,
        satisfied=each.satisfied,
    )


def launches_services(
    launches: LaunchesServicer,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service of launches with what adds it to a server."""
    return {
        launches_pb2.DESCRIPTOR.services_by_name["LaunchesService"]: lambda server: (
            launches_pb2_grpc.add_LaunchesServiceServicer_to_server(launches, server)
        )
    }
