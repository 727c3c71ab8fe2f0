"""A draft from elsewhere that its sender replaces or cancels before it was issued."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.alerts.domain.alert import Alert
from services.alerts.domain.cap.message import CapMessage
from services.alerts.domain.cap.terms import MsgType
from services.alerts.domain.content import AlertContent
from services.alerts.domain.hands import WORDING, with_hand
from services.alerts.domain.welsh import kept_translators

_WHY = {
    MsgType.UPDATE: "Its sender sent another in its place",
    MsgType.CANCEL: "Its sender cancelled it",
}
_WHY_LONGEST = 1000


def in_place_of(
    draft: Alert, alert_id: UUID, content: AlertContent, *, by: str, at: datetime
) -> Alert:
    """Return the draft that takes the place of one that was never issued, in the same thread.

    What somebody here wrote, and it says again, they have a hand in: they cannot approve it.
    """
    new = Alert.drafted(alert_id, content, by=by, at=at, thread=draft.thread)
    hands = new.worked
    if kept := kept_translators(draft.content, new.content, draft.worked):
        hands = with_hand(hands, *kept)
    if new.content.repeats_words_of(draft.content):
        hands = with_hand(hands, *(each for each in draft.worked if each.part in WORDING))
    return replace(new, worked=hands, origin=draft.origin)


def why_discarded(message: CapMessage) -> str:
    """Return for the record why a draft is given up: that its sender said so, and what."""
    said = f"{_WHY[message.msg_type]}: {message.sender} {message.identifier}. {message.note}"
    return said.strip()[:_WHY_LONGEST]
