"""A setting that is missing or wrong stops the process and is named, never shown."""

from collections.abc import Callable
from pathlib import Path

import pytest

from chassis.configuration import Address, BadSetting, Settings, development
from chassis.service_settings import ServiceSettings

GOOD = {
    "ISP_ENVIRONMENT": "test",
    "ISP_OIDC_ISSUER": "http://localhost:1/realms/isp",
    "ISP_OIDC_JWKS_URL": "http://localhost:1/certs",
    "ISP_NATS_URL": "nats://localhost:2",
    "ISP_PSEUDONYM_KEY": "k",
    "ALERTS_DATABASE_URL": "postgresql+psycopg://alerts_app:hush@localhost:3/alerts",
    "ALERTS_NATS_PASSWORD": "hush",
    "ALERTS_GRPC_LISTEN": "127.0.0.1:8623",
    "ALERTS_METRICS_LISTEN": "127.0.0.1:8604",
}


def test_good_settings_are_read_and_hold_no_secret_in_their_text() -> None:
    read = ServiceSettings.read(Settings(GOOD), "alerts")
    assert Address("127.0.0.1", 8623) == read.grpc_listen
    assert "hush" not in repr(read)


@pytest.mark.parametrize("name", GOOD)
def test_each_missing_setting_is_named(name: str) -> None:
    with pytest.raises(BadSetting) as raised:
        ServiceSettings.read(Settings({k: v for k, v in GOOD.items() if k != name}), "alerts")
    assert name in str(raised.value)
    assert 78 == raised.value.code


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ISP_ENVIRONMENT", "staging-secret"),
        ("ISP_OIDC_ISSUER", "ftp://secret"),
        ("ALERTS_DATABASE_URL", "sqlite:///secret"),
        ("ALERTS_GRPC_LISTEN", "secret"),
        ("ALERTS_GRPC_LISTEN", "secret:99999"),
        ("ALERTS_GRPC_THREADS", "secret"),
        ("ALERTS_GRPC_THREADS", "0"),
    ],
)
def test_each_wrong_setting_is_named_and_its_value_is_not_shown(name: str, value: str) -> None:
    with pytest.raises(BadSetting) as raised:
        ServiceSettings.read(Settings(GOOD | {name: value}), "alerts")
    assert name in str(raised.value)
    assert "secret" not in str(raised.value)


def test_a_secret_may_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("hush\n")
    assert "hush" == Settings({"P_FILE": str(tmp_path / "password")}).secret("P")


@pytest.mark.parametrize("spoil", [lambda _: None, lambda path: path.write_text("\n")])
def test_a_secret_file_that_is_absent_or_empty_is_named(
    tmp_path: Path, spoil: Callable[[Path], object]
) -> None:
    spoil(tmp_path / "password")
    with pytest.raises(BadSetting, match="P_FILE"):
        Settings({"P_FILE": str(tmp_path / "password")}).secret("P")


def test_production_is_not_development() -> None:
    assert not development(Settings({"ISP_ENVIRONMENT": "production"}))
    assert development(Settings({"ISP_ENVIRONMENT": "development"}))
