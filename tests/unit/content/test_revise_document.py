"""Changing advice."""

import pytest

from chassis.errors import Invalid, StaleVersion
from services.content.domain.errors import DocumentNotFound, DocumentWithdrawn
from services.content.domain.events import DocumentChanged
from services.content.usecases.revise_document import ReviseDocument
from tests.fakes.content import AMBER, EDITOR, NOON, READER, content, published


@pytest.fixture
def revise(unit_of_work, clock) -> ReviseDocument:
    return ReviseDocument(unit_of_work=unit_of_work, clock=clock)


def test_the_next_version_stands_in_its_place(revise, stores, clock) -> None:
    stores.documents.add(first := published())
    clock.pass_(days=1)
    second = revise(
        EDITOR,
        document_id=first.document_id,
        expected_version=1,
        content=content(marking=AMBER),
    )
    assert (2, AMBER, NOON, clock.now()) == (
        second.version,
        second.content.marking,
        second.published_at,
        second.changed_at,
    )
    assert [DocumentChanged(second)] == stores.outbox.events
    assert 1 == len(stores.audit.rows)


def test_what_was_read_before_another_change_is_stale(revise, stores) -> None:
    stores.documents.add(first := published())
    revise(EDITOR, document_id=first.document_id, expected_version=1, content=content())
    with pytest.raises(StaleVersion):
        revise(EDITOR, document_id=first.document_id, expected_version=1, content=content())


def test_what_is_wrong_or_not_there_or_withdrawn_changes_nothing(revise, stores) -> None:
    stores.documents.add(first := published())
    stores.documents.add(hidden := published(marking=AMBER))
    with pytest.raises(Invalid):
        revise(EDITOR, document_id=first.document_id, expected_version=1, content=content(title=""))
    with pytest.raises(DocumentNotFound):
        revise(READER, document_id=hidden.document_id, expected_version=1, content=content())
    gone = first.withdraw(by="editor", at=NOON)
    stores.documents.save(gone)
    with pytest.raises(DocumentWithdrawn):
        revise(EDITOR, document_id=first.document_id, expected_version=2, content=content())
    assert gone == stores.documents.get(first.document_id)
    assert [] == stores.outbox.events
