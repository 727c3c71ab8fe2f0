"""The settings of the gateway."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from chassis.configuration import Address, BadSetting, Settings, development, drain_seconds
from chassis.tls import TlsFolder
from services.gateway.valkey import with_tls


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewaySettings:
    """What the gateway reads at boot."""

    listen: Address
    metrics: Address
    threads: int
    valkey_url: str
    identity_address: str
    alerts_address: str
    content_address: str
    engagement_address: str
    analytics_address: str
    training_address: str
    cors_origins: tuple[str, ...]
    issuer: str
    oidc_url: str
    jwks_url: str
    audience: str
    client_id: str
    client_secret: str = field(repr=False)
    session_key: str = field(repr=False)
    stream_origin: str
    public_url: str
    deadline_seconds: int
    trusted_proxies: int
    drain_seconds: int = 5
    tls: TlsFolder | None = None
    demonstration: bool = True
    files_origin: str = ""
    """Where attached films and pictures are; empty where nothing can be attached."""

    @classmethod
    def read(cls, settings: Settings) -> "GatewaySettings":
        """Read them from the environment.

        Raises:
            BadSetting: one is missing or wrong.
        """
        origins = settings.source.get("GATEWAY_CORS_ORIGINS", "")
        issuer = settings.url("ISP_OIDC_ISSUER", "http", "https")
        tls = TlsFolder.read(settings)
        return cls(
            listen=settings.address("GATEWAY_LISTEN"),
            metrics=settings.address("GATEWAY_METRICS_LISTEN"),
            threads=settings.number("GATEWAY_THREADS", 32, least=4, most=512),
            valkey_url=with_tls(settings.url("GATEWAY_VALKEY_URL", "redis", "rediss"), tls),
            identity_address=str(settings.address("GATEWAY_IDENTITY_ADDRESS")),
            alerts_address=str(settings.address("GATEWAY_ALERTS_ADDRESS")),
            content_address=str(settings.address("GATEWAY_CONTENT_ADDRESS")),
            engagement_address=str(settings.address("GATEWAY_ENGAGEMENT_ADDRESS")),
            analytics_address=str(settings.address("GATEWAY_ANALYTICS_ADDRESS")),
            training_address=str(settings.address("GATEWAY_TRAINING_ADDRESS")),
            cors_origins=tuple(filter(None, origins.split(","))),
            issuer=issuer,
            oidc_url=settings.url("GATEWAY_OIDC_URL", "http", "https", default=issuer),
            jwks_url=settings.url("ISP_OIDC_JWKS_URL", "http", "https"),
            audience=settings.text("ISP_OIDC_AUDIENCE", "isp-api"),
            client_id=settings.text("GATEWAY_CLIENT_ID", "isp-web"),
            client_secret=settings.secret("GATEWAY_CLIENT_SECRET"),
            session_key=settings.secret("GATEWAY_SESSION_KEY"),
            stream_origin=origin(settings.url("GATEWAY_STREAM_URL", "http", "https")),
            public_url=settings.url("ISP_PUBLIC_URL", "http", "https").rstrip("/"),
            deadline_seconds=settings.number("GATEWAY_DEADLINE_SECONDS", 5, most=30),
            trusted_proxies=settings.number("GATEWAY_TRUSTED_PROXIES", 0, least=0, most=5),
            drain_seconds=drain_seconds(settings),
            tls=tls,
            demonstration=_demonstration(settings),
            files_origin=_files_origin(settings),
        )


def _files_origin(settings: Settings) -> str:
    """Return the origin of attached files, or nothing where none is said."""
    if not settings.source.get("GATEWAY_FILES_URL"):
        return ""
    return origin(settings.url("GATEWAY_FILES_URL", "http", "https"))


def _demonstration(settings: Settings) -> bool:
    """Tell whether every page says that it is a demonstration: yes, unless production says no."""
    said = settings.choice("GATEWAY_DEMONSTRATION", "yes", "no", default="yes") == "yes"
    if not said and development(settings):
        raise BadSetting("GATEWAY_DEMONSTRATION", "may be no in production only")
    return said


def origin(url: str) -> str:
    """Return the origin of an address: its scheme, host and port."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
