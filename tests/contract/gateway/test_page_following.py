"""Advice in a feed reader: the page of one's own feed, and links to feeds in pages' heads."""

from html import unescape

from isp.content.v1 import feeds_pb2 as pb
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.feed_routes import LINK
from tests.contract.gateway.route import DOCUMENT_ID, KEY, TOKEN

OWN = "/account/feed"
HEAD = '<link rel="alternate" type="application/atom+xml" href="'


def test_pages_of_advice_name_their_feed(browsing: Browsing) -> None:
    for path, feed in (
        ("/advice?q=van", "/v1/documents/feed.atom"),
        (f"/advice/{DOCUMENT_ID}", "/v1/documents/feed.atom"),
        ("/cy/advice", "/v1/documents/feed.atom?language=cy"),
        (
            "/advice?kinds=BULLETIN&sectors=retail&tags=a+b&year=2026",
            "/v1/documents/feed.atom?kind=BULLETIN&sector=retail&tag=a%20b",
        ),
    ):
        assert f'{HEAD}{feed}"' in unescape(browsing.get(path).text), path


def test_the_address_is_shown_once_and_never_on_the_page_itself(browsing: Browsing) -> None:
    browsing.sign_in()
    assert TOKEN not in browsing.get(OWN).text
    made = browsing.post(OWN, {"do": "renew", "key": KEY})
    assert 200 == made.status_code
    assert f'value="https://isp.example/v1/documents/feed/{TOKEN}.atom"' in made.text
    assert "private, no-store" == made.headers["Cache-Control"]
    welsh = browsing.post(f"/cy{OWN}", {"do": "renew", "key": KEY})
    assert f"{TOKEN}.atom?language=cy" in welsh.text
    again = pb.RenewFeedLinkResponse(link=LINK)
    browsing.gateway.backend.answers["RenewFeedLink"] = again
    assert "The address was shown once." in browsing.post(OWN, {"do": "renew", "key": KEY}).text


def test_it_is_ended_as_it_was_read(browsing: Browsing) -> None:
    browsing.sign_in()
    answer = browsing.post(OWN, {"do": "end", "version": "3"})
    assert (302, OWN) == (answer.status_code, answer.headers["Location"])
    heard = next(each for each in browsing.gateway.backend.heard if each.rpc == "EndFeedLink")
    assert 3 == heard.message.expected_version
    assert "Nobody reads your feed by its old address." in browsing.get(OWN).text
    browsing.gateway.backend.answers["GetFeedLink"] = pb.GetFeedLinkResponse()
    assert "End it" not in browsing.get(OWN).text
    assert 400 == browsing.post(OWN, {"do": "other", "key": KEY}).status_code


def test_nobody_who_is_not_signed_in_has_one(browsing: Browsing) -> None:
    assert 302 == browsing.get(OWN).status_code
