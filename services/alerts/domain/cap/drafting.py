"""What a CAP message from elsewhere says, as the content of a draft. Nobody is warned by it."""

from dataclasses import dataclass
from typing import Final, TypeVar

from chassis.errors import Violation
from kernel.markings import Marking, MarkingBelowFloor
from services.alerts.domain.cap import terms
from services.alerts.domain.cap.issuing import ACTION_LINE
from services.alerts.domain.cap.message import CapInfo, CapMessage
from services.alerts.domain.cap.places import TooManyShapes, area_of, audience_of
from services.alerts.domain.cap.scopes import NotOurPeople, marking_of
from services.alerts.domain.content import AlertContent, Certainty, Severity, Urgency
from services.alerts.domain.kinds import Kinds
from services.alerts.domain.wording import Area, CapStatus, Translation

E = TypeVar("E", Severity, Urgency, Certainty)

ENGLISH: Final = "en"
TAKEN: Final = frozenset({terms.MsgType.ALERT, terms.MsgType.UPDATE, terms.MsgType.CANCEL})
WELSH: Final = "cy"
KEPT_STATUSES: Final = frozenset({terms.Status.ACTUAL, terms.Status.EXERCISE, terms.Status.TEST})


@dataclass(frozen=True, slots=True)
class Drafted:
    """What can be drafted of a message, or everything for which it cannot."""

    content: AlertContent | None
    violations: tuple[Violation, ...] = ()


def draft_of(message: CapMessage) -> Drafted:
    """Return what a message says as a draft's content; what cannot be kept is refused, not lost.

    An Exercise stays one, and so does a Test. Whom it is for is what its scope, restriction and
    addresses allow, and the areas of ours that it names.
    """
    wrong = [*message.violations(), *unfit(message)]
    marking = _marking(message, wrong)
    info = next((each for each in message.infos if _is_in(ENGLISH, each)), None)
    if info is None:
        wrong.append(Violation("info", "must have a block in English: en-GB"))
        return Drafted(None, tuple(wrong))
    welsh = [each for each in message.infos if _is_in(WELSH, each)]
    wrong += [
        Violation(f"info.{each.language}", "is in a language that a draft does not hold, or twice")
        for each in message.infos
        if each is not info and each not in welsh[:1]
    ]
    area = _area(message, wrong)
    audience = audience_of(message.infos)
    if not audience:
        what = "must name a region of ours by a geocode ISP-REGION, or the country"
        wrong.append(Violation("info.area", what))
    severity = _known(Severity, info.severity.value, "info.severity", wrong)
    urgency = _known(Urgency, info.urgency.value, "info.urgency", wrong)
    certainty = _known(Certainty, info.certainty.value, "info.certainty", wrong)
    if any(terms.ResponseType.ALL_CLEAR in each.response_types for each in message.infos):
        what = "must not be AllClear: no draft says that; propose it on the alert that it ends"
        wrong.append(Violation("info.responseType", what))
    if info.expires is None:
        wrong.append(Violation("info.expires", "must be said"))
    if wrong or not (severity and urgency and certainty and info.expires and marking):
        return Drafted(None, tuple(wrong))
    content = AlertContent(
        headline=info.headline,
        description=info.description,
        instruction=info.instruction,
        action_line=dict(info.parameters).get(ACTION_LINE, ""),
        language="en-GB",
        severity=severity,
        urgency=urgency,
        certainty=certainty,
        marking=marking,
        audience=audience,
        expires_at=info.expires,
        cap_status=CapStatus(message.status.value),
        translations=tuple(map(_translation, welsh)),
        area=area,
        kinds=Kinds.of(info.category, info.response_types),
    )
    return Drafted(content.marked())


def unfit(message: CapMessage) -> list[Violation]:
    """Return why a message cannot become a draft, whatever it says."""
    found = []
    if message.msg_type not in TAKEN:
        found.append(Violation("msgType", "must be Alert, Update or Cancel"))
    if message.status not in KEPT_STATUSES:
        found.append(
            Violation("status", "must be Actual, Exercise or Test: no other can be drafted")
        )
    return found


def _marking(message: CapMessage, wrong: list[Violation]) -> Marking | None:
    try:
        return marking_of(message)
    except NotOurPeople as error:
        wrong.append(Violation("addresses", str(error)))
    except MarkingBelowFloor as error:
        wrong.append(Violation("restriction", str(error)))
    return None


def _area(message: CapMessage, wrong: list[Violation]) -> Area | None:
    try:
        return area_of(message.infos)
    except TooManyShapes as error:
        wrong.append(Violation("info.area", str(error)))
    return None


def _translation(info: CapInfo) -> Translation:
    return Translation(
        language="cy-GB",
        headline=info.headline,
        description=info.description,
        instruction=info.instruction,
        action_line=dict(info.parameters).get(ACTION_LINE, ""),
    )


def _is_in(language: str, info: CapInfo) -> bool:
    return info.language.lower().split("-")[0] == language


def _known(kind: type[E], value: str, field: str, wrong: list[Violation]) -> E | None:
    try:
        return kind(value)
    except ValueError:
        wrong.append(Violation(field, "must be known: a draft has no Unknown"))
        return None
