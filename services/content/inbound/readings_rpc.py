"""The RPCs of readings: each translates, calls its use case, translates back."""

from collections.abc import Callable
from dataclasses import dataclass

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.calls import caller
from chassis.errors import Invalid, Violation
from chassis.requests import id_from, page_size_from, place_from, token_of
from isp.content.v1 import document_pb2, readings_pb2_grpc
from isp.content.v1 import readings_pb2 as pb
from services.content.domain.document import Document
from services.content.domain.reading import MOST_LOOKED_UP, Reading
from services.content.inbound.draft_translate import differences_to_pb
from services.content.messages import document_to_pb, moment
from services.content.usecases.clear_readings import ClearReadings
from services.content.usecases.get_changes_since_read import GetChangesSinceRead
from services.content.usecases.keep_readings import KeepReadings
from services.content.usecases.list_changed_readings import ListChangedReadings
from services.content.usecases.look_up_readings import LookUpReadings
from services.content.usecases.note_reading import NoteReading


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingsServicer(readings_pb2_grpc.ReadingsServiceServicer):
    """isp.content.v1.ReadingsService."""

    note_reading: NoteReading
    look_up_readings: LookUpReadings
    list_changed_readings: ListChangedReadings
    get_changes_since_read: GetChangesSinceRead
    keep_readings: KeepReadings
    clear_readings: ClearReadings

    def NoteReading(
        self, request: pb.NoteReadingRequest, context: grpc.ServicerContext
    ) -> pb.NoteReadingResponse:
        """Keep that a version was read."""
        document_id = id_from("document_id", request.document_id)
        if request.version < 1:
            raise Invalid(Violation("version", "must be the version that you read"))
        document, reading = self.note_reading(
            caller(context),
            document_id=document_id,
            version=request.version,
            changes_seen=request.changes_seen,
        )
        shown = None if reading is None else reading_to_pb(document, reading)
        return pb.NoteReadingResponse(reading=shown)

    def LookUpReadings(
        self, request: pb.LookUpReadingsRequest, context: grpc.ServicerContext
    ) -> pb.LookUpReadingsResponse:
        """Look up what was read of some documents."""
        if not 1 <= len(request.document_ids) <= MOST_LOOKED_UP:
            raise Invalid(Violation("document_ids", f"must be 1 to {MOST_LOOKED_UP}"))
        ids = [id_from("document_ids", each) for each in request.document_ids]
        found = self.look_up_readings(caller(context), document_ids=ids)
        return pb.LookUpReadingsResponse(readings=[reading_to_pb(*each) for each in found])

    def ListChangedReadings(
        self, request: pb.ListChangedReadingsRequest, context: grpc.ServicerContext
    ) -> pb.ListChangedReadingsResponse:
        """List what changed since it was read."""
        kept, found, following = self.list_changed_readings(
            caller(context),
            after=place_from(request.page_token),
            size=page_size_from(request.page_size),
        )
        changed = [
            pb.ChangedReading(document=_listed(document), reading=reading_to_pb(document, reading))
            for document, reading in found
        ]
        return pb.ListChangedReadingsResponse(
            kept=kept, changed=changed, next_page_token=token_of(following)
        )

    def GetChangesSinceRead(
        self, request: pb.GetChangesSinceReadRequest, context: grpc.ServicerContext
    ) -> pb.GetChangesSinceReadResponse:
        """Read what changed since a document was read."""
        document, reading, found = self.get_changes_since_read(
            caller(context), document_id=id_from("document_id", request.document_id)
        )
        return pb.GetChangesSinceReadResponse(
            document=_listed(document),
            reading=reading_to_pb(document, reading),
            differences=differences_to_pb(found or []),
            withheld=found is None,
        )

    def KeepReadings(
        self, request: pb.KeepReadingsRequest, context: grpc.ServicerContext
    ) -> pb.KeepReadingsResponse:
        """Switch it on or off."""
        self.keep_readings(caller(context), keep=request.keep)
        return pb.KeepReadingsResponse()

    def ClearReadings(
        self, _request: pb.ClearReadingsRequest, context: grpc.ServicerContext
    ) -> pb.ClearReadingsResponse:
        """Delete what is kept of the caller."""
        return pb.ClearReadingsResponse(cleared=self.clear_readings(caller(context)))


def _listed(document: Document) -> document_pb2.Document:
    """Return a document as a list shows it, without whom it names."""
    message = document_to_pb(document, body=False)
    del message.content.marking.named_subjects[:]
    return message


def reading_to_pb(document: Document, reading: Reading) -> pb.Reading:
    """Return a reading of a document."""
    return pb.Reading(
        document_id=str(reading.document_id),
        version=reading.version,
        read_at=moment(reading.read_at),
        changed=reading.changed(document),
    )


def readings_services_of(
    readings: ReadingsServicer,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service of readings with what adds it to a server."""
    return {
        pb.DESCRIPTOR.services_by_name["ReadingsService"]: lambda server: (
            readings_pb2_grpc.add_ReadingsServiceServicer_to_server(readings, server)
        )
    }
