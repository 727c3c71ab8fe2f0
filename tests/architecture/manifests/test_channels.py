"""Policies let through what the code opens, and nothing else."""

import re
from typing import Any

import pytest

from deploy.manifests.channels import Channel, namespaces_let_in, opened, unfenced, without_bounds
from deploy.manifests.overlay import Overlay, Workload, selects
from stack.ports import Ports
from stack.services import MIGRATED, PROCESSES, environment, name_of
from tests.architecture.manifests.opened import opened_in_code
from tests.unit.deploy.test_compose_settings import COMMANDS, Secrets

PORTS = Ports.fixed({})
ROLES = [*PROCESSES, *COMMANDS]
SERVERS = {"smtp": "mail"}
"""What stack/ports.py calls otherwise."""

NOT_OPENED_BY_ITSELF = {
    # Told for a browser's sake, or for Keycloak's, which tells the gateway of a sign-out.
    "ISP_PUBLIC_URL",
    "ISP_OIDC_ISSUER",
    "ALERTS_STREAM_PUBLIC_URL",
    "ALERTS_STREAM_ORIGINS",
    "GATEWAY_STREAM_URL",
    "GATEWAY_CORS_ORIGINS",
    "IDENTITY_GATEWAY_URL",
    "CONTENT_FILES_URL",
    "GATEWAY_FILES_URL",
    "TRAINING_PACKAGES_URL",
}


def told(service: str, role: str) -> set[str]:
    """Return the servers and services whose address a process is told in `make up`."""
    names = {str(PORTS[name]): SERVERS.get(name, name) for name in PORTS.numbers}
    settings = environment(service, role, ports=PORTS, secrets=Secrets(), kind="development")
    if (port := f"{service.upper()}_SMTP_PORT") in settings:
        settings[f"{service.upper()}_SMTP_HOST"] += f":{settings[port]}"
    found = set()
    found |= {
        f"{names[port]}-serve"
        for port in re.findall(r"=localhost:([0-9]+)", settings.pop("IDENTITY_HOLDERS", ""))
    }
    for name, value in settings.items():
        _, _, port = value.partition("://")[2].rpartition("localhost:")
        port = (port or value.rpartition("localhost:")[2]).partition("/")[0]
        if "localhost:" in value and name not in NOT_OPENED_BY_ITSELF:
            found.add(names[port])
    return found


def expected(service: str, role: str) -> set[str]:
    """Return what a process may reach: what it is told of and its role opens in code."""
    if service == "gateway":  # it opens all that it is told of
        return {f"{each}-serve" if each in MIGRATED else each for each in told(service, role)}
    return opened_in_code(service, role)


LOOKS_AT_THE_WEB = {("content", "work")}
"""What reads at partners': in production port 443 of public addresses, as texts' provider is."""


def expected_in(overlay: Overlay, service: str, role: str) -> set[str]:
    """Return the same for an overlay: what is posted to is a server in the test's alone.

    In production it is reached as texts' provider is, by port 443 of public addresses; so is the
    store of attached files.
    """
    found = expected(service, role) - ({"endpoint"} if overlay.name != "test" else set())
    if overlay.name == "production":
        outside = "object-storage" in found or (service, role) in LOOKS_AT_THE_WEB
        found |= {"sms"} if outside else set()
    return found


def allowed(overlay: Overlay, name: str) -> set[str]:
    return {each.target for each in opened(overlay) if each.source == name}


@pytest.mark.parametrize(("service", "role"), ROLES)
def test_a_process_may_reach_what_its_code_opens_and_nothing_else(
    overlay: Overlay, service: str, role: str
) -> None:
    name = name_of(service, role)
    there = {each.name for each in overlay.ours()}
    if role == "seed" and overlay.name == "production":
        assert name not in there
        return
    assert name in there
    assert expected_in(overlay, service, role) == allowed(overlay, name)


@pytest.mark.parametrize(("service", "role"), [each for each in ROLES if each[0] != "gateway"])
def test_what_a_process_opens_it_is_told_of(service: str, role: str) -> None:
    """So the reading of the code and the settings agree."""
    # On one machine files are in a folder.
    assert opened_in_code(service, role) - {"endpoint", "object-storage"} <= told(service, role)
    assert opened_in_code(service, role)


def test_the_gateway_reaches_every_service_and_no_database() -> None:
    assert {f"{each}-serve" for each in MIGRATED} | {"keycloak", "valkey"} == expected(
        "gateway", "serve"
    )


def test_reading_the_code_tells_roles_apart() -> None:
    assert "nats" not in opened_in_code("alerts", "serve")
    assert "nats" in opened_in_code("alerts", "stream")
    assert {"keycloak"} == opened_in_code("identity", "reconcile")
    assert {"mail", "sms"} <= opened_in_code("identity", "work")
    assert "endpoint" in opened_in_code("alerts", "work")
    assert not {"mail", "sms"} & opened_in_code("identity", "serve")
    assert {"postgres", "object-storage"} == opened_in_code("content", "files")
    assert "scanner" not in opened_in_code("content", "serve")


