"""A CAP message that came from elsewhere: what it is about, and the draft that it becomes."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from chassis.errors import Violation
from kernel.markings import Marking, MarkingBelowFloor
from services.alerts.domain import exercise
from services.alerts.domain.alert import Alert
from services.alerts.domain.cap.drafting import Drafted, draft_of, unfit
from services.alerts.domain.cap.message import CapMessage
from services.alerts.domain.cap.scopes import NotOurPeople, marking_of
from services.alerts.domain.cap.terms import MsgType, Scope
from services.alerts.domain.cap.weighing import UNWEIGHED, Weight
from services.alerts.domain.cap.wording import WORDS
from services.alerts.domain.content import DIGEST_VERSION, Urgency
from services.alerts.domain.wording import LONGEST, CapStatus

_LASTS: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class CapImport:
    """That a message came, and the draft that it became.

    `about` is the alert that it is about; `digest` is SHA-256 of the document as it came. A message
    that only did something to the alert that it is about has an `alert_id` that no alert has.
    """

    sender: str
    identifier: str
    sent: datetime
    msg_type: MsgType
    scope: Scope
    restriction: str
    digest: bytes
    alert_id: UUID
    thread_id: UUID
    about: UUID | None

    @classmethod
    def of(
        cls,
        message: CapMessage,
        digest: bytes,
        *,
        alert_id: UUID,
        thread_id: UUID,
        about: UUID | None,
    ) -> "CapImport":
        """Return what is kept of a message."""
        return cls(
            sender=message.sender,
            identifier=message.identifier,
            sent=message.sent,
            msg_type=message.msg_type,
            scope=message.scope,
            restriction=message.restriction,
            digest=digest,
            alert_id=alert_id,
            thread_id=thread_id,
            about=about,
        )


def content_of(
    message: CapMessage, about: Alert | None, now: datetime, weight: Weight = UNWEIGHED
) -> Drafted:
    """Return the content of the draft that a message becomes, or everything that is wrong.

    A Cancel becomes a draft of words that say who cancelled what; they never say that it is safe,
    and the alert itself stays until somebody here ends it. `weight` is
    what an Unknown is taken for.
    """
    if message.msg_type is MsgType.CANCEL and about is not None:
        drafted = _cancelled(message, about, now)
        wrong = [*drafted.violations, *weight.unused()]
    else:
        drafted = draft_of(message, weight)
        wrong = list(drafted.violations)
    if about is not None and about.content.cap_status.value != message.status.value:
        what = "must be that of what it is about: an exercise never becomes actual"
        wrong.append(Violation("status", what))
    if drafted.content is not None:
        wrong += drafted.content.violations(now)
    return Drafted(None if wrong else drafted.content, tuple(wrong))


def _cancelled(message: CapMessage, about: Alert, now: datetime) -> Drafted:
    wrong = [*message.violations(), *unfit(message)]
    marking = _narrower(message, about.content.marking, wrong)
    if wrong or marking is None:
        return Drafted(None, tuple(wrong))
    said = [message.note, *(info.description for info in message.infos)]
    why = next((text for text in said if text.strip()), "")
    words, before = WORDS["cancelled"], about.content
    drill = before.cap_status is CapStatus.EXERCISE
    headline = exercise.bare(before.headline) if drill else before.headline
    content = replace(
        before,
        headline=words["headline"].format(headline=headline)[: LONGEST["headline"]],
        description=f"{words['description']} {why}".strip()[: LONGEST["description"]],
        instruction=words["instruction"],
        action_line="",
        translations=(),
        authority_reference="",
        kinds=replace(before.kinds, responses=()),
        digest_version=DIGEST_VERSION,
        urgency=Urgency.EXPECTED,
        marking=marking,
        expires_at=max(before.expires_at, now + _LASTS),
    )
    return Drafted(content.marked())


def _narrower(message: CapMessage, marking: Marking, wrong: list[Violation]) -> Marking | None:
    """Return whom the draft may be shown to: nobody who may not see what it is about."""
    if marking != Marking.clear():
        return marking
    try:
        return marking_of(message)
    except NotOurPeople as error:
        wrong.append(Violation("addresses", str(error)))
    except MarkingBelowFloor as error:
        wrong.append(Violation("restriction", str(error)))
    return None
