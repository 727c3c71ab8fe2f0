"""Tell which certificates of a list are revoked."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from services.training.domain.issuer import Issuer
from services.training.domain.status_list import status_list
from services.training.usecases.ports import Credentials, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class GetStatusList:
    """Return a list as it stands now, signed."""

    unit_of_work: UnitOfWork
    credentials: Credentials
    issuer: Issuer
    clock: Clock

    def __call__(self, *, list_id: UUID) -> str:
        """Return the list as a credential.

        Raises:
            StatusListNotFound: there is no such list.
        """
        with self.unit_of_work() as tx:
            revoked = tx.status_lists.revoked(list_id)
        now = self.clock.now().replace(microsecond=0)
        return self.credentials.sign(status_list(list_id, revoked, self.issuer, now))
