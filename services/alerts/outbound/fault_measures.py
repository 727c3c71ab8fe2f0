"""What those who run the platform see of work that failed by a fault of ours."""

from typing import Final
from uuid import UUID

from prometheus_client import Counter

from chassis.logs import logger

PUT_OFF: Final = Counter(
    "isp_alert_work_put_off_total",
    "Work that failed by a fault of ours; it is tried again, and the others went on.",
    ["task"],
)


class PrometheusFaultMeasures:
    """Counts in this process."""

    def put_off(self, task: str, which: UUID, error: Exception) -> None:
        """Count it, and say in the log which it was."""
        PUT_OFF.labels(task).inc()
        logger().error(
            "work was put off",
            task=task,
            which=str(which),
            why=type(error).__name__,  # its text may say what is in a row
        )
