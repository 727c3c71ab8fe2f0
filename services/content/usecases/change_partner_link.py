"""Change a link to a partner."""

from dataclasses import dataclass
from uuid import UUID

from chassis.errors import Invalid
from kernel.ports import Clock
from kernel.principals import Principal
from kernel.web_addresses import AddressRules
from services.content.domain.partner_link import LinkContent, PartnerLink
from services.content.usecases.linking import link_as_read
from services.content.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePartnerLink:
    """Put the next version in a link's place."""

    unit_of_work: UnitOfWork
    clock: Clock
    rules: AddressRules

    def __call__(
        self, caller: Principal, *, link_id: UUID, expected_version: int, content: LinkContent
    ) -> PartnerLink:
        """Return the link as it stands.

        Raises:
            Invalid: the content breaks a rule; each field is named.
            PartnerLinkNotFound: there is none.
            StaleVersion: it changed since it was read.
        """
        if wrong := content.violations(self.rules):
            raise Invalid(*wrong)
        with self.unit_of_work() as tx:
            before = link_as_read(tx.partner_links, link_id, expected_version)
            link = before.changed(content, by=caller.person, at=self.clock.now())
            tx.partner_links.save(link)
            tx.audit.record(caller, "content:change-link", str(link_id), url=content.url)
        return link
