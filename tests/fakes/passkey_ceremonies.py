"""Passkeys' use cases on memory, with the real ceremonies, challenges and signatures."""

from dataclasses import dataclass
from typing import Any

from kernel.idempotency import RequestKey
from kernel.principals import Principal
from kernel.tiers import Tier
from services.identity.domain.passkey import Passkey
from services.identity.outbound.passkey_signer import PasskeySigner
from services.identity.outbound.sealed_challenges import SealedChallenges
from services.identity.outbound.web_authentication import WebAuthentication
from services.identity.usecases.begin_passkey_registration import BeginPasskeyRegistration
from services.identity.usecases.begin_passkey_sign_in import BeginPasskeySignIn
from services.identity.usecases.register_passkey import RegisterPasskey
from services.identity.usecases.sign_in_with_passkey import SignInWithPasskey
from stack.authenticator import Authenticator

ORIGIN = "https://isp.example"
PARTY = "isp.example"
SECRET = "a secret of more than thirty-two characters"


def officer_of(subject: str) -> Principal:
    """Somebody who approves, as a caller."""
    return Principal(subject=subject, tier=Tier.VERIFIED, roles=frozenset({"duty-officer"}))


@dataclass(frozen=True)
class Door:
    """Everything that is needed to come in by a passkey."""

    begin_registration: BeginPasskeyRegistration
    register: RegisterPasskey
    begin: BeginPasskeySignIn
    sign_in: SignInWithPasskey
    signer: PasskeySigner

    @classmethod
    def on(cls, unit_of_work: Any, clock: Any, ids: Any) -> "Door":
        ceremonies, challenges = WebAuthentication(ORIGIN), SealedChallenges(SECRET.encode())
        signer = PasskeySigner.of(SECRET, public_url=ORIGIN, audience="isp-api")
        both = {"ceremonies": ceremonies, "challenges": challenges, "clock": clock}
        kept = both | {"unit_of_work": unit_of_work}
        return cls(
            BeginPasskeyRegistration(**kept),
            RegisterPasskey(**kept, ids=ids),
            BeginPasskeySignIn(**both),
            SignInWithPasskey(**kept, sessions=signer),
            signer,
        )

    def registered(self, subject: str, key: Authenticator, *, name: str = "Key") -> Passkey:
        """Register a passkey, as a browser would."""
        caller = officer_of(subject)
        made = key.made(self.begin_registration(caller))
        return self.register(caller, name=name, credential=made, key=a_key(made))


def a_key(body: str) -> RequestKey:
    """A key of its own for each body."""
    return RequestKey(
        rpc="RegisterPasskey", key=f"key-{abs(hash(body))}", body_digest=body.encode()
    )


def authenticator(**given: Any) -> Authenticator:
    """A security key in a browser at our address."""
    return Authenticator(**{"origin": ORIGIN, "party": PARTY} | given)
