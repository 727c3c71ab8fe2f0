"""An alert as protobuf, for answers and events."""

from datetime import datetime

from google.protobuf.descriptor import EnumDescriptor
from google.protobuf.timestamp_pb2 import Timestamp

from isp.alerts.v1 import alert_pb2
from isp.kernel.v1 import kernel_pb2
from kernel.markings import Marking
from services.alerts.domain.alert import Alert
from services.alerts.domain.content import AlertContent, as_exercise


def alert_to_pb(alert: Alert) -> alert_pb2.Alert:
    """Return an alert with everything that staff and other processes of alerts may see."""
    message = alert_pb2.Alert(
        alert_id=str(alert.alert_id),
        status=alert_pb2.AlertStatus.Value(f"ALERT_STATUS_{alert.status.name}"),
        content=_content(alert.content),
        digest=alert.digest,
        version=alert.version,
        created_at=moment(alert.created_at),
    )
    if alert.issued_at is not None:
        message.issued_at.CopyFrom(moment(alert.issued_at))
    if alert.ending is not None:
        message.ending.text = alert.ending.text
        message.ending.authority_reference = alert.ending.authority_reference
        message.ending.ended_at.CopyFrom(moment(alert.ending.ended_at))
    if alert.proposal is not None:
        message.all_clear_proposal.text = alert.proposal.text
        message.all_clear_proposal.authority_reference = alert.proposal.authority_reference
        message.all_clear_proposal.digest = alert.proposal_digest or b""
    return message


def for_readers(message: alert_pb2.Alert) -> alert_pb2.Alert:
    """Take away what only staff may see: how it was decided, and for whom else it is.

    An exercise is marked as one in every text, first and last.
    """
    message.ClearField("digest")
    message.ClearField("all_clear_proposal")
    message.content.ClearField("audience")
    message.content.marking.ClearField("named_subjects")
    return marked(message)


def marked(message: alert_pb2.Alert) -> alert_pb2.Alert:
    """Return an exercise marked as one in each text, for whoever shows no more than one of them."""
    if not message.content.exercise:
        return message
    shown = alert_pb2.Alert()
    shown.CopyFrom(message)
    for name in ("headline", "description", "instruction", "action_line"):
        if said := getattr(shown.content, name):
            setattr(shown.content, name, as_exercise(said))
    if shown.ending.text:
        shown.ending.text = as_exercise(shown.ending.text)
    return shown


def moment(at: datetime) -> Timestamp:
    """Return a time as protobuf."""
    message = Timestamp()
    message.FromDatetime(at)
    return message


def _content(content: AlertContent) -> alert_pb2.AlertContent:
    message = alert_pb2.AlertContent(
        headline=content.headline,
        description=content.description,
        instruction=content.instruction,
        action_line=content.action_line,
        language=content.language,
        severity=alert_pb2.Severity.Value(f"SEVERITY_{content.severity.name}"),
        urgency=alert_pb2.Urgency.Value(f"URGENCY_{content.urgency.name}"),
        certainty=alert_pb2.Certainty.Value(f"CERTAINTY_{content.certainty.name}"),
        marking=marking_to_pb(content.marking),
        expires_at=moment(content.expires_at),
        exercise=content.exercise,
    )
    for row in content.audience:
        message.audience.add(
            mode=kernel_pb2.AudienceMode.Value(f"AUDIENCE_MODE_{row.mode.name}"),
            kind=kernel_pb2.AudienceKind.Value(f"AUDIENCE_KIND_{row.kind.name}"),
            value=row.value,
        )
    return message


def marking_to_pb(marking: Marking) -> kernel_pb2.Marking:
    """Return a marking as protobuf."""
    return kernel_pb2.Marking(
        tlp=kernel_pb2.Tlp.Value(f"TLP_{marking.tlp.name}"),
        minimum_tier=kernel_pb2.Tier.Value(f"TIER_{marking.minimum_tier.name}"),
        closed_group=marking.closed_group or "",
        named_subjects=sorted(marking.named_subjects),
    )


def word(kind: EnumDescriptor, value: int, prefix: str) -> str:
    """Return an enum value's name without its prefix; UNSPECIFIED for one we do not know."""
    known = kind.values_by_number.get(value)
    return known.name.removeprefix(prefix) if known else "UNSPECIFIED"
