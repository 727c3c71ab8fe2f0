"""What those who run the platform see of accounts that read of too many people."""

from typing import Final

from prometheus_client import Counter

FROZEN: Final = Counter(
    "isp_record_budget_spent_total",
    "Accounts that read records of more people in a day than one may, and read no more of them.",
)


class PrometheusReadingMeasures:
    """Counts in this process."""

    def frozen(self) -> None:
        """Count one."""
        FROZEN.inc()
