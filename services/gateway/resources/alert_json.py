"""Alerts as JSON, in CAP's words."""

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final

from apiflask import Schema
from apiflask.fields import Boolean, List, Nested
from apiflask.validators import Length, OneOf
from google.protobuf.timestamp_pb2 import Timestamp

from isp.alerts.v1 import alert_pb2, templates_pb2
from services.gateway.resources.area_json import AreaIn, area_json, area_to_pb
from services.gateway.resources.audience_json import AudienceRowIn, row_json, row_to_pb
from services.gateway.resources.fields import Moment, String
from services.gateway.resources.marking_json import MarkingIn, marking_json, marking_to_pb

_TIMES: Final = 10_000
"""How many are kept as text."""

SEVERITIES: Final = ("Extreme", "Severe", "Moderate", "Minor")
URGENCIES: Final = ("Immediate", "Expected", "Future", "Past")
CERTAINTIES: Final = ("Observed", "Likely", "Possible", "Unlikely")
CAP_STATUSES: Final = ("Actual", "Exercise", "Test")
CATEGORIES: Final = {
    **{name.upper(): name for name in ("Geo", "Met", "Safety", "Security", "Rescue", "Fire")},
    **{name.upper(): name for name in ("Health", "Env", "Transport", "Infra", "CBRNE", "Other")},
}
RESPONSE_TYPES: Final = {
    name.upper(): name
    for name in (
        *("Shelter", "Evacuate", "Prepare", "Execute"),
        *("Avoid", "Monitor", "Assess", "None"),
    )
}
"""CAP's words by the contract's names. AllClear is said by an all-clear alone."""

CHANNELS: Final = ("EMAIL", "SMS", "WEB_PUSH", "MOBILE_PUSH", "WEBHOOK")
SIZES: Final = tuple(
    name.removeprefix("AUDIENCE_SIZE_")
    for name in alert_pb2.AudienceSize.keys()  # noqa: SIM118 - an enum wrapper, not a mapping
    if not name.endswith("UNSPECIFIED")
)
STATUSES: Final = tuple(
    name.removeprefix("ALERT_STATUS_")
    for name in alert_pb2.AlertStatus.keys()  # noqa: SIM118 - an enum wrapper, not a mapping
    if not name.endswith("UNSPECIFIED")
)


class TranslationIn(Schema):
    """The same words in another language."""

    language = String(required=True, validate=OneOf(["cy-GB"]))
    headline = String(required=True)
    description = String(required=True)
    instruction = String(required=True)
    action_line = String(load_default="")


class AlertIn(Schema):
    """What an alert says, and to whom."""

    headline = String(required=True)
    description = String(required=True)
    instruction = String(required=True)
    action_line = String(load_default="")
    language = String(load_default="en-GB")
    severity = String(required=True, validate=OneOf(SEVERITIES))
    urgency = String(required=True, validate=OneOf(URGENCIES))
    certainty = String(required=True, validate=OneOf(CERTAINTIES))
    marking = Nested(MarkingIn, required=True)
    audience = List(Nested(AudienceRowIn), required=True, validate=Length(min=1, max=100))
    expires_at = Moment(required=True, format="iso", default_timezone=None)
    cap_status = String(load_default="Actual", validate=OneOf(CAP_STATUSES))
    translations = List(Nested(TranslationIn), load_default=list, validate=Length(max=5))
    channels = List(String(validate=OneOf(CHANNELS)), load_default=list, validate=Length(max=5))
    authority_reference = String(load_default="")
    area = Nested(AreaIn, load_default=None, allow_none=True)
    asks_answer = Boolean(load_default=False, truthy={True}, falsy={False})
    cascaded = Boolean(load_default=False, truthy={True}, falsy={False})
    categories = List(
        String(validate=OneOf(list(CATEGORIES.values()))),
        load_default=list,
        validate=Length(max=12),
    )
    response_types = List(
        String(validate=OneOf(list(RESPONSE_TYPES.values()))),
        load_default=list,
        validate=Length(max=4),
    )


