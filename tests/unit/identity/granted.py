"""Who gives roles, and to whom, in tests."""

from tests.fakes.identity import caller, subscriber
from tests.unit.identity.seated import verified

HUB = caller("hub", "hub-officer")
ADMIN = caller("admin", "platform-admin")
OFFICER = caller("officer")


def a_house(stores):
    """Put the two who give roles, and the one who is to get one, into the record."""
    stores.subscribers.add(subscriber("hub", roles=frozenset({"hub-officer"})))
    stores.subscribers.add(subscriber("admin", roles=frozenset({"platform-admin"})))
    stores.subscribers.add(verified("officer"))
