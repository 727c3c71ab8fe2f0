"""Making a feed link, and giving it another token."""

import pytest

from kernel.idempotency import RequestKey
from services.content.domain.feed import FeedLinkNotFound, token_digest
from services.content.usecases.renew_feed_link import RenewFeedLink
from tests.fakes.content import READER
from tests.fakes.plumbing import FreshIds


@pytest.fixture
def renew(unit_of_work, clock):
    return RenewFeedLink(unit_of_work=unit_of_work, clock=clock, ids=FreshIds())


def key(value: str) -> RequestKey:
    return RequestKey(rpc="RenewFeedLink", key=value, body_digest=b"1" * 32)


def test_the_token_is_kept_nowhere_and_a_new_one_voids_it(renew, stores, clock) -> None:
    first, token = renew(READER, key=key("a"))
    assert 43 == len(token)
    assert token_digest(token) == stores.feeds.links["reader"].digest
    assert token not in repr((stores.feeds.links, stores.audit.rows, stores.outbox.events))
    clock.pass_(days=1)
    second, other = renew(READER, key=key("b"))
    assert (first.feed_id, 1, 2) == (second.feed_id, first.version, second.version)
    assert second.made_at > first.made_at
    assert stores.feeds.link_by(token_digest(token)) is None
    assert second == stores.feeds.link_by(token_digest(other))
    assert 2 == len(stores.audit.rows) == len(stores.outbox.events)


def test_the_same_key_changes_nothing_and_shows_no_token(renew, stores) -> None:
    first, _ = renew(READER, key=key("a"))
    assert (first, "") == renew(READER, key=key("a"))
    assert 1 == len(stores.audit.rows)


def test_the_same_key_does_not_bring_back_what_ended(renew, stores) -> None:
    renew(READER, key=key("a"))
    stores.feeds.forget("reader")
    with pytest.raises(FeedLinkNotFound):
        renew(READER, key=key("a"))
    assert {} == stores.feeds.links
