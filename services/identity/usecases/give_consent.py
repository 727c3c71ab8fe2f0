"""Consent to one thing by one channel."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from kernel.ports import Clock, Ids
from kernel.principals import Principal
from services.identity.domain.agreement import (
    AgreementEntry,
    AgreementWay,
    Kind,
    giving,
    standing,
)
from services.identity.usecases.agreeing import enter
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveConsent:
    """Enter into the ledger that somebody consented, under exactly the words they had read."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(
        self, caller: Principal, kind: Kind, *, shown: tuple[str, str], way: AgreementWay
    ) -> Mapping[Kind, AgreementEntry]:
        """Return what stands now; doing it again changes nothing. `shown`: (version, language).

        Raises:
            SubscriberNotFound: the caller has no account here.
            StaleWording: the words are not the present ones.
        """
        with self.unit_of_work() as tx:
            person = tx.subscribers.get(caller.person, lock=True)
            ledger = tx.agreements.of(person.subject)
            entry = giving(
                ledger,
                kind,
                subject=person.subject,
                shown=shown,
                way=way,
                at=self.clock.now(),
                entry_id=self.ids.new(),
                stop_token=secrets.token_urlsafe(32),
            )
            return standing(enter(tx, caller, ledger, entry))
