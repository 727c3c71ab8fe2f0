"""Reading the feed of what anyone may read."""

from datetime import timedelta

from services.content.domain.search import Query
from services.content.usecases.read_feed import ReadFeed
from tests.fakes.content import AMBER, EDITOR, NOON, published


def test_it_is_the_same_for_everyone_and_pages(unit_of_work, stores) -> None:
    first, second = published(NOON + timedelta(minutes=1)), published(NOON)
    for each in (first, second, published(marking=AMBER)):
        stores.documents.add(each)
    read = ReadFeed(unit_of_work=unit_of_work)
    page, place = read(EDITOR, query=Query(), after=None, size=1)
    assert [first] == page
    assert place is not None
    assert ([second], None) == read(EDITOR, query=Query(), after=place, size=1)
