"""Whom people act for: a business, a venue, a public body."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

SECURITY_LEAD: Final = "security-lead"
"""The role of whoever leads the security of their organisation."""

MOST_MEMBERS: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """An organisation. Every change has the next `version`.

    People belong to it by its random id and never by its name: two cafes of one name are two
    organisations, and whoever writes a name somewhere gains nothing by it.
    """

    organisation_id: UUID
    name: str
    sectors: frozenset[str]
    version: int
    created_at: datetime
    closed_at: datetime | None = None

    @classmethod
    def created(
        cls, organisation_id: UUID, *, name: str, sectors: frozenset[str], at: datetime
    ) -> "Organisation":
        """Return an organisation that nobody belongs to yet."""
        return cls(
            organisation_id=organisation_id, name=name, sectors=sectors, version=1, created_at=at
        )

    @property
    def open(self) -> bool:
        """Whether anybody acts for it."""
        return self.closed_at is None

    def renamed(self, name: str) -> "Organisation":
        """Have another name; the same one changes nothing."""
        if name == self.name:
            return self
        return replace(self, name=name, version=self.version + 1)

    def closed(self, at: datetime) -> "Organisation":
        """Keep the random id and nothing that tells which it was: nobody belongs to it any more."""
        return replace(self, name="", sectors=frozenset(), closed_at=at, version=self.version + 1)
