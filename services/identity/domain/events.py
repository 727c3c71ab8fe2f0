"""What happened, for others to know."""

from dataclasses import dataclass
from datetime import datetime

from kernel.principals import Principal
from services.identity.domain.subscriber import Subscriber


@dataclass(frozen=True, slots=True)
class PrincipalChanged:
    """A person's rights are now these."""

    subscriber: Subscriber


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """Identity is alive, and its changes arrive."""

    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """A person did something that analysts count."""

    caller: Principal
    metric: str
    at: datetime
    detail: str = ""


Event = PrincipalChanged | Heartbeat | Used
