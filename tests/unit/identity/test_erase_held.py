"""Erasing what is held of an address."""

import pytest

from kernel.principals import ANONYMOUS
from services.identity.domain.held import LookNotFound
from services.identity.usecases.erase_held import EraseHeld
from tests.fakes.subscriptions import (
    NOON,
    PHONE,
    PSEUDONYMS,
    SHOP,
    a_request,
    a_subscription,
    digest,
)


@pytest.fixture
def erase(unit_of_work, clock, ids):
    use_case = EraseHeld(unit_of_work=unit_of_work, pseudonyms=PSEUDONYMS, clock=clock, ids=ids)
    return lambda look: use_case(ANONYMOUS, look=look)


def test_only_the_look_s_own_address_is_forgotten(erase, ask_look, open_look, stores) -> None:
    mine, other = a_subscription(), a_subscription(PHONE)
    for each in (mine, other):
        stores.subscriptions.add(each)
    stores.subscription_requests.add(a_request(PHONE, confirmed_at=NOON))
    erase(open_look(ANONYMOUS, token=ask_look().variables["token"]).look)
    assert other == stores.subscriptions.find(digest(PHONE))
    assert 1 == len(stores.subscription_requests.kept)
    assert stores.subscriptions.find(digest(SHOP)).contact is None
    assert [SHOP.address] == stores.outbox.forgotten, "what others were told of it goes too"


def test_every_look_of_the_address_ends_with_it(erase, ask_look, open_look, stores) -> None:
    """Erased and begun anew, an earlier link or look shows nothing of what came after."""
    stores.subscriptions.add(a_subscription())
    tokens = [ask_look().variables["token"] for _ in range(2)]
    look = open_look(ANONYMOUS, token=tokens[0]).look
    erase(look)
    stores.subscription_requests.add(a_request())
    for attempt in (lambda: open_look(ANONYMOUS, token=tokens[1]), lambda: erase(look)):
        with pytest.raises(LookNotFound):
            attempt()
    assert 1 == len(stores.subscription_requests.kept)
