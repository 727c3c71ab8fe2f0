"""Requests as domain words; each field that is wrong is named."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final, TypeAlias

from chassis.errors import Invalid, Violation
from chassis.requests import NUL, Wrong, key_from
from isp.alerts.v1 import alert_pb2, alerts_pb2, audience_pb2, regional_pb2, templates_pb2
from isp.kernel.v1 import kernel_pb2
from kernel.idempotency import RequestKey
from kernel.markings import Marking, MarkingBelowFloor, Tlp
from kernel.places import REGIONS
from kernel.tiers import Tier
from services.alerts.domain.aim import Aim, Aimed
from services.alerts.domain.alert import Status
from services.alerts.domain.cap.terms import Category, ResponseType
from services.alerts.domain.content import MOST_ROWS, AlertContent, Certainty, Severity, Urgency
from services.alerts.domain.contradiction import see_that_somebody_can_match
from services.alerts.domain.kinds import Kinds
from services.alerts.domain.reach import Size
from services.alerts.domain.wording import Translation
from services.alerts.inbound.aim_translate import cap_status_from, channels_from
from services.alerts.inbound.area_translate import area_from
from services.alerts.inbound.audience_translate import WrongAudience, audience_from
from services.alerts.messages import word

LONGEST_NAME: Final = 100
"""Characters of a closed group, a subject, or the value of an audience row."""

MOST_NAMED: Final = 1000
_Keyed: TypeAlias = (
    alerts_pb2.DraftAlertRequest
    | alerts_pb2.UpdateAlertRequest
    | regional_pb2.DraftRegionalAlertRequest
)


def draft_from(
    request: alerts_pb2.DraftAlertRequest, now: datetime
) -> tuple[AlertContent, RequestKey]:
    """Return what to draft, and the key under which it is done once.

    Raises:
        Invalid: a word is unknown, the marking or a row cannot be, or the key is no UUID; what
            else is wrong with the content is then named as well.
        AudienceForNobody: its audience excludes whomever it includes.
    """
    return _keyed_content("DraftAlert", request, now)


def regional_draft_from(
    request: regional_pb2.DraftRegionalAlertRequest, now: datetime
) -> tuple[str, AlertContent, RequestKey]:
    """Return whose message it is, what to draft, and the key under which it is done once.

    Raises:
        Invalid: there is no such region, or as for a draft.
    """
    if request.region not in REGIONS:
        raise Invalid(Violation("region", "must be the code of a region"))
    return request.region, *_keyed_content("DraftRegionalAlert", request, now)


def update_from(
    request: alerts_pb2.UpdateAlertRequest, now: datetime
) -> tuple[AlertContent, RequestKey]:
    """Return what an update says, and the key under which it is drafted once.

    Raises:
        Invalid: as for a draft.
    """
    return _keyed_content("UpdateAlert", request, now)


def _keyed_content(rpc: str, request: _Keyed, now: datetime) -> tuple[AlertContent, RequestKey]:
    wrong = WrongAudience()
    content = _content(request.content, wrong)
    key = wrong.built("idempotency_key", lambda: key_from(rpc, request))
    if wrong.found:
        named = {each.field.partition("[")[0] for each in wrong.found}
        wrong.found += [each for each in content.violations(now) if each.field not in named]
    wrong.check()
    assert key is not None
    if not content.violations(now):  # the use case names them
        see_that_somebody_can_match(content.audience, content.heard_under.minimum_tier)
    return content, key


def preview_from(
    request: audience_pb2.PreviewAudienceRequest,
) -> Aim:
    """Return the aim whose reach is asked for.

    Raises:
        Invalid: as for a draft, without the rest of it.
        AudienceForNobody: the audience excludes whomever it includes.
    """
    wrong = WrongAudience()
    marking = _marking(request.marking, wrong, "marking")
    audience = audience_from(request.audience, wrong, "audience")
    most = f"must have 1 to {MOST_ROWS} rows"
    wrong.unless(1 <= len(request.audience) <= MOST_ROWS, "audience", most)
    channels = channels_from(request.channels, wrong, "channels")
    cap_status = cap_status_from(request.cap_status, wrong, "cap_status")
    wrong.check()
    assert marking is not None
    aim = Aimed(
        marking=marking,
        audience=audience,
        immediate=request.immediate,
        channels=channels,
        cap_status=cap_status,
    )
    see_that_somebody_can_match(audience, aim.heard_under.minimum_tier, field="audience")
    return aim


def edited_from(message: alert_pb2.AlertContent) -> AlertContent:
    """Return what an alert is to say from now on.

    Raises:
        Invalid: a word is unknown, or the marking or a row cannot be.
        AudienceForNobody: its audience excludes whomever it includes.
    """
    content = content_from(message)
    if content.audience:  # none at all, the use case names
        see_that_somebody_can_match(content.audience, content.heard_under.minimum_tier)
    return content


def content_from(message: alert_pb2.AlertContent) -> AlertContent:
    """Return the content of an alert.

    Raises:
        Invalid: a word is unknown, or the marking or a row cannot be.
    """
    wrong = WrongAudience()
    content = _content(message, wrong)
    wrong.check()
    return content


def _content(message: alert_pb2.AlertContent, wrong: WrongAudience) -> AlertContent:
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
    audience = audience_from(message.audience, wrong)
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
        cap_status=cap_status_from(message.cap_status, wrong, "content.cap_status"),
        translations=translations_from(message.translations),
        channels=channels_from(message.channels, wrong, "content.channels"),
        authority_reference=message.authority_reference,
        area=area_from(message.area, wrong) if message.HasField("area") else None,
        asks_answer=message.asks_answer,
        cascaded=message.cascaded,
        kinds=kinds_from(message, wrong),
    )


def kinds_from(
    message: alert_pb2.AlertContent | templates_pb2.TemplateContent, wrong: Wrong
) -> Kinds:
    """Return what something is about and what people are to do; an unknown word is named."""
    categories = [
        wrong.word(
            Category,
            word(alert_pb2.CapCategory.DESCRIPTOR, value, "CAP_CATEGORY_"),
            f"content.categories[{number}]",
        )
        for number, value in enumerate(message.categories)
    ]
    responses = [
        wrong.word(
            ResponseType,
            word(alert_pb2.CapResponseType.DESCRIPTOR, value, "CAP_RESPONSE_TYPE_"),
            f"content.response_types[{number}]",
        )
        for number, value in enumerate(message.response_types)
    ]
    return Kinds.of(filter(None, categories), filter(None, responses))


def translations_from(messages: Iterable[alert_pb2.Translation]) -> tuple[Translation, ...]:
    """Return texts in other languages."""
    return tuple(
        Translation(
            language=each.language,
            headline=each.headline,
            description=each.description,
            instruction=each.instruction,
            action_line=each.action_line,
        )
        for each in messages
    )


def period_from(request: alerts_pb2.ExportDecisionsRequest) -> tuple[datetime, datetime]:
    """Return the moments between which decisions are asked for.

    Raises:
        Invalid: one is not said, or they are not in order.
    """
    wrong = Wrong()
    wrong.unless(request.HasField("since"), "since", "must be said")
    wrong.unless(request.HasField("until"), "until", "must be said")
    since = wrong.built("since", lambda: request.since.ToDatetime(tzinfo=UTC))
    until = wrong.built("until", lambda: request.until.ToDatetime(tzinfo=UTC))
    if not wrong.found and since is not None and until is not None:
        wrong.unless(since < until, "until", "must be later than since")
    wrong.check()
    assert since is not None
    assert until is not None
    return since, until


def size_from(value: alert_pb2.AudienceSize.ValueType) -> Size | None:
    """Return the size that somebody confirmed; None where they named none that we know."""
    name = word(alert_pb2.AudienceSize.DESCRIPTOR, value, "AUDIENCE_SIZE_")
    return Size.__members__.get(name)


def _marking(
    message: kernel_pb2.Marking, wrong: Wrong, field: str = "content.marking"
) -> Marking | None:
    tlp = wrong.word(Tlp, word(kernel_pb2.Tlp.DESCRIPTOR, message.tlp, "TLP_"), f"{field}.tlp")
    tier = wrong.word(
        Tier,
        word(kernel_pb2.Tier.DESCRIPTOR, message.minimum_tier, "TIER_"),
        f"{field}.minimum_tier",
    )
    if tlp is None or tier is None:
        return None
    names = (message.closed_group, *message.named_subjects)
    if len(names) > MOST_NAMED or any(len(name) > LONGEST_NAME or NUL in name for name in names):
        wrong.say(
            field,
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
        wrong.say(field, str(error))
        return None


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
