"""What everyone may know of an Immediate alert that not everyone may read: its action line.

The line is one TLP:CLEAR sentence. It goes whole to everybody whom the alert is for, on every
channel, and anyone can read it signed out; the rest stays for those whom its marking names.
"""

import json
from dataclasses import replace
from importlib.resources import files
from typing import Any, Final

from kernel.access import may_read
from kernel.markings import Marking
from kernel.principals import ANONYMOUS, Principal
from services.alerts.domain import exercise
from services.alerts.domain.acts import Ending
from services.alerts.domain.alert import PUBLISHED, Alert, Status
from services.alerts.domain.content import AlertContent
from services.alerts.domain.kinds import SECURITY
from services.alerts.domain.wording import CapStatus, Translation

_WORDS: Final[dict[str, Any]] = json.loads(
    files("services.alerts.domain").joinpath("data/public_part_words.json").read_text("utf-8")
)


def has_public_part(content: AlertContent) -> bool:
    """Tell whether everyone may read of this what to do, and only some people the rest."""
    return may_read(ANONYMOUS, content.heard_under) and not may_read(ANONYMOUS, content.marking)


def public_content(content: AlertContent) -> AlertContent:
    """Return what stands in place of a content for those who may not read it.

    It keeps the action line, the weight and the times, and whom it is for, of which readers are
    shown nothing. CAP alone, and so the public log for ever, names the regions that it is for, or
    the whole country: a line tells nobody what to do unless it says where. The area that it is
    about, what it is about and what people are to do in CAP's words are left out with the words.
    """
    assert has_public_part(content), "nothing but an action line is for everyone"
    words = _WORDS["en-GB"]
    part = replace(
        content,
        headline=words["headline"],
        description=words["description"],
        instruction="",
        marking=Marking.clear(),
        translations=tuple(map(_translated, content.translations)),
        area=None,
        authority_reference="",
        kinds=SECURITY,
    )
    return part.marked()


def public_part(alert: Alert) -> Alert:
    """Return an alert as those see it who may know what to do, and no more.

    It is for reading alone: nothing keeps it, and no digest of it was approved.
    """
    all_clear = alert.status is Status.ALL_CLEAR
    said = alert.ending and public_ending(alert.content, alert.ending, all_clear=all_clear)
    return replace(alert, content=public_content(alert.content), ending=said, part=True)


def seen_by(alert: Alert, reader: Principal) -> Alert | None:
    """Return an alert as a person may know of it: whole, or its public part; None for neither."""
    if alert.readable_by(reader):
        return alert
    if alert.status in PUBLISHED and has_public_part(alert.content):
        return public_part(alert)
    return None


def known_to(alert: Alert, who: Principal) -> bool:
    """Tell whether a person may know of an alert, if only of its public part."""
    return seen_by(alert, who) is not None


def public_ending(content: AlertContent, ending: Ending, *, all_clear: bool) -> Ending:
    """Return how it ended without what two people wrote for those who may read the alert.

    Withdrawal and expiry have fixed words, which tell nothing of it.
    """
    ending = replace(ending, authority_reference="", why="")
    if not all_clear:
        return ending
    words = _WORDS["all_clear"]
    drill = content.cap_status is CapStatus.EXERCISE
    return replace(
        ending,
        text=exercise.enclosed(words["en"]) if drill else words["en"],
        text_cy=exercise.enclosed(words["cy"]) if drill else words["cy"],
    )


def _translated(said: Translation) -> Translation:
    words = _WORDS[said.language]
    return replace(
        said,
        headline=words["headline"],
        description=words["description"],
        instruction="",
    )
