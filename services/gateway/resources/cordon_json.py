"""Cordons as JSON: a line as GeoJSON has it (RFC 7946), longitude before latitude."""

from typing import Any, TypeVar

from apiflask import Schema
from apiflask.fields import Nested

from isp.alerts.v1 import cordon_pb2 as pb
from isp.alerts.v1 import cordons_pb2 as rpc
from isp.kernel.v1 import kernel_pb2
from services.gateway.resources.alert_json import cap_status_json, time_json
from services.gateway.resources.audience_json import PolygonIn, polygon_json
from services.gateway.resources.fields import Moment, String

M = TypeVar("M", rpc.ProposeCordonRequest, rpc.MoveCordonRequest)


class LineIn(Schema):
    """Where a cordon is to run, and by when somebody says how it stands."""

    place = String(required=True)
    polygon = Nested(PolygonIn, required=True)
    next_update_due = Moment(required=True, format="iso", default_timezone=None)
    authority_reference = String(load_default="")


class LiftIn(Schema):
    """On whose word it is lifted."""

    authority_reference = String(required=True)


class RenewalIn(Schema):
    """By when somebody says how it stands."""

    next_update_due = Moment(required=True, format="iso", default_timezone=None)


class HandoverIn(Schema):
    """What the one before left to know."""

    handover_note = String(required=True)


def line_to_pb(said: dict[str, Any], message: M) -> M:
    """Put a line into a request."""
    (ring,) = said["polygon"]["coordinates"]
    message.place = said["place"]
    message.authority_reference = said["authority_reference"]
    message.polygon.longitudes.extend(point[0] for point in ring)
    message.polygon.latitudes.extend(point[1] for point in ring)
    message.polygon.SetInParent()
    message.next_update_due.FromDatetime(said["next_update_due"])
    return message


def cordon_json(cordon: pb.Cordon) -> dict[str, Any]:
    """Return a cordon; what only staff get is there if the service gave it."""
    shown: dict[str, Any] = {
        "cordon_id": cordon.cordon_id,
        "thread_id": cordon.thread_id,
        "version": cordon.version,
        "status": pb.CordonStatus.Name(cordon.status).removeprefix("CORDON_STATUS_"),
        "cap_status": cap_status_json(cordon.cap_status),
        "shape": _shape_json(cordon.shape) if cordon.HasField("shape") else None,
        "next_update_due": time_json(cordon.next_update_due)
        if cordon.HasField("next_update_due")
        else None,
        "update_overdue": cordon.update_overdue,
        "updated_at": time_json(cordon.updated_at) if cordon.HasField("updated_at") else None,
        "lifted_at": time_json(cordon.lifted_at) if cordon.HasField("lifted_at") else None,
    }
    if cordon.HasField("change"):
        shown["change"] = _change_json(cordon.change)
    if cordon.holder:
        shown["holding"] = {
            "by": cordon.holder,
            "by_you": cordon.held_by_you,
            "since": time_json(cordon.held_since),
            "note": cordon.handover_note,
        }
    return shown


def _shape_json(shape: pb.CordonShape) -> dict[str, Any]:
    return {
        "number": shape.number,
        "place": shape.place,
        "polygon": _line(shape) if shape.HasField("polygon") else None,
        "since": time_json(shape.since),
    }


def _change_json(change: pb.CordonChange) -> dict[str, Any]:
    lifts = change.kind == pb.CORDON_CHANGE_KIND_LIFT
    return {
        "kind": pb.CordonChangeKind.Name(change.kind).removeprefix("CORDON_CHANGE_KIND_"),
        "place": change.place or None,
        "polygon": None if lifts else _line(change),
        "next_update_due": None if lifts else time_json(change.next_update_due),
        "authority_reference": change.authority_reference or None,
        "digest": change.digest.hex(),
        "proposed_by_you": change.proposed_by_you,
        "proposed_at": time_json(change.proposed_at),
    }


def _line(of: pb.CordonShape | pb.CordonChange) -> dict[str, Any]:
    polygon: kernel_pb2.Polygon = of.polygon
    return polygon_json(polygon)
