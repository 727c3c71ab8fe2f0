"""Confirming that one read a document."""

import pytest

from chassis.errors import Invalid, StaleVersion
from services.content.domain.errors import DocumentNotFound
from services.content.domain.receipt import ReceiptAsked, ReceiptNotAsked
from services.content.usecases.confirm_receipt import ConfirmReceipt
from tests.fakes.content import AMBER, READER, VERIFIED, published
from tests.ports.content_receipts_store import BY_NAME, bulletin, receipt, revised


@pytest.fixture
def confirm(unit_of_work, clock):
    use_case = ConfirmReceipt(unit_of_work=unit_of_work, clock=clock)

    def call(document, version: int = 1, *, who=READER, name: str = ""):
        return use_case(who, document_id=document.document_id, expected_version=version, name=name)

    return call


def test_it_is_kept_once_and_asked_anew_by_a_material_change(confirm, stores, clock) -> None:
    stores.documents.add(document := bulletin())
    assert receipt(document) == confirm(document, name="Ann")
    clock.pass_(minutes=5)
    assert receipt(document) == confirm(document)
    assert ["content.receipt"] == [each.metric for each in stores.outbox.events]
    stores.documents.save(minor := revised(document, material=False))
    assert receipt(document) == confirm(minor, 2)
    stores.documents.save(material := revised(minor, material=True))
    assert receipt(material, minutes=5) == confirm(material, 3)


def test_what_asks_for_a_name_needs_one(confirm, stores) -> None:
    member = VERIFIED.__class__(
        subject="reader", tier=VERIFIED.tier, closed_groups=frozenset({"cell"})
    )
    stores.documents.add(document := bulletin(**BY_NAME))
    with pytest.raises(Invalid):
        confirm(document, who=member)
    assert "Ann" == confirm(document, who=member, name="Ann").name


def test_only_what_asks_and_stands_is_confirmed(confirm, stores) -> None:
    stores.documents.add(silent := bulletin(receipt=ReceiptAsked.NONE))
    stores.documents.add(document := bulletin())
    stores.documents.save(revised(document, material=False))
    with pytest.raises(ReceiptNotAsked):
        confirm(silent)
    with pytest.raises(StaleVersion):
        confirm(document, 1)
    assert ({}, []) == (stores.receipts.kept, stores.outbox.events)


def test_what_one_may_not_read_is_like_what_is_not_there(confirm, stores) -> None:
    stores.documents.add(hidden := bulletin(marking=AMBER))
    said = set()
    for each in (hidden, published()):
        with pytest.raises(DocumentNotFound) as refused:
            confirm(each)
        said.add(str(refused.value))
    assert 1 == len(said)
