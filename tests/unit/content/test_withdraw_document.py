"""Taking advice back."""

from uuid import uuid4

import pytest

from chassis.errors import StaleVersion
from services.content.domain.document import Status
from services.content.domain.errors import DocumentNotFound, DocumentWithdrawn
from services.content.usecases.withdraw_document import WithdrawDocument
from tests.fakes.content import AMBER, EDITOR, READER, published
from tests.unit.content.drafted import UNCLEARED


def test_a_withdrawn_document_is_there_for_editors_only(unit_of_work, stores, clock) -> None:
    stores.documents.add(document := published())
    withdraw = WithdrawDocument(unit_of_work=unit_of_work, clock=clock)
    with pytest.raises(StaleVersion):
        withdraw(EDITOR, document_id=document.document_id, expected_version=2, why="wrong")
    gone = withdraw(EDITOR, document_id=document.document_id, expected_version=1, why="wrong")
    assert (Status.WITHDRAWN, 2) == (gone.status, gone.version)
    assert (True, False) == (gone.readable_by(EDITOR), gone.readable_by(READER))
    assert 1 == len(stores.outbox.events) == len(stores.audit.rows)
    with pytest.raises(DocumentWithdrawn):
        withdraw(EDITOR, document_id=document.document_id, expected_version=2, why="again")


def test_what_one_may_not_know_of_or_is_not_there_stays(unit_of_work, stores, clock) -> None:
    stores.documents.add(hidden := published(marking=AMBER))
    withdraw = WithdrawDocument(unit_of_work=unit_of_work, clock=clock)
    for document_id in (hidden.document_id, uuid4()):
        with pytest.raises(DocumentNotFound):
            withdraw(UNCLEARED, document_id=document_id, expected_version=1, why="wrong")
    assert (hidden, []) == (stores.documents.get(hidden.document_id), stores.outbox.events)
