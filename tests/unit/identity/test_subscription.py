"""A subscription's life: it begins, grows, stops, and is forgotten."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.identity.domain.errors import TooManyPostcodes
from services.identity.domain.postcode import Postcode
from services.identity.domain.subscription import MOST_POSTCODES
from tests.fakes.subscriptions import CARDIFF, LONDON, NOON, SHOP, a_subscription

LATER = NOON + timedelta(days=40)


def joined(there, postcode=CARDIFF, region="WAL", at=LATER):
    return there.joined(SHOP, postcode=postcode, regions=frozenset({region}), language="cy", at=at)


def test_a_second_postcode_is_added_to_the_first() -> None:
    both = joined(a_subscription())
    assert ((LONDON, CARDIFF), {"LON", "WAL"}, "cy", 2, NOON) == (
        both.postcodes,
        both.regions,
        both.language,
        both.version,
        both.started_at,
    )


def test_the_same_postcode_again_is_one() -> None:
    assert (LONDON,) == joined(a_subscription(), LONDON, "LON").postcodes


def test_an_address_has_ten_postcodes_at_most() -> None:
    there = a_subscription()
    for number in range(1, MOST_POSTCODES):
        there = joined(there, Postcode(f"M{number} 1AA"), "NW")
    assert MOST_POSTCODES == len(there.postcodes)
    assert MOST_POSTCODES == len(joined(there, LONDON, "LON").postcodes)
    with pytest.raises(TooManyPostcodes):
        joined(there)


def test_after_a_stop_it_begins_anew_and_goes_on_counting() -> None:
    stopped = a_subscription().stopped(NOON)
    again = joined(stopped)
    assert ((CARDIFF,), {"WAL"}, True, 3, LATER, None) == (
        again.postcodes,
        again.regions,
        again.active,
        again.version,
        again.started_at,
        again.stopped_at,
    )
    assert (stopped.subscription_id, stopped.stop_token) == (
        again.subscription_id,
        again.stop_token,
    )


def test_stopping_again_changes_nothing() -> None:
    stopped = a_subscription().stopped(NOON)
    assert stopped is stopped.stopped(LATER)


def test_nothing_of_a_forgotten_one_tells_who_it_was() -> None:
    forgotten = a_subscription().stopped(NOON).forgotten()
    assert forgotten is forgotten.forgotten()
    for trace in (SHOP.address, LONDON.text, "LON"):
        assert trace not in str(forgotten)


def test_who_gets_alerts_is_not_forgotten() -> None:
    there = a_subscription()
    assert there is there.forgotten()


def test_only_another_region_is_a_move() -> None:
    there = a_subscription()
    assert there is there.moved(frozenset({"LON"}))
    assert 2 == there.moved(frozenset({"LON", "EAST"})).version


@given(st.lists(st.sampled_from(["join", "stop", "forget", "move"]), max_size=30))
def test_whatever_happens_every_change_has_the_next_version(acts) -> None:
    """And nothing is sent to who stopped, or to nobody."""
    there = a_subscription()
    for act in acts:
        before = there
        if act == "join":
            there = joined(there)
        elif act == "stop":
            there = there.stopped(LATER)
        elif act == "forget":
            there = there.forgotten()
        else:
            there = there.moved(frozenset({"SE"}))
        assert there.version == before.version + (there is not before)
        assert there.contact is not None or not there.active
        assert not there.active or there.stopped_at is None


def test_an_address_may_be_an_accounts_besides_and_says_so_once() -> None:
    there = a_subscription()
    both = there.held_by("somebody", SHOP, language="cy", at=NOON)
    assert (there.postcodes, there.regions, there.stop_token) == (
        both.postcodes,
        both.regions,
        both.stop_token,
    )
    assert ("somebody", "cy", 2) == (both.subject, both.language, both.version)
    assert both is both.held_by("somebody", SHOP, language="cy", at=NOON)
    assert both.serves("somebody")
    assert not both.serves("another")


def test_a_stop_ends_both_and_each_begins_anew_alone() -> None:
    stopped = a_subscription(subject="somebody").stopped(NOON)
    assert not stopped.serves("somebody")
    as_account = stopped.held_by("somebody", SHOP, language="en", at=NOON)
    assert (True, (), frozenset()) == (
        as_account.active,
        as_account.postcodes,
        as_account.regions,
    )
    by_postcode = stopped.joined(
        SHOP, postcode=LONDON, regions=frozenset({"LON"}), language="en", at=NOON
    )
    assert (True, None) == (by_postcode.active, by_postcode.subject)


def test_what_is_forgotten_names_nobody() -> None:
    forgotten = a_subscription(subject="somebody").stopped(NOON).forgotten()
    assert (None, None) == (forgotten.subject, forgotten.contact)
