"""Being warned about another postcode."""

from datetime import timedelta

from kernel.principals import ANONYMOUS
from services.identity.domain.postcode import Postcode
from services.identity.usecases.change_held_postcode import ChangeHeldPostcode
from tests.fakes.subscriptions import (
    CARDIFF,
    LONDON,
    SHOP,
    a_subscription,
    digest,
)

SECOND = timedelta(seconds=1)


def test_of_two_postcodes_one_goes_and_the_regions_of_the_other_stay(
    ask_look, open_look, unit_of_work, stores, clock
) -> None:
    """A region that came with an account that closed stays too."""
    both = a_subscription(postcodes=(LONDON, CARDIFF), regions=frozenset({"LON", "WAL", "SCO"}))
    stores.subscriptions.add(both)
    stores.postcodes.kept = {LONDON.text: "LON", CARDIFF.text: "WAL", "M1 1AE": "NW"}
    look = open_look(ANONYMOUS, token=ask_look().variables["token"]).look
    change = ChangeHeldPostcode(unit_of_work=unit_of_work, clock=clock)
    change(ANONYMOUS, look=look, old=LONDON, new=Postcode("M1 1AE"))
    there = stores.subscriptions.find(digest(SHOP))
    assert (("M1 1AE", CARDIFF.text), {"NW", "WAL", "SCO"}) == (
        tuple(each.text for each in there.postcodes),
        there.regions,
    )
    change(ANONYMOUS, look=look, old=Postcode("M1 1AE"), new=CARDIFF)
    there = stores.subscriptions.find(digest(SHOP))
    assert ((CARDIFF,), {"WAL", "SCO"}) == (there.postcodes, there.regions)


def test_the_same_postcode_is_no_change(ask_look, open_look, unit_of_work, stores, clock) -> None:
    there = a_subscription()
    stores.subscriptions.add(there)
    look = open_look(ANONYMOUS, token=ask_look().variables["token"]).look
    change = ChangeHeldPostcode(unit_of_work=unit_of_work, clock=clock)
    change(ANONYMOUS, look=look, old=LONDON, new=LONDON)
    assert there == stores.subscriptions.find(digest(SHOP))
