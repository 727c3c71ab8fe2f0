"""The settings of webhooks and notifications: of `serve` and `work` alone."""

from dataclasses import dataclass, field
from ipaddress import ip_network
from typing import Final

from chassis.configuration import BadSetting, Settings, development
from services.alerts.domain.webhook_address import Network

SHORTEST_KEY: Final = 32
LOOPBACK: Final = "127.0.0.0/8,::1/128"


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookSettings:
    """Of what secrets are derived; the networks of one's own that posts may go to, and by http.

    There are none in production: in development and tests an endpoint is on the same machine.
    """

    key: bytes = field(repr=False)
    private_networks: tuple[Network, ...]

    @classmethod
    def read(cls, settings: Settings) -> "WebhookSettings":
        """Read them from the environment.

        Raises:
            BadSetting: the key is missing or short.
        """
        key = settings.secret("ALERTS_WEBHOOK_KEY").encode()
        if len(key) < SHORTEST_KEY:
            raise BadSetting("ALERTS_WEBHOOK_KEY", f"must have {SHORTEST_KEY} characters or more")
        return cls(key=key, private_networks=_own_networks(settings))


@dataclass(frozen=True, slots=True, kw_only=True)
class PushSettings:
    """Of what our key pair is made, and where posts may go to besides public addresses."""

    key: bytes = field(repr=False)
    private_networks: tuple[Network, ...]

    @classmethod
    def read(cls, settings: Settings) -> "PushSettings":
        """Read them from the environment.

        Raises:
            BadSetting: the key is missing or short.
        """
        key = settings.secret("ALERTS_VAPID_KEY").encode()
        if len(key) < SHORTEST_KEY:
            raise BadSetting("ALERTS_VAPID_KEY", f"must have {SHORTEST_KEY} characters or more")
        return cls(key=key, private_networks=_own_networks(settings))


def _own_networks(settings: Settings) -> tuple[Network, ...]:
    """Return the networks besides public addresses: none in production, else this machine.

    Raises:
        BadSetting: one is malformed, or is said in production.
    """
    name = "ALERTS_ENDPOINT_NETWORKS"
    if not development(settings):
        if settings.source.get(name):
            raise BadSetting(name, "must not be set in production: posts go to public addresses")
        return ()
    try:
        return tuple(ip_network(each.strip()) for each in settings.text(name, LOOPBACK).split(","))
    except ValueError:
        raise BadSetting(
            name, "must be networks, such as 10.0.0.0/24, with commas between"
        ) from None
