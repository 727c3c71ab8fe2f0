"""How long a look is good."""

from datetime import timedelta

import pytest

from kernel.principals import ANONYMOUS
from services.identity.domain.held import LOOK_GOOD, Look, LookNotFound
from services.identity.usecases.get_held import GetHeld
from tests.fakes.subscriptions import (
    NOON,
    SHOP,
    a_subscription,
)

SECOND = timedelta(seconds=1)


def test_a_look_is_over_in_half_an_hour(ask_look, open_look, unit_of_work, stores, clock) -> None:
    stores.subscriptions.add(a_subscription())
    look = open_look(ANONYMOUS, token=ask_look().variables["token"]).look
    see = GetHeld(unit_of_work=unit_of_work, clock=clock)
    clock.moment = NOON + LOOK_GOOD
    assert SHOP == see(look=look).contact
    clock.moment += SECOND
    with pytest.raises(LookNotFound):
        see(look=look)


def test_a_look_that_was_never_opened_is_none() -> None:
    with pytest.raises(LookNotFound):
        Look(proof=b"p", contact_digest="d", made_at=NOON).until(NOON)
