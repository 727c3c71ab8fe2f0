"""Add a security key or passkey."""

from dataclasses import dataclass

from kernel.ports import Clock, Ids
from kernel.principals import Principal
from services.identity.domain.second_factor import FactorKind, SecondFactor, may_add
from services.identity.usecases.adding_factors import let_add, newest, note_added, use_up
from services.identity.usecases.begin_security_key import key_purpose
from services.identity.usecases.passkey_ports import Challenges
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.second_factor_ports import Factors, KeyCeremonies


@dataclass(frozen=True, slots=True, kw_only=True)
class AddSecurityKey:
    """Put at Keycloak what a browser made for the caller; Keycloak is told last."""

    unit_of_work: UnitOfWork
    factors: Factors
    ceremonies: KeyCeremonies
    challenges: Challenges
    clock: Clock
    ids: Ids

    def __call__(self, caller: Principal, *, name: str, credential: str, link: str) -> SecondFactor:
        """Return the second factor.

        Raises:
            StepUpRequired, FactorLinkNeeded: the caller may not add one, or not now.
            FactorRefused: what the browser made is not for this challenge and address.
            TooManyFactors, FactorNameTaken: they have ten, or one of that name.
            AccountsUnavailable: Keycloak does not take it.
        """
        now = self.clock.now()
        with self.unit_of_work() as tx:
            person = tx.subscribers.get(caller.person, lock=True)  # nobody adds beside us
            held = self.factors.of(person.subject)
            let_add(tx, caller, held, link=link, at=now)
            may_add(held, name)
            challenge = self.ceremonies.challenge_in(credential)
            use_up(tx, self.challenges, challenge, key_purpose(person.subject), at=now)
            made = self.ceremonies.made(credential, challenge)
            note_added(tx, self.ids, caller, FactorKind.KEY, name, at=now)
            self.factors.add_key(person.subject, name=name, made=made)
            return newest(held, self.factors.of(person.subject))
