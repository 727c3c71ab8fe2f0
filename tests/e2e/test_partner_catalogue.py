"""A partner's signed catalogue, found by search by those whom each item's level admits alone."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from stack.partner.catalogue import GUIDES, NAME
from stack.partner.catalogue_registered import catalogue_ended, catalogue_registered
from stack.story.front import Front, Person, eventually

pytestmark = pytest.mark.feature("F05")
WORD = "ramraids"
SECONDS = 60


def search(front: Front, by: Person | None = None, query: str = WORD) -> dict[str, Any]:
    said: dict[str, Any] = front.ask("GET", f"/v1/search?q={query}", by=by).json()
    return said


def titles(front: Front, by: Person | None = None) -> set[str]:
    return {each["title"] for each in search(front, by)["hits"] if each["partner"]}


@pytest.fixture(scope="module")
def before(front: Front) -> bytes:
    """What anyone is answered while nobody knows the partner."""
    return front.ask("GET", "/v1/documents?page_size=100").content


@pytest.fixture(scope="module")
def catalogue(front: Front, before: bytes) -> Iterator[dict[str, Any]]:
    made = catalogue_registered(front)
    yield made
    path = f"/v1/partner-catalogues/{made['catalogue_id']}"
    admin = front.sign_in_demo("admin", "aal1")
    if front.ask("GET", path, by=admin).json()["status"] != "ENDED":
        catalogue_ended(front, made["catalogue_id"], "The test is over.")


def test_each_finds_what_their_level_admits_and_no_hint_of_the_rest(
    front: Front, catalogue: dict[str, Any], before: bytes
) -> None:
    path = f"/v1/partner-catalogues/{catalogue['catalogue_id']}"
    admin, member = front.sign_in_demo("admin", "aal1"), front.sign_in_demo("member", "aal1")
    taken = eventually(
        lambda: front.ask("GET", path, by=admin).json(),
        lambda seen: seen["items"] == len(GUIDES),
        SECONDS,
        "the catalogue is taken",
    )
    assert ([], None) == (taken["faults"], taken["refused_because"])
    eventually(
        lambda: "Methods seen in ramraids" in titles(front, member),
        bool,
        SECONDS,
        "the item for verified people, by one of them",
    )
    assert {"Ramraids on small shops"} == titles(front)
    anyone = search(front)
    assert 1 == anyone["total"]
    assert NAME == anyone["hits"][0]["partner"]["name"]
    kinds = {each["value"] for each in anyone["facets"]["kinds"]}
    assert {"RESOURCE"} == kinds, "the hidden one is a briefing"
    assert {"Traders' watch: how to begin one", "Methods seen in ramraids"} < titles(front, member)
    assert before == front.ask("GET", "/v1/documents?page_size=100").content
    (hidden,) = [
        each["document_id"]
        for each in search(front, member)["hits"]
        if each["title"] == "Methods seen in ramraids"
    ]
    assert 404 == front.status("GET", f"/v1/documents/{hidden}")
    assert 404 == front.status("POST", f"/v1/partner-links/{hidden}/opening")
    assert 404 == requests.get(f"{front.gateway}/partners/{hidden}", timeout=20).status_code
    opened = front.ask("POST", f"/v1/partner-links/{hidden}/opening", by=member).json()
    assert f"{front.partner}/guides/ram-raids-methods" == opened["url"]


def test_a_hit_leads_out_by_the_page_before_one_leaves(
    front: Front, catalogue: dict[str, Any]
) -> None:
    eventually(lambda: titles(front), bool, SECONDS, "the public item")
    found = search(front)["hits"][0]["document_id"]
    page = requests.get(f"{front.gateway}/partners/{found}", timeout=20)
    assert "no-referrer" == page.headers["Referrer-Policy"]
    target = f"{front.partner}/guides/ram-raids"
    assert f'rel="noreferrer noopener" referrerpolicy="no-referrer" href="{target}"' in page.text
    assert "Ramraids on small shops" in requests.get(target, timeout=20).text


def test_with_its_end_nothing_of_it_is_found(front: Front, catalogue: dict[str, Any]) -> None:
    member = front.sign_in_demo("member", "aal1")
    eventually(lambda: titles(front, member), bool, SECONDS, "its items")
    catalogue_ended(front, catalogue["catalogue_id"], "It is over.")
    assert set() == titles(front, member), "the record says so at once"
    eventually(
        lambda: search(front, member)["total"],
        lambda total: total == 0,
        SECONDS,
        "the index heard of it",
    )


def test_a_link_is_looked_at_and_the_list_says_what_was_seen(front: Front) -> None:
    editor = front.sign_in_demo("editor")
    words = {"name": "x", "finds": "x", "for_whom": "x", "account": "None."}
    made = []
    for name, url in (("Here", f"{front.partner}/"), ("Gone", f"{front.partner}/gone")):
        body = {"url": url, "english": words | {"name": name}, "languages": ["en-GB"]}
        answer = front.ask("POST", "/v1/partner-links", by=editor, body=body, key=True, expect=201)
        made.append(answer)
    states = eventually(
        lambda: [
            front.ask("GET", f"/v1/partner-links/{each.json()['link_id']}").json()["state"]
            for each in made
        ],
        lambda seen: "NOT_LOOKED_AT" not in seen,
        SECONDS,
        "both were looked at",
    )
    assert ["ANSWERS", "SILENT"] == states
    page = requests.get(f"{front.gateway}/partners", timeout=20).text
    assert "It did not answer when we last looked." in page
    for each in made:
        path = f"/v1/partner-links/{each.json()['link_id']}/removal"
        front.ask("POST", path, by=editor, body={"reason": "Over."}, if_match=each.headers["ETag"])
