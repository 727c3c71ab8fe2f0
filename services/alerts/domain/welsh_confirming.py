"""A Welsh approver's word on the Welsh of a version."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from kernel.principals import Principal
from services.alerts.domain.alert import EDITABLE, Alert, Status
from services.alerts.domain.errors import IllegalTransition, NothingChanged, VersionChanged
from services.alerts.domain.hands import Hand, Part, with_hand
from services.alerts.domain.welsh import Confirmation, welsh_of
from services.alerts.domain.welsh_errors import (
    NoWelshToJudge,
    WelshByTranslator,
    WelshStandsIn,
    WelshTextNeeded,
)

APPROVES: Final = "alerts:approve"
"""Whoever may do this decides about all of an alert, and not about its Welsh alone."""


def confirm_welsh(alert: Alert, *, by: str, read: bytes, at: datetime) -> Alert:
    """Return the alert with the word of somebody who read both its texts, and translated neither.

    They have a hand in this version then, so that they cannot approve it as well. Any edit makes
    the word void, since it names the digest.

    Raises:
        IllegalTransition: it was issued or discarded.
        VersionChanged: `read` is not the digest of what stands here now.
        WelshTextNeeded: it says nothing in Welsh.
        WelshStandsIn: its Welsh is that of a template.
        WelshByTranslator: `by` translated any of this version.
        NothingChanged: it is confirmed already.
    """
    if alert.status not in EDITABLE:
        raise IllegalTransition("Welsh is confirmed before an alert is issued.")
    if read != alert.digest:
        raise VersionChanged("The alert is not what you read: read it again.")
    if welsh_of(alert.content) is None:
        raise WelshTextNeeded("There is no Welsh to confirm.")
    if alert.welsh.stand_in is not None:
        raise WelshStandsIn("These words stand in for a translation: they were approved before.")
    if Hand(by, Part.TRANSLATOR) in alert.worked:
        raise WelshByTranslator("Somebody who did not translate it must confirm the Welsh.")
    if alert.welsh.confirmed(alert.digest):
        raise NothingChanged("The Welsh is confirmed already.")
    welsh = replace(alert.welsh, confirmation=Confirmation(by=by, at=at, read=alert.digest))
    hands = with_hand(alert.worked, Hand(by, Part.WELSH_APPROVER))
    return replace(alert, welsh=welsh, worked=hands, version=alert.version + 1)


def see_that_it_is_theirs_to_return(alert: Alert, by: Principal) -> None:
    """See that somebody may send an alert back: an approver any, a Welsh approver for its Welsh.

    Raises:
        NoWelshToJudge: they approve Welsh alone, and the alert has none and needs none.
    """
    if by.may(APPROVES) or welsh_of(alert.content) is not None:
        return
    if not alert.welsh.needed(alert.content):
        raise NoWelshToJudge("It says nothing in Welsh, and needs to say nothing.")


def owes_welsh(alert: Alert) -> bool:
    """Tell whether an alert that is out still owes confirmed Welsh."""
    out = alert.status is Status.ISSUED and alert.successor is None
    return out and alert.welsh.due_at is not None
