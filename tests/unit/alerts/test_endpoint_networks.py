"""Where besides the internet posts may go is said in development, and nowhere in production."""

from ipaddress import ip_network

import pytest

from chassis.configuration import BadSetting, Settings
from services.alerts.config_webhooks import PushSettings, WebhookSettings

KEYS = {"ALERTS_WEBHOOK_KEY": "w" * 32, "ALERTS_VAPID_KEY": "v" * 32}
KINDS = pytest.mark.parametrize("kind", [WebhookSettings, PushSettings])


def _settings(environment: str, networks: str | None) -> Settings:
    said = {} if networks is None else {"ALERTS_ENDPOINT_NETWORKS": networks}
    return Settings({"ISP_ENVIRONMENT": environment, **KEYS, **said})


@KINDS
@pytest.mark.parametrize(
    ("environment", "said", "expected"),
    [
        ("test", None, ["127.0.0.0/8", "::1/128"]),
        ("development", "10.231.77.1/32, 10.88.0.0/24", ["10.231.77.1/32", "10.88.0.0/24"]),
        ("production", None, []),
    ],
)
def test_the_networks_are_as_said(
    kind: type[WebhookSettings | PushSettings],
    environment: str,
    said: str | None,
    expected: list[str],
) -> None:
    found = kind.read(_settings(environment, said)).private_networks
    assert tuple(ip_network(each) for each in expected) == found


@KINDS
@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ("production", "10.0.0.0/8"),
        ("test", "10.0.0.1/8"),
        ("test", "everywhere"),
        ("test", "127.0.0.0/8,"),
    ],
)
def test_a_network_that_is_none_or_in_production_is_refused_by_name(
    kind: type[WebhookSettings | PushSettings], environment: str, said: str
) -> None:
    with pytest.raises(BadSetting, match="ALERTS_ENDPOINT_NETWORKS"):
        kind.read(_settings(environment, said))
