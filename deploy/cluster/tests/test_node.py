"""The node by itself is a real Kubernetes: it names, connects, runs, and refuses what it must."""

import time
from collections.abc import Iterator

import pytest

from deploy.cluster.kubectl import Refused
from deploy.cluster.tests.conftest import Node
from deploy.cluster.tests.pods import Tries, a_pod

SPACE = "node-test"
SERVES = """
import http.server, os, signal
class Named(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(os.uname().nodename.encode())
signal.signal(signal.SIGTERM, signal.SIG_DFL)
http.server.HTTPServer(("", 8080), Named).serve_forever()
"""
ASKS = "import urllib.request; print(urllib.request.urlopen({!r}, timeout=3).read().decode())"


@pytest.fixture(scope="module")
def space(node: Node) -> Iterator[str]:
    labels = {"pod-security.kubernetes.io/enforce": "restricted"}
    node.kubectl.apply(
        {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": SPACE, "labels": labels}}
    )
    yield SPACE
    node.kubectl.run("delete", "namespace", SPACE)


@pytest.fixture(scope="module")
def pods(node: Node, space: str) -> list[str]:
    """Two pods behind a Service, and one that asks."""
    image, labels = node.image("gateway"), {"app": "served"}
    served = a_pod("served", image, namespace=space, labels=labels, code=SERVES)
    template = {
        "metadata": {"labels": labels},
        "spec": served["spec"] | {"restartPolicy": "Always"},
    }
    ready = {"httpGet": {"path": "/", "port": 8080}, "periodSeconds": 1}
    template["spec"]["containers"][0]["readinessProbe"] = ready
    node.kubectl.apply(
        {
            "apiVersion": "apps/v1",
            "kind": "Deployment",
            "metadata": {"name": "served", "namespace": space},
            "spec": {"replicas": 2, "selector": {"matchLabels": labels}, "template": template},
        },
        {
            "apiVersion": "v1",
            "kind": "Service",
            "metadata": {"name": "served", "namespace": space},
            "spec": {"selector": labels, "ports": [{"port": 80, "targetPort": 8080}]},
        },
        a_pod("asks", image, namespace=space),
    )
    node.kubectl.roll_out("deployment/served", namespace=space)
    node.kubectl.run("wait", "--for=condition=Ready", "pod/asks", namespace=space)
    asks, until = Tries(node.kubectl, space, "asks"), time.monotonic() + 10
    while (said := asks.connect("served", 80)) != "connected":  # the proxy knows it a moment later
        assert time.monotonic() < until, said
    listed = node.kubectl.get("pods", "--selector=app=served", namespace=space)["items"]
    return [each["metadata"]["name"] for each in listed]


def test_a_service_is_found_by_name_and_each_pod_behind_it_answers(
    node: Node, space: str, pods: list[str]
) -> None:
    asks = Tries(node.kubectl, space, "asks")
    names = (f"http://served.{space}.svc.cluster.local/", "http://served/")
    answers = {asks.run(ASKS.format(names[n % 2])) for n in range(12)}
    assert set(pods) == answers


@pytest.mark.usefixtures("pods")
def test_a_name_that_nobody_has_is_not_answered(node: Node, space: str) -> None:
    name = f"nobody.{space}.svc.cluster.local."
    assert "Name or service not known" in Tries(node.kubectl, space, "asks").connect(name, 80)


def test_a_privileged_pod_is_refused(node: Node, space: str) -> None:
    wanted = a_pod("privileged", node.image("gateway"), namespace=space)
    wanted["spec"]["containers"][0]["securityContext"] = {"privileged": True}
    with pytest.raises(Refused, match='violates PodSecurity "restricted:latest": privileged'):
        node.kubectl.apply(wanted)
