"""The settings of training."""

from dataclasses import dataclass, field

from joserfc.jwk import RSAKey

from chassis.configuration import BadSetting, Settings
from chassis.service_settings import ServiceSettings
from services.training.domain.issuer import Issuer
from services.training.outbound.credential_signer import (
    UnfitKey,
    read_private_key,
    read_public_keys,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingSettings:
    """What every role of training reads at boot."""

    service: ServiceSettings
    issuer: Issuer

    @classmethod
    def read(cls, settings: Settings) -> "TrainingSettings":
        """Read them from the environment.

        Raises:
            BadSetting: one is missing or wrong.
        """
        return cls(service=ServiceSettings.read(settings, "training"), issuer=issuer_of(settings))


def issuer_of(settings: Settings) -> Issuer:
    """Read who issues, and the address that ids begin with.

    Raises:
        BadSetting: the address is missing or wrong.
    """
    name = settings.text("TRAINING_ISSUER_NAME", "Information Sharing Platform (demonstration)")
    return Issuer(url=settings.url("ISP_PUBLIC_URL", "http", "https").rstrip("/"), name=name)


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningSettings:
    """What `serve` reads besides: the other roles sign nothing and get no key."""

    present: RSAKey = field(repr=False)
    former: tuple[RSAKey, ...] = field(repr=False)

    @classmethod
    def read(cls, settings: Settings) -> "SigningSettings":
        """Read them from the environment.

        Raises:
            BadSetting: one is missing or wrong.
        """
        return cls(present=_present(settings), former=_former(settings))


def _present(settings: Settings) -> RSAKey:
    name = "TRAINING_SIGNING_KEY"
    try:
        return read_private_key(settings.secret(name))
    except UnfitKey as error:
        raise BadSetting(name, f"must be an RSA private key in PEM: {error}") from error


def _former(settings: Settings) -> tuple[RSAKey, ...]:
    name = "TRAINING_FORMER_KEYS"
    if not any(settings.source.get(each) for each in (name, f"{name}_FILE")):
        return ()
    try:
        return tuple(read_public_keys(settings.secret(name)))
    except UnfitKey as error:
        raise BadSetting(name, f"must be RSA keys in PEM, one after another: {error}") from error
