"""Every service on the cluster, and the story told through its gateway."""

import os
import subprocess
import sys
from urllib.parse import urlsplit

import requests

from deploy.cluster.addresses import ENDPOINT_PORT, NODE_ADDRESS
from deploy.cluster.backing import BUCKETS
from deploy.cluster.deployment import NAMESPACE
from deploy.cluster.tests.conftest import Platform
from stack.attaching import attach
from stack.places import CHECKOUT
from stack.services import PROCESSES, name_of
from stack.story.advice import a_document

HARMFUL = "EICAR-STANDARD-ANTIVIRUS-TEST" + "-FILE!$H+H*"
"""What the scanner beside the node knows: EICAR's harmless string, or a part of it."""


def test_every_process_runs_and_is_ready(platform: Platform) -> None:
    listed = platform.kubectl.get("deployments", namespace=NAMESPACE)["items"]
    wanted = {name_of(*each) for each in PROCESSES}
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


def test_a_file_is_scanned_kept_in_the_bucket_and_fetched_from_its_own_origin(
    platform: Platform,
) -> None:
    front = platform.front
    editor = front.sign_in_demo("editor")
    made = front.ask(
        "POST", "/v1/documents", by=editor, body=a_document("gates"), key=True, expect=201
    )
    document_id, body = made.json()["document_id"], b"Keep the gates clear.\n"
    file = attach(front, editor, document_id, "Gates.txt", body)
    assert "STANDING" == file["state"]
    infected = attach(front, editor, document_id, "Bad.txt", HARMFUL.encode())
    assert ("REFUSED", "INFECTED") == (infected["state"], infected["refusal"])
    opened = front.ask("POST", f"/v1/attachments/{file['attachment_id']}/opening").json()
    assert urlsplit(opened["url"]).netloc != urlsplit(front.gateway).netloc
    read = requests.get(opened["url"], timeout=10)
    assert (200, body) == (read.status_code, read.content)
    bucket = platform.backing.harness.platform.folder / "object-storage" / BUCKETS[0]
    assert body in [each.read_bytes() for each in bucket.rglob("*") if each.is_file()]


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
