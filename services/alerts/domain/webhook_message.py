"""What is posted to an endpoint about an alert: from the approved version alone."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from kernel.access import may_read
from kernel.markings import Tlp
from services.alerts.domain.alert import Alert, Status
from services.alerts.domain.area_posts import posted_area
from services.alerts.domain.cascade import Context, Step
from services.alerts.domain.exercise import enclosed
from services.alerts.domain.public_part import has_public_part, public_part
from services.alerts.domain.recipient import Recipient
from services.alerts.domain.wording import LONGEST, CapStatus

TYPES: Final = {
    Status.ISSUED: "alert.issued",
    Status.WITHDRAWN: "alert.withdrawn",
    Status.ALL_CLEAR: "alert.all-clear",
    Status.EXPIRED: "alert.expired",
}
UPDATED: Final = "alert.updated"
"""An issue that takes the place of an earlier message of its thread."""

PING: Final = "webhook.ping"


def alert_message(
    alert: Alert,
    notice: Status,
    public_url: str,
    *,
    named: bool,
    added: Sequence[tuple[Step, Context]] = (),
) -> str:
    """Return the body that tells of an alert or of its end, as JSON.

    Of what may not be `named` it says only that there is a message, where it is and of which
    thread; of what is Immediate also its public part, which is TLP:CLEAR.
    """
    content = alert.content
    happened = alert.ending.ended_at if alert.ending else alert.issued_at
    if notice is Status.ISSUED:
        happened = alert.issued_at
    assert happened is not None
    data: dict[str, Any] = {
        "alert_id": str(alert.alert_id),
        "url": f"{public_url}/alerts/{alert.alert_id}",
        "thread": _thread(alert),
        "cap_status": content.cap_status.value,
        "restricted": not named,
        "action_line": "",
        "expires_at": _moment(content.expires_at),
    }
    if named:
        data |= _action_line(alert) | _all_of(alert, notice)
    elif has_public_part(content):
        data |= _action_line(alert) | _part_of(alert, notice)
    if named and added:
        data["added"] = [_added(alert, step, context) for step, context in added]
    updates = notice is Status.ISSUED and alert.thread.updates is not None
    return _body(UPDATED if updates else TYPES[notice], happened, data)


def named_to(alert: Alert, to: Recipient) -> bool:
    """Tell whether a post says more than that there is a message.

    Not of what the endpoint's owner may not read now, nor of what is for named people's own eyes
    (TLP:RED).
    """
    marking = alert.content.marking
    return marking.tlp is not Tlp.RED and may_read(to.principal(), marking)


def _added(alert: Alert, step: Step, context: Context) -> dict[str, Any]:
    """Return what somebody added on the way, which is not part of the alert."""
    return {
        "region": step.region,
        "sector": step.sector or None,
        "text": _said(alert, context.text),
        "text_cy": _said(alert, context.text_cy) if context.text_cy else None,
        "tlp": context.tlp.value,
    }


def ping_message(webhook_id: UUID, at: datetime) -> str:
    """Return the body of a ping, which says nothing of any alert."""
    return _body(PING, at, {"webhook_id": str(webhook_id)})


def _thread(alert: Alert) -> dict[str, Any]:
    """Return which messages this takes the place of, oldest first, and of which the last was."""
    thread = alert.thread
    return {
        "thread_id": str(thread.thread_id),
        "number": thread.number,
        "updates": str(thread.updates) if thread.updates else None,
        "earlier": [str(each) for each in thread.earlier],
    }


def _action_line(alert: Alert) -> dict[str, Any]:
    return {"action_line": _said(alert, alert.content.action_line.strip())}


def _part_of(alert: Alert, notice: Status) -> dict[str, Any]:
    """Return what everyone may know besides: its weight, each language's line, how it ended."""
    part = public_part(alert)
    return {
        "language": part.content.language,
        "translations": [
            {"language": each.language, "action_line": _said(alert, each.action_line)}
            for each in part.content.translations
        ],
        "severity": part.content.severity.value,
        "urgency": part.content.urgency.value,
        **_ending(part, notice),
    }


def _all_of(alert: Alert, notice: Status) -> dict[str, Any]:
    content, area = alert.content, alert.content.area
    return {
        "headline": _said(alert, content.headline),
        "description": _said(alert, content.description),
        "instruction": _said(alert, content.instruction),
        "language": content.language,
        "translations": [
            {"language": each.language}
            | {name: _said(alert, getattr(each, name)) for name in (*LONGEST, "action_line")}
            for each in content.translations
        ],
        "area": posted_area(area) if area else None,
        "severity": content.severity.value,
        "urgency": content.urgency.value,
        "certainty": content.certainty.value,
        **content.kinds.fields(),
        "tlp": content.marking.tlp.value,
        "issued_at": _moment(alert.issued_at) if alert.issued_at else None,
        **_ending(alert, notice),
    }


def _ending(alert: Alert, notice: Status) -> dict[str, Any]:
    ending = alert.ending
    if notice is Status.ISSUED or ending is None:
        return {}
    said = {
        "text": _said(alert, ending.text),
        "text_cy": _said(alert, ending.text_cy) if ending.text_cy else None,
        "authority_reference": ending.authority_reference,
        "ended_at": _moment(ending.ended_at),
    }
    return {"ending": said}


def _said(alert: Alert, text: str) -> str:
    return enclosed(text) if alert.content.cap_status is CapStatus.EXERCISE else text


def _body(kind: str, at: datetime, data: dict[str, Any]) -> str:
    said = {"type": kind, "timestamp": _moment(at), "data": data}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
