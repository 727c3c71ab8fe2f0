"""The queue of what readers need."""

from services.content.usecases.list_format_requests import ListFormatRequests
from tests.fakes.content import EDITOR


def test_what_is_due_first_stands_first_and_pages(
    unit_of_work, red_reads, desk, document, clock
) -> None:
    queue = ListFormatRequests(unit_of_work=unit_of_work, red_reads=red_reads)
    first = desk.asked(document)
    clock.pass_(days=3)
    second, third = desk.asked(document), desk.asked(document)
    desk.answered(desk.claimed(third))
    page, following = queue(EDITOR, ended=False, after=None, size=1)
    assert [first] == [each.request for each in page]
    rest, end = queue(EDITOR, ended=False, after=following, size=1)
    assert ([second], None) == ([each.request for each in rest], end)
    (done,), _ = queue(EDITOR, ended=True, after=None, size=9)
    assert third.request_id == done.request.request_id
