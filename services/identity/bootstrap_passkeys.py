"""Builds what passkeys need, for `bootstrap.py`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.configuration import BadSetting, Settings
from kernel.ports import RandomIds, SystemClock
from services.identity.domain.passkey import PasskeyKey
from services.identity.inbound.passkeys_rpc import PasskeysServicer, passkey_services_of
from services.identity.outbound.passkey_signer import SHORTEST_SECRET, PasskeySigner
from services.identity.outbound.sealed_challenges import SealedChallenges
from services.identity.outbound.web_authentication import WebAuthentication
from services.identity.usecases.begin_passkey_registration import BeginPasskeyRegistration
from services.identity.usecases.begin_passkey_sign_in import BeginPasskeySignIn
from services.identity.usecases.list_passkeys import ListPasskeys
from services.identity.usecases.passkey_ports import Ceremonies, PasskeySessions
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.register_passkey import RegisterPasskey
from services.identity.usecases.remove_passkey import RemovePasskey
from services.identity.usecases.sign_in_with_passkey import SignInWithPasskey

_CLOCK: Final = SystemClock()
_IDS: Final = RandomIds()


@dataclass(frozen=True, slots=True, kw_only=True)
class PasskeySettings:
    """Of what our keys are made: the present one's secret, and the one before while it counts."""

    secret: str = field(repr=False)
    previous: str = field(repr=False)
    public_url: str
    audience: str

    @classmethod
    def read(cls, settings: Settings) -> "PasskeySettings":
        """Read them from the environment.

        Raises:
            BadSetting: the secret is missing or short.
        """
        secret = settings.secret("IDENTITY_PASSKEY_KEY")
        if len(secret) < SHORTEST_SECRET:
            raise BadSetting("IDENTITY_PASSKEY_KEY", f"must have {SHORTEST_SECRET} characters")
        return cls(
            secret=secret,
            previous=settings.secret_if_said("IDENTITY_PASSKEY_PREVIOUS_KEY") or "",
            public_url=settings.url("ISP_PUBLIC_URL", "http", "https").rstrip("/"),
            audience=settings.text("ISP_OIDC_AUDIENCE", "isp-api"),
        )

    def signer(self) -> PasskeySigner:
        """Return what signs sign-ins."""
        return self._signer(self.secret)

    def keys(self) -> tuple[PasskeyKey, ...]:
        """Return every key by which a sign-in that is good may be signed."""
        return tuple(self._signer(each).public for each in (self.secret, self.previous) if each)

    def _signer(self, secret: str) -> PasskeySigner:
        return PasskeySigner.of(secret, public_url=self.public_url, audience=self.audience)


def passkeys_servicer(
    work: UnitOfWork,
    reads: UnitOfWork,
    *,
    ceremonies: Ceremonies,
    sessions: PasskeySessions,
    secret: str,
) -> PasskeysServicer:
    """Return the servicer of passkeys on a unit of work, and on one that only reads."""
    challenges = SealedChallenges(secret.encode())
    return PasskeysServicer(
        begin_passkey_registration=BeginPasskeyRegistration(
            unit_of_work=reads, ceremonies=ceremonies, challenges=challenges, clock=_CLOCK
        ),
        register_passkey=RegisterPasskey(
            unit_of_work=work,
            ceremonies=ceremonies,
            challenges=challenges,
            clock=_CLOCK,
            ids=_IDS,
        ),
        list_passkeys=ListPasskeys(unit_of_work=reads),
        remove_passkey=RemovePasskey(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        begin_passkey_sign_in=BeginPasskeySignIn(
            ceremonies=ceremonies, challenges=challenges, clock=_CLOCK
        ),
        sign_in_with_passkey=SignInWithPasskey(
            unit_of_work=work,
            ceremonies=ceremonies,
            challenges=challenges,
            sessions=sessions,
            clock=_CLOCK,
        ),
    )


def passkey_services(
    settings: PasskeySettings, work: UnitOfWork, reads: UnitOfWork
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the service of passkeys."""
    return passkey_services_of(
        passkeys_servicer(
            work,
            reads,
            ceremonies=WebAuthentication(settings.public_url),
            sessions=settings.signer(),
            secret=settings.secret,
        )
    )
