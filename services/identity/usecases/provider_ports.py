"""What the use cases about partners' identity providers need."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from kernel.pages import Place
from services.identity.domain.partner_provider import BrokeredPerson, PartnerProvider


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """That somebody signed in by a provider, whose name in Keycloak is `alias`; the last time."""

    subject: str
    alias: str
    event_id: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """What Keycloak knows of somebody who came by a provider, their address confirmed by them."""

    email: str
    given_name: str
    family_name: str
    suggested_organisation: str


class Providers(Protocol):
    """The providers of one transaction, and who came by them."""

    def add(self, provider: PartnerProvider) -> None:
        """Keep a proposal."""
        ...

    def get(self, provider_id: UUID, *, lock: bool = False) -> PartnerProvider:
        """Return one; locked, nobody else changes it meanwhile.

        Raises:
            PartnerNotFound: there is none.
        """
        ...

    def save(self, provider: PartnerProvider) -> None:
        """Keep the next version.

        Raises:
            StaleVersion: another version came first.
        """
        ...

    def carried(self, provider: PartnerProvider) -> None:
        """Keep that Keycloak knows this version of it, and forget the secret."""
        ...

    def page(self, *, after: Place | None, size: int) -> Sequence[PartnerProvider]:
        """Return at most `size`, oldest first."""
        ...

    def confirmed(self) -> Sequence[PartnerProvider]:
        """Return all that two people made, oldest first, those that were ended too."""
        ...

    def active(self) -> Sequence[PartnerProvider]:
        """Return all by which people sign in."""
        ...

    def count(self) -> int:
        """Return how many there are that are not ended."""
        ...

    def keep_person(self, person: BrokeredPerson) -> None:
        """Keep that somebody came, or what was decided about them."""
        ...

    def find_person(self, subject: str) -> BrokeredPerson | None:
        """Return how somebody came, locked, or None."""
        ...

    def came_by(self, subject: str) -> str | None:
        """Return the alias of the provider by which somebody came, or None."""
        ...

    def undecided(self) -> Sequence[BrokeredPerson]:
        """Return those whose organisation was named, oldest first, at most a hundred."""
        ...


class Brokering(Protocol):
    """The providers in Keycloak.

    Every method may raise AccountsUnavailable.
    """

    def put(self, provider: PartnerProvider) -> None:
        """Bring it to what the record says."""
        ...

    def came(self, since: datetime) -> Sequence[Came]:
        """Return who signed in by a provider from then on, each once, of the newest thousand."""
        ...

    def unconfirmed(self, before: datetime) -> Sequence[str]:
        """Return who came before then and never confirmed their address."""
        ...

    def newcomer(self, who: Came) -> Newcomer | None:
        """Return what is known of them; None if they are not linked so, or have not confirmed."""
        ...