def content_to_pb(said: dict[str, Any]) -> alert_pb2.AlertContent:
    """Return the content of an alert as protobuf."""
    content = alert_pb2.AlertContent(
        headline=said["headline"],
        description=said["description"],
        instruction=said["instruction"],
        action_line=said["action_line"],
        language=said["language"],
        severity=alert_pb2.Severity.Value(f"SEVERITY_{said['severity'].upper()}"),
        urgency=alert_pb2.Urgency.Value(f"URGENCY_{said['urgency'].upper()}"),
        certainty=alert_pb2.Certainty.Value(f"CERTAINTY_{said['certainty'].upper()}"),
        marking=marking_to_pb(said["marking"]),
        asks_answer=said["asks_answer"],
        cascaded=said["cascaded"],
    )
    content.audience.extend(map(row_to_pb, said["audience"]))
    content.expires_at.FromDatetime(said["expires_at"])
    content.cap_status = alert_pb2.CapStatus.Value(f"CAP_STATUS_{said['cap_status'].upper()}")
    content.channels.extend(alert_pb2.Channel.Value(f"CHANNEL_{name}") for name in said["channels"])
    content.authority_reference = said["authority_reference"]
    kinds_to_pb(content, said)
    for each in said["translations"]:
        content.translations.add(**each)
    if said["area"] is not None:
        content.area.CopyFrom(area_to_pb(said["area"]))
    return content


def kinds_to_pb(
    content: alert_pb2.AlertContent | templates_pb2.TemplateContent, said: dict[str, Any]
) -> None:
    """Put into a content what it is about and what people are to do."""
    content.categories.extend(
        alert_pb2.CapCategory.Value(f"CAP_CATEGORY_{each.upper()}") for each in said["categories"]
    )
    content.response_types.extend(
        alert_pb2.CapResponseType.Value(f"CAP_RESPONSE_TYPE_{each.upper()}")
        for each in said["response_types"]
    )


def kinds_json(
    content: alert_pb2.AlertContent | templates_pb2.TemplateContent,
) -> dict[str, list[str]]:
    """Return what something is about and what people are to do, in CAP's words."""
    categories = (alert_pb2.CapCategory.Name(each) for each in content.categories)
    responses = (alert_pb2.CapResponseType.Name(each) for each in content.response_types)
    return {
        "categories": [CATEGORIES[each.removeprefix("CAP_CATEGORY_")] for each in categories],
        "response_types": [
            RESPONSE_TYPES[each.removeprefix("CAP_RESPONSE_TYPE_")] for each in responses
        ],
    }


def time_json(at: Timestamp) -> str:
    """Return a time as RFC 3339 with Z."""
    return _said(at.seconds, at.nanos)


