"""Add an authenticator app."""

from dataclasses import dataclass

from kernel.ports import Clock, Ids
from kernel.principals import Principal
from services.identity.domain.second_factor import FactorKind, SecondFactor, may_add
from services.identity.domain.second_factor_errors import FactorRefused
from services.identity.usecases.adding_factors import REFUSED, let_add, newest, note_added, use_up
from services.identity.usecases.begin_authenticator_app import app_purpose
from services.identity.usecases.passkey_ports import Challenges
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.second_factor_ports import AppCodes, Factors


@dataclass(frozen=True, slots=True, kw_only=True)
class AddAuthenticatorApp:
    """Put a secret at Keycloak whose code the caller knows: their app has it.

    Keycloak is told last, so that what fails before leaves nothing there.
    """

    unit_of_work: UnitOfWork
    factors: Factors
    codes: AppCodes
    challenges: Challenges
    clock: Clock
    ids: Ids

    def __call__(
        self, caller: Principal, *, name: str, secret: str, challenge: bytes, code: str, link: str
    ) -> SecondFactor:
        """Return the second factor.

        Raises:
            StepUpRequired, FactorLinkNeeded: the caller may not add one, or not now.
            FactorRefused: the secret is not the one that was given, or the code is not its own.
            TooManyFactors, FactorNameTaken: they have ten, or one of that name.
            AccountsUnavailable: Keycloak does not take it.
        """
        now = self.clock.now()
        with self.unit_of_work() as tx:
            person = tx.subscribers.get(caller.person, lock=True)  # nobody adds beside us
            held = self.factors.of(person.subject)
            let_add(tx, caller, held, link=link, at=now)
            may_add(held, name)
            if not self.codes.is_right(secret, code, at=now):
                raise FactorRefused(REFUSED)
            use_up(tx, self.challenges, challenge, app_purpose(person.subject, secret), at=now)
            note_added(tx, self.ids, caller, FactorKind.APP, name, at=now)
            self.factors.add_app(person.subject, name=name, secret=secret)
            return newest(held, self.factors.of(person.subject))
