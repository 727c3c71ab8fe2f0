"""Reminding those who have not confirmed."""

import pytest

from chassis.errors import StaleVersion
from services.content.domain.errors import DocumentNotFound
from services.content.domain.receipt import ReceiptAsked, ReceiptNotAsked, RemindedLately
from services.content.usecases.remind_of_receipt import RemindOfReceipt
from tests.fakes.content import EDITOR
from tests.ports.content_draft_stores import RED
from tests.ports.content_receipts_store import bulletin


def test_it_is_done_at_most_once_in_three_days(unit_of_work, stores, clock) -> None:
    remind = RemindOfReceipt(unit_of_work=unit_of_work, clock=clock)
    stores.documents.add(document := bulletin())
    asked = {"document_id": document.document_id, "expected_version": 1}
    remind(EDITOR, **asked)
    clock.pass_(days=2, hours=23)
    with pytest.raises(RemindedLately):
        remind(EDITOR, **asked)
    assert 1 == len(stores.audit.rows)
    clock.pass_(hours=1)
    remind(EDITOR, **asked)
    assert clock.now() == stores.receipts.reminders[document.document_id]


def test_only_of_what_asks_stands_and_may_be_read(unit_of_work, stores, clock) -> None:
    remind = RemindOfReceipt(unit_of_work=unit_of_work, clock=clock)
    for document, version, error in (
        (bulletin(receipt=ReceiptAsked.NONE), 1, ReceiptNotAsked),
        (bulletin(), 2, StaleVersion),
        (bulletin(marking=RED), 1, DocumentNotFound),
    ):
        stores.documents.add(document)
        with pytest.raises(error):
            remind(EDITOR, document_id=document.document_id, expected_version=version)
    assert ({}, []) == (stores.receipts.reminders, stores.audit.rows)
