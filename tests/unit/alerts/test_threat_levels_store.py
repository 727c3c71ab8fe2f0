"""The in-memory store passes the suite of the real one."""

from tests.ports.threat_levels_store import ThreatLevelsStoreSuite


class TestMemoryThreatLevels(ThreatLevelsStoreSuite):
    """On memory."""
