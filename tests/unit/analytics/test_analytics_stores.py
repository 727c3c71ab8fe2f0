"""The in-memory stores pass the suite of the real ones."""

from tests.ports.analytics_stores import AnalyticsStoreSuite


class TestMemoryAnalytics(AnalyticsStoreSuite):
    """On memory."""
