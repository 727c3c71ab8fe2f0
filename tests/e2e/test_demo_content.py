"""The demonstration's documents are published once, each to those who may see it."""

from collections import Counter
from typing import Any
from urllib.parse import quote

import pytest

from stack.demo_content.files import demo_documents
from stack.demo_content.formats import ASKED, ask_for_formats
from stack.demo_content.publish import Outcome, _published, publish
from stack.story.front import Front, Person, eventually

DOCUMENTS = demo_documents()
STOPPED_AFTER = 5


@pytest.fixture(scope="module")
def outcomes(front: Front) -> list[Outcome]:
    """What three starts did, the first of which was stopped in the middle."""
    return [publish(front, DOCUMENTS[:STOPPED_AFTER]), publish(front), publish(front)]


def listed(front: Front, by: Person | None = None) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    path = "/v1/documents?page_size=100"
    while path:
        answer = front.ask("GET", path, by=by)
        found += answer.json()["documents"]
        path = answer.links["next"]["url"] if "next" in answer.links else ""
    return found


def of_demonstration(documents: list[dict[str, Any]]) -> Counter[tuple[str, str]]:
    wanted = {(each.language, each.title) for each in DOCUMENTS}
    titles = ((each["language"], each["title"]) for each in documents)
    return Counter(each for each in titles if each in wanted)


def test_a_stopped_start_is_completed_and_a_third_adds_nothing(
    front: Front, outcomes: list[Outcome]
) -> None:
    everything = len(DOCUMENTS)
    assert [
        f"{STOPPED_AFTER} documents published",
        f"{everything - STOPPED_AFTER} documents published, {everything} there",
        f"{everything} documents there",
    ] == [str(each) for each in outcomes]
    there = of_demonstration(listed(front, front.sign_in_demo("editor", "aal1")))
    assert dict.fromkeys(((each.language, each.title) for each in DOCUMENTS), 1) == there


def test_a_request_whose_answer_was_lost_makes_no_second_document(
    front: Front, outcomes: list[Outcome]
) -> None:
    document = DOCUMENTS[0]
    editors = front.sign_in_demo("editor"), front.sign_in_demo("editor2")
    again = _published(front, editors, document, {})
    titles = [each["title"] for each in listed(front)]
    assert 1 == titles.count(document.title)
    assert document.title == front.ask("GET", f"/v1/documents/{again}").json()["title"]


@pytest.mark.feature("F07")
@pytest.mark.feature("F09")
@pytest.mark.parametrize(
    ("who", "tiers"),
    [
        (None, {"PUBLIC"}),
        ("owner", {"PUBLIC", "REGISTERED"}),
        ("member", {"PUBLIC", "REGISTERED", "VERIFIED"}),
    ],
)
def test_each_tier_lists_its_documents_and_no_other(
    front: Front, outcomes: list[Outcome], who: str | None, tiers: set[str]
) -> None:
    seen = listed(front, front.sign_in_demo(who, "aal1") if who else None)
    assert {each["marking"]["minimum_tier"] for each in seen} <= tiers
    may_see = {(each.language, each.title) for each in DOCUMENTS if each.minimum_tier in tiers}
    assert may_see == of_demonstration(seen).keys()


@pytest.mark.feature("F07")
def test_a_translation_is_offered_with_its_original_under_the_banner(
    front: Front, outcomes: list[Outcome]
) -> None:
    ids = {(each["language"], each["title"]): each["document_id"] for each in listed(front)}
    for welsh in (each for each in DOCUMENTS if each.translation_of):
        original = next(each for each in DOCUMENTS if each.name == welsh.translation_of)
        read = front.ask("GET", f"/v1/documents/{ids['en-GB', original.title]}").json()
        assert [welsh.title] == [each["title"] for each in read["translations"]]
        assert read["body"].startswith("> **Demonstration, not official.**")
        assert list(original.sources) == read["sources"]


@pytest.mark.feature("F08")
@pytest.mark.feature("F09")
def test_what_is_published_is_found_by_those_who_may_see_it(
    front: Front, outcomes: list[Outcome]
) -> None:
    """The hidden one is found by its own title, by a member and by nobody without an account."""
    hidden = next(each for each in DOCUMENTS if each.minimum_tier == "VERIFIED")
    query = f"/v1/search?q={quote(hidden.title)}"

    def titles(by: Person | None = None) -> list[str]:
        return [each["title"] for each in front.ask("GET", query, by=by).json()["hits"]]

    member = front.sign_in_demo("member", "aal1")
    eventually(lambda: titles(member), lambda found: found[:1] == [hidden.title], 20, "the index")
    assert hidden.title not in titles()


def test_a_bulletin_asks_to_be_confirmed(front: Front, outcomes: list[Outcome]) -> None:
    bulletin = next(each for each in DOCUMENTS if each.receipt == "COUNTED")
    ids = {(each["language"], each["title"]): each["document_id"] for each in listed(front)}
    path = f"/v1/documents/{ids[bulletin.language, bulletin.title]}/receipt"
    said = front.ask("GET", path, by=front.sign_in_demo("owner", "aal1")).json()
    assert "COUNTED" == said["asked"]


def test_a_reader_asks_for_a_format_once_and_editors_see_it(
    front: Front, outcomes: list[Outcome]
) -> None:
    ask_for_formats(front)
    assert "1 request for a format there" == str(ask_for_formats(front))
    waiting = front.ask("GET", "/v1/format-requests", by=front.sign_in_demo("editor")).json()
    demonstration = [each for each in waiting["requests"] if each["note"] == ASKED["note"]]
    assert ["LARGE_PRINT"] == [each["format"] for each in demonstration]
