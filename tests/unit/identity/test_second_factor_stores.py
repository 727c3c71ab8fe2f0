"""The in-memory stores of second factors pass the suite of the real ones."""

from tests.ports.second_factor_stores import SecondFactorStoresSuite


class TestMemorySecondFactorStores(SecondFactorStoresSuite):
    """On memory."""
