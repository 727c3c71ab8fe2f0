"""What somebody read: on pages of advice, as a list of what changed since, and how to end it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeVar
from uuid import UUID

import grpc
from apiflask import APIBlueprint
from flask import Response, flash, redirect, request
from flask_babel import gettext
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as AnyResponse

from isp.content.v1 import document_pb2
from isp.content.v1 import readings_pb2 as pb
from services.gateway.clients import clients
from services.gateway.pages import papers_labels
from services.gateway.pages.answers import ask, page, part
from services.gateway.pages.forms import version_read
from services.gateway.pages.language import address
from services.gateway.pages.refusals import told
from services.gateway.pages.visitors import passkey_ends, signed_in, visitor

R = TypeVar("R")

own_readings = APIBlueprint("own_readings", __name__, enable_openapi=False)

PAGE_SIZE: Final = 20
LONGEST_TOKEN: Final = 200
_NOT_THEIRS: Final = frozenset({grpc.StatusCode.UNAUTHENTICATED, grpc.StatusCode.PERMISSION_DENIED})


def reading_now(document: document_pb2.Document) -> pb.Reading | None:
    """Note that the visitor reads a document; return what is kept of it, or None."""
    message = pb.NoteReadingRequest(document_id=document.document_id, version=document.version)
    found = of_visitor(lambda: ask(clients().readings.NoteReading, message))
    return found.reading if found is not None and found.HasField("reading") else None


def readings_of(documents: Sequence[document_pb2.Document]) -> Mapping[str, pb.Reading]:
    """Return what the visitor read of the documents of a list, by document."""
    ids = [each.document_id for each in documents if not each.HasField("partner")]
    if not ids:
        return {}
    message = pb.LookUpReadingsRequest(document_ids=ids)
    found = of_visitor(lambda: ask(clients().readings.LookUpReadings, message))
    return {} if found is None else {each.document_id: each for each in found.readings}


def of_visitor(asked: Callable[[], R]) -> R | None:
    """Return what is a registered visitor's own; a page is whole without it."""
    if not visitor() or passkey_ends():
        return None
    try:
        return part(asked)
    except grpc.RpcError as error:
        if error.code() in _NOT_THEIRS:
            return None
        raise


@own_readings.get("/account/reading")
@signed_in
def changed() -> Response:
    """Show what changed since the visitor read it."""
    token = request.args.get("page", "")[:LONGEST_TOKEN]
    message = pb.ListChangedReadingsRequest(page_size=PAGE_SIZE, page_token=token)
    found = ask(clients().readings.ListChangedReadings, message)
    return page("own_readings.html", found=found)


@own_readings.post("/account/reading")
@signed_in
def act() -> AnyResponse:
    """Delete what is kept, or switch it on or off."""
    deed = request.form.get("do", "")
    if deed == "clear":
        ask(clients().readings.ClearReadings, pb.ClearReadingsRequest())
        flash(gettext("What you read is deleted."), "success")
    elif deed in {"keep", "stop"}:
        ask(clients().readings.KeepReadings, pb.KeepReadingsRequest(keep=deed == "keep"))
        told_so = {
            "keep": gettext("What you read is kept for you from now on."),
            "stop": gettext("It is switched off, and what was kept is deleted."),
        }
        flash(told_so[deed], "success")
    else:
        raise BadRequest
    return redirect(address("own_readings.changed"))


@own_readings.get("/advice/<uuid:document_id>/changes")
@signed_in
def changes(document_id: UUID) -> AnyResponse:
    """Show what changed in a document since the visitor read it."""
    message = pb.GetChangesSinceReadRequest(document_id=str(document_id))
    with told("READING_NOT_FOUND"):
        found = ask(clients().readings.GetChangesSinceRead, message)
        return page("own_changes.html", found=found, fields=papers_labels.FIELDS)
    return redirect(address("advice.document", document_id=document_id))


@own_readings.post("/advice/<uuid:document_id>/changes")
@signed_in
def seen(document_id: UUID) -> AnyResponse:
    """Note that the visitor saw what changed."""
    message = pb.NoteReadingRequest(
        document_id=str(document_id), version=version_read(), changes_seen=True
    )
    ask(clients().readings.NoteReading, message)
    return redirect(address("advice.document", document_id=document_id))
