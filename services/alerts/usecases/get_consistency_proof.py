"""Prove that the public log only grew."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.alerts.domain.errors import NotLogged
from services.alerts.domain.merkle import NoSuchTree, consistency_ranges, hash_of, nodes_for
from services.alerts.domain.tree_head import SignedTreeHead
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True)
class Consistency:
    """The hashes that prove, for a signed head, that its log begins with a shorter one."""

    path: Sequence[bytes]
    head: SignedTreeHead


@dataclass(frozen=True, slots=True, kw_only=True)
class GetConsistencyProof:
    """Return the proof that the log of the newest head begins with that of an earlier one."""

    unit_of_work: UnitOfWork

    def __call__(self, *, earlier_size: int) -> Consistency:
        """Return the proof.

        Raises:
            NotLogged: the log was never so long, or the size is 0, of which nothing is to prove.
        """
        with self.unit_of_work() as tx:
            head = tx.log.newest_head()
            if head is None:
                raise NotLogged("The log has no signed head yet.")
            try:
                ranges = consistency_ranges(earlier_size, head.head.size)
            except NoSuchTree:
                raise NotLogged("The log was never so long.") from None
            kept = tx.log.nodes(nodes_for(ranges))
        return Consistency([hash_of(each, kept) for each in ranges], head)
