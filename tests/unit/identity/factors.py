"""Second factors' use cases on memory, with real codes and challenges."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import pyotp

from kernel.principals import Principal
from kernel.tiers import Tier
from services.identity.domain.second_factor import shown_secret
from services.identity.outbound.authenticator_codes import AuthenticatorCodes
from services.identity.outbound.sealed_challenges import SealedChallenges
from services.identity.usecases.add_authenticator_app import AddAuthenticatorApp
from services.identity.usecases.add_security_key import AddSecurityKey
from services.identity.usecases.ask_for_factor_link import AskForFactorLink
from services.identity.usecases.begin_authenticator_app import BeginAuthenticatorApp, BegunApp
from services.identity.usecases.begin_security_key import BeginSecurityKey
from tests.fakes.passkey_ceremonies import SECRET
from tests.fakes.second_factors import MemoryFactors, MemoryKeys

RESETTER: Final = frozenset({"verification-officer"})


def owner(*roles: str, proved: datetime | None = None, subject: str = "owner") -> Principal:
    """Somebody at their own account; `proved` is when they showed a second factor."""
    return Principal(
        subject=subject,
        tier=Tier.REGISTERED,
        roles=frozenset(roles),
        acr="aal2" if proved else "aal1",
        second_factor_at=proved,
    )


def code_of(secret: str, at: datetime) -> str:
    """What an app shows that was given a secret."""
    return pyotp.TOTP(shown_secret(secret)).at(at)


@dataclass(frozen=True)
class Adding:
    """Everything by which a second factor is added."""

    factors: MemoryFactors
    ask: AskForFactorLink
    begin_app: BeginAuthenticatorApp
    app: AddAuthenticatorApp
    begin_key: BeginSecurityKey
    key: AddSecurityKey
    stores: Any
    clock: Any

    @classmethod
    def on(cls, unit_of_work: Any, clock: Any, ids: Any) -> "Adding":
        factors = MemoryFactors()
        held = {"unit_of_work": unit_of_work, "factors": factors, "clock": clock}
        begun = held | {"challenges": SealedChallenges(SECRET.encode())}
        app, key = begun | {"codes": AuthenticatorCodes()}, begun | {"ceremonies": MemoryKeys()}
        return cls(
            factors,
            AskForFactorLink(**held, ids=ids),
            BeginAuthenticatorApp(**app),
            AddAuthenticatorApp(**app, ids=ids),
            BeginSecurityKey(**key),
            AddSecurityKey(**key, ids=ids),
            unit_of_work.stores,
            clock,
        )

    def link(self, subject: str = "owner") -> str:
        """Ask for a link, and take it out of the mail."""
        self.ask(owner(subject=subject))
        token: str = self.stores.mails.waiting[-1].what.variables["token"]
        return token

    def code(self, begun: BegunApp) -> str:
        """What the app shows now that was given this secret."""
        return code_of(begun.secret, self.clock.now())

    def add_app(self, by: Principal, link: str = "", **changed: Any) -> Any:
        """Add an app, as a person would; what is changed is what goes wrong."""
        begun = self.begin_app(by, link=link)
        said = {"secret": begun.secret, "challenge": begun.challenge, "code": self.code(begun)}
        return self.app(by, **{"name": "Phone", "link": link} | said | changed)
