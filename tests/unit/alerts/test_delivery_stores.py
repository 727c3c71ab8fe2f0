"""The in-memory stores of delivery pass the suites of the real ones."""

from tests.ports.delivery_stores import DeliveriesSuite, DispatchesSuite, RecipientsSuite
from tests.ports.quiet_accounts import QuietAccountsSuite


class TestMemoryRecipients(RecipientsSuite, QuietAccountsSuite):
    """On memory."""


class TestMemoryDispatches(DispatchesSuite):
    """On memory."""


class TestMemoryDeliveries(DeliveriesSuite):
    """On memory."""
