"""Show who passed the budget of other people's records."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kernel.principals import Principal
from services.identity.domain.relay import RecordFreeze
from services.identity.usecases.ports import UnitOfWork

MOST: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRecordFreezes:
    """Return who reads no records of others now; that it was looked at goes on record."""

    unit_of_work: UnitOfWork

    def __call__(self, caller: Principal) -> Sequence[RecordFreeze]:
        """Return them, the earliest first."""
        with self.unit_of_work() as tx:
            tx.audit.record(caller, "identity:read-record-freezes", "record-freezes")
            return tx.record_reads.freezes(most=MOST)
