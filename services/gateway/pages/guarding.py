"""What guards a draft before it goes out, as parts of the desk's pages."""

from collections.abc import Sequence

from isp.alerts.v1 import alert_pb2, welsh_pb2
from services.gateway.clients import clients
from services.gateway.pages.answers import ask


def welsh_due() -> Sequence[alert_pb2.Alert]:
    """Return the alerts that are out without confirmed Welsh."""
    found = ask(clients().welsh.ListWelshDue, welsh_pb2.ListWelshDueRequest())
    alerts: Sequence[alert_pb2.Alert] = found.alerts
    return alerts


def confirm(alert_id: str, digest: bytes) -> None:
    """Confirm the Welsh of what was read."""
    ask(
        clients().welsh.ConfirmWelsh,
        welsh_pb2.ConfirmWelshRequest(alert_id=alert_id, read_digest=digest),
    )
