"""What every verb does first: find the alert for this caller, at the version they read."""

from uuid import UUID

from chassis.errors import StaleVersion
from kernel.principals import Principal
from services.alerts.domain.alert import Alert
from services.alerts.domain.errors import AlertNotFound
from services.alerts.domain.public_part import seen_by
from services.alerts.usecases.ports import Alerts


def get_readable(alerts: Alerts, reader: Principal, alert_id: UUID, *, lock: bool = False) -> Alert:
    """Return an alert that a person may know of.

    Raises:
        AlertNotFound: there is none, or the person may not know of it; the two look the same.
    """
    alert = alerts.get(alert_id, lock=lock)
    if not alert.readable_by(reader):
        raise AlertNotFound("There is no such alert.")
    return alert


def get_seen(alerts: Alerts, reader: Principal, alert_id: UUID) -> Alert:
    """Return an alert as a person may know of it: of an Immediate one everyone what to do.

    What is returned is for showing alone.

    Raises:
        AlertNotFound: there is none, or the person may know nothing of it; the two look the same.
    """
    seen = seen_by(alerts.get(alert_id), reader)
    if seen is None:
        raise AlertNotFound("There is no such alert.")
    return seen


def same_version(alert: Alert, expected: int) -> None:
    """See that the caller read the version that stands.

    Raises:
        StaleVersion: it is another one.
    """
    if alert.version != expected:
        raise StaleVersion("The alert changed since you read it: read it again.")


def welsh_of_record(alert: Alert) -> dict[str, str]:
    """Return what an alert went out with in place of confirmed Welsh, for the decision log."""
    welsh = alert.welsh
    if welsh.due_at is None:
        return {}
    stood_in = str(welsh.stand_in) if welsh.stand_in else "nothing"
    return {"welsh_due_at": welsh.due_at.isoformat(), "welsh_stand_in": stood_in}


def reference_of(alert: Alert) -> dict[str, str]:
    """Return on whose external reference an alert rests, for the decision log."""
    reference = alert.content.authority_reference
    return {"authority_reference": reference} if reference else {}
