"""What those who run the platform see of providers."""

from typing import Final

from prometheus_client import Counter, Gauge

from services.alerts.domain.circuit import Gate
from services.alerts.domain.delivery import Outcome
from services.alerts.domain.recipient import Channel

ASKED: Final = Counter(
    "isp_alert_provider_handovers_total",
    "Hand-overs to a provider, by what became of them.",
    ["channel", "provider", "outcome"],
)
CIRCUIT: Final = Gauge(
    "isp_alert_provider_circuit",
    "What a provider's circuit lets through: 0 everything, 1 one hand-over to see, 2 nothing.",
    ["channel", "provider"],
)


class PrometheusProviderMeasures:
    """Counts in this process."""

    def asked(self, channel: Channel, provider: str, outcome: Outcome) -> None:
        """Count one hand-over."""
        ASKED.labels(channel.value, provider, outcome.value).inc()

    def gate(self, channel: Channel, provider: str, gate: Gate) -> None:
        """Say what a circuit lets through."""
        CIRCUIT.labels(channel.value, provider).set(gate.value)
