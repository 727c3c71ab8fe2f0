"""The stores of seats and cascades, in memory."""

from tests.ports.cascade_stores import CascadeStoresSuite


class TestMemoryCascades(CascadeStoresSuite):
    """The fakes keep what the real ones keep."""
