"""The in-memory store of heeded events passes the suite of the real one."""

from tests.ports.heed_events import HeedEventsSuite


class TestMemoryHeedEvents(HeedEventsSuite):
    """On memory."""
