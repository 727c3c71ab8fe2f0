"""Seeing how many confirmed, and who."""

from dataclasses import replace

import pytest

from services.content.domain.errors import DocumentNotFound
from services.content.domain.receipt import ReceiptAsked, ReceiptNotAsked
from services.content.usecases.get_receipt_figures import GetReceiptFigures
from tests.fakes.content import EDITOR, VERIFIED
from tests.ports.content_draft_stores import RED
from tests.ports.content_receipts_store import BY_NAME, bulletin, person, receipt

INSIDE = replace(EDITOR, closed_groups=frozenset({"cell"}))
OWNER = replace(INSIDE, subject="owner")


@pytest.fixture
def figures(unit_of_work):
    return GetReceiptFigures(unit_of_work=unit_of_work)


def test_names_and_small_figures_are_for_the_owner_of_what_asks_for_them(figures, stores) -> None:
    """As the notice at the button said; and that somebody saw them goes on record."""
    stores.readers.known["a"] = replace(VERIFIED, subject="a", closed_groups=frozenset({"cell"}))
    stores.documents.add(document := bulletin(**BY_NAME))
    stores.receipts.keep(receipt(document, "a", name="Ann"))
    asked = {"document_id": document.document_id}
    _, said, _ = figures(OWNER, **asked)
    assert (1, 1, ["Ann"]) == (said.people, said.confirmed, [each.name for each in said.names])
    assert 1 == len(stores.audit.rows)
    _, said, _ = figures(INSIDE, **asked)
    assert (None, None, ()) == (said.people, said.confirmed, said.names)
    assert 1 == len(stores.audit.rows)


def test_of_what_is_only_counted_nobody_sees_names(figures, stores) -> None:
    for number in range(6):
        stores.readers.known[f"p{number}"] = person(f"p{number}")
    stores.documents.add(document := bulletin())
    for number in range(5):
        stores.receipts.keep(receipt(document, f"p{number}", name="Ann"))
    _, said, reminded_at = figures(OWNER, document_id=document.document_id)
    assert (6, 5, (), None) == (said.people, said.confirmed, said.names, reminded_at)


def test_only_what_asks_and_may_be_read_has_figures(figures, stores) -> None:
    stores.documents.add(silent := bulletin(receipt=ReceiptAsked.NONE))
    stores.documents.add(hidden := bulletin(marking=RED))
    with pytest.raises(ReceiptNotAsked):
        figures(EDITOR, document_id=silent.document_id)
    with pytest.raises(DocumentNotFound):
        figures(EDITOR, document_id=hidden.document_id)
