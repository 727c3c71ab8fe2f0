"""The in-memory stores pass the suite of the real ones."""

from tests.ports.premises_stores import PremisesStoresSuite


class TestMemoryPremises(PremisesStoresSuite):
    """On memory."""
