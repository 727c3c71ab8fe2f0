"""The in-memory stores pass the suite of the real ones."""

from tests.ports.subscription_stores import SubscriptionStoresSuite


class TestMemorySubscriptions(SubscriptionStoresSuite):
    """On memory."""
