"""The settings of identity."""

from dataclasses import dataclass, field

from chassis.configuration import Settings
from chassis.mail_relay import MailRelay
from chassis.service_settings import ServiceSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class KeycloakSettings:
    """How identity reaches Keycloak, as the client that may administer users."""

    url: str
    realm: str
    client_id: str
    client_secret: str = field(repr=False)

    @classmethod
    def read(cls, settings: Settings) -> "KeycloakSettings":
        """Read them from the environment.

        Raises:
            BadSetting: one is missing or wrong.
        """
        return cls(
            url=settings.url("IDENTITY_KEYCLOAK_URL", "http", "https"),
            realm=settings.text("IDENTITY_KEYCLOAK_REALM", "isp"),
            client_id=settings.text("IDENTITY_KEYCLOAK_CLIENT_ID", "svc-identity-admin"),
            client_secret=settings.secret("IDENTITY_KEYCLOAK_CLIENT_SECRET"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSettings:
    """How identity reaches the provider of text messages, and is reached by it."""

    url: str
    api_key: str = field(repr=False)
    template_id: str
    callback_secret: str = field(repr=False)

    @classmethod
    def read(cls, settings: Settings) -> "TextSettings":
        """Read them from the environment.

        Raises:
            BadSetting: one is missing or wrong.
        """
        return cls(
            url=settings.url("IDENTITY_SMS_URL", "http", "https"),
            api_key=settings.secret("IDENTITY_SMS_API_KEY"),
            template_id=settings.text("IDENTITY_SMS_TEMPLATE_ID"),
            callback_secret=settings.secret("IDENTITY_SMS_CALLBACK_SECRET"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentitySettings:
    """What every role of identity reads at boot."""

    service: ServiceSettings
    keycloak: KeycloakSettings
    public_url: str
    relay: MailRelay
    mail_from: str
    texts: TextSettings

    @classmethod
    def read(cls, settings: Settings) -> "IdentitySettings":
        """Read them from the environment.

        Raises:
            BadSetting: one is missing or wrong.
        """
        return cls(
            service=ServiceSettings.read(settings, "identity"),
            keycloak=KeycloakSettings.read(settings),
            public_url=settings.url("ISP_PUBLIC_URL", "http", "https").rstrip("/"),
            relay=MailRelay.read(settings, "IDENTITY_SMTP"),
            mail_from=settings.text("IDENTITY_MAIL_FROM"),
            texts=TextSettings.read(settings),
        )
