"""What those who run the platform see of packages that are judged."""

from typing import Final
from uuid import UUID

from prometheus_client import Counter, Gauge

from chassis.logs import logger

FAILED: Final = "FAILED"
JUDGED: Final = Counter(
    "isp_packages_judged_total",
    "Packages scanned and looked into, by what came of it.",
    ["outcome"],
)
WAITING: Final = Gauge("isp_packages_waiting", "Packages that wait for the scanner.")


class PrometheusScanMeasures:
    """Counts in this process."""

    def judged(self, outcome: str) -> None:
        """Count what became of a package."""
        JUDGED.labels(outcome).inc()

    def failed(self, package_id: UUID, error: Exception) -> None:
        """Count it, and say in the log which it was."""
        JUDGED.labels(FAILED).inc()
        logger().error(
            "a package was not judged",
            package=str(package_id),
            why=type(error).__name__,  # its text may say what is in a package
        )

    def waiting(self, many: int) -> None:
        """Set how many wait."""
        WAITING.set(many)
