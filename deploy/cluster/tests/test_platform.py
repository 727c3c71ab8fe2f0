"""Every service on the cluster, and the story told through its gateway."""

import os
import subprocess
import sys
from urllib.parse import parse_qs, urlsplit

import requests

from deploy.cluster.addresses import ENDPOINT_PORT, NODE_ADDRESS
from deploy.cluster.backing import BUCKETS
from deploy.cluster.deployment import NAMESPACE
from deploy.cluster.tests.conftest import Platform
from stack.attaching import attach
from stack.packaging import bring, packed, publish, withdraw
from stack.places import CHECKOUT
from stack.services import PROCESSES, name_of
from stack.story.advice import a_document
from stack.story.front import eventually

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


def test_a_package_is_kept_in_the_bucket_and_its_unit_launched_from_its_own_origin(
    platform: Platform,
) -> None:
    front = platform.front
    trainer, second = front.sign_in_demo("trainer"), front.sign_in_demo("trainer2")
    extra = b"Keep the gates of the cluster clear.\n"
    brought = bring(front, trainer, "gates.zip", packed({"extra.txt": extra}))
    assert "PROPOSED" == brought["state"], brought["refusal"]
    published = publish(front, second, brought)
    bucket = platform.backing.harness.platform.folder / "object-storage" / BUCKETS[1]
    assert extra in [each.read_bytes() for each in bucket.rglob("*") if each.is_file()]

    course = f"/v1/courses/{brought['course_id']}"
    each_pod = range(10)  # reads the catalogue by itself
    eventually(
        lambda: {front.status("GET", course) for _ in each_pod}, {200}.__eq__, 20, "it is offered"
    )
    learner = front.sign_in_demo("shop")
    enrolled = front.ask("POST", f"{course}/enrolments", by=learner, key=True, expect=201).json()
    launches = f"/v1/enrolments/{enrolled['enrolment_id']}/units/1/launches"
    opened = front.ask("POST", launches, by=learner, body={}, expect=201).json()
    assert f"{brought['package_id']}.localhost" == urlsplit(opened["url"]).hostname
    shown = at_the_packages_host("GET", opened["url"])
    assert (200, True) == (shown.status_code, b"Keep the gates clear" in shown.content)
    told = {name: one for name, (one,) in parse_qs(urlsplit(opened["url"]).query).items()}
    token = at_the_packages_host("POST", told["fetch"]).json()["auth-token"]
    asked = {"stateId": "LMS.LaunchData", "agent": told["actor"]}
    asked |= {name: told[name] for name in ("activityId", "registration")}
    data = at_the_packages_host("GET", f"{told['endpoint']}activities/state", asked, token)
    assert (200, "Completed") == (data.status_code, data.json()["moveOn"])

    withdraw(front, trainer, published)
    eventually(
        lambda: at_the_packages_host("GET", opened["url"]).status_code,
        (404).__eq__,
        10,
        "a path ends with its package",
    )


def at_the_packages_host(
    verb: str, url: str, query: dict[str, str] | None = None, token: str = ""
) -> requests.Response:
    """Ask as a browser does, which takes *.localhost for this machine without asking anybody."""
    parts = urlsplit(url)
    headers = {"Host": parts.netloc, "X-Experience-API-Version": "1.0.3"}
    if token:
        headers["Authorization"] = f"Basic {token}"
    here = f"http://127.0.0.1:{parts.port}{parts.path}"
    return requests.request(verb, here, params=query, headers=headers, timeout=10)


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
