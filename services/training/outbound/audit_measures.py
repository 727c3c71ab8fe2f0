"""What those who run the platform see of the audit of certificates."""

from typing import Final

from prometheus_client import Gauge

from chassis.logs import logger
from services.training.domain.founded import Flaw

AUDITED: Final = Gauge(
    "isp_training_certificates_audited",
    "Certificates of the last audit, by whether statements and answers bear them out.",
    ["outcome"],
)


class PrometheusAuditMeasures:
    """Gauges of this process, and a line in the log for each certificate that does not hold."""

    def audited(self, *, founded: int, flawed: int, unstated: int) -> None:
        """Set the numbers."""
        AUDITED.labels("founded").set(founded)
        AUDITED.labels("flawed").set(flawed)
        AUDITED.labels("not yet stated").set(unstated)

    def flaw(self, certificate_id: str, found: frozenset[Flaw]) -> None:
        """Write which certificate, and what is wrong."""
        why = sorted(each.value for each in found)
        logger().error("a certificate is not founded", certificate=certificate_id, why=why)
