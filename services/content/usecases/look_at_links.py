"""Look whether somebody answers where our links lead."""

from dataclasses import dataclass
from typing import Final

from kernel.ports import Clock
from services.content.usecases.partner_ports import Looking
from services.content.usecases.ports import UnitOfWork

AT_ONCE: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAtLinks:
    """Look at the addresses that are due, one after the other, with no transaction open."""

    unit_of_work: UnitOfWork
    looking: Looking
    clock: Clock

    def __call__(self) -> int:
        """Return how many were looked at."""
        with self.unit_of_work() as tx:
            due = tx.partner_links.due(self.clock.now(), AT_ONCE)
        for link in due:
            look = self.looking.look(link.content.url)
            health = link.health.after(look, at=self.clock.now())
            with self.unit_of_work() as tx:
                tx.partner_links.looked(link, health)
        return len(due)
