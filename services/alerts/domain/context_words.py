"""How what was added on the way stands in a mail or a text: after the hub's words, and apart."""

import json
from collections.abc import Sequence
from dataclasses import replace
from importlib.resources import files
from typing import Any, Final

from kernel.places import REGIONS, SECTORS
from services.alerts.domain.alert import Alert
from services.alerts.domain.cascade import Context, Step
from services.alerts.domain.exercise import MARK
from services.alerts.domain.message import CARRIED, LONGEST_TEXT, Message
from services.alerts.domain.recipient import Recipient
from services.alerts.domain.wording import CapStatus

_WORDS: Final[dict[str, Any]] = json.loads(
    files("services.alerts.domain").joinpath("data/context_words.json").read_text("utf-8")
)


def with_context(
    message: Message,
    added: Sequence[tuple[Step, Context]],
    alert: Alert,
    to: Recipient,
    *,
    short: bool,
    longest: int = LONGEST_TEXT,
) -> Message:
    """Return a message with what was added; the hub's words in it stay as they are.

    What is above TLP:GREEN, and what a text has no room for, is only said to be there. Where the
    alert itself is not carried, nothing beside it is either.
    """
    if not added or alert.content.marking.tlp not in CARRIED:
        return message
    between = " " if short else "\n\n"
    said = between.join(_said(step, context, to.language) for step, context in added)
    if alert.content.cap_status is CapStatus.EXERCISE:
        said = f"{MARK}{between}{said}{between}{MARK}"
    text = f"{message.text.rstrip()}{between}{said}"
    if short and len(text) > longest:
        more = f"{message.text} {_WORDS['more'][to.language]}"
        return replace(message, text=more if len(more) <= longest else message.text)
    return replace(message, text=text if short else f"{text}\n")


def _said(step: Step, context: Context, language: str) -> str:
    place = REGIONS[step.region].name
    if step.sector:
        place = f"{SECTORS[step.sector].name}, {place}"
    words = "said" if context.tlp in CARRIED else "restricted"
    line: str = _WORDS[words][language]
    return line.format(place=place, text=context.said_in(language))
