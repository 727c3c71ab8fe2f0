"""Add what everyone was told to the public log, and sign what it comes to."""

from dataclasses import dataclass
from typing import Final

from kernel.ports import Clock
from services.alerts.domain.merkle import cover, grown, hash_of, leaf_hash
from services.alerts.domain.tree_head import OLDEST, TreeHead
from services.alerts.usecases.ports import Stores, UnitOfWork
from services.alerts.usecases.record_ports import HeadSigner

MOST: Final = 500
"""Messages that one run adds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GrowLog:
    """Run by the clock; of several one works and the others do nothing."""

    unit_of_work: UnitOfWork
    signer: HeadSigner
    clock: Clock

    def __call__(self) -> int:
        """Return how many messages were added; a head is signed with them, or when one is old."""
        with self.unit_of_work() as tx:
            if not tx.log.hold():
                return 0
            waiting = tx.log.waiting(MOST)
            size = tx.log.size()
            for message in waiting:
                leaf = leaf_hash(message.document)
                needed = [(level, (size >> level) - 1) for level in _carries(size)]
                kept = tx.log.nodes(needed)
                tx.log.append(size, message.identifier, grown(size, leaf, kept.__getitem__))
                size += 1
            if waiting or self._is_old(tx):
                tx.log.add_head(self.signer.sign(self._head(tx, size)))
        return len(waiting)

    def _is_old(self, tx: Stores) -> bool:
        newest = tx.log.newest_head()
        return newest is None or newest.head.signed_at <= self.clock.now() - OLDEST

    def _head(self, tx: Stores, size: int) -> TreeHead:
        whole = (0, size)
        return TreeHead(
            size=size,
            root=hash_of(whole, tx.log.nodes(cover(whole))),
            signed_at=self.clock.now(),
            audit_hash=tx.log.audit_hash(),
        )


def _carries(size: int) -> range:
    """Return the levels whose last node the next leaf completes a larger one with."""
    return range((~size & (size + 1)).bit_length() - 1)
