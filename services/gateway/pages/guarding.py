"""What guards a draft before it goes out, as parts of the desk's pages."""

from collections.abc import Callable, Sequence
from typing import Final

from flask import request
from werkzeug.exceptions import BadRequest

from isp.alerts.v1 import alert_pb2, sharing_pb2, welsh_pb2
from services.gateway.clients import clients
from services.gateway.pages import labels
from services.gateway.pages.answers import ask

_OPEN: Final = (
    alert_pb2.ALERT_STATUS_DRAFT,
    alert_pb2.ALERT_STATUS_RETURNED,
    alert_pb2.ALERT_STATUS_SUBMITTED,
)
_NAMES: Final[dict[str, Callable[[str], str]]] = {
    "NEW_REGIONS": labels.region,
    "NEW_SECTORS": labels.sector,
    "LARGER_REACH": lambda size: str(labels.AUDIENCE_SIZES.get(size, size)),
    "MORE_CHANNELS": lambda channel: str(labels.CHANNELS.get(channel, channel)),
    "WIDER_SHARING": lambda tlp: f"TLP:{tlp}",
}
_FROM_TO: Final = frozenset({"LARGER_REACH", "WIDER_SHARING"})
"""Kinds whose values are what was and what is."""


def welsh_due() -> Sequence[alert_pb2.Alert]:
    """Return the alerts that are out without confirmed Welsh."""
    found = ask(clients().welsh.ListWelshDue, welsh_pb2.ListWelshDueRequest())
    alerts: Sequence[alert_pb2.Alert] = found.alerts
    return alerts


def warnings_of(alert: alert_pb2.Alert) -> sharing_pb2.GetSharingWarningsResponse:
    """Return what is unusual about a draft; of what is out nothing is."""
    if alert.status not in _OPEN:
        return sharing_pb2.GetSharingWarningsResponse()
    message = sharing_pb2.GetSharingWarningsRequest(alert_id=alert.alert_id)
    found: sharing_pb2.GetSharingWarningsResponse = ask(
        clients().alerts.GetSharingWarnings, message
    )
    return found


def warnings_seen() -> bytes:
    """Return the digest of the warnings that the visitor ticked as seen.

    Raises:
        BadRequest: no page of ours says this.
    """
    said = request.form.get("seen", "")
    try:
        return bytes.fromhex(said)
    except ValueError:
        raise BadRequest from None


def warning_values(warning: sharing_pb2.SharingWarning) -> str:
    """Return what a warning is about, by its names in the page's language."""
    kind = sharing_pb2.Unusual.Name(warning.kind).removeprefix("UNUSUAL_")
    names = [_NAMES.get(kind, str)(each) for each in warning.values]
    return (" → " if kind in _FROM_TO else ", ").join(names)


def confirm(alert_id: str, digest: bytes) -> None:
    """Confirm the Welsh of what was read."""
    ask(
        clients().welsh.ConfirmWelsh,
        welsh_pb2.ConfirmWelshRequest(alert_id=alert_id, read_digest=digest),
    )
