"""A link to a partner or to a body that helps, and what is said of it before one goes there."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from chassis.errors import Violation
from kernel.places import REGIONS, SECTORS
from kernel.web_addresses import AddressRules, BadAddress
from services.content.domain.document import LANGUAGES
from services.content.domain.link_health import UNSEEN, Health
from services.content.domain.partner_errors import PartnerLinkNotFound

MOST_LINKS: Final = 300
LONGEST_WORDS: Final = {"name": 120, "finds": 400, "for_whom": 200, "account": 200}
MOST_CODES: Final = 50
_UNPRINTED: Final = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\ufeff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkWords:
    """What is said of a link in one language; `account` is the account that is needed there."""

    name: str
    finds: str
    for_whom: str
    account: str

    def violations(self, language: str) -> list[Violation]:
        """Return what is wrong, field by field."""
        return [
            found
            for name, most in LONGEST_WORDS.items()
            if (found := wrong_text(f"content.{language}.{name}", getattr(self, name), most))
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkContent:
    """What editors say of a link."""

    url: str
    english: LinkWords
    welsh: LinkWords | None
    languages: frozenset[str]
    sectors: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    demonstration: bool = False

    def violations(self, rules: AddressRules) -> list[Violation]:
        """Return what is wrong with it, field by field."""
        found = wrong_address("content.url", self.url, rules)
        found += self.english.violations("english")
        found += self.welsh.violations("welsh") if self.welsh else []
        if not self.languages or self.languages - frozenset(LANGUAGES):
            found.append(Violation("content.languages", "must be en-GB, cy or both"))
        found += wrong_codes("content.sectors", self.sectors, SECTORS)
        found += wrong_codes("content.regions", self.regions, REGIONS)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerLink:
    """A link as it stands. A change of editors' returns the next version; a look does not."""

    link_id: UUID
    version: int
    content: LinkContent
    changed_at: datetime
    changed_by: str
    health: Health = UNSEEN
    removed: bool = False

    def changed(self, content: LinkContent, *, by: str, at: datetime) -> "PartnerLink":
        """Return the next version; what was seen of another address counts for nothing.

        Raises:
            PartnerLinkNotFound: it was removed.
        """
        same = content.url == self.content.url
        return replace(
            self._next(by=by, at=at), content=content, health=self.health if same else UNSEEN
        )

    def taken_off(self, *, by: str, at: datetime) -> "PartnerLink":
        """Take it off the list.

        Raises:
            PartnerLinkNotFound: it was removed already.
        """
        return replace(self._next(by=by, at=at), removed=True)

    def _next(self, *, by: str, at: datetime) -> "PartnerLink":
        if self.removed:
            raise PartnerLinkNotFound("There is no such link.")
        return replace(self, version=self.version + 1, changed_at=at, changed_by=by)


def wrong_text(field: str, text: str, most: int) -> Violation | None:
    """Say what is wrong with a line of text, or None."""
    if not 1 <= len(text.strip()) <= most:
        return Violation(field, f"must have 1 to {most} characters")
    if _UNPRINTED.search(text):
        return Violation(field, "must have no control or private-use characters")
    return None


def wrong_address(field: str, url: str, rules: AddressRules) -> list[Violation]:
    """Say what is wrong with the form of an address."""
    try:
        rules.place_of(url)
    except BadAddress as error:
        return [Violation(field, str(error))]
    return []


def wrong_codes(field: str, codes: frozenset[str], known: Iterable[str]) -> list[Violation]:
    """Name the codes that nobody knows, or say that there are too many."""
    if len(codes) > MOST_CODES:
        return [Violation(field, f"must name at most {MOST_CODES}")]
    unknown = sorted(codes - frozenset(known))
    return [Violation(field, f"{code!r} is not a code that we know") for code in unknown[:10]]
