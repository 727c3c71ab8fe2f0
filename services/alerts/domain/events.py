"""What happened, for others to know."""

from dataclasses import dataclass
from datetime import datetime

from kernel.principals import Principal
from services.alerts.domain.alert import Alert


@dataclass(frozen=True, slots=True)
class AlertIssued:
    """A second person issued an alert."""

    alert: Alert


@dataclass(frozen=True, slots=True)
class AlertEnded:
    """An alert was withdrawn, ended as all clear, or expired."""

    alert: Alert


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """A person did something that analysts count."""

    caller: Principal
    metric: str
    at: datetime
    detail: str = ""


Event = AlertIssued | AlertEnded | Used
