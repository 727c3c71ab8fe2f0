"""What the use cases about organisations and their premises need."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from kernel.pages import Place
from services.identity.domain.organisation import Organisation
from services.identity.domain.premises import Premises


class Organisations(Protocol):
    """The organisations of one transaction."""

    def add(self, organisation: Organisation) -> None:
        """Keep a new one."""
        ...

    def get(self, organisation_id: UUID, *, lock: bool = False) -> Organisation:
        """Return one for which people act; locked, nobody else changes it meanwhile.

        Raises:
            OrganisationNotFound: there is none, or it is closed.
        """
        ...

    def find(self, organisation_id: UUID) -> Organisation | None:
        """Return one, open or closed, or None."""
        ...

    def save(self, organisation: Organisation) -> None:
        """Keep the next version of one.

        Raises:
            StaleVersion: another version came first.
        """
        ...

    def leads(self, organisation_id: UUID) -> Sequence[str]:
        """Return who leads the security of one and may use their account, by subject."""
        ...

    def members(self, organisation_id: UUID) -> int:
        """Return how many people belong to one."""
        ...

    def page(self, *, after: UUID | None, size: int) -> Sequence[Organisation]:
        """Return every one, closed ones included, in the order of their ids, locked."""
        ...


class PremisesStore(Protocol):
    """The premises of one transaction."""

    def add(self, premises: Premises) -> None:
        """Keep new ones."""
        ...

    def get(self, premises_id: UUID, *, lock: bool = False) -> Premises:
        """Return premises that are there; locked, nobody else changes them meanwhile.

        Raises:
            PremisesNotFound: there are none, or they were removed.
        """
        ...

    def save(self, premises: Premises) -> None:
        """Keep the next version.

        Raises:
            StaleVersion: another version came first.
        """
        ...

    def count(self, organisation_id: UUID) -> int:
        """Return how many an organisation has."""
        ...

    def page_of(
        self, organisation_id: UUID, *, after: Place | None, size: int
    ) -> Sequence[Premises]:
        """Return those of an organisation, oldest first, at most `size`."""
        ...

    def all_of(self, organisation_id: UUID) -> Sequence[Premises]:
        """Return all that an organisation has, locked."""
        ...

    def page(self, *, after: UUID | None, size: int) -> Sequence[Premises]:
        """Return everyone's, removed ones included, in the order of their ids, locked."""
        ...
