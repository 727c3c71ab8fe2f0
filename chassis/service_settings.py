"""The settings that every service has."""

from dataclasses import dataclass, field

from chassis.configuration import Address, Settings, development, drain_seconds
from chassis.jetstream import NatsAccount
from chassis.tls import TlsFolder
from chassis.tokens import SigningKeys, TokenVerifier


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceSettings:
    """What each process of a service needs to know of its surroundings."""

    service: str
    issuer: str
    jwks_url: str
    audience: str
    database_url: str = field(repr=False)
    nats: NatsAccount
    grpc_listen: Address
    metrics_listen: Address
    pseudonym_key: bytes = field(repr=False)
    threads: int
    drain_seconds: int
    tls: TlsFolder | None
    development: bool

    @classmethod
    def read(cls, settings: Settings, service: str) -> "ServiceSettings":
        """Read them from the environment.

        Raises:
            BadSetting: one is missing or wrong.
        """
        prefix, tls = service.upper(), TlsFolder.read(settings)
        return cls(
            service=service,
            issuer=settings.url("ISP_OIDC_ISSUER", "http", "https"),
            jwks_url=settings.url("ISP_OIDC_JWKS_URL", "http", "https"),
            audience=settings.text("ISP_OIDC_AUDIENCE", "isp-api"),
            database_url=settings.url(f"{prefix}_DATABASE_URL", "postgresql+psycopg"),
            nats=NatsAccount(
                url=settings.url("ISP_NATS_URL", "nats", "tls"),
                user=service,
                password=settings.secret(f"{prefix}_NATS_PASSWORD"),
                tls=tls,
            ),
            grpc_listen=settings.address(f"{prefix}_GRPC_LISTEN"),
            metrics_listen=settings.address(f"{prefix}_METRICS_LISTEN"),
            pseudonym_key=settings.secret("ISP_PSEUDONYM_KEY").encode(),
            threads=settings.number(f"{prefix}_GRPC_THREADS", 8, most=256),
            drain_seconds=drain_seconds(settings),
            tls=tls,
            development=development(settings),
        )

    def verifier(self) -> TokenVerifier:
        """Return what checks this platform's access tokens; its keys are fetched from now on."""
        keys = SigningKeys(self.jwks_url)
        keys.warm()
        return TokenVerifier(issuer=self.issuer, audience=self.audience, keys=keys)
