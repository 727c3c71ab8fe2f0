"""What happened, for others to know."""

from dataclasses import dataclass

from kernel.usage import Used
from services.alerts.domain.alert import Alert
from services.alerts.domain.cordon import Cordon
from services.alerts.domain.threat_change import StandingLevel


@dataclass(frozen=True, slots=True)
class AlertIssued:
    """A second person issued an alert."""

    alert: Alert


@dataclass(frozen=True, slots=True)
class AlertEnded:
    """An alert was withdrawn, ended as all clear, or expired."""

    alert: Alert


@dataclass(frozen=True, slots=True)
class ThreatLevelChanged:
    """A second person put another threat level, or another response to it, into force."""

    standing: StandingLevel


@dataclass(frozen=True, slots=True)
class CordonChanged:
    """A cordon was set, moved, renewed or lifted; it is for whom `alert` is for."""

    cordon: Cordon
    alert: Alert


Event = AlertIssued | AlertEnded | ThreatLevelChanged | CordonChanged | Used
