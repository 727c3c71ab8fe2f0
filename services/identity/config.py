"""The settings of identity."""

from dataclasses import dataclass, field

from chassis.configuration import Settings
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
class IdentitySettings:
    """What every role of identity reads at boot."""

    service: ServiceSettings
    keycloak: KeycloakSettings
    public_url: str
    smtp_host: str
    smtp_port: int
    mail_from: str

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
            smtp_host=settings.text("IDENTITY_SMTP_HOST"),
            smtp_port=settings.number("IDENTITY_SMTP_PORT", 25, most=65535),
            mail_from=settings.text("IDENTITY_MAIL_FROM"),
        )
