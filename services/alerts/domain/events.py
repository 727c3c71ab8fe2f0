"""What happened, for others to know."""

from dataclasses import dataclass
from datetime import datetime

from kernel.usage import Used
from services.alerts.domain.alert import Alert
from services.alerts.domain.cascade import Context, Step
from services.alerts.domain.cordon import Cordon
from services.alerts.domain.site_response import Site
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


@dataclass(frozen=True, slots=True)
class SiteResponseChanged:
    """Another response level counts at a premises, or the same one for another reason."""

    site: Site
    at: datetime


@dataclass(frozen=True, slots=True)
class ContextAdded:
    """Somebody passed an alert on with words beside it, for those in their branch."""

    alert: Alert
    step: Step
    context: Context


Snapshot = AlertIssued | AlertEnded | ThreatLevelChanged | CordonChanged | SiteResponseChanged
Event = Snapshot | ContextAdded | Used
