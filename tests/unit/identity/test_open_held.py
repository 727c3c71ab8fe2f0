"""How long a link is good."""

from datetime import timedelta

import pytest

from kernel.principals import ANONYMOUS
from services.identity.domain.held import LINK_GOOD, LOOK_GOOD, LookNotFound
from tests.fakes.subscriptions import (
    NOON,
    a_subscription,
)

SECOND = timedelta(seconds=1)


def test_a_link_is_good_for_an_hour(ask_look, open_look, stores, clock) -> None:
    stores.subscriptions.add(a_subscription())
    tokens = [ask_look().variables["token"] for _ in range(2)]
    clock.moment = NOON + LINK_GOOD
    assert open_look(ANONYMOUS, token=tokens[0]).until == clock.moment + LOOK_GOOD
    clock.moment += SECOND
    with pytest.raises(LookNotFound):
        open_look(ANONYMOUS, token=tokens[1])
