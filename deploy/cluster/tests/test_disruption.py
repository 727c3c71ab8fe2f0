"""A node that is emptied takes one pod of a role at a time: the budget refuses the second."""

import json

import pytest

from deploy.cluster.deployment import NAMESPACE
from deploy.cluster.kubectl import Refused
from deploy.cluster.tests.conftest import Platform


def evict(platform: Platform, pod: str) -> None:
    """Ask for a pod's eviction, as `kubectl drain` does."""
    wanted = {
        "apiVersion": "policy/v1",
        "kind": "Eviction",
        "metadata": {"name": pod, "namespace": NAMESPACE},
    }
    where = f"/api/v1/namespaces/{NAMESPACE}/pods/{pod}/eviction"
    platform.kubectl.run("create", f"--raw={where}", "--filename=-", given=json.dumps(wanted))


def test_the_second_eviction_is_refused(platform: Platform) -> None:
    labels = "--selector=app.kubernetes.io/name=gateway,app.kubernetes.io/component=serve"
    listed = platform.kubectl.get("pods", labels, namespace=NAMESPACE)["items"]
    names = [
        each["metadata"]["name"] for each in listed if "deletionTimestamp" not in each["metadata"]
    ]
    assert 2 == len(names)
    evict(platform, names[0])
    with pytest.raises(Refused, match="would violate the pod's disruption budget"):
        evict(platform, names[1])
    platform.kubectl.roll_out("deployment/gateway", namespace=NAMESPACE)
