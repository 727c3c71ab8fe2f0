"""Keeping what somebody read."""

from datetime import timedelta

import pytest

from chassis.errors import Invalid
from services.content.domain.errors import DocumentNotFound
from services.content.usecases.note_reading import NoteReading
from tests.fakes.content import AMBER, NOON, READER, content, published
from tests.ports.content_reading_stores import changed, reading


@pytest.fixture
def note(unit_of_work, clock):
    use_case = NoteReading(unit_of_work=unit_of_work, clock=clock)

    def call(document, version: int = 1, *, changes_seen: bool = False):
        return use_case(
            READER,
            document_id=document.document_id,
            version=version,
            changes_seen=changes_seen,
        )[1]

    return call


def test_the_last_version_that_was_read_is_kept(note, stores, clock) -> None:
    stores.documents.add(document := published())
    assert reading(document) == note(document)
    stores.documents.save(document.revise(content(title="New"), by="editor", at=NOON))
    clock.pass_(minutes=5)
    assert reading(document, 2, 5) == note(document, 2)
    assert reading(document, 2, 5) == note(document, 1)
    assert ["content.read"] * 2 == [each.metric for each in stores.outbox.events]
    assert [] == stores.audit.rows


def test_the_same_version_is_noted_again_only_after_an_hour(note, stores, clock) -> None:
    stores.documents.add(document := published())
    note(document)
    clock.pass_(minutes=59)
    assert NOON == note(document).read_at
    clock.pass_(minutes=1)
    assert NOON + timedelta(hours=1) == note(document).read_at
    assert 1 == len(stores.outbox.events)


def test_a_material_change_is_not_passed_over_before_it_was_seen(note, stores) -> None:
    stores.documents.add(document := published())
    note(document)
    stores.documents.save(after := changed(document))
    assert reading(document) == note(document, 2)
    assert reading(document).changed(after)
    assert reading(document, 2) == note(document, 2, changes_seen=True)


def test_nothing_is_kept_of_who_switched_it_off(note, stores) -> None:
    stores.documents.add(document := published())
    stores.readings.switch("reader", off=True)
    assert note(document) is None
    assert ({}, []) == (stores.readings.kept, stores.outbox.events)


def test_what_one_may_not_read_cannot_be_noted(note, stores) -> None:
    stores.documents.add(hidden := published(marking=AMBER))
    said = set()
    for each in (hidden, published()):
        with pytest.raises(DocumentNotFound) as refused:
            note(each, 7)
        said.add(str(refused.value))
    assert 1 == len(said)
    assert {} == stores.readings.kept


def test_a_version_that_is_not_there_yet_cannot_have_been_read(note, stores) -> None:
    stores.documents.add(document := published())
    with pytest.raises(Invalid):
        note(document, 2)
    assert {} == stores.readings.kept


def test_no_version_is_named_that_one_cannot_just_have_read(note, stores, clock) -> None:
    """Else what changed since would show anyone the past of a document."""
    stores.documents.add(document := published())
    stores.documents.save(changed(document))
    clock.pass_(minutes=59)
    assert 1 == note(document, 1).version
    stores.readings.clear("reader")
    clock.pass_(minutes=1)
    with pytest.raises(Invalid):
        note(document, 1)
    assert {} == stores.readings.kept
    assert 2 == note(document, 2).version
    assert 2 == note(document, 1).version
