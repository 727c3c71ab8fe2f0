"""Looking whether a document asks one to confirm it."""

import pytest

from services.content.domain.errors import DocumentNotFound
from services.content.domain.receipt import ReceiptAsked
from services.content.usecases.get_receipt import GetReceipt
from tests.fakes.content import AMBER, READER
from tests.ports.content_receipts_store import bulletin, receipt, revised


def test_it_is_due_until_what_stands_is_confirmed(unit_of_work, clock, stores) -> None:
    get = GetReceipt(unit_of_work=unit_of_work, clock=clock)
    stores.documents.add(document := bulletin())
    asked = {"document_id": document.document_id}
    assert (ReceiptAsked.COUNTED, None, True) == get(READER, **asked)
    stores.receipts.keep(kept := receipt(document))
    assert (ReceiptAsked.COUNTED, kept, False) == get(READER, **asked)
    stores.documents.save(revised(document, material=True))
    assert (ReceiptAsked.COUNTED, kept, True) == get(READER, **asked)
    stores.documents.add(silent := bulletin(receipt=ReceiptAsked.NONE))
    assert (ReceiptAsked.NONE, None, False) == get(READER, document_id=silent.document_id)
    stores.documents.add(hidden := bulletin(marking=AMBER))
    with pytest.raises(DocumentNotFound):
        get(READER, document_id=hidden.document_id)
