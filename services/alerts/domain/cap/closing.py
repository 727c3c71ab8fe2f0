"""What everyone is told of a message that is not for them, where its thread began in public.

Fixed words, which say that what was said is not current and nothing of what is said now. Whoever
acts on the public messages of a thread hears when to stop; a thread that was never public stays
unknown.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from importlib.resources import files
from typing import Any, Final

from services.alerts.domain import exercise
from services.alerts.domain.alert import Alert, Status
from services.alerts.domain.cap import terms
from services.alerts.domain.cap.issuing import ENDING_LASTS, WELSH, Sender, identifier_of, sent_at
from services.alerts.domain.cap.message import CapInfo, CapMessage, Reference
from services.alerts.domain.cap.said import Where
from services.alerts.domain.cap.wording import WORDS
from services.alerts.domain.wording import CapStatus

_WORDS: Final[dict[str, Any]] = json.loads(
    files("services.alerts.domain").joinpath("data/public_part_words.json").read_text("utf-8")
)
ENGLISH: Final = "en-GB"
_IN_DATA: Final = {ENGLISH: "en", WELSH: "cy"}


def closing_of(
    alert: Alert, sender: Sender, *, earlier: Sequence[Reference], where: Where
) -> CapMessage:
    """Return the message for everyone that an alert is which they may not know: a Cancel or Update.

    `earlier` are the public messages of its thread, oldest first; `where` is what the last of them
    said of that. Nothing is taken of the alert but its id, its time, its kind and whether it is an
    exercise. Its code, too, stays with those who may read it: by a code of what nobody is shown,
    somebody else's words could pass for ours.
    """
    assert earlier, "what nobody was told needs no word that it is over"
    status = terms.Status(alert.content.cap_status.value)
    withdrawn = alert.status is Status.WITHDRAWN
    english = _english(alert, sender, where)
    return CapMessage(
        identifier=identifier_of(alert),
        sender=sender.sender,
        sent=sent_at(alert),
        status=status,
        msg_type=terms.MsgType.CANCEL if withdrawn else terms.MsgType.UPDATE,
        scope=terms.Scope.PUBLIC,
        note=WORDS["note"].get(status.value, ""),
        references=tuple(earlier),
        infos=(english, _said_in(english, alert, WELSH)),
    )


def _english(alert: Alert, sender: Sender, where: Where) -> CapInfo:
    over = alert.status is Status.ALL_CLEAR
    info = CapInfo(
        language=ENGLISH,
        category=(terms.Category.SECURITY,),
        response_types=(terms.ResponseType.ALL_CLEAR,) if over else (),
        event="",
        urgency=terms.CapUrgency.PAST if over else terms.CapUrgency.UNKNOWN,
        severity=terms.CapSeverity.MINOR if over else terms.CapSeverity.UNKNOWN,
        certainty=terms.CapCertainty.OBSERVED if over else terms.CapCertainty.UNKNOWN,
        expires=sent_at(alert) + ENDING_LASTS,
        sender_name=sender.name,
        web=where.web,
        areas=where.areas,
    )
    return _said_in(info, alert, info.language)


def _said_in(info: CapInfo, alert: Alert, language: str) -> CapInfo:
    words = _WORDS["closing"][alert.status.name][_IN_DATA[language]]
    headline = words["headline"]
    over = alert.status is Status.ALL_CLEAR
    description = _WORDS["all_clear"][_IN_DATA[language]] if over else words["description"]
    drill = alert.content.cap_status is CapStatus.EXERCISE
    return replace(
        info,
        language=language,
        event=WORDS["event"][language],
        headline=exercise.enclosed(headline) if drill else headline,
        description=exercise.enclosed(description) if drill else description,
    )
