"""Who may connect to whom on the platform, and what may not run there at all.

What refuses a connection is the test double of deploy/cluster/policy_double, on the real policies.
"""

from collections.abc import Iterator

import pytest

from deploy.cluster.backing import PORTS
from deploy.cluster.deployment import NAMESPACE
from deploy.cluster.kubectl import Refused
from deploy.cluster.tests.conftest import Platform
from deploy.cluster.tests.pods import Tries, a_pod

ELSEWHERE = "strangers"
IDENTITY = ("identity.isp.svc.cluster.local", PORTS["identity"])
POSTGRES = ("postgres.isp.svc.cluster.local", PORTS["postgres"])
LABEL = "app.kubernetes.io/"
NEVER_READY = {"readinessProbe": {"exec": {"command": ["python3", "-c", "raise SystemExit(1)"]}}}
"""So that no Service sends anything to a pod that only looks like one of ours."""


@pytest.fixture(scope="module")
def tries(platform: Platform) -> Iterator[dict[str, Tries]]:
    """Pods that try: two strangers, and two that carry a label which the policies let through."""
    kubectl, image = platform.kubectl, platform.node.image("gateway")
    who = {
        "elsewhere": (ELSEWHERE, {}),
        "inside": (NAMESPACE, {"app": "stranger"}),
        "as-gateway": (NAMESPACE, {f"{LABEL}name": "gateway", f"{LABEL}component": "serve"}),
        "as-migration": (NAMESPACE, {f"{LABEL}name": "identity", f"{LABEL}component": "migrate"}),
    }
    kubectl.apply({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": ELSEWHERE}})
    kubectl.apply(
        *(
            a_pod(name, image, namespace=space, labels=labels, more=NEVER_READY)
            for name, (space, labels) in who.items()
        )
    )
    for name, (space, _) in who.items():
        kubectl.run(
            *("wait", "--for=jsonpath={.status.phase}=Running", f"pod/{name}"), namespace=space
        )
    yield {name: Tries(kubectl, space, name) for name, (space, _) in who.items()}
    kubectl.run("delete", "namespace", ELSEWHERE, "--wait=false")
    mine = [name for name, (space, _) in who.items() if space == NAMESPACE]
    kubectl.run("delete", "pod", *mine, namespace=NAMESPACE)


@pytest.mark.parametrize(
    ("stranger", "friend", "server"),
    [
        ("elsewhere", "as-gateway", IDENTITY),
        ("inside", "as-gateway", IDENTITY),
        ("inside", "as-migration", POSTGRES),
    ],
)
def test_a_stranger_s_connection_is_refused_and_the_same_one_allowed_with_the_label(
    tries: dict[str, Tries], stranger: str, friend: str, server: tuple[str, int]
) -> None:
    assert "connected" == tries[friend].connect(*server)
    assert "timed out" in tries[stranger].connect(*server)


def test_the_gateway_s_label_opens_no_database(tries: dict[str, Tries]) -> None:
    assert "timed out" in tries["as-gateway"].connect(*POSTGRES)


def test_a_privileged_pod_is_refused_where_the_platform_runs(platform: Platform) -> None:
    wanted = a_pod("privileged", platform.node.image("gateway"), namespace=NAMESPACE)
    wanted["spec"]["containers"][0]["securityContext"] = {"privileged": True}
    with pytest.raises(Refused, match="violates PodSecurity"):
        platform.kubectl.apply(wanted)
