"""What the compose file runs, how it is fenced in, and in which order it starts."""

import re
from typing import Any

import pytest
import yaml

from deploy import nats_configuration
from stack import pins
from stack.elasticsearch import server as elasticsearch
from stack.keycloak import program as keycloak
from stack.places import CHECKOUT
from stack.ports import Ports
from stack.postgres import program as postgres
from stack.scanner import prepare as prepare_scanner
from stack.valkey import prepare as prepare_valkey

COMPOSE: dict[str, Any] = yaml.safe_load((CHECKOUT / "deploy" / "compose.yaml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = sorted(name for name, each in SERVICES.items() if "build" in each)
ENDS, HEALTHY = "service_completed_successfully", "service_healthy"


@pytest.mark.parametrize("name", [*OURS, "databases"])
def test_a_process_of_ours_has_nothing_to_gain(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"]
    assert ["ALL"] == service["cap_drop"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert ["tmp"] == [each.partition(":")[0].strip("/") for each in service["tmpfs"]]
    assert "user" not in service or not service["user"].startswith(("0", "root"))


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_nothing_is_privileged_or_holds_the_engine(name: str) -> None:
    service = SERVICES[name]
    assert not {"privileged", "cap_add", "network_mode", "pid", "ipc", "devices"} & set(service)
    assert "no-new-privileges:true" in service["security_opt"]
    assert not any("docker.sock" in each for each in service.get("volumes", []))
    assert "max-size" in service["logging"]["options"]


def test_everything_that_is_published_is_on_loopback() -> None:
    published = [port for each in SERVICES.values() for port in each.get("ports", [])]
    assert len(published) >= 3
    for port in published:
        assert re.fullmatch(r"127\.0\.0\.1:\$\{ISP_PORT_[A-Z_]+:-86\d\d\}:\d+", port), port


def test_everything_waits_for_what_it_needs() -> None:
    for name, service in SERVICES.items():
        for needed, how in service.get("depends_on", {}).items():
            ends = SERVICES[needed].get("restart") == "no"
            assert how == {"condition": ENDS if ends else HEALTHY}, f"{name} on {needed}"
            said = SERVICES[needed].get("healthcheck", {})
            assert ends or "test" in said or needed in OURS, needed


def test_somebody_waits_for_every_command_that_ends() -> None:
    """Else `docker compose up --wait` would take its end for a failure."""
    waited = {
        needed
        for each in SERVICES.values()
        for needed, how in each.get("depends_on", {}).items()
        if how["condition"] == ENDS
    }
    assert {name for name, each in SERVICES.items() if each.get("restart") == "no"} == waited


@pytest.mark.parametrize(
    ("name", "image"),
    [
        ("postgres", f"postgres:{pins.POSTGRES.holds}"),
        ("databases", f"postgres:{pins.POSTGRES.holds}"),
        ("nats", f"nats:{pins.NATS.version}-alpine"),
        ("valkey", f"valkey/valkey:{pins.VALKEY.holds}"),
        ("elasticsearch", f"elasticsearch:{pins.ELASTICSEARCH.version}"),
        ("keycloak", f"keycloak/keycloak:{pins.KEYCLOAK.version}"),
    ],
)
def test_a_server_is_the_same_version_as_in_make_up(name: str, image: str) -> None:
    assert image == SERVICES[name]["image"]


def test_every_image_names_an_exact_version() -> None:
    for name, service in SERVICES.items():
        tag = service["image"].rpartition(":")[2]
        assert name in OURS or re.match(r"v?\d+\.\d+", tag), service["image"]


def test_nats_is_told_who_may_publish_what_as_in_make_up() -> None:
    """After a change of stack/nats.py: `make compose-files`."""
    assert nats_configuration.text() == nats_configuration.FILE.read_text("utf-8")


def test_postgres_gets_the_settings_that_matter_of_make_up(tmp_path: Any) -> None:
    given = SERVICES["postgres"]["command"]
    there = postgres(tmp_path, tmp_path, 5432, "").command
    assert {"synchronous_commit=on", "max_connections=250", "timezone=UTC"} <= set(given)
    assert set(given) <= set(there)


def test_valkey_keeps_what_it_keeps_in_make_up(tmp_path: Any) -> None:
    prepare_valkey(tmp_path / "conf", tmp_path / "data", 1)
    wanted = [line for line in (tmp_path / "conf").read_text().splitlines() if line]
    kept = {line for line in wanted if not line.startswith(("bind", "port", "dir"))}
    assert kept <= {each.removeprefix("--") for each in SERVICES["valkey"]["command"]}


def test_the_scanner_has_the_bounds_of_make_up(tmp_path: Any) -> None:
    prepare_scanner(tmp_path / "conf", tmp_path / "data", 1)
    there = set((CHECKOUT / "deploy" / "compose" / "clamd" / "clamd.conf").read_text().splitlines())
    own = ("TCP", "DatabaseDirectory", "TemporaryDirectory", "SelfCheck")
    wanted = (tmp_path / "conf").read_text().splitlines()
    assert {each for each in wanted if not each.startswith(own)} <= there


def test_elasticsearch_is_set_up_as_in_make_up() -> None:
    given = SERVICES["elasticsearch"]["environment"]
    for line in elasticsearch._SETTINGS.splitlines():
        name, _, value = line.partition(": ")
        own = ("#", "network.host", "http.port", "transport.port", "path.")
        assert name.startswith(own) or value == given[name], line


def test_keycloak_gets_the_options_of_make_up(tmp_path: Any) -> None:
    given = SERVICES["keycloak"]["environment"]
    there = keycloak(
        tmp_path, Ports.fixed({}), database_password="x", admin_password="x", quick=False
    ).environment
    same = {"KC_HTTP_ENABLED", "KC_CACHE", "KC_DB_USERNAME", "KC_BOOTSTRAP_ADMIN_USERNAME"}
    assert {name: there[name] for name in same} == {name: given[name] for name in same}
    for options in ("JAVA_OPTS_KC_HEAP", "JAVA_OPTS_APPEND"):
        assert there[options] == given[options]
    assert there["KC_HTTP_PORT"] == str(given["KC_HTTP_PORT"])
    assert there["KC_HOSTNAME"] == re.sub(r"\$\{\w+:-(\d+)\}", r"\1", given["KC_HOSTNAME"])
    own = {"KC_HTTP_HOST", "KC_DB_PASSWORD", "KC_BOOTSTRAP_ADMIN_PASSWORD"}
    assert {name for name in there if name.startswith("KC_")} - own <= set(given)
