"""The pages of saved searches, and of what is looked for in vain."""

from html import unescape

from chassis.errors import Exhausted
from isp.content.v1 import document_pb2
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.route import KEY, SAVED_SEARCH_ID

OWN = "/account/saved-searches"


class TooManySavedSearches(Exhausted):
    reason = "TOO_MANY_SAVED_SEARCHES"


def test_a_search_is_saved_from_the_page_on_which_it_was_made(browsing: Browsing) -> None:
    assert "Save this search" not in browsing.get("/advice").text
    page = unescape(browsing.get("/advice?q=van&kinds=BULLETIN&page_token=t&offset=10").text)
    assert f'href="{OWN}/new?q=van&kinds=BULLETIN"' in page
    browsing.sign_in()
    path = f"{OWN}/new?q=van&kinds=BULLETIN"
    assert "“van”, Bulletin" in browsing.get(path).text
    answer = browsing.post(path, {"name": "Vans in town", "key": KEY})
    assert (302, OWN) == (answer.status_code, answer.headers["Location"])
    heard = browsing.gateway.backend.heard[-1]
    assert ("SaveSearch", "Vans in town", "van") == (
        heard.rpc,
        heard.message.name,
        heard.message.criteria.text,
    )
    assert [document_pb2.DOCUMENT_KIND_BULLETIN] == list(heard.message.criteria.kinds)
    assert KEY == heard.message.idempotency_key


def test_a_refusal_is_said_and_what_was_typed_is_kept(browsing: Browsing) -> None:
    browsing.sign_in()
    browsing.gateway.backend.refuse(TooManySavedSearches("50"), "SaveSearch")
    answer = browsing.post(f"{OWN}/new?q=van", {"name": "Vans"})
    assert 429 == answer.status_code
    assert "You have as many saved searches as one may have." in answer.text
    assert 'value="Vans"' in answer.text


def test_what_is_new_is_shown_and_counted_as_seen_when_one_says_so(browsing: Browsing) -> None:
    browsing.sign_in()
    assert "2 new" in browsing.get(OWN).text
    path = f"{OWN}/{SAVED_SEARCH_ID}"
    browsing.gateway.backend.heard.clear()
    assert "Count all as seen" in browsing.get(path).text
    assert "SeeSavedSearchMatches" not in {each.rpc for each in browsing.gateway.backend.heard}
    answer = browsing.post(path, {"do": "see", "version": "3"})
    assert (302, path) == (answer.status_code, answer.headers["Location"])
    assert "SeeSavedSearchMatches" == browsing.gateway.backend.heard[-1].rpc
    answer = browsing.post(path, {"do": "delete", "version": "3"})
    assert (302, OWN) == (answer.status_code, answer.headers["Location"])
    heard = browsing.gateway.backend.heard[-1]
    assert ("DeleteSavedSearch", 3) == (heard.rpc, heard.message.expected_version)


def test_nobody_who_is_not_signed_in_has_any(browsing: Browsing) -> None:
    for path in (OWN, f"{OWN}/new?q=van", f"{OWN}/{SAVED_SEARCH_ID}", "/desk/search-gaps"):
        assert 302 == browsing.get(path).status_code


def test_editors_see_what_is_looked_for_in_vain(browsing: Browsing) -> None:
    browsing.sign_in()
    page = browsing.get("/desk/search-gaps").text
    assert "drone swarms" in page
    assert "4 searches" in page
    assert 'href="/desk/synonyms"' in page
    assert 'href="/advice?q=drone%20swarms"' in page or 'href="/advice?q=drone+swarms"' in page
