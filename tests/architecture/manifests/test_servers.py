"""The backing servers in a cluster, and how people reach the platform."""

import re
from typing import Any

import pytest
import yaml

from chassis.configuration import Settings
from deploy import nats_configuration
from deploy.manifests.overlay import Overlay
from deploy.manifests.rendering import K8S
from services.training.config_packages import package_origins
from stack import object_storage, pins, scanner
from stack.nats import SERVICES as NATS_USERS
from stack.places import CHECKOUT
from tests.unit.deploy.test_compose_file import SERVICES as COMPOSE

OPERATORS = K8S / "components" / "operators"
NATS: dict[str, Any] = yaml.safe_load((OPERATORS / "nats-values.yaml").read_text("utf-8"))
SERVERS = ["postgres", "nats", "elasticsearch", "valkey", "keycloak", "mail", "scanner"]


def container(overlay: Overlay, name: str) -> dict[str, Any]:
    (found,) = [each.containers[0] for each in overlay.workloads() if each.name == name]
    return found


@pytest.mark.parametrize("name", [*SERVERS, "databases"])
def test_a_server_of_development_is_that_of_compose(
    rendered: dict[str, Overlay], name: str
) -> None:
    asked, there = container(rendered["development"], name), COMPOSE[name]
    assert there["image"] == asked["image"]
    told = {each["name"]: each["value"] for each in asked.get("env", [])}
    said = {
        key: re.sub(r"\$\{\w+:-(\d+)\}", r"\1", str(value))
        for key, value in there.get("environment", {}).items()
    }
    assert said == told
    if name in {"postgres", "valkey"}:
        assert there["command"] == asked.get("command", asked.get("args"))


def test_production_runs_the_versions_of_make_up(rendered: dict[str, Overlay]) -> None:
    overlay = rendered["production"]
    postgres = overlay.named("Cluster", "isp-postgres")["spec"]
    assert postgres["imageName"].endswith(f":{pins.POSTGRES.holds}")
    assert pins.ELASTICSEARCH.version == overlay.named("Elasticsearch", "isp")["spec"]["version"]
    assert overlay.named("Keycloak", "isp")["spec"]["image"].endswith(f":{pins.KEYCLOAK.version}")
    assert f"{pins.NATS.version}-alpine" == NATS["container"]["image"]["tag"]
    assert container(overlay, "valkey")["image"] == f"valkey/valkey:{pins.VALKEY.holds}"


def test_production_has_three_of_each_on_three_nodes(rendered: dict[str, Overlay]) -> None:
    overlay = rendered["production"]
    postgres = overlay.named("Cluster", "isp-postgres")["spec"]
    assert 3 == postgres["instances"]
    assert "required" == postgres["affinity"]["podAntiAffinityType"]
    assert {"method": "any", "number": 1, "dataDurability": "required"} == (
        postgres["postgresql"]["synchronous"]
    )
    (nodes,) = overlay.named("Elasticsearch", "isp")["spec"]["nodeSets"]
    keycloak = overlay.named("Keycloak", "isp")["spec"]
    assert 3 == nodes["count"] == keycloak["instances"] == NATS["config"]["cluster"]["replicas"]
    pods = (
        nodes["podTemplate"]["spec"],
        keycloak["unsupported"]["podTemplate"]["spec"],
        NATS["podTemplate"]["merge"]["spec"],
    )
    for pod in pods:
        (apart,) = pod["affinity"]["podAntiAffinity"][
            "requiredDuringSchedulingIgnoredDuringExecution"
        ]
        assert "kubernetes.io/hostname" == apart["topologyKey"]
        assert pod["securityContext"]["runAsNonRoot"]


def test_nats_loses_nothing_that_it_acknowledged_and_knows_its_accounts() -> None:
    config = NATS["config"]
    assert {"sync_interval": "always"} == config["jetstream"]["merge"]
    written = nats_configuration.ACCOUNTS.read_text("utf-8")
    assert nats_configuration.accounts_text() == written  # after a change: `make compose-files`
    assert nats_configuration.text().endswith(written.partition("passwords.conf\n")[2])
    (mount,) = [each["value"] for each in NATS["container"]["patch"]]
    assert (
        config["merge"]["zz$include"] == f"../{mount['mountPath'].rpartition('/')[2]}/accounts.conf"
    )


def test_the_passwords_of_nats_are_those_of_its_accounts(rendered: dict[str, Overlay]) -> None:
    secret = rendered["production"].named("ExternalSecret", "nats")["spec"]
    text = secret["target"]["template"]["data"]["nats_passwords"]
    users = {"migrate", *NATS_USERS}
    assert {f"NATS_{user.upper()}_PASSWORD" for user in users} == set(
        re.findall(r"^(\w+): \{\{ \.nats_\w+ \}\}$", text, re.MULTILINE)
    )
    assert {f"nats_{user}" for user in users} == {each["secretKey"] for each in secret["data"]}


def test_every_value_in_a_template_is_one_that_the_store_is_asked_for(
    rendered: dict[str, Overlay],
) -> None:
    for each in rendered["production"].of_kind("ExternalSecret"):
        asked = {one["secretKey"] for one in each["spec"]["data"]}
        template = each["spec"]["target"].get("template", {"data": {}})["data"]
        used = set(re.findall(r"\{\{ \.(\w+) \}\}", " ".join(template.values())))
        assert not template or used == asked, each["metadata"]["name"]
        assert all(
            one["remoteRef"]["key"] == f"isp/{one['secretKey']}" for one in each["spec"]["data"]
        )


