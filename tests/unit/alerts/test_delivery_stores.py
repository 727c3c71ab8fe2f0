"""The in-memory stores of delivery pass the suites of the real ones."""

from tests.ports.delivery_stores import DeliveriesSuite, DispatchesSuite, RecipientsSuite


class TestMemoryRecipients(RecipientsSuite):
    """On memory."""


class TestMemoryDispatches(DispatchesSuite):
    """On memory."""


class TestMemoryDeliveries(DeliveriesSuite):
    """On memory."""
