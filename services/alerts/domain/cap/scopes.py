"""For whom a message is: markings as CAP's scope, and back. It never widens on the way."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from kernel.markings import Marking, Tlp
from kernel.tiers import Tier
from services.alerts.domain.cap.message import CapMessage
from services.alerts.domain.cap.terms import Scope

GROUP: Final = "group "
"""What goes before the name of a closed group in a restriction."""

_TIERS: Final = {
    Tlp.CLEAR: Tier.PUBLIC,
    Tlp.GREEN: Tier.REGISTERED,
    Tlp.AMBER: Tier.VERIFIED,
    Tlp.AMBER_STRICT: Tier.VERIFIED,
}
_STRICTEST: Final = Tlp.AMBER
"""What a restriction in words that we do not know comes to: the most that needs no names."""


class NotOurPeople(ValueError):
    """Addresses are not ids of people whom we know."""


@dataclass(frozen=True, slots=True)
class Scoped:
    """CAP's words for a marking."""

    scope: Scope
    restriction: str = ""
    addresses: tuple[str, ...] = ()


def scoped(marking: Marking) -> Scoped:
    """Return CAP's words for a marking."""
    if marking.named_subjects:
        return Scoped(Scope.PRIVATE, _said(marking), tuple(sorted(marking.named_subjects)))
    if marking == Marking.clear():
        return Scoped(Scope.PUBLIC)
    return Scoped(Scope.RESTRICTED, _said(marking))


def marking_of(message: CapMessage) -> Marking:
    """Return whom a draft of a message may be shown to: never more people than its scope says.

    A restriction in other words than ours is for verified people at the least.

    Raises:
        NotOurPeople: it is private, and an address is not the id of a person of ours.
        MarkingBelowFloor: the restriction contradicts itself.
    """
    if message.scope is Scope.PUBLIC:
        return Marking.clear()
    tlp, tier, group = _read(message.restriction)
    if message.scope is Scope.RESTRICTED:
        return Marking(tlp=tlp, minimum_tier=tier, closed_group=group)
    people = frozenset(map(_person, message.addresses))
    return Marking(
        tlp=Tlp.RED,
        minimum_tier=max(tier, Tier.VERIFIED),
        closed_group=group,
        named_subjects=people,
    )


def _said(marking: Marking) -> str:
    words = [f"TLP:{marking.tlp.value}", marking.minimum_tier.name]
    if marking.closed_group:
        words.append(f"{GROUP}{marking.closed_group}")
    return "; ".join(words)


def _read(restriction: str) -> tuple[Tlp, Tier, str | None]:
    said, grouped, group = restriction.partition(f"; {GROUP}")
    words = [word.strip() for word in said.split(";")]
    labels = {f"TLP:{label.value}": label for label in Tlp}
    tlp = labels.get(words[0].upper())
    if tlp is None or tlp not in _TIERS or tlp is Tlp.CLEAR:
        tlp = _STRICTEST
    tiers = [Tier[word] for word in words[1:] if word in Tier.__members__]
    return tlp, max([_TIERS[tlp], *tiers]), group if grouped else None


def _person(address: str) -> str:
    try:
        return str(UUID(address))
    except ValueError:
        raise NotOurPeople(
            "must each be the id of a person whom we know: a private message reaches nobody else"
        ) from None
