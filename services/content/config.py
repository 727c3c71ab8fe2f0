"""The settings of content."""

import hmac
from dataclasses import dataclass, field

from chassis.configuration import BadSetting, Settings, own_networks
from chassis.service_settings import ServiceSettings
from kernel.web_addresses import Network


@dataclass(frozen=True, slots=True, kw_only=True)
class ElasticsearchSettings:
    """Where Elasticsearch is, whom it is to be, and as whom content asks it."""

    url: str = field(repr=False)
    ca_file: str | None = None
    api_key: str | None = field(default=None, repr=False)
    user: tuple[str, str] | None = field(default=None, repr=False)
    """A name and its password."""

    @classmethod
    def read(cls, settings: Settings) -> "ElasticsearchSettings":
        """Read them from the environment.

        Raises:
            BadSetting: one is missing or wrong.
        """
        prefix = "CONTENT_ELASTICSEARCH"
        api_key = settings.secret_if_said(f"{prefix}_API_KEY")
        password = settings.secret_if_said(f"{prefix}_PASSWORD")
        if api_key and password:
            raise BadSetting(f"{prefix}_API_KEY", f"must not stand beside {prefix}_PASSWORD")
        return cls(
            url=settings.url(f"{prefix}_URL", "http", "https"),
            ca_file=settings.file_if_said(f"{prefix}_CA_FILE"),
            api_key=api_key,
            user=(settings.text(f"{prefix}_USER"), password) if password else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerSettings:
    """Which networks of one's own partners may be at, and how often catalogues are asked for.

    There are no such networks in production: in development a partner is on the same machine.
    """

    private_networks: tuple[Network, ...]
    catalogue_seconds: int

    @classmethod
    def read(cls, settings: Settings) -> "PartnerSettings":
        """Read them from the environment.

        Raises:
            BadSetting: one is wrong.
        """
        return cls(
            private_networks=own_networks(settings, "CONTENT_PARTNER_NETWORKS"),
            catalogue_seconds=settings.number("CONTENT_CATALOGUE_SECONDS", 900, most=86_400),
        )


def _cursor_key(pseudonym_key: bytes) -> bytes:
    """Return a key for this one use, where none of its own is set; nothing leads back from it."""
    return hmac.digest(pseudonym_key, b"isp content search cursors", "sha256")


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentSettings:
    """What every role of content reads at boot."""

    service: ServiceSettings
    elasticsearch: ElasticsearchSettings
    index_prefix: str
    partners: PartnerSettings
    cursor_key: bytes = field(repr=False)
    """Signs page tokens of searches."""
    reconcile_seconds: int
    """Between two comparisons of the indexes with the record."""

    @classmethod
    def read(cls, settings: Settings) -> "ContentSettings":
        """Read them from the environment.

        Raises:
            BadSetting: one is missing or wrong.
        """
        service = ServiceSettings.read(settings, "content")
        own = settings.secret_if_said("CONTENT_CURSOR_KEY")
        return cls(
            service=service,
            elasticsearch=ElasticsearchSettings.read(settings),
            index_prefix=settings.text("CONTENT_INDEX_PREFIX", "content"),
            partners=PartnerSettings.read(settings),
            cursor_key=own.encode() if own else _cursor_key(service.pseudonym_key),
            reconcile_seconds=settings.number("CONTENT_RECONCILE_SECONDS", 3600, most=86_400),
        )
