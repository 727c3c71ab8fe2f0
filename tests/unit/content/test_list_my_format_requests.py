"""Reading what one asked for."""

from services.content.usecases.list_my_format_requests import ListMyFormatRequests
from tests.fakes.content import NOON, READER, VERIFIED, published


def test_they_are_ones_own_newest_first_without_what_one_may_not_read(
    unit_of_work, red_reads, desk, document, clock, stores
) -> None:
    own = ListMyFormatRequests(unit_of_work=unit_of_work, red_reads=red_reads)
    gone = published()
    stores.documents.add(gone)
    first = desk.asked(document, by=READER)
    clock.pass_(hours=1)
    second = desk.asked(gone, by=READER)
    desk.asked(document, by=VERIFIED)
    desk.asked(document)
    stores.documents.save(gone.withdraw(by="editor", at=NOON))
    assert [(second, None), (first, document)] == [
        (each.request, each.document) for each in own(READER)
    ]
