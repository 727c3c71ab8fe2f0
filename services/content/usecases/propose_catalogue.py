"""Propose a partner's catalogue."""

from dataclasses import dataclass
from uuid import UUID

from chassis.errors import Invalid
from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.web_addresses import AddressRules
from services.content.domain.catalogue import MOST_CATALOGUES, Catalogue
from services.content.domain.partner_errors import TooManyCatalogues
from services.content.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeCatalogue:
    """Keep a proposal of which nothing is fetched until somebody else confirms it."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids
    rules: AddressRules

    def __call__(
        self,
        caller: Principal,
        *,
        name: str,
        url: str,
        account: str,
        public_key: str,
        thumbprint: str,
        key: RequestKey,
    ) -> Catalogue:
        """Return it; the same key gives the same one.

        Raises:
            Invalid: a field breaks a rule; each is named.
            TooManyCatalogues: there are as many as there may be.
            IdempotencyKeyReused: the key came with another body.
        """
        made = Catalogue(
            catalogue_id=self.ids.new(),
            name=name,
            url=url,
            account=account,
            public_key=public_key,
            thumbprint=thumbprint,
            proposed_by=caller.person,
            proposed_at=self.clock.now(),
        )
        if wrong := made.violations(self.rules):
            raise Invalid(*wrong)
        with self.unit_of_work() as tx:
            earlier = tx.idempotency.claim(caller.person, key, str(made.catalogue_id))
            if earlier is not None:
                return tx.catalogues.get(UUID(earlier))
            if tx.catalogues.count() >= MOST_CATALOGUES:
                raise TooManyCatalogues(f"There are {MOST_CATALOGUES} catalogues.")
            tx.catalogues.add(made)
            tx.audit.record(
                caller,
                "content:propose-catalogue",
                str(made.catalogue_id),
                name=name,
                url=url,
                thumbprint=thumbprint,
            )
        return made
