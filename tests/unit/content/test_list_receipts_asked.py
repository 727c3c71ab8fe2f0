"""Listing what one is asked to confirm."""

from services.content.usecases.list_receipts_asked import ListReceiptsAsked
from tests.fakes.content import READER, VERIFIED
from tests.ports.content_draft_stores import RED
from tests.ports.content_receipts_store import bulletin, receipt


def test_what_was_confirmed_is_not_there_and_tlp_red_goes_on_record(
    unit_of_work, stores, red_reads
) -> None:
    listed = ListReceiptsAsked(unit_of_work=unit_of_work, red_reads=red_reads)
    stores.documents.add(document := bulletin())
    assert [(document, None)] == listed(READER)
    stores.receipts.keep(receipt(document))
    assert [] == listed(READER)
    stores.receipts.keep(receipt(document, "verified"))
    stores.documents.add(red := bulletin(marking=RED))
    assert [(red, None)] == listed(VERIFIED)
    assert 1 == len(stores.audit.rows)
