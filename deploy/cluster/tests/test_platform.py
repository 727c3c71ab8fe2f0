"""Every service on the cluster, and the story told through its gateway."""

import os
import subprocess
import sys

from deploy.cluster.addresses import ENDPOINT_PORT, NODE_ADDRESS
from deploy.cluster.deployment import NAMESPACE
from deploy.cluster.tests.conftest import Platform
from stack.places import CHECKOUT
from stack.services import PROCESSES, name_of


def test_every_process_runs_and_is_ready(platform: Platform) -> None:
    listed = platform.kubectl.get("deployments", namespace=NAMESPACE)["items"]
    # No place for attached files is set in a cluster yet.
    wanted = {name_of(*each) for each in PROCESSES if each != ("content", "files")}
    assert wanted == {each["metadata"]["name"] for each in listed}
    for each in listed:
        status = each["status"]
        assert each["spec"]["replicas"] == status["readyReplicas"] == status["updatedReplicas"]


def test_no_container_was_started_twice(platform: Platform) -> None:
    pods = platform.kubectl.get("pods", namespace=NAMESPACE)["items"]
    restarts = {
        pod["metadata"]["name"]: status["restartCount"]
        for pod in pods
        for status in pod["status"]["containerStatuses"]
    }
    assert dict.fromkeys(restarts, 0) == restarts


def test_the_story_holds(platform: Platform) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "stack.story"],
        cwd=CHECKOUT,
        env={
            **os.environ,
            "ISP_STATE": str(platform.backing.harness.platform.folder),
            "ISP_STORY_RECEIVER": f"{NODE_ADDRESS}:{ENDPOINT_PORT}",
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=170,
    )
    assert 0 == told.returncode, told.stdout + told.stderr
    assert "The story holds." in told.stdout
