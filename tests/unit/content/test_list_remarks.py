"""Reading what readers said."""

from kernel.pages import Place
from services.content.domain.remark import RemarkStatus
from services.content.usecases.list_remarks import ListRemarks
from services.content.usecases.remark_ports import Wanted
from tests.fakes.content import EDITOR, published
from tests.ports.content_reading_stores import remark

OPEN = Wanted(status=RemarkStatus.OPEN)


def test_a_page_says_where_the_next_one_begins(unit_of_work, stores) -> None:
    document = published()
    stores.documents.add(document)
    first, second = remark(document), remark(document, 1)
    stores.remarks.add(first)
    stores.remarks.add(second)
    listed = ListRemarks(unit_of_work=unit_of_work)
    page, place = listed(EDITOR, wanted=OPEN, after=None, size=1)
    assert ([first], Place(first.left_at, first.remark_id)) == ([r.remark for r in page], place)
    page, place = listed(EDITOR, wanted=OPEN, after=place, size=1)
    assert ([second], None) == ([r.remark for r in page], place)
