"""The in-memory store of organisations and premises passes the suite of the real one."""

from tests.ports.whereabouts_store import WhereaboutsSuite


class TestMemoryWhereabouts(WhereaboutsSuite):
    """On memory."""
