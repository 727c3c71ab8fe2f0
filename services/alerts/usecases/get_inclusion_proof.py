"""Prove that the public log has a message."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.alerts.domain.errors import NotLogged
from services.alerts.domain.merkle import hash_of, inclusion_ranges, nodes_for
from services.alerts.domain.tree_head import SignedTreeHead
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True)
class Inclusion:
    """Where a message is, and the hashes that prove it for a signed head."""

    index: int
    path: Sequence[bytes]
    head: SignedTreeHead


@dataclass(frozen=True, slots=True, kw_only=True)
class GetInclusionProof:
    """Return the proof that a message is in the log of the newest head."""

    unit_of_work: UnitOfWork

    def __call__(self, *, identifier: str) -> Inclusion:
        """Return the proof.

        Raises:
            NotLogged: the log has no such message, or none yet.
        """
        with self.unit_of_work() as tx:
            head, index = tx.log.newest_head(), tx.log.index_of(identifier)
            if head is None or index is None or index >= head.head.size:
                raise NotLogged("The log has no such message, or does not have it yet.")
            ranges = inclusion_ranges(index, head.head.size)
            kept = tx.log.nodes(nodes_for(ranges))
        return Inclusion(index, [hash_of(each, kept) for each in ranges], head)
