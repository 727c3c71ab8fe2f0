"""Begin the registration of a passkey."""

from dataclasses import dataclass

from kernel.ports import Clock
from kernel.principals import Principal
from services.identity.domain.errors import TooManyPasskeys
from services.identity.domain.passkey import CHALLENGE_GOOD, MOST_PASSKEYS
from services.identity.usecases.passkey_challenges import registering
from services.identity.usecases.passkey_ports import Ceremonies, Challenges
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginPasskeyRegistration:
    """Give a browser what it makes a passkey of."""

    unit_of_work: UnitOfWork
    ceremonies: Ceremonies
    challenges: Challenges
    clock: Clock

    def __call__(self, caller: Principal) -> str:
        """Return the options of a credential's creation, as JSON.

        Raises:
            SubscriberNotFound: the caller is nobody's account here.
            TooManyPasskeys: they have as many as one may have.
        """
        with self.unit_of_work() as tx:
            person, have = tx.subscribers.get(caller.person), tx.passkeys.of(caller.person)
        if len(have) >= MOST_PASSKEYS:
            raise TooManyPasskeys(f"You may have {MOST_PASSKEYS} passkeys: remove one.")
        until = self.clock.now() + CHALLENGE_GOOD
        challenge = self.challenges.new(registering(person.subject), until)
        return self.ceremonies.creation(challenge, person.subject, person.profile.email, have)
