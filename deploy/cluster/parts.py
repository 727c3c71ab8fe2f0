"""What a bare node gets before anything can be deployed on it: images and DNS."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from deploy.cluster import images
from deploy.cluster.cluster import Cluster
from deploy.cluster.kubectl import Kubectl
from deploy.images.build import Built
from stack.terminal import step

DNS: Final = Path(__file__).with_name("dns.yaml")


def furnish(cluster: Cluster, *, with_ours: bool) -> list[Built]:
    """Give the cluster its images and wait until names are answered; return our images.

    Raises:
        CannotRun: an image is refused, or DNS does not come up.
        CannotBuild: our images cannot be built.
    """
    built: list[Built] = []
    with TemporaryDirectory() as scratch:
        archives = images.own(cluster.programs, Path(scratch))
        if with_ours:
            built, ours = images.of_the_platform(Path(scratch))
            archives.append(ours)
        cluster.load(archives)
    kubectl = Kubectl(cluster)
    with step("DNS ready"):
        kubectl.run("apply", "--filename", str(DNS))
        kubectl.roll_out("deployment/coredns", namespace="kube-system")
    return built
