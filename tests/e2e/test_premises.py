"""Organisations and premises through the front, on the real platform."""

from typing import Any
from uuid import uuid4

import pytest

from stack.story import steps
from stack.story.front import Front, Person

OWN = "/v1/me/premises"
SHOP: dict[str, Any] = {
    "name": "The second cafe",
    "address_lines": ["2 Example Street", "London"],
    "postcode": "sw1a1aa",
    "type": "food-drink",
    "capacity": 210,
}


@pytest.fixture(scope="module")
def newcomer(front: Front) -> Person:
    """Someone who has just registered for the "Corner Cafe", as the demonstration's owner says."""
    return steps.register(front, lambda _: None)


def listed(front: Front, by: Person) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = front.ask("GET", OWN, by=by).json()["premises"]
    return found


@pytest.mark.feature("F01")
def test_premises_are_added_changed_and_removed(front: Front, newcomer: Person) -> None:
    me = front.ask("GET", "/v1/me", by=newcomer).json()
    organisation = front.ask("GET", "/v1/me/organisation", by=newcomer).json()
    assert (me["organisation_id"], "Corner Cafe") == (
        organisation["organisation_id"],
        organisation["name"],
    )
    made = front.ask("POST", OWN, by=newcomer, body=SHOP, key=True, expect=201)
    place, first = made.headers["Location"], made.json()
    assert ("SW1A 1AA", ["LON"], 1) == (
        first["postcode"],
        [each["code"] for each in first["regions"]],
        first["version"],
    )
    other = SHOP | {"capacity": None, "location": {"latitude": 51.5, "longitude": -0.14}}
    etag = made.headers["ETag"]
    changed = front.ask("PUT", place, by=newcomer, body=other, if_match=etag)
    assert (None, other["location"]) == (changed.json()["capacity"], changed.json()["location"])
    stale = front.ask("DELETE", place, by=newcomer, if_match=etag, expect=412)
    assert "STALE_VERSION" == stale.json()["reason"]
    front.ask("DELETE", place, by=newcomer, if_match=changed.headers["ETag"], expect=204)
    assert [] == listed(front, newcomer)
    front.ask("GET", place, by=newcomer, expect=404)


@pytest.mark.feature("F01")
def test_a_namesake_reaches_nothing_of_an_organisation(front: Front, newcomer: Person) -> None:
    owner = front.sign_in_demo("owner", "aal1")
    (cafe,) = listed(front, owner)
    assert [] == listed(front, newcomer)
    there = f"{OWN}/{cafe['premises_id']}"
    bodies = []
    for path in (there, f"{OWN}/{uuid4()}"):
        for method, body in (("GET", None), ("PUT", SHOP), ("DELETE", None)):
            version = None if method == "GET" else '"v1"'
            answer = front.ask(method, path, by=newcomer, body=body, if_match=version, expect=404)
            bodies.append(answer.content)
    assert 1 == len(set(bodies))
    assert [cafe] == listed(front, owner)
    front.ask("GET", OWN, expect=401)


@pytest.mark.feature("F01")
def test_the_demonstration_has_premises_in_four_regions(front: Front) -> None:
    found = [
        each
        for who in ("owner", "member", "venue", "chapel", "stadium")
        for each in listed(front, front.sign_in_demo(who, "aal1"))
    ]
    regions = {region["code"] for each in found for region in each["regions"]}
    assert {"LON", "NW", "SCO", "WAL"} == regions
    assert all(each["location"] for each in found)


def test_colleagues_look_after_the_same_premises(front: Front) -> None:
    member, lead = (front.sign_in_demo(who, "aal1") for who in ("member", "lead"))
    assert listed(front, member) == listed(front, lead) != []
