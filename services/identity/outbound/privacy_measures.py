"""What those who run the platform see of the clocks of privacy. No label says whose."""

from typing import Final

from prometheus_client import Gauge

REQUESTS: Final = Gauge(
    "isp_privacy_requests_overdue", "Requests about somebody's data that are past their time."
)
COMPLAINTS: Final = Gauge(
    "isp_complaints_overdue", "Complaints that are past the time of acknowledgement or answer."
)


class PrometheusPrivacyMeasures:
    """Says it in this process."""

    def overdue(self, *, requests: int, complaints: int) -> None:
        """Say it as it is now."""
        REQUESTS.set(requests)
        COMPLAINTS.set(complaints)
