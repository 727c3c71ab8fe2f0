"""The settings of webhooks and notifications: of `serve` and `work` alone."""

from dataclasses import dataclass, field
from typing import Final

from chassis.configuration import BadSetting, Settings, own_networks
from kernel.web_addresses import Network

SHORTEST_KEY: Final = 32


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
        return cls(key=key, private_networks=own_networks(settings, "ALERTS_ENDPOINT_NETWORKS"))


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
        return cls(key=key, private_networks=own_networks(settings, "ALERTS_ENDPOINT_NETWORKS"))
