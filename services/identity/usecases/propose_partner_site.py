"""Propose a partner site."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.domain.errors import SubscriberNotFound
from services.identity.domain.partner_errors import TooManyPartners
from services.identity.domain.partner_site import MOST_SITES, PartnerScope, PartnerSite
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposePartnerSite:
    """Keep a proposal that lets nobody in until somebody else confirms it."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(
        self,
        caller: Principal,
        *,
        name: str,
        redirect_uris: Sequence[str],
        backchannel_logout_uri: str,
        scopes: frozenset[PartnerScope],
        steward_email: str,
        key: RequestKey,
    ) -> PartnerSite:
        """Return it; the same key gives the same site.

        Raises:
            SubscriberNotFound: nobody has the steward's address.
            TooManyPartners: there are as many as there may be.
            IdempotencyKeyReused: the key came with another body.
        """
        now, site_id = self.clock.now(), self.ids.new()
        with self.unit_of_work() as tx:
            earlier = tx.idempotency.claim(caller.person, key, str(site_id))
            if earlier is not None:
                return tx.partner_sites.get(UUID(earlier))
            if tx.partner_sites.count() >= MOST_SITES:
                raise TooManyPartners(f"There are {MOST_SITES} partner sites.")
            steward = tx.subscribers.find_by_email(steward_email)
            if steward is None:
                raise SubscriberNotFound("Nobody has an account with that address.")
            made = PartnerSite(
                site_id=site_id,
                name=name,
                redirect_uris=tuple(redirect_uris),
                backchannel_logout_uri=backchannel_logout_uri,
                scopes=scopes,
                steward=steward.subject,
                proposed_by=caller.person,
                proposed_at=now,
            )
            tx.partner_sites.add(made)
            tx.audit.record(
                caller,
                "identity:propose-partner",
                str(site_id),
                name=name,
                host=made.host,
                scopes=sorted(each.value for each in scopes),
            )
            tx.outbox.add(Used(caller=caller, metric="identity.partner-proposed", at=now))
        return made
