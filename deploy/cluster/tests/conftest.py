"""One cluster for all tests, with the whole platform on it; the last test ends it."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from deploy.cluster import traces
from deploy.cluster.backing import LOOPBACK, PORTS, Backing
from deploy.cluster.build import obtain_programs
from deploy.cluster.cluster import Cluster
from deploy.cluster.deployment import NAMESPACE, Deployer, Deployment, render
from deploy.cluster.kubectl import Kubectl
from deploy.cluster.layout import Layout
from deploy.cluster.machine import CannotRun, check
from deploy.cluster.parts import furnish
from deploy.images.build import Built
from stack.demo_content.publish import publish
from stack.obtain import obtain
from stack.places import cache_folder, throw_away_folder
from stack.story.front import Front
from stack.terminal import step


@dataclass(frozen=True)
class Node:
    """A bare cluster: a node with DNS, and our images."""

    cluster: Cluster
    kubectl: Kubectl
    images: list[Built]
    folder: Path

    def image(self, service: str) -> str:
        """Return the name of a service's image."""
        return next(each.image for each in self.images if each.service == service)


@dataclass(frozen=True)
class Platform:
    """The platform on the cluster, and the servers beside it."""

    node: Node
    backing: Backing
    deployment: Deployment

    @property
    def kubectl(self) -> Kubectl:
        """Whom to ask about it."""
        return self.node.kubectl

    @property
    def front(self) -> Front:
        """How people come in."""
        return self.backing.front()

    def service_address(self, name: str) -> str:
        """Return the address that the cluster gave a Service."""
        said = self.kubectl.get("service", name, namespace=NAMESPACE)
        return str(said["spec"]["clusterIP"])


@pytest.fixture(scope="session")
def node() -> Iterator[Node]:
    try:
        check()
        programs = obtain_programs(cache_folder())
    except CannotRun as error:
        pytest.exit(str(error), returncode=1)
    with throw_away_folder("isp-cluster-") as folder:
        cluster = Cluster(Layout(folder / "node"), programs)
        cluster.up(ends_with_us=True)
        network = Path(f"/proc/{cluster.inner()}/ns/net").readlink()
        try:
            with cluster.network():
                images = furnish(cluster, with_ours=True)
                yield Node(cluster, Kubectl(cluster), images, folder)
        finally:
            cluster.down()
    assert [] == traces.in_network(network)


@pytest.fixture(scope="session")
def platform(node: Node) -> Iterator[Platform]:
    obtain(cache_folder())
    programs = node.cluster.programs
    with Backing(node.cluster, node.folder / "platform") as backing:
        deployment = render(programs / "kubectl", backing.secrets, node.images)
        platform = Platform(node, backing, deployment)
        Deployer(node.kubectl, deployment).deploy()
        for service, port in (
            ("gateway", "gateway"),
            ("alerts-stream", "stream"),
            ("content-files", "content-files"),
            ("training-packages", "training-packages"),
        ):
            at, leads_to = (LOOPBACK, PORTS[port]), platform.service_address(service)
            backing.open_door(at, (leads_to, PORTS[port]))
        with step("advice of the demonstration") as here:
            here.note = str(publish(backing.front()))
        yield platform


@pytest.fixture(scope="session")
def callers(node: Node) -> list[str]:
    """Addresses in the cluster's network, as many people have: rates are counted by them."""
    addresses = [f"10.88.0.{number}" for number in range(101, 121)]
    for each in addresses:
        command = ("ip", "address", "add", f"{each}/24", "dev", "node0")
        subprocess.run(node.cluster.in_network(*command), check=True)
    return addresses
