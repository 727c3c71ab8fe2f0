"""List a new link to a partner."""

from dataclasses import dataclass
from uuid import UUID

from chassis.errors import Invalid
from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.web_addresses import AddressRules
from services.content.domain.partner_errors import TooManyPartnerLinks
from services.content.domain.partner_link import MOST_LINKS, LinkContent, PartnerLink
from services.content.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class AddPartnerLink:
    """Make a new link that is listed at once, and looked at soon."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids
    rules: AddressRules

    def __call__(self, caller: Principal, *, content: LinkContent, key: RequestKey) -> PartnerLink:
        """Return the link; the same key gives the same one.

        Raises:
            Invalid: the content breaks a rule; each field is named.
            TooManyPartnerLinks: there are as many as there may be.
            IdempotencyKeyReused: the key came with another body.
        """
        if wrong := content.violations(self.rules):
            raise Invalid(*wrong)
        link = PartnerLink(
            link_id=self.ids.new(),
            version=1,
            content=content,
            changed_at=self.clock.now(),
            changed_by=caller.person,
        )
        with self.unit_of_work() as tx:
            earlier = tx.idempotency.claim(caller.person, key, str(link.link_id))
            if earlier is not None:
                return tx.partner_links.get(UUID(earlier))
            if tx.partner_links.count() >= MOST_LINKS:
                raise TooManyPartnerLinks(f"There are {MOST_LINKS} links.")
            tx.partner_links.add(link)
            tx.audit.record(caller, "content:add-link", str(link.link_id), url=content.url)
        return link
