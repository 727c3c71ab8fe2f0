"""The in-memory store passes the suite of the real one."""

from tests.ports.alerts_store import AlertsStoreSuite


class TestMemoryAlerts(AlertsStoreSuite):
    """On memory."""
