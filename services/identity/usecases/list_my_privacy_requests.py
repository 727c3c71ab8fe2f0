"""One's own requests about one's data."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kernel.principals import Principal
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.privacy_seen import PrivacySeen, seen

MOST: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ListMyPrivacyRequests:
    """Return what the caller asked for, newest first."""

    unit_of_work: UnitOfWork

    def __call__(self, caller: Principal) -> Sequence[PrivacySeen]:
        """Return the newest fifty."""
        with self.unit_of_work() as tx:
            return seen(tx, tx.privacy_requests.of_subject(caller.person, most=MOST))
