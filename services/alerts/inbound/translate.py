"""Requests as domain words; each field that is wrong is named."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

from chassis.requests import NUL, Wrong, key_from
from isp.alerts.v1 import alert_pb2, alerts_pb2
from isp.kernel.v1 import kernel_pb2
from kernel.audiences import AudienceRow, Kind, Mode
from kernel.idempotency import RequestKey
from kernel.markings import Marking, MarkingBelowFloor, Tlp
from kernel.tiers import Tier
from services.alerts.domain.alert import Status
from services.alerts.domain.content import AlertContent, Certainty, Severity, Urgency
from services.alerts.messages import word

LONGEST_NAME: Final = 100
"""Characters of a closed group, a subject, or the value of an audience row."""

MOST_NAMED: Final = 1000


def draft_from(
    request: alerts_pb2.DraftAlertRequest, now: datetime
) -> tuple[AlertContent, RequestKey]:
    """Return what to draft, and the key under which it is done once.

    Raises:
        Invalid: a word is unknown, the marking or a row cannot be, or the key is no UUID; what
            else is wrong with the content is then named as well.
    """
    wrong = Wrong()
    content = _content(request.content, wrong)
    key = wrong.built("idempotency_key", lambda: key_from("DraftAlert", request))
    if wrong.found:
        named = {each.field.partition("[")[0] for each in wrong.found}
        wrong.found += [each for each in content.violations(now) if each.field not in named]
    wrong.check()
    assert key is not None
    return content, key


def content_from(message: alert_pb2.AlertContent) -> AlertContent:
    """Return the content of an alert.

    Raises:
        Invalid: a word is unknown, or the marking or a row cannot be.
    """
    wrong = Wrong()
    content = _content(message, wrong)
    wrong.check()
    return content


def _content(message: alert_pb2.AlertContent, wrong: Wrong) -> AlertContent:
    """Return the content of an alert; another stands for each part that is wrong."""
    severity = wrong.word(
        Severity,
        word(alert_pb2.Severity.DESCRIPTOR, message.severity, "SEVERITY_"),
        "content.severity",
    )
    urgency = wrong.word(
        Urgency, word(alert_pb2.Urgency.DESCRIPTOR, message.urgency, "URGENCY_"), "content.urgency"
    )
    certainty = wrong.word(
        Certainty,
        word(alert_pb2.Certainty.DESCRIPTOR, message.certainty, "CERTAINTY_"),
        "content.certainty",
    )
    marking = _marking(message.marking, wrong)
    audience = _audience(message.audience, wrong)
    if not message.HasField("expires_at"):
        wrong.say("content.expires_at", "must be said")
    expires_at = wrong.built(
        "content.expires_at", lambda: message.expires_at.ToDatetime(tzinfo=UTC)
    )
    return AlertContent(
        headline=message.headline,
        description=message.description,
        instruction=message.instruction,
        action_line=message.action_line,
        language=message.language,
        severity=severity or Severity.MINOR,
        urgency=urgency or Urgency.PAST,
        certainty=certainty or Certainty.UNLIKELY,
        marking=marking or Marking.clear(),
        audience=audience,
        expires_at=expires_at or datetime.max.replace(tzinfo=UTC),
        exercise=message.exercise,
    )


def _marking(message: kernel_pb2.Marking, wrong: Wrong) -> Marking | None:
    tlp = wrong.word(
        Tlp, word(kernel_pb2.Tlp.DESCRIPTOR, message.tlp, "TLP_"), "content.marking.tlp"
    )
    tier = wrong.word(
        Tier,
        word(kernel_pb2.Tier.DESCRIPTOR, message.minimum_tier, "TIER_"),
        "content.marking.minimum_tier",
    )
    if tlp is None or tier is None:
        return None
    names = (message.closed_group, *message.named_subjects)
    if len(names) > MOST_NAMED or any(len(name) > LONGEST_NAME or NUL in name for name in names):
        wrong.say(
            "content.marking",
            f"must name at most {MOST_NAMED}, each in {LONGEST_NAME} characters, none of them NUL",
        )
        return None
    try:
        return Marking(
            tlp=tlp,
            minimum_tier=tier,
            closed_group=message.closed_group or None,
            named_subjects=frozenset(message.named_subjects),
        )
    except MarkingBelowFloor as error:
        wrong.say("content.marking", str(error))
        return None


def _audience(rows: Iterable[kernel_pb2.AudienceRow], wrong: Wrong) -> tuple[AudienceRow, ...]:
    found = []
    for number, row in enumerate(rows):
        field = f"content.audience[{number}]"
        mode = wrong.word(
            Mode,
            word(kernel_pb2.AudienceMode.DESCRIPTOR, row.mode, "AUDIENCE_MODE_"),
            f"{field}.mode",
        )
        kind = wrong.word(
            Kind,
            word(kernel_pb2.AudienceKind.DESCRIPTOR, row.kind, "AUDIENCE_KIND_"),
            f"{field}.kind",
        )
        if NUL in row.value or len(row.value) > LONGEST_NAME:
            what = f"must have at most {LONGEST_NAME} characters, none of them NUL"
            wrong.say(f"{field}.value", what)
        elif mode and kind:
            try:
                found.append(AudienceRow(mode, kind, row.value))
            except ValueError as error:
                wrong.say(f"{field}.value", str(error))
    return tuple(found)


def statuses_from(values: Iterable[alert_pb2.AlertStatus.ValueType]) -> frozenset[Status]:
    """Return the statuses asked for.

    Raises:
        Invalid: one is unknown.
    """
    wrong = Wrong()
    found = {
        wrong.word(
            Status,
            word(alert_pb2.AlertStatus.DESCRIPTOR, value, "ALERT_STATUS_"),
            f"statuses[{number}]",
        )
        for number, value in enumerate(values)
    }
    wrong.check()
    return frozenset(status for status in found if status)
