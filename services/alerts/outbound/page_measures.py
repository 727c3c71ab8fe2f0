"""What those who run the platform see of paging. No label says who was to be paged."""

from typing import Final

from prometheus_client import Gauge

from services.alerts.usecases.page_ports import PageBacklog

WAITING: Final = Gauge("isp_alert_pages_waiting", "Pages to officers that are due and not sent.")
OLDEST: Final = Gauge(
    "isp_alert_pages_oldest_seconds", "How long ago the oldest page that is not sent was queued."
)
GIVEN_UP: Final = Gauge(
    "isp_alert_pages_given_up", "Pages that reached nobody, of matters that are still open."
)
NOBODY: Final = Gauge(
    "isp_alert_page_ladders_without_anybody",
    "Matters that are open and for which there is nobody whom one could page.",
)


class PrometheusPageMeasures:
    """Says it in this process."""

    def backlog(self, backlog: PageBacklog) -> None:
        """Say it as it is now."""
        WAITING.set(backlog.waiting)
        OLDEST.set(backlog.oldest_seconds)
        GIVEN_UP.set(backlog.given_up)
        NOBODY.set(backlog.nobody)
