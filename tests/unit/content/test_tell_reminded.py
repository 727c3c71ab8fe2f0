"""People hear that editors remind them."""

from dataclasses import replace

import pytest

from kernel.tiers import Tier
from services.content.domain.events import ReceiptReminded
from services.content.domain.receipt import ReceiptAsked
from services.content.usecases.tell_reminded import TellReminded
from tests.fakes.content import AMBER, READER, VERIFIED
from tests.ports.content_receipts_store import bulletin, person, receipt, revised


@pytest.fixture
def tell(unit_of_work, clock, stores) -> TellReminded:
    stores.readers.known |= {each.person: each for each in (READER, VERIFIED)}
    return TellReminded(unit_of_work=unit_of_work, clock=clock)


@pytest.fixture
def reminded(stores, clock):
    """Keeps a document of which editors just reminded."""

    def keep(**given):
        stores.documents.add(document := bulletin(**given))
        stores.receipts.remind(document.document_id, at=clock.now())
        return document

    return keep


def heard(stores) -> list[str]:
    return [each.subject for each in stores.outbox.events if isinstance(each, ReceiptReminded)]


def test_who_has_not_confirmed_hears_once(tell, reminded, stores) -> None:
    document = reminded()
    stores.receipts.keep(receipt(document, VERIFIED.person))
    assert 1 == tell()
    assert 0 == tell()
    assert [READER.person] == heard(stores)


def test_who_may_not_read_it_now_does_not_hear(tell, reminded, stores) -> None:
    document = reminded(marking=AMBER)
    stores.readers.known["fallen"] = person("fallen", tier=Tier.REGISTERED)
    assert 1 == tell()
    assert [VERIFIED.person] == heard(stores)
    stores.receipts.remind(document.document_id, at=document.changed_at)
    stores.readers.known[VERIFIED.person] = replace(VERIFIED, tier=Tier.REGISTERED)
    assert 0 == tell()


@pytest.mark.parametrize("what", ["withdrawn", "asks no more", "gone"])
def test_of_what_asks_no_more_nobody_hears(tell, reminded, stores, what: str) -> None:
    document = reminded()
    if what == "withdrawn":
        stores.documents.save(document.withdraw(by="editor", at=document.changed_at))
    elif what == "gone":
        del stores.documents.kept[document.document_id]
    else:
        quiet = replace(document.content, receipt=ReceiptAsked.NONE)
        changed = revised(document, material=True)
        stores.documents.save(replace(changed, content=quiet))
    assert 0 == tell()
    assert [] == heard(stores)
    assert {} == stores.receipts.to_tell, "it is looked at once"
