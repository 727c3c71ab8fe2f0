"""The CAP messages of an alert: its issue, and its end, of which each kind stays what it is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from services.alerts.domain import exercise
from services.alerts.domain.alert import Alert, Status
from services.alerts.domain.cap import terms
from services.alerts.domain.cap.message import CapInfo, CapMessage, Reference
from services.alerts.domain.cap.places import areas_of
from services.alerts.domain.cap.scopes import scoped
from services.alerts.domain.cap.wording import WORDS
from services.alerts.domain.wording import CapStatus, Translation

ENDING_LASTS: Final = timedelta(hours=24)
"""How long what tells of an end is current itself."""

WELSH: Final = "cy-GB"
VERIFY: Final = "ISP-VERIFY"
ACTION_LINE: Final = "ISP-ACTION-LINE"
AUTHORITY: Final = "ISP-AUTHORITY-REFERENCE"
"""The valueNames of our own parameters."""

_SUFFIXES: Final = {
    Status.ISSUED: "",
    Status.WITHDRAWN: "-withdrawn",
    Status.ALL_CLEAR: "-all-clear",
    Status.EXPIRED: "-expired",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who sends our messages: a name that is ours alone in the world, one for people, our site."""

    sender: str
    name: str
    public_url: str


def identifier_of(alert: Alert) -> str:
    """Return the identifier of the message that an alert's present state is."""
    return f"isp-{alert.alert_id}{_SUFFIXES[alert.status]}"


def sent_at(alert: Alert) -> datetime:
    """Return when that message was sent."""
    sent = alert.ending.ended_at if alert.ending else alert.issued_at
    assert sent is not None
    return sent.replace(microsecond=0)  # CAP knows no more of a moment


def cap_of(
    alert: Alert, sender: Sender, *, earlier: Sequence[Reference] = (), code: str = ""
) -> CapMessage:
    """Return the message that an alert's present state is: its issue, or how it ended.

    `earlier` are all messages of its thread that came before, oldest first; `code` is what anyone
    can check the message by. A withdrawal is a Cancel that never says safe, an all-clear an Update
    whose responseType is AllClear, and expiry an Update that says neither.
    """
    scope = scoped(alert.content.marking)
    status = terms.Status(alert.content.cap_status.value)
    return CapMessage(
        identifier=identifier_of(alert),
        sender=sender.sender,
        sent=sent_at(alert),
        status=status,
        msg_type=_type_of(alert, earlier),
        scope=scope.scope,
        restriction=scope.restriction,
        addresses=scope.addresses,
        note=WORDS["note"].get(status.value, ""),
        references=tuple(earlier),
        infos=_infos(alert, sender, code),
    )


def _type_of(alert: Alert, earlier: Sequence[Reference]) -> terms.MsgType:
    if alert.status is Status.WITHDRAWN:
        return terms.MsgType.CANCEL
    return terms.MsgType.UPDATE if earlier else terms.MsgType.ALERT


def _infos(alert: Alert, sender: Sender, code: str) -> tuple[CapInfo, ...]:
    """Return a block for each language; an end in English, and in Welsh what two people said so."""
    alert = _with_its_line_as_words(alert) if alert.part else alert
    english = _info(alert, sender, code)
    if alert.status is not Status.ISSUED:
        said = alert.ending.text_cy if alert.ending else ""
        return (english, _all_clear_in_welsh(english, alert, said)) if said else (english,)
    return english, *(_translated(english, each) for each in alert.content.translations)


def _with_its_line_as_words(alert: Alert) -> Alert:
    """Return a public part with its action line where every reader of CAP, or of a feed, shows it.

    A parameter of ours says it as well; of others nobody knows that.
    """
    content = alert.content
    line = content.action_line
    translations = tuple(
        replace(each, headline=each.action_line, instruction=each.action_line)
        for each in content.translations
    )
    said = replace(content, headline=line, instruction=line, translations=translations)
    return replace(alert, content=said)


def _translated(english: CapInfo, said: Translation) -> CapInfo:
    kept = tuple(pair for pair in english.parameters if pair[0] == VERIFY)
    line = ((ACTION_LINE, said.action_line),) if said.action_line else ()
    return replace(
        english,
        language=said.language,
        event=WORDS["event"].get(said.language, english.event),
        headline=said.headline,
        description=said.description,
        instruction=said.instruction,
        parameters=(*line, *kept),
    )


def _all_clear_in_welsh(english: CapInfo, alert: Alert, said: str) -> CapInfo:
    content, drill = alert.content, alert.content.cap_status is CapStatus.EXERCISE
    welsh = next((each for each in content.translations if each.language == WELSH), None)
    own = welsh.headline if welsh else content.headline
    headline = WORDS["all_clear_in_welsh"].format(headline=exercise.bare(own) if drill else own)
    return replace(
        english,
        language=WELSH,
        event=WORDS["event"][WELSH],
        headline=exercise.enclosed(headline) if drill else headline,
        description=said,
    )


def _info(alert: Alert, sender: Sender, code: str) -> CapInfo:
    content = alert.content
    parameters = [(ACTION_LINE, content.action_line)]
    if code:
        parameters.append((VERIFY, f"{sender.public_url}/alerts/verify/{code}"))
    issued = CapInfo(
        language=content.language,
        category=content.kinds.categories,
        response_types=content.kinds.responses,
        event=WORDS["event"][content.language],
        urgency=terms.CapUrgency(content.urgency.value),
        severity=terms.CapSeverity(content.severity.value),
        certainty=terms.CapCertainty(content.certainty.value),
        expires=content.expires_at,
        sender_name=sender.name,
        headline=content.headline,
        description=content.description,
        instruction=content.instruction,
        web=f"{sender.public_url}/alerts/{alert.alert_id}",
        parameters=tuple(pair for pair in parameters if pair[1]),
        areas=areas_of(content),
    )
    return issued if alert.status is Status.ISSUED else _ended(issued, alert)


def _ended(issued: CapInfo, alert: Alert) -> CapInfo:
    """Return what tells of an end. Only an all-clear says that anything is over."""
    content, ending = alert.content, alert.ending
    assert ending is not None
    drill = content.cap_status is CapStatus.EXERCISE
    own = exercise.bare(content.headline) if drill else content.headline
    headline = WORDS["headline"][alert.status.name].format(headline=own)
    over = alert.status is Status.ALL_CLEAR
    kept = tuple(pair for pair in issued.parameters if pair[0] == VERIFY)
    return replace(
        issued,
        response_types=(terms.ResponseType.ALL_CLEAR,) if over else (),
        urgency=terms.CapUrgency.PAST if over else terms.CapUrgency.UNKNOWN,
        severity=terms.CapSeverity.MINOR if over else terms.CapSeverity.UNKNOWN,
        certainty=terms.CapCertainty.OBSERVED if over else terms.CapCertainty.UNKNOWN,
        expires=sent_at(alert) + ENDING_LASTS,
        headline=exercise.enclosed(headline) if drill else headline,
        description=ending.text,
        instruction="",
        parameters=(*kept, (AUTHORITY, ending.authority_reference)) if over else kept,
    )
