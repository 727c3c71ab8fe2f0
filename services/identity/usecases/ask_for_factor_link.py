"""Mail the link by which somebody adds their first second factor."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from kernel.ports import Clock, Ids
from kernel.principals import Principal
from services.identity.domain.second_factor import LINK_GOOD, MOST_LINKS_A_DAY, FactorLink
from services.identity.domain.second_factor_errors import FactorHeld, TooManyFactorLinks
from services.identity.usecases.announcing import announce
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.second_factor_ports import Factors

TEMPLATE: Final = "factor-link"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskForFactorLink:
    """Send it to the address that the record confirmed: who knows a password alone has not it."""

    unit_of_work: UnitOfWork
    factors: Factors
    clock: Clock
    ids: Ids

    def __call__(self, caller: Principal) -> None:
        """Keep a link in the place of the one before, and mail it.

        Raises:
            FactorHeld: the account has a second factor, by which another is added.
            TooManyFactorLinks: ten were mailed within a day; the newest stays good.
            AccountsUnavailable: Keycloak cannot be asked.
        """
        if self.factors.of(caller.person):
            raise FactorHeld("You have a second factor: sign in with it to add another.")
        token = secrets.token_urlsafe(32)
        with self.unit_of_work() as tx:
            person = tx.subscribers.get(caller.person, lock=True)
            now = self.clock.now()
            since = now - timedelta(days=1)
            if tx.mails.count(person.profile.email, TEMPLATE, since) >= MOST_LINKS_A_DAY:
                raise TooManyFactorLinks("You were mailed ten links today: open the newest.")
            until = now + LINK_GOOD
            link = FactorLink(subject=person.subject, digest=digest_of(token), good_until=until)
            tx.factor_links.put(link)
            announce(tx, self.ids, person.subject, TEMPLATE, token=token)
            tx.audit.record(caller, "identity:ask-factor-link", tx.audit.name_of(person.subject))


def digest_of(token: str) -> bytes:
    """Return what of a link is kept."""
    return hashlib.sha256(token.encode()).digest()
