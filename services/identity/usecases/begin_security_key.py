"""Begin to add a security key or passkey."""

from dataclasses import dataclass

from kernel.ports import Clock
from kernel.principals import Principal
from services.identity.domain.passkey import CHALLENGE_GOOD
from services.identity.usecases.adding_factors import let_add
from services.identity.usecases.passkey_ports import Challenges
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.second_factor_ports import Factors, KeyCeremonies


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginSecurityKey:
    """Give a browser what it makes a key of that Keycloak will ask for."""

    unit_of_work: UnitOfWork
    factors: Factors
    ceremonies: KeyCeremonies
    challenges: Challenges
    clock: Clock

    def __call__(self, caller: Principal, *, link: str) -> str:
        """Return the options of a credential's creation, as JSON; good for five minutes and once.

        Raises:
            StepUpRequired, FactorLinkNeeded: the caller may not add one, or not now.
            AccountsUnavailable: Keycloak cannot be asked.
        """
        held, now = self.factors.of(caller.person), self.clock.now()
        with self.unit_of_work() as tx:
            person = tx.subscribers.get(caller.person)
            let_add(tx, caller, held, link=link, at=now)
        challenge = self.challenges.new(key_purpose(person.subject), now + CHALLENGE_GOOD)
        have = [each.credential_id for each in held if each.credential_id]
        return self.ceremonies.creation(challenge, person.subject, person.profile.email, have)


def key_purpose(subject: str) -> str:
    """Return what a challenge is for by which somebody adds a key."""
    return f"factor-key:{subject}"
