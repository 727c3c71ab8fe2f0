"""Learners as they are counted, from our copy of their rights."""

from dataclasses import dataclass

from sqlalchemy import Connection

from chassis.postgres.principals import PrincipalsTable
from kernel.principals import Principal
from kernel.tiers import Tier


@dataclass(frozen=True, slots=True)
class PostgresLearners:
    """The copy of rights on one transaction."""

    connection: Connection

    def principal(self, subject: str) -> Principal:
        """Return somebody with tier, regions and sectors, and no permission of theirs."""
        row = PrincipalsTable(self.connection).find(subject)
        if row is None:
            return Principal(subject=subject, tier=Tier.PUBLIC)
        return Principal(subject=subject, tier=row.tier, regions=row.regions, sectors=row.sectors)
