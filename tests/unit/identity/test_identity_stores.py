"""The in-memory stores pass the suite of the real ones."""

from tests.ports.identity_stores import IdentityStoresSuite


class TestMemoryIdentity(IdentityStoresSuite):
    """On memory."""
