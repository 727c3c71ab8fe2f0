"""Begin to add an authenticator app."""

from dataclasses import dataclass, field

from kernel.ports import Clock
from kernel.principals import Principal
from services.identity.domain.passkey import CHALLENGE_GOOD
from services.identity.domain.second_factor import app_address
from services.identity.usecases.adding_factors import let_add
from services.identity.usecases.passkey_ports import Challenges
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.second_factor_ports import AppCodes, Factors


@dataclass(frozen=True, slots=True, kw_only=True)
class BegunApp:
    """What an app is given: the secret, the address that says it, and what proves whose it is."""

    secret: str = field(repr=False)
    address: str = field(repr=False)
    challenge: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginAuthenticatorApp:
    """Make a secret. Nothing is kept: the challenge is bound to the secret and to the caller."""

    unit_of_work: UnitOfWork
    factors: Factors
    codes: AppCodes
    challenges: Challenges
    clock: Clock

    def __call__(self, caller: Principal, *, link: str) -> BegunApp:
        """Return what an app is given, good for five minutes and once.

        Raises:
            StepUpRequired, FactorLinkNeeded: the caller may not add one, or not now.
            AccountsUnavailable: Keycloak cannot be asked.
        """
        held, now = self.factors.of(caller.person), self.clock.now()
        with self.unit_of_work() as tx:
            person = tx.subscribers.get(caller.person)
            let_add(tx, caller, held, link=link, at=now)
        secret = self.codes.new_secret()
        purpose = app_purpose(person.subject, secret)
        return BegunApp(
            secret=secret,
            address=app_address(secret, person.profile.email),
            challenge=self.challenges.new(purpose, now + CHALLENGE_GOOD),
        )


def app_purpose(subject: str, secret: str) -> str:
    """Return what a challenge is for by which somebody adds this very secret."""
    return f"factor-app:{subject}:{secret}"
