"""What the use cases of partners' links and catalogues need."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from services.content.domain.catalogue import Catalogue
from services.content.domain.link_health import Health, Look
from services.content.domain.partner_link import PartnerLink


class PartnerLinks(Protocol):
    """The links of one transaction."""

    def add(self, link: PartnerLink) -> None:
        """Keep a new link."""
        ...

    def get(self, link_id: UUID, *, lock: bool = False) -> PartnerLink:
        """Return a listed link; locked, nobody else changes it before the transaction ends.

        Raises:
            PartnerLinkNotFound: there is none, or it was removed.
        """
        ...

    def save(self, link: PartnerLink) -> None:
        """Keep the next version.

        Raises:
            StaleVersion: another version came first.
        """
        ...

    def looked(self, link: PartnerLink, health: Health) -> None:
        """Keep what was seen at a link's address, unless the address changed meanwhile."""
        ...

    def count(self) -> int:
        """Return how many are listed."""
        ...

    def listed(self) -> Sequence[PartnerLink]:
        """Return every listed link, by its English name."""
        ...

    def due(self, at: datetime, most: int) -> Sequence[PartnerLink]:
        """Return listed links that should be looked at, those first that waited longest."""
        ...

    def changed_by(self, subject: str) -> Sequence[PartnerLink]:
        """Return the links, removed ones too, whose present version a person made."""
        ...

    def rename(self, subject: str, pseudonym: str) -> int:
        """Put a pseudonym in an editor's place; return how many rows changed."""
        ...


class Catalogues(Protocol):
    """The sources of catalogues of one transaction."""

    def add(self, catalogue: Catalogue) -> None:
        """Keep a proposal."""
        ...

    def get(self, catalogue_id: UUID, *, lock: bool = False) -> Catalogue:
        """Return one; locked, nobody else changes it before the transaction ends.

        Raises:
            CatalogueNotFound: there is none.
        """
        ...

    def save(self, catalogue: Catalogue) -> None:
        """Keep the next version.

        Raises:
            StaleVersion: another version came first.
        """
        ...

    def looked(self, catalogue: Catalogue) -> None:
        """Keep what was fetched, which is no new version."""
        ...

    def count(self) -> int:
        """Return how many have not ended."""
        ...

    def page(self, most: int) -> Sequence[Catalogue]:
        """Return them by name, those that ended last."""
        ...

    def due(self, before: datetime, at: datetime) -> Sequence[UUID]:
        """Return the active ones that were not asked for since then, or have run out by now."""
        ...

    def decided_by(self, subject: str) -> Sequence[Catalogue]:
        """Return those that a person proposed, confirmed or ended."""
        ...

    def rename(self, subject: str, pseudonym: str) -> int:
        """Put a pseudonym in a person's place; return how many rows changed."""
        ...


class Looking(Protocol):
    """Looks whether somebody answers at an address."""

    def look(self, url: str) -> Look:
        """Return what was found; whatever goes wrong there is a finding."""
        ...


class Fetching(Protocol):
    """Fetches a catalogue and opens its signature."""

    def fetched(self, url: str) -> bytes:
        """Return what stands at an address.

        Raises:
            PackRefused: nobody answers, or it is too large.
        """
        ...

    def opened(self, signed: bytes, public_key: str) -> Mapping[str, Any]:
        """Return what a catalogue says, once its signature is good.

        Raises:
            PackRefused: it is not signed by that key in the one way that we take.
        """
        ...
