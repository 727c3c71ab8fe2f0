"""Begin a sign-in by passkey."""

from dataclasses import dataclass

from kernel.ports import Clock
from services.identity.domain.passkey import CHALLENGE_GOOD
from services.identity.usecases.passkey_challenges import SIGNING_IN
from services.identity.usecases.passkey_ports import Ceremonies, Challenges


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginPasskeySignIn:
    """Give a browser what it asks an authenticator for; nothing is kept, and nobody named."""

    ceremonies: Ceremonies
    challenges: Challenges
    clock: Clock

    def __call__(self) -> str:
        """Return the options of a credential's request, as JSON."""
        until = self.clock.now() + CHALLENGE_GOOD
        return self.ceremonies.request(self.challenges.new(SIGNING_IN, until))
