"""Units of packages, by REST: how far one is, opening one, waiving, voiding."""

from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from apiflask import APIBlueprint, Schema
from apiflask.fields import Integer
from apiflask.validators import Length, OneOf, Range
from flask import Response, jsonify, url_for
from marshmallow import RAISE

from isp.training.v1 import launches_pb2
from services.gateway.clients import clients
from services.gateway.resources.fields import String

launches = APIBlueprint("launches", __name__, url_prefix="/v1", tag="Training")

MODES: Final = {
    "normal": launches_pb2.LAUNCH_MODE_NORMAL,
    "browse": launches_pb2.LAUNCH_MODE_BROWSE,
    "review": launches_pb2.LAUNCH_MODE_REVIEW,
}
REASONS: Final = {
    "tested_out": launches_pb2.WAIVER_REASON_TESTED_OUT,
    "equivalent_unit": launches_pb2.WAIVER_REASON_EQUIVALENT_UNIT,
    "equivalent_outside": launches_pb2.WAIVER_REASON_EQUIVALENT_OUTSIDE,
    "administrative": launches_pb2.WAIVER_REASON_ADMINISTRATIVE,
}
_MOST_UNITS: Final = 100_000


class UnitsQuery(Schema):
    """Which page of units."""

    page_size = Integer(load_default=20, validate=Range(1, 100))
    after = Integer(load_default=0, validate=Range(0, _MOST_UNITS))


class LaunchIn(Schema):
    """What a unit is opened for; left out: to learn, and to look again once all is over."""

    mode = String(load_default="", validate=OneOf(["", *MODES]))


class WaiverIn(Schema):
    """Why a unit is waived."""

    reason = String(required=True, validate=OneOf(list(REASONS)))
    why = String(required=True, validate=Length(min=1, max=1000))


class VoidingIn(Schema):
    """Why a statement should not have been made."""

    why = String(required=True, validate=Length(min=1, max=1000))


@launches.get("/enrolments/<uuid:enrolment_id>/units")
@launches.input(UnitsQuery, location="query", arg_name="said", unknown=RAISE)
@launches.doc(
    summary="The units of your enrolment in a package",
    description="In the course's order, with what is on record of each; Link rel=next leads on.",
    responses={200: "A page of units", 404: "None of yours, or no package"},
    security="bearer",
)
def list_units(enrolment_id: UUID, said: dict[str, Any]) -> Response:
    """Read the units of one's own enrolment."""
    message = launches_pb2.ListUnitsRequest(enrolment_id=str(enrolment_id), **said)
    page = clients().call(clients().launches.ListUnits, message)
    following = page.next_after or None
    answer = jsonify({"units": [unit_json(each) for each in page.units], "next_after": following})
    if following:
        place = url_for("launches.list_units", enrolment_id=enrolment_id)
        answer.headers["Link"] = f'<{place}?{urlencode(said | {"after": following})}>; rel="next"'
    return answer


def unit_json(unit: launches_pb2.Unit) -> dict[str, Any]:
    """Return a unit as JSON."""
    return {
        "number": unit.number,
        "title": dict(unit.title),
        "description": dict(unit.description),
        "move_on": unit.move_on,
        "completed": unit.completed,
        "passed": unit.passed,
        "waived": unit.waived,
        "satisfied": unit.satisfied,
    }


@launches.post("/enrolments/<uuid:enrolment_id>/units/<int:number>/launches")
@launches.input(LaunchIn, arg_name="said")
@launches.doc(
    summary="Open a unit of a package",
    description="The address is good once. A session of the unit that goes on ends by this; asked"
    " again, another begins.",
    responses={201: "Where to go", 404: "None of yours, or no such unit", 409: "Closed"},
    security="bearer",
)
def launch_unit(enrolment_id: UUID, number: int, said: dict[str, Any]) -> tuple[Response, int]:
    """Open a unit."""
    message = launches_pb2.LaunchUnitRequest(
        enrolment_id=str(enrolment_id),
        number=number,
        mode=MODES.get(said["mode"], launches_pb2.LAUNCH_MODE_UNSPECIFIED),
    )
    opened = clients().call(clients().launches.LaunchUnit, message)
    word = launches_pb2.LaunchMode.Name(opened.mode).removeprefix("LAUNCH_MODE_")
    shown = {
        "url": opened.url,
        "session_id": opened.session_id,
        "mode": word.lower(),
        "own_window": opened.own_window,
    }
    answer = jsonify(shown)
    answer.headers["Cache-Control"] = "no-store"
    return answer, HTTPStatus.CREATED


@launches.post("/enrolments/<uuid:enrolment_id>/units/<int:number>/waiver")
@launches.input(WaiverIn, arg_name="said")
@launches.doc(
    summary="Waive a unit for a learner",
    description="For who manages training. The reason is said in the record, `why` in the log.",
    responses={204: "Waived", 403: "Not allowed", 404: "No such", 409: "Waived or satisfied"},
    security="bearer",
)
def waive_unit(enrolment_id: UUID, number: int, said: dict[str, Any]) -> tuple[str, int]:
    """Waive a unit."""
    message = launches_pb2.WaiveUnitRequest(
        enrolment_id=str(enrolment_id),
        number=number,
        reason=REASONS[said["reason"]],
        why=said["why"],
    )
    clients().call(clients().launches.WaiveUnit, message)
    return "", HTTPStatus.NO_CONTENT


@launches.post("/enrolments/<uuid:enrolment_id>/statements/<uuid:statement_id>/voiding")
@launches.input(VoidingIn, arg_name="said")
@launches.doc(
    summary="Void a statement",
    description="For who manages training. It is kept, and listed no more.",
    responses={204: "Voided", 403: "Not allowed", 404: "No such statement"},
    security="bearer",
)
def void_statement(enrolment_id: UUID, statement_id: UUID, said: dict[str, Any]) -> tuple[str, int]:
    """Void a statement."""
    message = launches_pb2.VoidStatementRequest(
        enrolment_id=str(enrolment_id), statement_id=str(statement_id), why=said["why"]
    )
    clients().call(clients().launches.VoidStatement, message)
    return "", HTTPStatus.NO_CONTENT
