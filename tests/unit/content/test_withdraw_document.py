"""Taking advice back."""

import pytest

from chassis.errors import StaleVersion
from services.content.domain.document import Status
from services.content.domain.errors import DocumentWithdrawn
from services.content.usecases.withdraw_document import WithdrawDocument
from tests.fakes.content import EDITOR, READER, published


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
