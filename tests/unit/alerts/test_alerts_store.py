"""The in-memory store passes the suite of the real one."""

from tests.ports.alerts_store import AlertsStoreSuite
from tests.ports.freezes_store import FreezesStoreSuite
from tests.ports.templates_store import TemplatesStoreSuite


class TestMemoryTemplates(TemplatesStoreSuite):
    """On memory."""


class TestMemoryFreezes(FreezesStoreSuite):
    """On memory."""


class TestMemoryAlerts(AlertsStoreSuite):
    """On memory."""
