"""What those who run the platform see of delivery. No label says whom a message was for."""

from collections.abc import Mapping
from typing import Final

from prometheus_client import Counter, Gauge

from chassis.logs import logger
from services.alerts.domain.delivery import Delivery, State
from services.alerts.domain.recipient import Channel

SETTLED: Final = Counter(
    "isp_alert_deliveries_settled_total",
    "Hand-overs, and what stood in their way.",
    ["channel", "state"],
)
DEAD: Final = Counter(
    "isp_alert_deliveries_dead_total",
    "Deliveries that were given up: out of time, or tried too often.",
    ["channel"],
)
REFUSED: Final = Counter(
    "isp_alert_deliveries_refused_total",
    "Messages that a provider will never take, whoever they are to.",
    ["channel"],
)
FAILED: Final = Counter(
    "isp_alert_deliveries_failed_total",
    "Deliveries put off since they could not be looked at or written, by a fault of ours.",
    ["channel"],
)
REPEATS: Final = Counter(
    "isp_alert_deliveries_possible_repeats_total",
    "Messages handed over again whose earlier hand-over has an unknown outcome.",
    ["channel"],
)
OLDEST: Final = Gauge(
    "isp_alert_deliveries_oldest_seconds",
    "How long ago the oldest delivery that is due was due.",
    ["channel"],
)


class PrometheusDeliveryMeasures:
    """Counts in this process."""

    def settled(self, before: Delivery, after: Delivery) -> None:
        """Count one."""
        channel = after.channel.value
        SETTLED.labels(channel, after.state.value).inc()
        REPEATS.labels(channel).inc(after.possible_repeats - before.possible_repeats)
        if after.state is State.DEAD:
            DEAD.labels(channel).inc()

    def refused(self, delivery: Delivery, why: str) -> None:
        """Count it, and say in the log of which alert: everybody of a language may miss it."""
        channel = delivery.channel.value
        REFUSED.labels(channel).inc()
        logger().error(
            "a provider refuses a message whoever it is to",
            alert_id=str(delivery.alert_id),
            channel=channel,
            why=why,
        )

    def failed(self, delivery: Delivery, error: Exception) -> None:
        """Count it, and say in the log of which alert."""
        channel = delivery.channel.value
        FAILED.labels(channel).inc()
        logger().error(
            "a delivery could not be handed over",
            alert_id=str(delivery.alert_id),
            channel=channel,
            why=type(error).__name__,  # its text may say an address
        )

    def backlog(self, seconds: Mapping[Channel, float]) -> None:
        """Say how old the oldest is that is due."""
        for channel, age in seconds.items():
            OLDEST.labels(channel.value).set(age)
