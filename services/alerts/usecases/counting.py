"""What is counted of an alert: exercises and tests apart from what is meant."""

from datetime import datetime

from kernel.principals import Principal
from kernel.usage import Used
from services.alerts.domain.alert import Alert
from services.alerts.domain.wording import CapStatus


def counted(caller: Principal, metric: str, alert: Alert, at: datetime, detail: str = "") -> Used:
    """Return that somebody did this: of an exercise it is `alerts.exercise-issued`, and so on."""
    status = alert.content.cap_status
    if status is not CapStatus.ACTUAL:
        service, _, act = metric.partition(".")
        metric = f"{service}.{status.value.lower()}-{act}"
    return Used(caller=caller, metric=metric, at=at, detail=detail)
