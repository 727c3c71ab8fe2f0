"""How a process ends when its pod is deleted: unready, still answering, drained, and then gone."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests

from deploy.cluster.addresses import API
from deploy.cluster.backing import PORTS
from deploy.cluster.deployment import NAMESPACE
from deploy.cluster.tests.conftest import Platform

ROLES = ("gateway", "alerts-serve", "alerts-stream", "alerts-work")
PODS = f"/api/v1/namespaces/{NAMESPACE}/pods"
LONGEST_SECONDS = 60
UNREADY = 503


@dataclass
class End:
    """What was seen of one pod from its deletion on; moments are seconds after it."""

    pod: str
    address: str
    unready: float | None = None
    answered: float | None = None
    """The last moment at which the side port answered."""

    gone: float | None = None
    exit_codes: list[int] = field(default_factory=list)
    why: dict[str, str] = field(default_factory=dict)


@pytest.fixture(scope="module")
def ends(platform: Platform) -> Iterator[dict[str, End]]:
    """One pod of each role, deleted and watched to its end."""
    found = {role: End(*one_pod(platform, role)) for role in ROLES}
    by_pod = {end.pod: end for end in found.values()}
    keys = platform.node.cluster.layout.keys
    watching = requests.get(
        f"{API}{PODS}",
        params={"watch": "1", "timeoutSeconds": str(LONGEST_SECONDS)},
        cert=(str(keys / "admin.crt"), str(keys / "admin.key")),
        verify=str(keys / "ca.crt"),
        stream=True,
        timeout=LONGEST_SECONDS,
    )
    platform.kubectl.run("delete", "pod", *by_pod, "--wait=false", namespace=NAMESPACE)
    began = time.monotonic()
    asking = [
        threading.Thread(target=ask_until_gone, args=(role, end, began))
        for role, end in found.items()
    ]
    for each in asking:
        each.start()
    for line in watching.iter_lines():
        see(json.loads(line), by_pod, began)
        if all(end.gone is not None for end in found.values()):
            break
    for each in asking:
        each.join()
    yield found
    for role in ROLES:
        platform.kubectl.roll_out(f"deployment/{role}", namespace=NAMESPACE)


def one_pod(platform: Platform, role: str) -> tuple[str, str]:
    name, _, component = role.partition("-")
    labels = f"app.kubernetes.io/name={name},app.kubernetes.io/component={component or 'serve'}"
    listed = platform.kubectl.get("pods", f"--selector={labels}", namespace=NAMESPACE)["items"]
    pod = next(each for each in listed if "deletionTimestamp" not in each["metadata"])
    return pod["metadata"]["name"], pod["status"]["podIP"]


def ask_until_gone(role: str, end: End, began: float) -> None:
    """Ask a process, past every Service, whether it is ready, until it does not answer."""
    address = f"http://{end.address}:{PORTS[f'{role}-metrics']}/readyz"
    with suppress(requests.RequestException):
        while time.monotonic() - began < LONGEST_SECONDS:
            answer = requests.get(address, timeout=2)
            end.answered = time.monotonic() - began
            if answer.status_code == UNREADY and end.unready is None:
                end.unready, end.why = end.answered, answer.json()
            time.sleep(0.1)


def see(event: dict[str, Any], by_pod: dict[str, End], began: float) -> None:
    end = by_pod.get(event["object"]["metadata"]["name"])
    if end is None:
        return
    for status in event["object"]["status"].get("containerStatuses", []):
        if ended := status["state"].get("terminated"):
            end.exit_codes.append(ended["exitCode"])
    if event["type"] == "DELETED":
        end.gone = time.monotonic() - began


@pytest.mark.parametrize("role", ROLES)
def test_a_process_is_unready_first_and_answers_for_a_while(
    ends: dict[str, End], role: str
) -> None:
    end = ends[role]
    assert end.unready is not None, "it never said that it is not ready"
    assert end.unready < 2
    assert "drain" in end.why["process"]
    assert end.answered is not None
    assert end.answered - end.unready > 4, "it was gone before those who use it knew"


@pytest.mark.parametrize("role", ROLES)
def test_a_process_ends_by_itself_within_its_grace(ends: dict[str, End], role: str) -> None:
    end = ends[role]
    assert end.exit_codes
    assert {0} == set(end.exit_codes), "it was killed, or failed"
    assert end.gone is not None
    assert end.gone < 40
