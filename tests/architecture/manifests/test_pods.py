"""Every pod is fenced in, limited and watched; each rule refuses a pod that breaks it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
import yaml

from deploy.manifests.overlay import Overlay, Workload
from deploy.manifests.pod_rules import WRITES_ITS_ROOT, amount, broken
from stack.places import CHECKOUT
from stack.services import PROCESSES, name_of

SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(
    (CHECKOUT / "deploy" / "compose.yaml").read_text("utf-8")
)["services"]


def test_every_pod_keeps_the_rules(overlay: Overlay) -> None:
    assert {name_of(*each) for each in PROCESSES} == {
        each.name for each in overlay.ours("Deployment")
    }
    assert [] == broken(overlay)


def _room(workload: Workload) -> float:
    (room,) = (each for each in workload.pod["volumes"] if each["name"] == "tmp")
    return amount(room["emptyDir"]["sizeLimit"])


def _room_in_compose(name: str) -> float:
    (said,) = SERVICES[name]["tmpfs"]
    (size,) = re.findall(r"size=(\d+)m\b", said)
    return amount(f"{size}Mi")


def test_a_process_has_the_room_that_it_has_by_compose(overlay: Overlay) -> None:
    ours = overlay.ours("Deployment")
    rooms = {each.name: _room(each) for each in ours}
    assert {each.name: _room_in_compose(each.name) for each in ours} == rooms
    assert len(set(rooms.values())) > 1


def _pod(name: str, value: Any) -> Callable[[Workload], None]:
    return lambda workload: workload.pod.update({name: value})


def _security(name: str, value: Any) -> Callable[[Workload], None]:
    return lambda workload: workload.pod["securityContext"].update({name: value})


def _container(name: str, value: Any) -> Callable[[Workload], None]:
    return lambda workload: workload.containers[0].update({name: value})


def _own(name: str, value: Any) -> Callable[[Workload], None]:
    return lambda workload: workload.containers[0]["securityContext"].update({name: value})


def _without(*path: str) -> Callable[[Workload], None]:
    def spoil(workload: Workload) -> None:
        there = workload.containers[0]
        for step in path[:-1]:
            there = there[step]
        del there[path[-1]]

    return spoil


def _with_init(workload: Workload) -> None:
    first = dict(workload.containers[0]) | {"name": "first", "securityContext": {}}
    workload.pod["initContainers"] = [first]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_security("runAsNonRoot", False), "may run as root"),
        (_security("runAsUser", 0), "names no user"),
        (_security("seccompProfile", {"type": "Unconfined"}), "no seccomp profile"),
        (_own("runAsUser", 0), "process may run as root"),
        (_own("allowPrivilegeEscalation", True), "may gain privileges"),
        (_own("privileged", True), "may gain privileges"),
        (_own("capabilities", {"drop": ["ALL"], "add": ["NET_ADMIN"]}), "has capabilities"),
        (_own("capabilities", {"drop": ["NET_RAW"]}), "has capabilities"),
        (_own("readOnlyRootFilesystem", False), "may write to its root"),
        (_with_init, "first may write to its root"),
        (_pod("volumes", [{"name": "tmp", "emptyDir": {}}]), "tmp has no bound"),
        (_pod("volumes", [{"name": "node", "hostPath": {"path": "/"}}]), "node is of another kind"),
        (_pod("hostNetwork", True), "hostNetwork is set"),
        (_pod("automountServiceAccountToken", True), "is handed a token"),
        (_pod("enableServiceLinks", True), "is told of every Service"),
        (_container("ports", [{"containerPort": 1, "hostPort": 1}]), "takes a port of the node"),
        (_without("resources", "limits", "memory"), "no limits of memory"),
        (_without("resources", "requests", "cpu"), "no requests of cpu"),
        (_without("resources"), "no limits of cpu"),
        (_container("image", "isp-alerts"), "runs whatever"),
        (_container("image", "registry.example:5000/isp-alerts"), "runs whatever"),
        (_container("image", "registry.example/isp-alerts:latest"), "runs whatever"),
        (_without("startupProbe"), "startupProbe does not ask"),
        (_without("readinessProbe"), "readinessProbe does not ask"),
        (_without("livenessProbe"), "livenessProbe does not ask"),
        (
            _container("livenessProbe", {"httpGet": {"path": "/readyz", "port": "metrics"}}),
            "livenessProbe does not ask /livez",
        ),
        (_without("lifecycle"), "is not drained"),
        (_pod("terminationGracePeriodSeconds", 30), "less than 40 s"),
        (lambda each: each.spec["strategy"].update(type="Recreate"), "is replaced by"),
        (lambda each: each.pod.pop("topologySpreadConstraints"), "on one node"),
    ],
)
def test_a_pod_that_breaks_a_rule_is_named(
    spoilt: Overlay, spoil: Callable[[Workload], None], said: str
) -> None:
    workload = Workload(spoilt.named("Deployment", "alerts-serve"))
    spoil(workload)
    assert any(each.startswith("alerts-serve ") and said in each for each in broken(spoilt))


def test_a_pod_may_not_ask_for_more_than_its_limit(spoilt: Overlay) -> None:
    workload = Workload(spoilt.named("Deployment", "gateway"))
    workload.containers[0]["resources"]["requests"]["memory"] = "1Gi"
    assert ["gateway process asks for more memory than its limit"] == broken(spoilt)


def test_the_one_writer_of_keycloak_is_never_there_twice(spoilt: Overlay) -> None:
    workload = Workload(spoilt.named("Deployment", "identity-work"))
    assert 1 == spoilt.least_replicas(workload)
    workload.spec["strategy"] = {
        "type": "RollingUpdate",
        "rollingUpdate": {"maxSurge": 1, "maxUnavailable": 0},
    }
    assert broken(spoilt)


def test_only_servers_of_development_write_to_their_root(rendered: dict[str, Overlay]) -> None:
    for name, overlay in rendered.items():
        writing = {each.name for each in overlay.workloads()} & set(WRITES_ITS_ROOT)
        assert set(WRITES_ITS_ROOT if name == "development" else ()) == writing


def test_the_path_of_an_alert_goes_first(overlay: Overlay) -> None:
    first = {each.name for each in overlay.workloads() if "priorityClassName" in each.pod}
    assert {"alerts-serve", "alerts-work", "alerts-stream", "gateway"} == first


def test_the_test_s_pods_fit_on_a_small_node(rendered: dict[str, Overlay]) -> None:
    """Less than one processor and 4 GiB are asked for, with one pod more of each at a rollout."""
    overlay = rendered["test"]
    asked = {"cpu": 0.0, "memory": 0.0}
    for workload in overlay.workloads():
        pods = overlay.least_replicas(workload) + 1 if workload.kind == "Deployment" else 1
        for what in asked:
            asked[what] += pods * amount(workload.containers[0]["resources"]["requests"][what])
    assert asked["cpu"] < 1
    assert asked["memory"] < amount("4Gi")
