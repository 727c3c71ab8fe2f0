"""What the use cases about partner sites need."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from kernel.pages import Place
from services.identity.domain.partner_site import PartnerSite
from services.identity.domain.partner_usage import Count, PartnerSignIn


class PartnerSites(Protocol):
    """The partner sites of one transaction."""

    def add(self, site: PartnerSite) -> None:
        """Keep a proposal."""
        ...

    def get(self, site_id: UUID, *, lock: bool = False) -> PartnerSite:
        """Return one; locked, nobody else changes it meanwhile.

        Raises:
            PartnerNotFound: there is none.
        """
        ...

    def save(self, site: PartnerSite) -> None:
        """Keep the next version.

        Raises:
            StaleVersion: another version came first.
        """
        ...

    def carried(self, site: PartnerSite) -> None:
        """Keep that Keycloak knows this version of it, and forget the secret."""
        ...

    def page(self, *, after: Place | None, size: int) -> Sequence[PartnerSite]:
        """Return at most `size`, oldest first."""
        ...

    def confirmed(self, *, since: datetime | None = None) -> Sequence[PartnerSite]:
        """Return all that two people made, oldest first, but those that ended before then."""
        ...

    def of(self, steward: str) -> Sequence[PartnerSite]:
        """Return those of a steward, at most a hundred."""
        ...

    def count(self) -> int:
        """Return how many there are that are not ended."""
        ...


class PartnerSignIns(Protocol):
    """Who signed in where, one transaction's."""

    def newest(self, site_id: UUID) -> datetime | None:
        """Return when the last one was that is known."""
        ...

    def add(self, sign_in: PartnerSignIn) -> bool:
        """Keep one; tell whether it was not known."""
        ...

    def by_day(self, site_id: UUID, since: date) -> Mapping[date, Count]:
        """Return the figures of each day from then on."""
        ...

    def forget(self, before: date) -> int:
        """Delete those of earlier days; return how many."""
        ...


class NamesOfDay(Protocol):
    """Names that stand for a person on one day."""

    def of_day(self, subject: str, at: datetime) -> str:
        """Return one, always the same on that day."""
        ...


class PartnerClients(Protocol):
    """The partner sites in Keycloak.

    Every method may raise AccountsUnavailable.
    """

    def put(self, site: PartnerSite) -> None:
        """Bring its client to what the record says, the secret too where one is unsent."""
        ...

    def sign_ins(self, site: PartnerSite, since: datetime) -> Sequence[tuple[str, str, datetime]]:
        """Return (event id, subject, when) of sign-ins there from then on, the oldest first."""
        ...
