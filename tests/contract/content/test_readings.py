"""What somebody read, through the front of content."""

from uuid import uuid4

import pytest

from isp.content.v1 import readings_pb2 as pb
from isp.content.v1.readings_pb2_grpc import ReadingsServiceStub
from tests.fakes.content import AMBER, MemoryContentStores, published
from tests.fakes.serving import Caller, Served, refusal
from tests.ports.content_reading_stores import changed


@pytest.fixture
def readings(server: Served) -> ReadingsServiceStub:
    return ReadingsServiceStub(server.channel)


@pytest.fixture
def reader(server: Served) -> Caller:
    return server.caller()


def test_a_material_change_is_listed_until_its_reader_saw_it(
    readings: ReadingsServiceStub, reader: Caller, server: Served, stores: MemoryContentStores
) -> None:
    stores.documents.add(document := published())
    named = str(document.document_id)
    note = pb.NoteReadingRequest(document_id=named, version=1)
    assert 1 == readings.NoteReading(note, metadata=reader.metadata).reading.version
    stores.documents.save(changed(document, title="Vans"))
    note.version = 2
    assert readings.NoteReading(note, metadata=reader.metadata).reading.changed
    asked = pb.ListChangedReadingsRequest()
    (listed,) = readings.ListChangedReadings(asked, metadata=reader.metadata).changed
    assert ("Vans", "Other bollards.", "", 1) == (
        listed.document.content.title,
        listed.document.material_note,
        listed.document.content.body,
        listed.reading.version,
    )
    since = pb.GetChangesSinceReadRequest(document_id=named)
    found = readings.GetChangesSinceRead(since, metadata=reader.metadata)
    assert (["title"], False) == ([each.field for each in found.differences], found.withheld)
    note.changes_seen = True
    assert not readings.NoteReading(note, metadata=reader.metadata).reading.changed
    assert 0 == len(readings.ListChangedReadings(asked, metadata=reader.metadata).changed)
    look = pb.LookUpReadingsRequest(document_ids=[named, str(uuid4())])
    (kept,) = readings.LookUpReadings(look, metadata=reader.metadata).readings
    assert (named, 2, False) == (kept.document_id, kept.version, kept.changed)
    others = server.caller()
    assert 0 == len(readings.LookUpReadings(look, metadata=others.metadata).readings)
    cleared = readings.ClearReadings(pb.ClearReadingsRequest(), metadata=reader.metadata)
    assert 1 == cleared.cleared


def test_what_is_hidden_is_like_what_never_was(
    readings: ReadingsServiceStub, reader: Caller, stores: MemoryContentStores
) -> None:
    stores.documents.add(hidden := published(marking=AMBER))
    said = set()
    for each in (str(hidden.document_id), str(uuid4())):
        for rpc, message in (
            (readings.NoteReading, pb.NoteReadingRequest(document_id=each, version=9)),
            (readings.GetChangesSinceRead, pb.GetChangesSinceReadRequest(document_id=each)),
        ):
            with refusal() as refused:
                rpc(message, metadata=reader.metadata)
            said.add((*refused.status_and_reason, refused.said.message))
        look = pb.LookUpReadingsRequest(document_ids=[each])
        assert 0 == len(readings.LookUpReadings(look, metadata=reader.metadata).readings)
    assert {("NOT_FOUND", "DOCUMENT_NOT_FOUND", "There is no such document.")} == said


def test_switched_off_nothing_is_kept(
    readings: ReadingsServiceStub, reader: Caller, stores: MemoryContentStores
) -> None:
    stores.documents.add(document := published())
    readings.KeepReadings(pb.KeepReadingsRequest(keep=False), metadata=reader.metadata)
    note = pb.NoteReadingRequest(document_id=str(document.document_id), version=1)
    assert not readings.NoteReading(note, metadata=reader.metadata).HasField("reading")
    asked = pb.ListChangedReadingsRequest()
    assert not readings.ListChangedReadings(asked, metadata=reader.metadata).kept


def test_what_is_out_of_bounds_is_refused(readings: ReadingsServiceStub, reader: Caller) -> None:
    for ids in ([], [str(uuid4())] * 51, ["x"]):
        with refusal() as refused:
            readings.LookUpReadings(
                pb.LookUpReadingsRequest(document_ids=ids), metadata=reader.metadata
            )
        assert ["document_ids"] == [each.field for each in refused.said.violations]
