"""What a partner's catalogue must be: claims of a JSON Web Signature (RFC 7515), item by item.

`{"iss": address, "serial": 7, "iat": seconds, "exp": seconds, "items": [{"id", "title", "summary",
"url", "language", "level" or "marking": {"tlp", "minimum_tier"}, "kind", "sectors", "regions"}]}`
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any, Final

from chassis.errors import Violation
from kernel.web_addresses import AddressRules
from services.content.domain.catalogue_item import Item, item_from, plain

MOST_BYTES: Final = 1024 * 1024
MOST_ITEMS: Final = 2_000
MOST_FAULTS: Final = 50
LONGEST_FAULT: Final = 200
LONGEST_LIFE: Final = timedelta(days=92)
SKEW: Final = timedelta(minutes=5)
"""By how much a partner's clock may be ahead of ours."""

LARGEST_SERIAL: Final = 2**53 - 1
"""What every JSON library keeps exactly (RFC 7493)."""

_CLAIMS: Final = frozenset({"iss", "serial", "iat", "exp", "items"})


class Refused(Enum):
    """Why a whole catalogue is refused: the label of the alarm's metric."""

    UNREACHED = "unreached"
    TOO_LARGE = "too_large"
    BAD_SIGNATURE = "bad_signature"
    MALFORMED = "malformed"
    OTHER_ISSUER = "other_issuer"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    REPLAYED = "replayed"


class PackRefused(Exception):
    """A catalogue is refused whole; what was taken before stands."""

    def __init__(self, reason: Refused, what: str) -> None:
        super().__init__(what)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFault:
    """What is wrong with one item, which is left out for it."""

    position: int
    item_id: str
    field: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """A catalogue that may be taken."""

    serial: int
    digest: str
    issued_at: datetime
    expires_at: datetime
    items: tuple[Item, ...]
    faults: tuple[ItemFault, ...]


def pack_from(claims: Mapping[str, Any], *, issuer: str, at: datetime, rules: AddressRules) -> Pack:
    """Return what a catalogue says, its good items and what is wrong with the others.

    Raises:
        PackRefused: it is not of this issuer, not of this time, or no catalogue at all.
    """
    if claims.get("iss") != issuer:
        raise PackRefused(Refused.OTHER_ISSUER, "it names another issuer")
    if unknown := sorted(set(claims) - _CLAIMS):
        what = f"it has a claim that nobody knows: {plain(unknown[0])}"
        raise PackRefused(Refused.MALFORMED, what)
    serial = _whole(claims, "serial", least=1)
    issued_at, expires_at = _moment(claims, "iat"), _moment(claims, "exp")
    if issued_at > at + SKEW:
        raise PackRefused(Refused.NOT_YET, "it was signed in the future")
    if expires_at <= at:
        raise PackRefused(Refused.EXPIRED, "it is good no more")
    if not timedelta(0) < expires_at - issued_at <= LONGEST_LIFE:
        raise PackRefused(
            Refused.MALFORMED, f"it must be good for at most {LONGEST_LIFE.days} days"
        )
    said = claims.get("items")
    if not isinstance(said, list):
        raise PackRefused(Refused.MALFORMED, "it has no list of items")
    if len(said) > MOST_ITEMS:
        raise PackRefused(Refused.TOO_LARGE, f"it has more than {MOST_ITEMS} items")
    items, faults = _items(said, rules)
    canonical = json.dumps(claims, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return Pack(
        serial=serial,
        digest=hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest(),
        issued_at=issued_at,
        expires_at=expires_at,
        items=tuple(items),
        faults=tuple(faults[:MOST_FAULTS]),
    )


def _whole(claims: Mapping[str, Any], name: str, *, least: int) -> int:
    value = claims.get(name)
    if type(value) is not int or not least <= value <= LARGEST_SERIAL:
        raise PackRefused(Refused.MALFORMED, f"its {name} must be a whole number")
    return value


def _moment(claims: Mapping[str, Any], name: str) -> datetime:
    try:
        return datetime.fromtimestamp(_whole(claims, name, least=0), UTC)
    except (OverflowError, ValueError, OSError):
        raise PackRefused(Refused.MALFORMED, f"its {name} is no moment") from None


def _items(said: Sequence[Any], rules: AddressRules) -> tuple[list[Item], list[ItemFault]]:
    items: dict[str, Item] = {}
    faults: list[ItemFault] = []
    for position, each in enumerate(said):
        item, wrong = item_from(each, rules)
        item_id = plain(str(each.get("id", ""))) if isinstance(each, dict) else ""
        if item is not None and item.item_id in items:
            wrong = [Violation("id", "stands twice")]
        if wrong:
            faults += [
                ItemFault(
                    position=position,
                    item_id=item_id,
                    field=one.field,
                    what=one.description[:LONGEST_FAULT],
                )
                for one in wrong
            ]
        elif item is not None:
            items[item.item_id] = item
    return list(items.values()), faults
