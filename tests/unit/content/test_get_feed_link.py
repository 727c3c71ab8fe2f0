"""Looking for one's own feed link."""

from services.content.usecases.get_feed_link import GetFeedLink
from tests.fakes.content import READER, VERIFIED
from tests.ports.content_feeds_store import link


def test_everybody_sees_their_own_alone(unit_of_work, stores) -> None:
    stores.feeds.add(kept := link("reader"))
    get = GetFeedLink(unit_of_work=unit_of_work)
    assert (kept, None) == (get(READER), get(VERIFIED))
