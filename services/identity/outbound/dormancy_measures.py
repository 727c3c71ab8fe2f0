"""What those who run the platform see of accounts that close because nobody uses them."""

from typing import Final

from prometheus_client import Counter

from chassis.logs import logger

FAILED: Final = Counter(
    "isp_dormancy_failures_total",
    "Dormant accounts about which nothing could be done in a round; the next tries again.",
)


class PrometheusDormancyMeasures:
    """Counts in this process."""

    def failed(self, error: Exception) -> None:
        """Count one, and say in the log what went wrong; never about whom."""
        FAILED.inc()
        logger().error("nothing done about a dormant account", error=type(error).__name__)