def test_no_secret_stands_in_what_goes_to_production(rendered: dict[str, Overlay]) -> None:
    """Elasticsearch's roles are no secret: its operator reads them from one."""
    secrets = list(rendered["production"].of_kind("Secret"))
    assert ["elasticsearch-roles"] == [each["metadata"]["name"] for each in secrets]


def test_the_stream_has_a_route_of_its_own_on_the_same_host(rendered: dict[str, Overlay]) -> None:
    overlay = rendered["production"]
    stream, gateway = (overlay.named("HTTPRoute", name)["spec"] for name in ("stream", "gateway"))
    assert stream["hostnames"] == gateway["hostnames"]
    (rule,) = stream["rules"]
    assert [{"path": {"type": "Exact", "value": "/v1/stream"}}] == rule["matches"]
    assert {"request": "0s", "backendRequest": "0s"} == rule["timeouts"]
    assert [{"name": "alerts-stream", "port": 8601}] == rule["backendRefs"]
    told = overlay.named("ConfigMap", _named(overlay, "alerts-settings"))["data"]
    assert f"https://{stream['hostnames'][0]}/v1/stream" == told["ALERTS_STREAM_PUBLIC_URL"]


def test_files_are_on_a_host_of_their_own(rendered: dict[str, Overlay]) -> None:
    """What is in a file never acts as the site (docs/adr/0113)."""
    overlay = rendered["production"]
    files, gateway = (overlay.named("HTTPRoute", name)["spec"] for name in ("files", "gateway"))
    assert not set(files["hostnames"]) & set(gateway["hostnames"])
    (rule,) = files["rules"]
    assert [{"name": "content-files", "port": 8608}] == rule["backendRefs"]
    told = overlay.named("ConfigMap", _named(overlay, "content-links-settings"))["data"]
    assert f"https://{files['hostnames'][0]}" == told["CONTENT_FILES_URL"]


def test_packages_are_on_hosts_that_set_no_cookie_for_the_site(
    rendered: dict[str, Overlay],
) -> None:
    """What is in one runs, so it stands below no host of ours (docs/adr/0129)."""
    overlay = rendered["production"]
    (host,) = overlay.named("HTTPRoute", "packages")["spec"]["hostnames"]
    said = {
        name: value
        for each in ("isp-settings", "training-packages-settings")
        for name, value in overlay.named("ConfigMap", _named(overlay, each))["data"].items()
    }
    assert f"https://{host}" == package_origins(Settings(said)).pattern
    listeners = overlay.named("Gateway", "isp")["spec"]["listeners"]
    assert host in [each.get("hostname") for each in listeners]


def test_the_scanner_is_told_the_same_everywhere(rendered: dict[str, Overlay]) -> None:
    """Whatever is larger than it looks into would pass: so the bounds are those of stack/."""
    told = (CHECKOUT / "deploy" / "compose" / "clamd" / "clamd.conf").read_text("utf-8")
    for name in ("development", "production"):
        overlay = rendered[name]
        assert {"clamd.conf": told} == overlay.named("ConfigMap", _named(overlay, "clamd"))["data"]
    assert f"StreamMaxLength {scanner.MOST_MEBIBYTES}M\n" in told
    assert "AlertExceedsMax yes\n" in told


def test_the_store_of_development_is_the_server_of_the_tests(
    rendered: dict[str, Overlay],
) -> None:
    asked = container(rendered["development"], "object-storage")
    assert f"versity/versitygw:{object_storage.VERSION}" == asked["image"]


def _named(overlay: Overlay, name: str) -> str:
    (found,) = [
        each["metadata"]["name"]
        for each in overlay.of_kind("ConfigMap")
        if each["metadata"]["name"].startswith(f"{name}-")
    ]
    return str(found)


def test_of_keycloak_people_reach_what_signs_them_in_and_nothing_else(
    rendered: dict[str, Overlay],
) -> None:
    overlay = rendered["production"]
    (rule,) = overlay.named("HTTPRoute", "sign-in")["spec"]["rules"]
    paths = [(each["path"]["type"], each["path"]["value"]) for each in rule["matches"]]
    assert [("PathPrefix", "/realms/isp"), ("PathPrefix", "/resources")] == paths
    assert overlay.named("Keycloak", "isp")["spec"]["ingress"] == {"enabled": False}


def test_no_side_port_is_on_a_route_or_in_a_service(overlay: Overlay) -> None:
    """Metrics, probes and the drain are for the cluster alone."""
    ports = {
        port["targetPort"]
        for each in overlay.of_kind("Service")
        for port in each["spec"]["ports"]
        if "selector" in each["spec"]
    }
    assert "metrics" not in ports
    assert not [each for each in overlay.of_kind("Service") if each["spec"].get("type")]


def test_the_namespace_refuses_pods_that_are_not_restricted(overlay: Overlay) -> None:
    labels = overlay.named("Namespace", "isp")["metadata"]["labels"]
    assert "restricted" == labels["pod-security.kubernetes.io/enforce"]
    for each in overlay.documents:
        if each["kind"] not in {"Namespace", "PriorityClass"}:
            assert "isp" == each["metadata"]["namespace"], each["metadata"]["name"]


def test_no_digest_was_made_up() -> None:
    """Whoever builds an image knows its digest, and says it in the overlay."""
    for file in [*K8S.rglob("*.yaml"), *K8S.rglob("*.env")]:
        assert not re.search(r"sha256:[0-9a-f]{64}", file.read_text("utf-8")), file


def test_secrets_of_a_cluster_are_never_committed() -> None:
    ignored = (CHECKOUT / ".gitignore").read_text("utf-8").split()
    assert {"deploy/k8s/components/*/secrets/", "deploy/k8s/secrets.json"} <= set(ignored)
