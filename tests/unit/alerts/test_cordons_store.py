"""The fake passes the suite of cordons."""

from tests.ports.cordons_store import CordonsStoreSuite


class TestMemoryCordons(CordonsStoreSuite):
    """In memory."""
