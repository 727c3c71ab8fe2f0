"""Where besides the internet partners may be is said in development, and nowhere in production."""

from ipaddress import ip_network

import pytest

from chassis.configuration import BadSetting, Settings
from services.content.config import PartnerSettings


def _read(environment: str, **said: str) -> PartnerSettings:
    return PartnerSettings.read(Settings({"ISP_ENVIRONMENT": environment, **said}))


def test_production_knows_no_private_network() -> None:
    assert ((), 900) == (
        (found := _read("production")).private_networks,
        found.catalogue_seconds,
    )
    assert ip_network("127.0.0.0/8") in _read("test").private_networks
    networks = {"CONTENT_PARTNER_NETWORKS": "10.0.0.0/24"}
    assert (ip_network("10.0.0.0/24"),) == _read("development", **networks).private_networks
    with pytest.raises(BadSetting, match="CONTENT_PARTNER_NETWORKS"):
        _read("production", **networks)


@pytest.mark.parametrize("seconds", ["0", "-1", "86401", "often"])
def test_how_often_is_within_a_day(seconds: str) -> None:
    with pytest.raises(BadSetting, match="CONTENT_CATALOGUE_SECONDS"):
        _read("test", CONTENT_CATALOGUE_SECONDS=seconds)
