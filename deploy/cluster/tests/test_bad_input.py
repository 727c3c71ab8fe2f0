"""What a release gets that was given too little: it says what is missing, and harms nobody."""

import copy
import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from deploy.cluster.backing import PORTS
from deploy.cluster.deployment import NAMESPACE
from deploy.cluster.kubectl import Kubectl, Refused
from deploy.cluster.tests.conftest import Platform
from stack import postgres

TRAINING = "training-serve"


def a_lone_pod(deployment: dict[str, Any], name: str) -> dict[str, Any]:
    """Return a pod as a Deployment would make it, under labels that no Service knows."""
    spec = copy.deepcopy(deployment["spec"]["template"]["spec"]) | {"restartPolicy": "Never"}
    metadata = {"name": name, "namespace": NAMESPACE}
    return {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": spec}


def last_words(kubectl: Kubectl, pod: str) -> dict[str, Any]:
    """Wait for a pod's end and return how its container ended."""
    ended = "--for=jsonpath={.status.phase}=Failed"
    kubectl.run("wait", ended, f"pod/{pod}", "--timeout=60s", namespace=NAMESPACE)
    (status,) = kubectl.get("pod", pod, namespace=NAMESPACE)["status"]["containerStatuses"]
    return dict(status["state"]["terminated"])


def test_a_mistyped_field_is_refused(platform: Platform) -> None:
    manifest = json.dumps(platform.deployment.named("Deployment", "gateway"))
    judged = ("apply", "--dry-run=server", "--validate=strict", "--filename=-")
    platform.kubectl.run(*judged, given=manifest)
    mistyped = manifest.replace("readinessProbe", "readynessProbe")
    with pytest.raises(Refused, match=r'unknown field "spec\.template.*readynessProbe"'):
        platform.kubectl.run(*judged, given=mistyped)


def test_a_secret_that_is_missing_is_named_where_kubernetes_shows_it(platform: Platform) -> None:
    pod = a_lone_pod(platform.deployment.named("Deployment", "gateway"), "lacks-a-secret")
    (volume,) = (each for each in pod["spec"]["volumes"] if each["name"] == "secrets")
    for source in volume["projected"]["sources"]:
        items = source["secret"]["items"]
        items[:] = [each for each in items if each["key"] != "gateway_session_key"]
    platform.kubectl.apply(pod)
    ended = last_words(platform.kubectl, "lacks-a-secret")
    assert 78 == ended["exitCode"]
    assert "GATEWAY_SESSION_KEY" in ended["message"]
    platform.kubectl.run("delete", "pod", "lacks-a-secret", namespace=NAMESPACE)


@pytest.fixture
def older_schema(platform: Platform) -> Iterator[str]:
    """A database that does not know the newest migration, as before `migrate` ran."""
    with postgres.connect(
        PORTS["postgres"], platform.backing.secrets["postgres"], "training"
    ) as db:
        newest = (
            "DELETE FROM alembic_version WHERE version_num LIKE 'training_%' RETURNING version_num"
        )
        ((revision,),) = db.execute(newest).fetchall()
        yield str(revision)
        db.execute("INSERT INTO alembic_version VALUES (%s)", (revision,))


def test_a_release_before_its_migration_is_not_ready_and_the_old_one_stays(
    platform: Platform, older_schema: str
) -> None:
    kubectl = platform.kubectl
    before = {each["metadata"]["name"] for each in pods_of(kubectl)}
    kubectl.run("rollout", "restart", f"deployment/{TRAINING}", namespace=NAMESPACE)
    until = time.monotonic() + 60
    while not (said := said_by_new(kubectl, before)):
        assert time.monotonic() < until, "no new pod answers"
        time.sleep(0.5)
    assert said["database"].startswith("lacks migration ")
    assert older_schema in said["database"]
    ready = {each["metadata"]["name"]: is_ready(each) for each in pods_of(kubectl)}
    assert dict.fromkeys(before, True) == {name: ready[name] for name in before}
    assert not any(good for name, good in ready.items() if name not in before)
    assert 200 == platform.front.status("GET", "/v1/courses")


def test_the_release_goes_on_once_the_migration_is_there(platform: Platform) -> None:
    platform.kubectl.roll_out(f"deployment/{TRAINING}", namespace=NAMESPACE)


def pods_of(kubectl: Kubectl) -> list[dict[str, Any]]:
    labels = "app.kubernetes.io/name=training,app.kubernetes.io/component=serve"
    return list(kubectl.get("pods", f"--selector={labels}", namespace=NAMESPACE)["items"])


def is_ready(pod: dict[str, Any]) -> bool:
    return any(
        each["type"] == "Ready" and each["status"] == "True" for each in pod["status"]["conditions"]
    )


def said_by_new(kubectl: Kubectl, before: set[str]) -> dict[str, str]:
    """Return what a new pod says of itself once it answers that it is not ready."""
    for pod in pods_of(kubectl):
        address = pod["status"].get("podIP")
        if pod["metadata"]["name"] in before or not address:
            continue
        try:
            answer = requests.get(
                f"http://{address}:{PORTS[f'{TRAINING}-metrics']}/readyz", timeout=2
            )
        except requests.ConnectionError:
            continue
        return dict(json.loads(answer.text)) if answer.status_code == 503 else {}
    return {}
