"""An AllClear from elsewhere: what is proposed of it, for a second person to give or not."""

from collections.abc import Iterable
from dataclasses import dataclass

from chassis.errors import Violation
from kernel.markings import MarkingBelowFloor
from services.alerts.domain.alert import Alert
from services.alerts.domain.cap import terms
from services.alerts.domain.cap.area_reading import shapes_of
from services.alerts.domain.cap.drafting import ENGLISH, WELSH, is_in, unfit
from services.alerts.domain.cap.issuing import AUTHORITY
from services.alerts.domain.cap.message import CapArea, CapMessage, Named
from services.alerts.domain.cap.places import areas_of
from services.alerts.domain.cap.scopes import NotOurPeople, marking_of
from services.alerts.domain.content import REFERENCE_LONGEST
from services.alerts.domain.sharing import Openness

TEXT_LONGEST = 1000
"""Characters of an all-clear, as of one that is written here."""

NUL = "\x00"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clearing:
    """What an all-clear from elsewhere says, or everything for which it cannot be proposed."""

    text: str
    text_cy: str
    authority_reference: str
    violations: tuple[Violation, ...] = ()


def says_all_clear(message: CapMessage) -> bool:
    """Tell whether any part of a message says that something is over."""
    return any(terms.ResponseType.ALL_CLEAR in info.response_types for info in message.infos)


def clearing_of(message: CapMessage, about: Alert) -> Clearing:
    """Return the all-clear that a message proposes of the alert that it is about.

    The authority that decided it is the sender: by its own reference, if it names one, else by its
    message. It is read by everyone who was sent the alert, so that it must be for all of them, and
    for everywhere that the alert is about.
    """
    wrong = [*message.violations(), *unfit(message), *_unlike(message, about)]
    wrong += _partial(message, about) if not wrong else []
    if any(info.response_types != (terms.ResponseType.ALL_CLEAR,) for info in message.infos):
        what = "must be AllClear alone, and in each language: what is over asks for nothing"
        wrong.append(Violation("info.responseType", what))
    texts = [(_text(message, language), language) for language in (ENGLISH, WELSH)]
    (text, _), (text_cy, _) = texts
    if not text.strip():
        wrong.append(Violation("info.description", "must be said, in English: en-GB"))
    for said, language in texts:
        if len(said) > TEXT_LONGEST or NUL in said:
            what = f"must have at most {TEXT_LONGEST} characters in an all-clear"
            wrong.append(Violation(f"info.{language}.description", what))
    reference = _authority(message)
    if len(reference) > REFERENCE_LONGEST:
        what = f"must have, with the identifier, fewer than {REFERENCE_LONGEST} characters here"
        wrong.append(Violation("sender", what))
    return Clearing(
        text=text, text_cy=text_cy, authority_reference=reference, violations=tuple(wrong)
    )


def _unlike(message: CapMessage, about: Alert) -> list[Violation]:
    found = []
    if message.msg_type is not terms.MsgType.UPDATE:
        found.append(Violation("msgType", "must be Update for an AllClear"))
    if about.content.cap_status.value != message.status.value:
        what = "must be that of what it is about: an exercise never becomes actual"
        found.append(Violation("status", what))
    try:
        narrow = Openness.of(marking_of(message))
    except (NotOurPeople, MarkingBelowFloor) as error:
        return [*found, Violation("scope", str(error))]
    if narrow.is_widened_by(Openness.of(about.content.marking)):
        what = "must be as wide as that of the alert: all who were sent it read its all-clear"
        found.append(Violation("scope", what))
    return found


def _partial(message: CapMessage, about: Alert) -> list[Violation]:
    """Return that a message is for less than all of the alert: for what it names in a language."""
    wrong: list[Violation] = []
    whole = _named(areas_of(about.content), wrong)
    what = "must have every area of the alert, or there must be none: an all-clear is for all of it"
    wrong += [
        Violation(f"info[{number}].area", what)
        for number, info in enumerate(message.infos)
        if info.areas and not whole <= _named(info.areas, [])
    ]
    return wrong


def _named(areas: Iterable[CapArea], wrong: list[Violation]) -> frozenset[str | Named]:
    """Return the shapes and the codes of areas."""
    found: set[str | Named] = set()
    for area in areas:
        found.update(shapes_of("info.area", area, wrong), area.geocodes)
    return frozenset(found)


def _text(message: CapMessage, language: str) -> str:
    info = next((each for each in message.infos if is_in(language, each)), None)
    said = (info.description.strip(), info.instruction.strip()) if info else ()
    return "\n".join(filter(None, said))


def _authority(message: CapMessage) -> str:
    """Return the reference of a decision: the sender's own, or the sender with its message."""
    for info in message.infos:
        if said := dict(info.parameters).get(AUTHORITY, "").strip():
            return said
    return f"{message.sender} {message.identifier}"
