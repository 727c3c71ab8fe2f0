"""Pages of a search through the front: a token leads on in its own search, and in no other."""

from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
import requests

from stack.demo import accounts
from stack.harness import Harness
from stack.postgres import connect
from stack.story.advice import INDEXED_SECONDS, a_document
from stack.story.front import Front, Person, eventually
from stack.story.publishing import publish

pytestmark = pytest.mark.feature("F08")

HEARD_SECONDS = 20


@pytest.fixture(scope="module")
def word(front: Front) -> str:
    """What five documents say that everybody finds."""
    made = f"pages{uuid4().hex[:10]}"
    for number in range(5):
        said = a_document(made) | {"title": f"Vehicles {number} {made}", "tags": ["kerbs"]}
        publish(front, said | {"language": "en-GB", "regions": ["LON"]})
    eventually(
        lambda: ask(front, None, q=made).json(),
        lambda found: found["total"] == 5 and not found["degraded"],
        INDEXED_SECONDS,
        "the index",
    )
    return made


def ask(front: Front, by: Person | None, **said: Any) -> requests.Response:
    headers = {"Authorization": f"Bearer {by.tokens.access}"} if by else {}
    query = urlencode(said, doseq=True)
    return requests.get(f"{front.gateway}/v1/search?{query}", headers=headers, timeout=20)


def first_page(front: Front, by: Person | None, word: str) -> str:
    """Return the token that leads on from two of five."""
    found = ask(front, by, q=word, page_size=2).json()
    assert 2 == len(found["hits"])
    return str(found["next_page_token"])


def refused(answer: requests.Response) -> tuple[int, str | None]:
    return answer.status_code, answer.json().get("reason")


REFUSED = (400, "CURSOR_REFUSED")


def test_its_own_search_goes_on_to_the_end_and_shows_each_once(front: Front, word: str) -> None:
    """The control of all the others."""
    seen: list[str] = []
    token: dict[str, str] = {}
    for _ in range(3):
        found = ask(front, None, q=word, page_size=2, **token).json()
        seen += [each["document_id"] for each in found["hits"]]
        token = {"page_token": found["next_page_token"]}
    assert [5, 5, ""] == [len(seen), len(set(seen)), token["page_token"] or ""]


@pytest.mark.parametrize(
    "other",
    [
        {"q": "elsewhere"},
        {"page_size": 3},
        {"sector": "retail"},
        {"region": "LON"},
        {"kind": "GUIDANCE"},
        {"tag": "kerbs"},
        {"language": "en-GB"},
        {"published_from": "2020-01-01"},
        {"published_to": "2099-01-01"},
    ],
    ids=lambda other: next(iter(other)),
)
def test_another_search_of_the_same_caller_is_refused(
    front: Front, word: str, other: dict[str, Any]
) -> None:
    """Though it finds the same five: what a token is good for, the whole search says."""
    token = first_page(front, None, word)
    asked = {"q": word, "page_size": 2} | other
    assert 200 == ask(front, None, **asked).status_code
    assert REFUSED == refused(ask(front, None, **asked, page_token=token))


def test_another_caller_is_refused_whoever_they_are(front: Front, word: str) -> None:
    people = [None, *(front.sign_in_demo(name, "aal1") for name in ("owner", "member"))]
    tokens = [first_page(front, each, word) for each in people]
    for by in people:
        for whose, token in zip(people, tokens, strict=True):
            answer = ask(front, by, q=word, page_size=2, page_token=token)
            assert ((200, None) if by is whose else REFUSED) == refused(answer)


def test_a_tier_that_fell_makes_it_another_search(
    front: Front, platform: Harness, word: str
) -> None:
    """A page of the compartments of before would count what may be read no more."""
    member = front.sign_in_demo("member", "aal1")
    token = first_page(front, member, word)
    asked = {"q": word, "page_size": 2, "page_token": token}
    assert 200 == ask(front, member, **asked).status_code
    place = platform.port("postgres"), platform.secret("postgres"), "content"
    change = "UPDATE principals SET tier = %s WHERE subject = %s"
    with connect(*place) as record:
        assert 1 == record.execute(change, ("REGISTERED", accounts()["member"].subject)).rowcount
        try:
            eventually(
                lambda: refused(ask(front, member, **asked)),
                lambda said: said == REFUSED,
                HEARD_SECONDS,
                "the fall",
            )
        finally:
            record.execute(change, ("VERIFIED", accounts()["member"].subject))
    eventually(
        lambda: ask(front, member, **asked).status_code,
        lambda status: status == 200,
        HEARD_SECONDS,
        "the rise",
    )


@pytest.mark.parametrize("spoil", [str.swapcase, lambda token: token[:-4], lambda _: "forged"])
def test_a_token_that_we_did_not_sign_is_refused(front: Front, word: str, spoil: Any) -> None:
    token = spoil(first_page(front, None, word))
    assert REFUSED == refused(ask(front, None, q=word, page_size=2, page_token=token))


def test_one_that_is_too_long_names_its_field(front: Front, word: str) -> None:
    answer = ask(front, None, q=word, page_token="x" * 6_001)
    assert 400 == answer.status_code
    assert ["page_token"] == [each["field"] for each in answer.json()["errors"]]
