"""What somebody read, by REST: theirs alone."""

from typing import Any, Final
from uuid import UUID

from apiflask import APIBlueprint, Schema
from apiflask.fields import Boolean, Integer, List
from apiflask.validators import Length, Range
from flask import Response, jsonify
from marshmallow import RAISE

from isp.content.v1 import readings_pb2 as pb
from services.gateway.clients import clients
from services.gateway.resources.alert_json import time_json
from services.gateway.resources.content import document_json
from services.gateway.resources.drafts import difference_json
from services.gateway.resources.fields import String

readings = APIBlueprint("readings", __name__, url_prefix="/v1", tag="Advice")

_NONE: Final = {404: "None that you may know of"}


class ReadingIn(Schema):
    """Which version was read."""

    version = Integer(required=True, validate=Range(1))
    changes_seen = Boolean(load_default=False)


class ReadingsQuery(Schema):
    """Of which documents."""

    document_id = List(String(), required=True, validate=Length(1, 50))


class ChangedQuery(Schema):
    """Which page."""

    page_size = Integer(load_default=20, validate=Range(1, 100))
    page_token = String(load_default="", validate=Length(max=200))


class KeepIn(Schema):
    """Whether it is kept what one reads."""

    keep = Boolean(required=True)


@readings.post("/documents/<uuid:document_id>/reading")
@readings.input(ReadingIn, arg_name="said")
@readings.doc(
    summary="Note that you read a version of a document",
    description="Kept for you alone, 400 days from the last time. Where a material change lies"
    " between, what you read before stays until `changes_seen`. `reading` is null where you"
    " switched it off.",
    responses={200: "What is kept"} | _NONE,
    security="bearer",
)
def note_reading(document_id: UUID, said: dict[str, Any]) -> Response:
    """Note that the caller read a document."""
    message = pb.NoteReadingRequest(document_id=str(document_id), **said)
    found = clients().call(clients().readings.NoteReading, message)
    shown = _json(found.reading) if found.HasField("reading") else None
    return jsonify({"reading": shown})


@readings.get("/me/readings")
@readings.input(ReadingsQuery, location="query", arg_name="said", unknown=RAISE)
@readings.doc(
    summary="What you read of some documents",
    description="Repeat document_id, at most 50. `changed` says that it changed materially since."
    " What you did not read, or may not read now, is left out.",
    responses={200: "The readings"},
    security="bearer",
)
def look_up_readings(said: dict[str, Any]) -> Response:
    """Look up what the caller read."""
    message = pb.LookUpReadingsRequest(document_ids=said["document_id"])
    found = clients().call(clients().readings.LookUpReadings, message)
    return jsonify({"readings": [_json(each) for each in found.readings]})


@readings.get("/me/readings/changed")
@readings.input(ChangedQuery, location="query", arg_name="said", unknown=RAISE)
@readings.doc(
    summary="What changed since you read it",
    description="In a way that matters, of what you may read now; the latest change first.",
    responses={200: "A page of documents"},
    security="bearer",
)
def list_changed_readings(said: dict[str, Any]) -> Response:
    """List what changed since the caller read it."""
    message = pb.ListChangedReadingsRequest(**said)
    found = clients().call(clients().readings.ListChangedReadings, message)
    changed = [
        {"document": document_json(each.document), "reading": _json(each.reading)}
        for each in found.changed
    ]
    following = found.next_page_token or None
    return jsonify({"kept": found.kept, "changed": changed, "next_page_token": following})


@readings.get("/documents/<uuid:document_id>/changes-since-read")
@readings.doc(
    summary="What changed in a document since you read it",
    description="`withheld` says that the version which you read may not be shown to you any more.",
    responses={200: "What differs"} | _NONE,
    security="bearer",
)
def get_changes_since_read(document_id: UUID) -> Response:
    """Show what changed since the caller read a document."""
    message = pb.GetChangesSinceReadRequest(document_id=str(document_id))
    found = clients().call(clients().readings.GetChangesSinceRead, message)
    return jsonify(
        {
            "document": document_json(found.document),
            "reading": _json(found.reading),
            "differences": [difference_json(each) for each in found.differences],
            "withheld": found.withheld,
        }
    )


@readings.put("/me/readings/kept")
@readings.input(KeepIn, arg_name="said")
@readings.doc(
    summary="Switch on or off that it is kept what you read",
    description="Switched off, what was kept is deleted.",
    responses={200: "Noted"},
    security="bearer",
)
def keep_readings(said: dict[str, Any]) -> Response:
    """Switch it on or off."""
    message = pb.KeepReadingsRequest(keep=said["keep"])
    clients().call(clients().readings.KeepReadings, message)
    return jsonify({})


@readings.delete("/me/readings")
@readings.doc(
    summary="Delete what is kept of what you read",
    responses={200: "How many readings went"},
    security="bearer",
)
def clear_readings() -> Response:
    """Delete what is kept."""
    done = clients().call(clients().readings.ClearReadings, pb.ClearReadingsRequest())
    return jsonify({"cleared": done.cleared})


def _json(reading: pb.Reading) -> dict[str, Any]:
    return {
        "document_id": reading.document_id,
        "version": reading.version,
        "read_at": time_json(reading.read_at),
        "changed": reading.changed,
    }
