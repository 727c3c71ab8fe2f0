"""The fake passes the suite of the rumour board."""

from tests.ports.rumours_store import RumoursStoreSuite


class TestMemoryRumours(RumoursStoreSuite):
    """In memory."""
