"""What happened, for others to know."""

from dataclasses import dataclass

from kernel.usage import Used
from services.alerts.domain.alert import Alert


@dataclass(frozen=True, slots=True)
class AlertIssued:
    """A second person issued an alert."""

    alert: Alert


@dataclass(frozen=True, slots=True)
class AlertEnded:
    """An alert was withdrawn, ended as all clear, or expired."""

    alert: Alert


Event = AlertIssued | AlertEnded | Used
