"""Requests as domain words; each field that is wrong is named."""

import base64
import binascii
import hashlib
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from enum import Enum
from typing import Final, TypeVar
from uuid import UUID

from google.protobuf.message import Message

from chassis.errors import Invalid, Violation
from isp.alerts.v1 import alert_pb2, alerts_pb2
from isp.kernel.v1 import kernel_pb2
from kernel.audiences import AudienceRow, Kind, Mode
from kernel.idempotency import RequestKey
from kernel.markings import Marking, MarkingBelowFloor, Tlp
from kernel.tiers import Tier
from services.alerts.domain.alert import Status
from services.alerts.domain.content import NUL, AlertContent, Certainty, Severity, Urgency
from services.alerts.messages import word
from services.alerts.usecases.ports import Place

E = TypeVar("E", bound=Enum)
T = TypeVar("T")

PAGE: Final = 20
LARGEST_PAGE: Final = 100
LONGEST_NAME: Final = 100
"""Characters of a closed group, a subject, or the value of an audience row."""

MOST_NAMED: Final = 1000
_DIGEST_BYTES: Final = 32


class _Wrong:
    """Collects what is wrong, so that one answer names all of it."""

    def __init__(self) -> None:
        self.found: list[Violation] = []

    def say(self, field: str, what: str) -> None:
        self.found.append(Violation(field, what))

    def check(self) -> None:
        if self.found:
            raise Invalid(*self.found)

    def word(self, kind: type[E], name: str, field: str) -> E | None:
        if name in kind.__members__:
            return kind[name]
        self.say(field, "must be said, with a value that we know")
        return None

    def built(self, field: str, build: Callable[[], T]) -> T | None:
        try:
            return build()
        except ValueError as error:
            self.say(field, str(error))
            return None


def alert_id_from(text: str) -> UUID:
    """Return an alert's id.

    Raises:
        Invalid: it is no UUID.
    """
    try:
        return UUID(text)
    except ValueError:
        raise Invalid(Violation("alert_id", "must be a UUID")) from None


def draft_from(
    request: alerts_pb2.DraftAlertRequest, now: datetime
) -> tuple[AlertContent, RequestKey]:
    """Return what to draft, and the key under which it is done once.

    Raises:
        Invalid: a word is unknown, the marking or a row cannot be, or the key is no UUID; what
            else is wrong with the content is then named as well.
    """
    wrong = _Wrong()
    content, key = _content(request.content, wrong), _key(request, wrong)
    if wrong.found:
        named = {each.field.partition("[")[0] for each in wrong.found}
        wrong.found += [each for each in content.violations(now) if each.field not in named]
    wrong.check()
    assert key is not None
    return content, key


def _key(request: alerts_pb2.DraftAlertRequest, wrong: _Wrong) -> RequestKey | None:
    try:
        key = str(UUID(request.idempotency_key))
    except ValueError:
        wrong.say("idempotency_key", "must be a UUID")
        return None
    body = type(request)()
    body.CopyFrom(request)
    body.ClearField("idempotency_key")
    return RequestKey(rpc="DraftAlert", key=key, body_digest=_digest(body))


def _digest(message: Message) -> bytes:
    return hashlib.sha256(message.SerializeToString(deterministic=True)).digest()


def digest_from(value: bytes) -> bytes:
    """Return the digest of what was read.

    Raises:
        Invalid: it is not 32 bytes.
    """
    if len(value) != _DIGEST_BYTES:
        raise Invalid(Violation("read_digest", f"must have {_DIGEST_BYTES} bytes"))
    return value


def text_from(field: str, value: str, most: int) -> str:
    """Return a text of 1 to `most` characters.

    Raises:
        Invalid: it is empty or longer.
    """
    if not value.strip() or len(value) > most or NUL in value:
        raise Invalid(Violation(field, f"must have 1 to {most} characters, none of them NUL"))
    return value


def version_from(value: int) -> int:
    """Return the version that the caller read.

    Raises:
        Invalid: it is not 1 or more.
    """
    if value < 1:
        raise Invalid(Violation("expected_version", "must be the version that you read"))
    return value


def content_from(message: alert_pb2.AlertContent) -> AlertContent:
    """Return the content of an alert.

    Raises:
        Invalid: a word is unknown, or the marking or a row cannot be.
    """
    wrong = _Wrong()
    content = _content(message, wrong)
    wrong.check()
    return content


def _content(message: alert_pb2.AlertContent, wrong: _Wrong) -> AlertContent:
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
    )


def _marking(message: kernel_pb2.Marking, wrong: _Wrong) -> Marking | None:
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


def _audience(rows: Iterable[kernel_pb2.AudienceRow], wrong: _Wrong) -> tuple[AudienceRow, ...]:
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
    wrong = _Wrong()
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


def page_size_from(value: int) -> int:
    """Return how many to put on a page.

    Raises:
        Invalid: it is negative or too large.
    """
    if not 0 <= value <= LARGEST_PAGE:
        raise Invalid(Violation("page_size", f"must be 1 to {LARGEST_PAGE}"))
    return value or PAGE


def token_of(place: Place | None) -> str:
    """Return a page token: opaque to callers, and nothing in it that they did not see."""
    if place is None:
        return ""
    text = f"{place.sorted_at.isoformat()}|{place.alert_id}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def place_from(token: str) -> Place | None:
    """Return where a page begins.

    Raises:
        Invalid: the token is not one of ours.
    """
    if not token:
        return None
    try:
        padded = token + "=" * (-len(token) % 4)
        sorted_at, _, alert_id = base64.urlsafe_b64decode(padded).decode().partition("|")
        place = Place(datetime.fromisoformat(sorted_at), UUID(alert_id))
    except (ValueError, binascii.Error):
        raise Invalid(Violation("page_token", "is not one of ours")) from None
    if place.sorted_at.tzinfo is None:
        raise Invalid(Violation("page_token", "is not one of ours"))
    return place