@lru_cache(_TIMES)
def _said(seconds: int, nanos: int) -> str:
    """Return a time as text; what is on one page is often of one moment, or was just asked for."""
    moment: datetime = Timestamp(seconds=seconds, nanos=nanos).ToDatetime(tzinfo=UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def alert_json(alert: alert_pb2.Alert) -> dict[str, Any]:
    """Return an alert as JSON; what only staff get is there if the service gave it."""
    status = alert_pb2.AlertStatus.Name(alert.status).removeprefix("ALERT_STATUS_")
    ending = {
        "text": alert.ending.text,
        "text_cy": alert.ending.text_cy or None,
        "authority_reference": alert.ending.authority_reference or None,
        "ended_at": time_json(alert.ending.ended_at),
    }
    shown: dict[str, Any] = {
        "alert_id": alert.alert_id,
        "status": status,
        "version": alert.version,
        "content": _content_json(alert.content),
        "created_at": time_json(alert.created_at),
        "issued_at": time_json(alert.issued_at) if alert.HasField("issued_at") else None,
        "ending": ending if alert.HasField("ending") else None,
        "thread": _thread_json(alert),
        "part": alert.part,
        "drill": alert.drill_scenario or None,
        "origin_region": alert.origin_region or None,
    }
    if alert.digest:
        proposal = alert.all_clear_proposal
        shown["digest"] = alert.digest.hex()
        shown["hands"] = [
            {
                "subject": hand.subject,
                "part": alert_pb2.HandPart.Name(hand.part).removeprefix("HAND_PART_"),
            }
            for hand in alert.hands
        ]
        shown["template_id"] = alert.template_id or None
        shown["review"] = _review_json(alert.review) if alert.HasField("review") else None
        shown["warnings_seen"] = alert.warnings_seen_digest.hex() or None
        shown["welsh"] = _welsh_json(alert.welsh)
        shown["reach"] = alert.reach if alert.HasField("reach") else None
        shown["thread"]["superseded_by"] = alert.thread.superseded_by or None
        shown["all_clear_proposal"] = (
            {
                "text": proposal.text,
                "text_cy": proposal.text_cy or None,
                "authority_reference": proposal.authority_reference,
                "digest": proposal.digest.hex(),
            }
            if alert.HasField("all_clear_proposal")
            else None
        )
        shown["returned"] = (
            {
                "reason": alert.returned.reason,
                "returned_at": time_json(alert.returned.returned_at),
            }
            if alert.HasField("returned")
            else None
        )
    return shown


def _review_json(review: alert_pb2.AlertReview) -> dict[str, Any]:
    return {
        "due_at": time_json(review.due_at),
        "reviewed_at": time_json(review.reviewed_at) if review.HasField("reviewed_at") else None,
        "finding": review.finding or None,
    }


def _thread_json(alert: alert_pb2.Alert) -> dict[str, Any]:
    thread = alert.thread
    superseded = thread.HasField("superseded_at")
    return {
        "thread_id": thread.thread_id or alert.alert_id,
        "number": thread.number or 1,
        "earlier": list(thread.earlier),
        "superseded_at": time_json(thread.superseded_at) if superseded else None,
    }


def _content_json(content: alert_pb2.AlertContent) -> dict[str, Any]:
    marking = content.marking
    shown: dict[str, Any] = {
        "headline": content.headline,
        "description": content.description,
        "instruction": content.instruction,
        "action_line": content.action_line,
        "language": content.language,
        "severity": cap_word(alert_pb2.Severity.Name(content.severity)),
        "urgency": cap_word(alert_pb2.Urgency.Name(content.urgency)),
        "certainty": cap_word(alert_pb2.Certainty.Name(content.certainty)),
        "marking": marking_json(marking),
        "expires_at": time_json(content.expires_at),
        "cap_status": cap_status_json(content.cap_status),
        "translations": [translation_json(each) for each in content.translations],
        "area": area_json(content.area) if content.HasField("area") else None,
        "asks_answer": content.asks_answer,
        "cascaded": content.cascaded,
        **kinds_json(content),
    }
    if content.audience:
        shown["authority_reference"] = content.authority_reference
        shown["channels"] = [
            alert_pb2.Channel.Name(channel).removeprefix("CHANNEL_") for channel in content.channels
        ]
        shown["marking"]["named_subjects"] = list(marking.named_subjects)
        shown["audience"] = [row_json(row) for row in content.audience]
    return shown


def _welsh_json(welsh: alert_pb2.AlertWelsh) -> dict[str, Any]:
    confirmed, due = welsh.HasField("confirmed_at"), welsh.HasField("due_at")
    return {
        "needed": welsh.needed,
        "confirmed_at": time_json(welsh.confirmed_at) if confirmed else None,
        "stand_in_template_id": welsh.stand_in_template_id or None,
        "set_aside": translation_json(welsh.set_aside) if welsh.HasField("set_aside") else None,
        "due_at": time_json(welsh.due_at) if due else None,
    }


def cap_status_json(value: alert_pb2.CapStatus.ValueType) -> str:
    """Return whether it is meant, in CAP's word."""
    name = alert_pb2.CapStatus.Name(value).removeprefix("CAP_STATUS_")
    return "Actual" if name == "UNSPECIFIED" else name.capitalize()


def translation_json(said: alert_pb2.Translation) -> dict[str, str]:
    """Return the words in another language."""
    return {
        "language": said.language,
        "headline": said.headline,
        "description": said.description,
        "instruction": said.instruction,
        "action_line": said.action_line,
    }


def cap_word(name: str) -> str:
    """Return an enum's value in the word of CAP."""
    return name.partition("_")[2].capitalize()
