"""An alert as protobuf, for answers and events."""

from datetime import datetime

from google.protobuf.descriptor import EnumDescriptor
from google.protobuf.timestamp_pb2 import Timestamp

from isp.alerts.v1 import alert_pb2, alerts_pb2, decision_pb2
from isp.kernel.v1 import kernel_pb2
from kernel.audiences import AudienceRow
from kernel.markings import Marking
from services.alerts.area_messages import area_to_pb, without_area_points
from services.alerts.domain.alert import Alert
from services.alerts.domain.area import MICRO, Circle, Polygon
from services.alerts.domain.audience import area_of
from services.alerts.domain.content import AlertContent
from services.alerts.domain.kinds import Kinds
from services.alerts.domain.reach import size_of
from services.alerts.usecases.deciders import Decided


def alert_to_pb(alert: Alert) -> alert_pb2.Alert:
    """Return an alert with everything that staff and other processes of alerts may see."""
    message = alert_pb2.Alert(
        alert_id=str(alert.alert_id),
        status=alert_pb2.AlertStatus.Value(f"ALERT_STATUS_{alert.status.name}"),
        content=content_to_pb(alert.content.marked()),
        digest=alert.digest,
        version=alert.version,
        created_at=moment(alert.created_at),
        part=alert.part,
        origin_region=alert.origin,
    )
    if alert.issued_at is not None:
        message.issued_at.CopyFrom(moment(alert.issued_at))
    if alert.ending is not None:
        message.ending.text = alert.ending.text
        message.ending.text_cy = alert.ending.text_cy
        message.ending.authority_reference = alert.ending.authority_reference
        message.ending.ended_at.CopyFrom(moment(alert.ending.ended_at))
    if alert.proposal is not None:
        message.all_clear_proposal.text = alert.proposal.text
        message.all_clear_proposal.text_cy = alert.proposal.text_cy
        message.all_clear_proposal.authority_reference = alert.proposal.authority_reference
        message.all_clear_proposal.digest = alert.proposal_digest or b""
    if alert.returned is not None:
        message.returned.reason = alert.returned.why
        message.returned.returned_at.CopyFrom(moment(alert.returned.at))
    message.template_id = str(alert.template_id) if alert.template_id else ""
    if alert.review is not None:
        message.review.due_at.CopyFrom(moment(alert.review.due_at))
        message.review.finding = alert.review.finding
        if alert.review.at is not None:
            message.review.reviewed_at.CopyFrom(moment(alert.review.at))
    message.welsh.CopyFrom(_welsh(alert))
    message.warnings_seen_digest = alert.warnings_seen or b""
    message.drill_scenario = alert.drill.scenario.value if alert.drill else ""
    for hand in alert.worked:
        part = alert_pb2.HandPart.Value(f"HAND_PART_{hand.part.name}")
        message.hands.add(subject=hand.by, part=part)
    if alert.reach is not None:
        message.reach = alert.reach
    message.thread.thread_id = str(alert.thread.thread_id)
    message.thread.number = alert.thread.number
    message.thread.earlier.extend(map(str, alert.thread.earlier))
    if alert.successor is not None:
        message.thread.superseded_by = str(alert.successor.alert_id)
        message.thread.superseded_at.CopyFrom(moment(alert.successor.since))
    return message


def _welsh(alert: Alert) -> alert_pb2.AlertWelsh:
    welsh, confirmation = alert.welsh, alert.welsh.confirmation
    message = alert_pb2.AlertWelsh(
        needed=welsh.needed(alert.content),
        stand_in_template_id=str(welsh.stand_in) if welsh.stand_in else "",
    )
    if confirmation is not None and welsh.confirmed(alert.digest):
        message.confirmed_at.CopyFrom(moment(confirmation.at))
    if welsh.set_aside is not None:
        message.set_aside.CopyFrom(alert_pb2.Translation(**welsh.set_aside.fields()))
    if welsh.due_at is not None:
        message.due_at.CopyFrom(moment(welsh.due_at))
    return message


