"""Alarms about what is done at Keycloak: counted for Prometheus, said in the log."""

from datetime import datetime
from typing import Final

from prometheus_client import Counter, Gauge

from chassis.logs import logger
from services.identity.domain.account_at_keycloak import Finding, KeycloakEvent

ALARMS: Final = Counter(
    "isp_keycloak_alarms_total", "What is not at Keycloak as identity says.", ["finding"]
)
WATCHED: Final = Gauge(
    "isp_keycloak_watched_seconds", "When Keycloak was last looked at (Unix time)."
)


class CountedAlarms:
    """Each finding is a label of one figure; the figures begin at naught, so that one shows."""

    def __init__(self) -> None:
        WATCHED.set_to_current_time()  # a process that has just begun is not silent yet
        for finding in Finding:
            ALARMS.labels(finding.value)

    def raised(self, finding: Finding, event: KeycloakEvent) -> None:
        """Count something that somebody must look at, and say where; never about whom by name."""
        ALARMS.labels(finding.value).inc()
        logger().error(
            "Keycloak is not as identity says",
            finding=finding.value,
            event_id=event.event_id,
            by=event.by,
            path=event.path,
        )

    def met(self, finding: Finding, where: str) -> None:
        """Count what was met while something was carried there, and say what was carried."""
        ALARMS.labels(finding.value).inc()
        logger().error("Keycloak is not as identity says", finding=finding.value, path=where)

    def watched(self, at: datetime) -> None:
        """Say that everything until then was seen."""
        WATCHED.set(at.timestamp())
