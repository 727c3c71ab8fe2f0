"""Read how long the public log is, and what it comes to."""

from dataclasses import dataclass

from services.alerts.domain.errors import NotLogged
from services.alerts.domain.tree_head import SignedTreeHead
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class GetTreeHead:
    """Return the head that was signed last."""

    unit_of_work: UnitOfWork

    def __call__(self) -> SignedTreeHead:
        """Return the head.

        Raises:
            NotLogged: none was signed yet.
        """
        with self.unit_of_work() as tx:
            head = tx.log.newest_head()
        if head is None:
            raise NotLogged("The log has no signed head yet.")
        return head
