"""Reading a feed of one's own, by its token alone."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kernel.principals import ANONYMOUS
from kernel.tiers import Tier
from services.content.domain.feed import FeedLinkNotFound, token_digest
from services.content.domain.search import Query
from services.content.usecases.read_own_feed import ReadOwnFeed
from tests.fakes.content import AMBER, NOON, VERIFIED, published
from tests.ports.content_feeds_store import link


@pytest.fixture
def kept(stores):
    stores.readers.known["verified"] = VERIFIED
    stores.feeds.add(kept := link("verified", token_digest("token")))
    return kept


def test_it_shows_what_its_owner_may_read_now(unit_of_work, stores, kept) -> None:
    """Whoever is demoted reads less with the next request, by the same token."""
    public, amber = published(), published(NOON + timedelta(minutes=1), marking=AMBER)
    for each in (public, amber):
        stores.documents.add(each)
    read = ReadOwnFeed(unit_of_work=unit_of_work)
    asked = {"token": "token", "query": Query(), "after": None, "size": 9}
    assert (kept.feed_id, [amber, public], None) == read(ANONYMOUS, **asked)
    stores.readers.known["verified"] = replace(VERIFIED, tier=Tier.REGISTERED)
    assert (kept.feed_id, [public], None) == read(ANONYMOUS, **asked)


@pytest.mark.parametrize("case", ["another token", "suspended", "signed out everywhere", "ended"])
def test_a_token_that_is_not_good_is_like_one_that_never_was(
    unit_of_work, stores, kept, case: str
) -> None:
    token = "other" if case == "another token" else "token"
    if case == "suspended":
        stores.readers.known["verified"] = None
    if case == "signed out everywhere":
        stores.readers.valid_after["verified"] = kept.made_at + timedelta(seconds=1)
    if case == "ended":
        stores.feeds.forget("verified")
    with pytest.raises(FeedLinkNotFound, match="There is no such feed"):
        ReadOwnFeed(unit_of_work=unit_of_work)(
            ANONYMOUS, token=token, query=Query(), after=None, size=9
        )
