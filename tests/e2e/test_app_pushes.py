"""Alerts in an app, through the front, with the simulator of its provider."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest

from stack.story.following import about, counted, withdraw
from stack.story.front import Front, Person, eventually
from stack.story.steps import approved_alert

DEVICES = "/v1/me/devices"
SECONDS = 20


@pytest.fixture(scope="module")
def author(front: Front) -> Person:
    return front.sign_in_demo("author")


@pytest.fixture(scope="module")
def approver(front: Front) -> Person:
    return front.sign_in_demo("approver")


@pytest.fixture(scope="module")
def owner(front: Front) -> Person:
    return front.sign_in_demo("owner")


@pytest.fixture
def app(front: Front, owner: Person) -> Iterator[Callable[..., dict[str, Any]]]:
    """Register an app on a phone of the owner's; all are removed in the end."""

    def register(name: str, **given: Any) -> dict[str, Any]:
        token = f"{name}-{uuid4().hex}"
        body = {"token": token, "platform": "ANDROID", "name": "Till"} | given
        made = front.ask("POST", DEVICES, by=owner, body=body, key=True, expect=201).json()
        return {**made, "token": token}

    yield register
    for each in listed(front, owner):
        front.ask("DELETE", f"{DEVICES}/{each['device_id']}", by=owner, expect=204)
    assert [] == listed(front, owner)


def listed(front: Front, who: Person) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = front.ask("GET", DEVICES, by=who).json()["devices"]
    return found


def push_about(front: Front, token: str, words: str, title: str = "") -> dict[str, str]:
    """The notification that says these words, once it is there."""

    def saying() -> list[dict[str, str]]:
        found = [each["message"]["data"] for each in front.pushes_for(token)]
        return [e for e in found if words in e["title"] + e["body"] and title in e["title"]]

    what = f"a notification about {words}"
    return eventually(saying, lambda found: len(found) > 0, SECONDS, what)[0]


@pytest.mark.feature("F13")
def test_a_phone_gets_an_alert_and_its_end(
    front: Front, author: Person, approver: Person, app: Callable[..., dict[str, Any]]
) -> None:
    mine = app("simulated-phone", language="cy")
    words = f"Demonstration {uuid4().hex[:8]}"
    out, _ = approved_alert(front, author, approver, about("LON", words))
    said = push_about(front, mine["token"], words)
    assert said["title"].startswith("Rhybudd Difrifol")
    assert f"/alerts/{out['alert_id']}" == said["url"]
    assert 1 <= counted(front, approver, out["alert_id"], "MOBILE_PUSH", "SENT")
    withdraw(front, approver, out["alert_id"])
    end = push_about(front, mine["token"], words, "Anfonwyd mewn camgymeriad")
    assert said["tag"] == end["tag"]
    assert 2 == len(front.pushes_for(mine["token"]))


@pytest.mark.feature("F13")
def test_a_dead_token_gets_nothing_and_is_shown_so(
    front: Front,
    author: Person,
    approver: Person,
    owner: Person,
    app: Callable[..., dict[str, Any]],
) -> None:
    dead, alive = app("simulated-unregistered"), app("simulated-phone", platform="IOS")
    words = f"Demonstration {uuid4().hex[:8]}"
    out, _ = approved_alert(front, author, approver, about("LON", words))
    assert 1 <= counted(front, approver, out["alert_id"], "MOBILE_PUSH", "PERMANENT")
    eventually(lambda: front.pushes_for(alive["token"]), bool, SECONDS, "the other phone's")
    assert {dead["device_id"]: False, alive["device_id"]: True} == {
        each["device_id"]: each["reachable"] for each in listed(front, owner)
    }
    withdraw(front, approver, out["alert_id"])
    eventually(
        lambda: front.pushes_for(alive["token"]), lambda found: len(found) == 2, SECONDS, "the end"
    )
    assert [] == front.pushes_for(dead["token"])


def test_an_app_whose_token_changed_hears_the_end_of_what_it_had(
    front: Front,
    author: Person,
    approver: Person,
    app: Callable[..., dict[str, Any]],
) -> None:
    before = app("simulated-phone")
    words = f"Demonstration {uuid4().hex[:8]}"
    out, _ = approved_alert(front, author, approver, about("LON", words))
    push_about(front, before["token"], words)
    after = app("simulated-phone", device_id=before["device_id"])
    assert before["device_id"] == after["device_id"]
    withdraw(front, approver, out["alert_id"])
    push_about(front, after["token"], words, "Issued in error")
    assert 1 == len(front.pushes_for(before["token"]))


def test_a_phone_that_was_taken_away_hears_nothing(
    front: Front,
    author: Person,
    approver: Person,
    owner: Person,
    app: Callable[..., dict[str, Any]],
) -> None:
    gone, kept = app("simulated-phone"), app("simulated-phone")
    front.ask("DELETE", f"{DEVICES}/{gone['device_id']}", by=author, expect=204)
    assert 2 == len(listed(front, owner)), "an author may not remove another's"
    front.ask("DELETE", f"{DEVICES}/{gone['device_id']}", by=owner, expect=204)
    words = f"Demonstration {uuid4().hex[:8]}"
    out, _ = approved_alert(front, author, approver, about("LON", words))
    push_about(front, kept["token"], words)
    withdraw(front, approver, out["alert_id"])
    push_about(front, kept["token"], words, "Issued in error")
    assert [] == front.pushes_for(gone["token"])
