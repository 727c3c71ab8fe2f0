"""The page on which advice is found: page by page, narrowed, and begun anew where it must be."""

from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from chassis.errors import Conflict, Invalid, Refusal, Unavailable, Violation
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.route import DOCUMENT_ID


class CursorRefused(Invalid):
    reason = "CURSOR_REFUSED"


class SearchMustRestart(Conflict):
    reason = "SEARCH_MUST_RESTART"


def test_next_leads_on_in_the_same_search(browsing: Browsing) -> None:
    page = unescape(browsing.get("/advice?q=van&sectors=retail&offset=10&year=2026").text)
    asked = browsing.gateway.backend.only.message
    assert (10, "2026-01-01", "2026-12-31") == (
        asked.offset,
        asked.published_from,
        asked.published_to,
    )
    assert '?q=van&sectors=retail&year=2026&page_token=next%2Bpage"' in page
    assert 'href="/advice?q=van&sectors=retail&year=2026"' in page
    browsing.gateway.backend.heard.clear()
    browsing.get("/advice?q=van&page_token=next%2Bpage")
    assert "next+page" == browsing.gateway.backend.only.message.page_token


@pytest.mark.parametrize(
    "refusal",
    [CursorRefused(Violation("page_token", "is not of this search")), SearchMustRestart("Again.")],
)
def test_a_search_that_cannot_go_on_is_shown_from_the_beginning(
    browsing: Browsing, refusal: Refusal
) -> None:
    browsing.gateway.backend.refuse(refusal, "Search")
    answer = browsing.get("/cy/advice?q=van&kinds=BULLETIN&page_token=old&offset=20")
    place = urlsplit(answer.headers["Location"])
    assert (302, "/cy/advice") == (answer.status_code, place.path)
    assert {"q": ["van"], "kinds": ["BULLETIN"], "again": ["1"]} == parse_qs(place.query)
    browsing.gateway.backend.failures.clear()
    page = browsing.get("/advice?q=van&again=1").text
    assert "It is shown from the beginning." in page
    assert "again=1" not in page.split("<main", 1)[1]
    assert "It is shown from the beginning." not in browsing.get("/advice?q=van").text


@pytest.mark.parametrize("said", ["year=20x6", "published_from=soon", "published_to=9999-12-31"])
def test_what_no_page_of_ours_would_ask_is_left_out(browsing: Browsing, said: str) -> None:
    browsing.get(f"/advice?{said}")
    asked = browsing.gateway.backend.only.message
    assert ("", "") == (asked.published_from, asked.published_to)


def test_a_choice_that_was_made_can_be_taken_back(browsing: Browsing) -> None:
    """Though it left one value."""
    assert '<option value="retail"' not in browsing.get("/advice").text
    page = browsing.get("/advice?sectors=retail").text
    assert '<option value="retail" selected>' in page


def test_the_box_suggests_by_a_script_of_ours_and_works_without(browsing: Browsing) -> None:
    page = browsing.get("/cy/advice").text
    assert 'data-suggest="/cy/advice/suggestions"' in page
    assert "/static/suggest.js?v=" in page
    assert 'role="combobox"' not in page
    answer = browsing.get("/cy/advice/suggestions?q=van")
    assert [
        {"text": "Vans <b>", "page": f"/cy/advice/{DOCUMENT_ID}"},
        {"text": "van barriers", "page": None},
    ] == answer.get_json()["suggestions"]
    assert "public, max-age=30" == answer.headers["Cache-Control"]
    browsing.sign_in()
    assert "private, no-store" == browsing.get("/advice/suggestions?q=v").headers["Cache-Control"]


def test_suggestions_have_a_rate_of_their_own(browsing: Browsing) -> None:
    """Per minute and per hour; the page itself goes on."""
    answers = [browsing.get(f"/advice/suggestions?q={n}").status_code for n in range(122)]
    assert [200] * 120 + [429] * 2 == answers
    assert 200 == browsing.get("/advice").status_code


def test_documents_like_one_are_on_its_page_and_their_absence_is_said(browsing: Browsing) -> None:
    path = f"/advice/{DOCUMENT_ID}"
    assert "Documents like this</h2>" in browsing.get(path).text
    browsing.gateway.backend.refuse(Unavailable("Away."), "ListSimilar")
    page = browsing.get(path)
    assert 200 == page.status_code
    assert "Documents like this cannot be shown at the moment." in page.text
