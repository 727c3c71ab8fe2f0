"""What a CAP message from elsewhere says, as the content of a draft. Nobody is warned by it."""

from dataclasses import dataclass
from typing import Final

from chassis.errors import Violation
from kernel.markings import Marking, MarkingBelowFloor
from services.alerts.domain.cap import terms
from services.alerts.domain.cap.area_reading import area_of
from services.alerts.domain.cap.issuing import ACTION_LINE
from services.alerts.domain.cap.message import CapInfo, CapMessage
from services.alerts.domain.cap.places import audience_of
from services.alerts.domain.cap.scopes import NotOurPeople, marking_of
from services.alerts.domain.cap.weighing import UNWEIGHED, Weight, weighed
from services.alerts.domain.content import AlertContent
from services.alerts.domain.kinds import Kinds
from services.alerts.domain.wording import CapStatus, Translation

ENGLISH: Final = "en"
TAKEN: Final = frozenset({terms.MsgType.ALERT, terms.MsgType.UPDATE, terms.MsgType.CANCEL})
WELSH: Final = "cy"
KEPT_STATUSES: Final = frozenset({terms.Status.ACTUAL, terms.Status.EXERCISE, terms.Status.TEST})


@dataclass(frozen=True, slots=True)
class Drafted:
    """What can be drafted of a message, or everything for which it cannot."""

    content: AlertContent | None
    violations: tuple[Violation, ...] = ()


def draft_of(message: CapMessage, weight: Weight = UNWEIGHED) -> Drafted:
    """Return what a message says as a draft's content; what cannot be kept is refused, not lost.

    An Exercise stays one, and so does a Test. Whom it is for is what its scope, restriction and
    addresses allow, and the regions of ours that it names, or else its shapes. `weight` is what
    an Unknown is taken for.
    """
    wrong = [*message.violations(), *unfit(message)]
    marking = _marking(message, wrong)
    info = next((each for each in message.infos if is_in(ENGLISH, each)), None)
    if info is None:
        wrong.append(Violation("info", "must have a block in English: en-GB"))
        return Drafted(None, tuple(wrong))
    welsh = [each for each in message.infos if is_in(WELSH, each)]
    wrong += [
        Violation(f"info.{each.language}", "is in a language that a draft does not hold, or twice")
        for each in message.infos
        if each is not info and each not in welsh[:1]
    ]
    area = area_of(message.infos, wrong)
    audience = audience_of(message.infos, area)
    if not audience and not wrong:
        what = "must have a polygon or a circle, a geocode ISP-REGION of ours, or the country's"
        wrong.append(Violation("info.area", what))
    weights = weighed(info, weight, wrong)
    if any(terms.ResponseType.ALL_CLEAR in each.response_types for each in message.infos):
        what = "must not be AllClear but in an Update of what it ends: no draft says that"
        wrong.append(Violation("info.responseType", what))
    if info.expires is None:
        wrong.append(Violation("info.expires", "must be said"))
    if wrong or not (weights and info.expires and marking):
        return Drafted(None, tuple(wrong))
    severity, urgency, certainty = weights
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


def _translation(info: CapInfo) -> Translation:
    return Translation(
        language="cy-GB",
        headline=info.headline,
        description=info.description,
        instruction=info.instruction,
        action_line=dict(info.parameters).get(ACTION_LINE, ""),
    )


def is_in(language: str, info: CapInfo) -> bool:
    """Tell whether a block is in a language, of whatever country."""
    return info.language.lower().split("-")[0] == language