def test_only_gateway_and_privacy_saga_call_services_and_each_on_its_own_port(
    overlay: Overlay,
) -> None:
    calls = {each for each in opened(overlay) if each.target in {w.name for w in overlay.ours()}}
    wanted = {Channel("gateway", f"{each}-serve", PORTS[each]) for each in MIGRATED}
    wanted |= {
        Channel("identity-work", f"{each}-serve", PORTS[each])
        for each in MIGRATED
        if each != "identity"
    }
    assert wanted == calls


def test_a_server_is_reached_on_its_one_port(overlay: Overlay) -> None:
    ports: dict[str, set[int]] = {}
    for each in opened(overlay):
        ports.setdefault(each.target, set()).add(each.port)
    assert {5432} == ports["postgres"]
    assert {4222} == ports["nats"]
    assert {9200} == ports["elasticsearch"]
    assert {6379} == ports["valkey"]
    assert {8610} == ports["keycloak"]
    assert {3310} == ports["scanner"]


def test_nothing_is_outside_every_policy_and_no_policy_allows_all(overlay: Overlay) -> None:
    assert [] == unfenced(overlay)
    assert [] == without_bounds(overlay)
    deny = overlay.named("NetworkPolicy", "default-deny")["spec"]
    assert {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]} == deny


def test_only_the_front_and_the_monitoring_come_in_from_other_namespaces(
    rendered: dict[str, Overlay],
) -> None:
    metrics = ("kubernetes.io/metadata.name=monitoring", "metrics")
    ports = {
        "gateway": 8600,
        "alerts-stream": 8601,
        "content-files": 8608,
        "training-packages": 8639,
    }
    front = {name: ("isp-front=true", port) for name, port in ports.items()}
    for name, overlay in rendered.items():
        for workload in overlay.ours():
            wanted = {metrics, front.get(workload.name, metrics)} if name == "production" else set()
            assert wanted == namespaces_let_in(overlay, workload.labels), workload.name


def _policy(overlay: Overlay, name: str) -> Any:
    return overlay.named("NetworkPolicy", name)["spec"]


def test_a_policy_that_lets_too_much_through_is_seen(spoilt: Overlay) -> None:
    peer = {"podSelector": {"matchLabels": {"isp-server": "nats"}}}
    _policy(spoilt, "alerts-serve")["egress"].append({"to": [peer], "ports": [{"port": 4222}]})
    assert "nats" in allowed(spoilt, "alerts-serve") - expected("alerts", "serve")


def test_a_policy_that_lets_too_little_through_is_seen(spoilt: Overlay) -> None:
    _policy(spoilt, "alerts-stream")["egress"].pop()
    assert allowed(spoilt, "alerts-stream") < expected("alerts", "stream")


def test_a_channel_needs_both_ends(spoilt: Overlay) -> None:
    _policy(spoilt, "content-serve")["ingress"][0]["ports"][0]["port"] = 1
    assert {"content-serve"} == expected("gateway", "serve") - allowed(spoilt, "gateway")


def test_a_rule_without_peer_or_port_is_seen(spoilt: Overlay) -> None:
    del _policy(spoilt, "gateway")["ingress"][0]["from"]
    del _policy(spoilt, "alerts-work")["egress"][0]["ports"]
    _policy(spoilt, "alerts-serve")["egress"][0]["to"].append({})
    assert {"gateway", "alerts-work", "alerts-serve"} == set(without_bounds(spoilt))


def test_a_pod_that_only_the_common_policy_holds_is_seen(spoilt: Overlay) -> None:
    for name in ("content-work", "content-to-partners", "files-to-storage"):
        spoilt.documents.remove(spoilt.named("NetworkPolicy", name))
    assert "content-work Egress" in unfenced(spoilt)


@pytest.mark.parametrize("name", ["development", "production"])
def test_a_server_lets_in_those_that_open_it(rendered: dict[str, Overlay], name: str) -> None:
    """The servers' own policies, which a test beside the node has none of."""
    overlay = rendered[name]
    own = ("mail", "object-storage") if name == "development" else ()
    for server in ("postgres", "nats", "elasticsearch", "valkey", "keycloak", "scanner", *own):
        pods = [each for each in overlay.ours() if _lets_in(overlay, server, each)]
        users = {name_of(*each) for each in ROLES if server in expected(*each)}
        here = {each.name for each in overlay.ours()}
        assert users & here == {each.name for each in pods}, server


def _lets_in(overlay: Overlay, server: str, workload: Workload) -> bool:
    rules = [*_policy(overlay, server)["ingress"]]
    return any(
        selects(peer["podSelector"], workload.labels) for rule in rules for peer in rule["from"]
    )
