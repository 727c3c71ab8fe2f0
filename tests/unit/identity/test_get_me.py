"""What the platform knows of the caller."""

import pytest

from services.identity.domain.errors import SubscriberNotFound
from services.identity.usecases.get_me import GetMe
from tests.fakes.identity import caller, case, subscriber


def test_one_sees_oneself_and_ones_newest_case(unit_of_work, stores) -> None:
    stores.subscribers.add(me := subscriber("me"))
    stores.subscribers.add(subscriber("other"))
    stores.verifications.add(mine := case("me"))
    get = GetMe(unit_of_work=unit_of_work)
    assert (me, mine.outcome) == get(caller("me"))
    assert (stores.subscribers.get("other"), None) == get(caller("other"))
    with pytest.raises(SubscriberNotFound):
        get(caller("nobody"))