def for_readers(message: alert_pb2.Alert) -> alert_pb2.Alert:
    """Take away what only staff may see: how it was decided, and for whom else it is."""
    message.ClearField("digest")
    message.ClearField("all_clear_proposal")
    message.ClearField("returned")
    message.ClearField("hands")
    message.ClearField("template_id")
    message.ClearField("review")
    message.ClearField("welsh")
    message.ClearField("warnings_seen_digest")
    message.ClearField("reach")
    message.thread.ClearField("superseded_by")
    message.content.ClearField("audience")
    message.content.ClearField("channels")
    message.content.ClearField("authority_reference")
    message.content.marking.ClearField("named_subjects")
    return message


def decision_to_pb(decided: Decided) -> decision_pb2.Decision:
    """Return a decision as protobuf; what was said is text."""
    decision = decided.decision
    number, link = decision.seal or (0, b"")
    return decision_pb2.Decision(
        entry_id=str(decision.entry_id),
        at=moment(decision.at),
        actor=decision.actor,
        subject=decided.subject or "",
        action=decision.action,
        resource=decision.resource,
        digest=decision.digest,
        detail={name: str(value) for name, value in decision.detail.items()},
        seal_number=number,
        seal_hash=link,
    )


def reach_to_pb(
    *, now: int, submitted: int | None, messages: int, drifted: bool
) -> alerts_pb2.GetReachResponse:
    """Return how many an alert reaches, and how many when it was submitted, if it was."""
    return alerts_pb2.GetReachResponse(
        count=now,
        size=alert_pb2.AudienceSize.Value(f"AUDIENCE_SIZE_{size_of(now).name}"),
        submitted_count=submitted,
        messages=messages,
        drifted=drifted,
    )


def moment(at: datetime) -> Timestamp:
    """Return a time as protobuf."""
    message = Timestamp()
    message.FromDatetime(at)
    return message


def content_to_pb(content: AlertContent) -> alert_pb2.AlertContent:
    """Return what an alert says, and to whom, as protobuf."""
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
        asks_answer=content.asks_answer,
        cascaded=content.cascaded,
    )
    message.audience.extend(map(audience_row_to_pb, content.audience))
    message.cap_status = alert_pb2.CapStatus.Value(f"CAP_STATUS_{content.cap_status.name}")
    message.channels.extend(
        alert_pb2.Channel.Value(f"CHANNEL_{channel.name}")
        for channel in sorted(content.channels, key=lambda each: each.value)
    )
    message.categories.extend(categories_to_pb(content.kinds))
    message.response_types.extend(response_types_to_pb(content.kinds))
    message.authority_reference = content.authority_reference
    for each in content.translations:
        message.translations.add(**each.fields())
    if content.area is not None:
        message.area.CopyFrom(area_to_pb(content.area))
    return message


def categories_to_pb(kinds: Kinds) -> list[alert_pb2.CapCategory.ValueType]:
    """Return what kind of event something is about."""
    return [alert_pb2.CapCategory.Value(f"CAP_CATEGORY_{e.name}") for e in kinds.categories]


def response_types_to_pb(kinds: Kinds) -> list[alert_pb2.CapResponseType.ValueType]:
    """Return what people are to do."""
    return [alert_pb2.CapResponseType.Value(f"CAP_RESPONSE_TYPE_{e.name}") for e in kinds.responses]


def audience_row_to_pb(row: AudienceRow) -> kernel_pb2.AudienceRow:
    """Return a row of an audience as protobuf, an area in degrees."""
    message = kernel_pb2.AudienceRow(
        mode=kernel_pb2.AudienceMode.Value(f"AUDIENCE_MODE_{row.mode.name}"),
        kind=kernel_pb2.AudienceKind.Value(f"AUDIENCE_KIND_{row.kind.name}"),
    )
    match area_of(row):
        case Polygon() as polygon:
            message.polygon.latitudes.extend((polygon.latitudes / MICRO).tolist())
            message.polygon.longitudes.extend((polygon.longitudes / MICRO).tolist())
        case Circle() as circle:
            message.circle.latitude = circle.latitude / MICRO
            message.circle.longitude = circle.longitude / MICRO
            message.circle.radius_km = circle.radius_metres / 1000
        case _:
            message.value = row.value
    return message


def without_points(message: alert_pb2.Alert) -> alert_pb2.Alert:
    """Take the points of polygons away: a list of alerts would be as long as all of them."""
    for row in message.content.audience:
        row.ClearField("polygon")
    without_area_points(message.content.area)
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
