"""Reading a page of documents."""

from datetime import timedelta

from kernel.principals import ANONYMOUS
from services.content.usecases.list_documents import ListDocuments
from tests.fakes.content import AMBER, EDITOR, NOON, VERIFIED, published


def test_pages_hold_what_may_be_read_newest_first_and_miss_none(
    unit_of_work, red_reads, stores
) -> None:
    open_ones = [published(at=NOON + timedelta(hours=hour)) for hour in range(5)]
    secret = published(at=NOON + timedelta(days=1), marking=AMBER)
    gone = published().withdraw(by="editor", at=NOON)
    for each in (*open_ones, secret, gone):
        stores.documents.add(each)
    read = ListDocuments(unit_of_work=unit_of_work, red_reads=red_reads)
    seen, after = [], None
    while True:
        page, after = read(ANONYMOUS, language="", after=after, size=2)
        seen += page
        if after is None:
            break
    assert open_ones[::-1] == seen
    page, _ = read(VERIFIED, language="", after=None, size=1)
    assert [secret] == list(page)
    page, _ = read(EDITOR, language="", after=None, size=100)
    assert gone not in page


def test_a_language_narrows_the_list(unit_of_work, red_reads, stores) -> None:
    stores.documents.add(published())
    stores.documents.add(welsh := published(language="cy"))
    read = ListDocuments(unit_of_work=unit_of_work, red_reads=red_reads)
    page, following = read(ANONYMOUS, language="cy", after=None, size=10)
    assert ([welsh], None) == (list(page), following)
