"""Ending a feed link."""

import pytest

from chassis.errors import StaleVersion
from services.content.domain.feed import FeedLinkNotFound
from services.content.usecases.end_feed_link import EndFeedLink
from tests.fakes.content import READER, VERIFIED
from tests.ports.content_feeds_store import link


def test_it_ends_at_once_and_once(unit_of_work, stores) -> None:
    stores.feeds.add(link("reader"))
    end = EndFeedLink(unit_of_work=unit_of_work)
    with pytest.raises(FeedLinkNotFound):
        end(VERIFIED, expected_version=1)
    with pytest.raises(StaleVersion):
        end(READER, expected_version=2)
    assert "reader" in stores.feeds.links
    end(READER, expected_version=1)
    assert {} == stores.feeds.links
    assert 1 == len(stores.audit.rows)
    with pytest.raises(FeedLinkNotFound):
        end(READER, expected_version=1)
