"""Take a link to a partner off the list."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from services.content.usecases.linking import link_as_read
from services.content.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovePartnerLink:
    """Let nobody be led there any more."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self, caller: Principal, *, link_id: UUID, expected_version: int, why: str
    ) -> None:
        """Take it off.

        Raises:
            PartnerLinkNotFound: there is none.
            StaleVersion: it changed since it was read.
        """
        with self.unit_of_work() as tx:
            before = link_as_read(tx.partner_links, link_id, expected_version)
            link = before.taken_off(by=caller.person, at=self.clock.now())
            tx.partner_links.save(link)
            tx.audit.record(
                caller, "content:remove-link", str(link_id), url=link.content.url, why=why
            )
