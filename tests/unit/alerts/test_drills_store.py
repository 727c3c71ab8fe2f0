"""The in-memory store of drills passes the suite of the real one."""

from tests.ports.drills_store import DrillsStoreSuite


class TestMemoryDrills(DrillsStoreSuite):
    """In memory."""
