"""Feeds of documents: valid Atom, kept by caches where anyone may read them, and no others."""

import pytest
from defusedxml.ElementTree import fromstring

from chassis.errors import NotFound
from isp.content.v1 import feeds_pb2 as pb
from tests.contract.gateway.atom_rules import NAMESPACE, faults
from tests.contract.gateway.feed_routes import ENTRY, FEED_ID, HIDDEN
from tests.contract.gateway.route import DOCUMENT_ID, TOKEN
from tests.contract.gateway.stage import Gateway

PUBLIC = "/v1/documents/feed.atom"
OWN = f"/v1/documents/feed/{TOKEN}.atom"
EACH = pytest.mark.parametrize("path", [PUBLIC, OWN])


class FeedLinkNotFound(NotFound):
    reason = "FEED_LINK_NOT_FOUND"


@EACH
@pytest.mark.parametrize("query", ["", "?language=cy", "?sector=retail&tag=a%20%22b%22&kind=PACK"])
def test_a_feed_is_atom(gateway: Gateway, path: str, query: str) -> None:
    answer = gateway.ask("GET", path + query)
    assert "application/atom+xml" == answer.mimetype
    assert [] == faults(answer.data)


def test_feeds_of_alerts_are_atom_too(gateway: Gateway) -> None:
    for path in ("/v1/alerts/feed.atom", "/v1/alerts/feed.cap"):
        assert [] == faults(gateway.ask("GET", path).data)


def test_what_is_no_atom_is_found(gateway: Gateway) -> None:
    """The control of the judge: each rule, by a feed that breaks it."""
    good = gateway.ask("GET", OWN).data.decode()
    for broken in (
        good.replace("<updated>2026", "<updated>26", 1),
        good.replace('rel="self"', 'rel="other"', 1),
        good.replace(f"<id>urn:uuid:{FEED_ID}</id>", "", 1),
        good.replace("<published>", "<issued>").replace("</published>", "</issued>"),
        good.replace(FEED_ID, DOCUMENT_ID),
        good.replace("<name>", "<nom>").replace("</name>", "</nom>"),
        good.replace('term="', 'word="'),
    ):
        assert broken != good
        assert [] != faults(broken.encode())


def test_an_entry_says_what_came_and_when_it_mattered(gateway: Gateway) -> None:
    feed = fromstring(gateway.ask("GET", PUBLIC).data)
    assert "Advice" == feed.findtext(f"{NAMESPACE}title")
    assert f"https://isp.example{PUBLIC}" == feed.findtext(f"{NAMESPACE}id")
    (entry,) = feed.iter(f"{NAMESPACE}entry")
    said = {each.tag.removeprefix(NAMESPACE): each.text for each in entry}
    assert f"urn:uuid:{DOCUMENT_ID}" == said["id"]
    assert "Hostile vehicles" == said["title"]
    assert "What changed: Other bollards.\n\nKeep them away from crowds." == said["summary"]
    assert ("2026-11-24T09:00:00.000Z", "2026-11-24T10:00:00.000Z") == (
        said["published"],
        said["updated"],
    )
    assert "rights" not in said
    page = entry.find(f"{NAMESPACE}link").get("href")
    assert f"https://isp.example/advice/{DOCUMENT_ID}" == page
    terms = {each.get("term"): each.get("label") for each in entry.iter(f"{NAMESPACE}category")}
    assert {"BULLETIN": "Bulletin", "retail": "Retail", "LON": "London", "kerbs": None} == terms


def test_of_what_may_not_be_said_a_feed_says_that_one_can_sign_in(gateway: Gateway) -> None:
    feed = fromstring(gateway.ask("GET", OWN).data)
    _, hidden = feed.iter(f"{NAMESPACE}entry")
    said = {each.tag.removeprefix(NAMESPACE): each.text for each in hidden}
    assert ("Briefing (TLP:AMBER): sign in to read it", "TLP:AMBER") == (
        said["title"],
        said["rights"],
    )
    assert "summary" not in said


def test_its_pages_lead_on_and_to_the_first(gateway: Gateway) -> None:
    """RFC 5005, section 3. The same narrowing, in one order."""
    answer = gateway.ask("GET", f"{PUBLIC}?tag=b&sector=retail&tag=a&page_token=here")
    links = {
        each.get("rel"): each.get("href")
        for each in fromstring(answer.data).findall(f"{NAMESPACE}link")
    }
    narrowed = f"https://isp.example{PUBLIC}?"
    assert f"{narrowed}page_token=here&sector=retail&tag=b&tag=a" == links["self"]
    assert f"{narrowed}sector=retail&tag=b&tag=a" == links["first"]
    assert f"{narrowed}page_token=a%2Bb%2Fc%3D&sector=retail&tag=b&tag=a" == links["next"]
    assert "next" not in gateway.ask("GET", OWN).text.split("<entry>")[0].replace("text", "")


def test_in_welsh_its_words_and_pages_are_welsh(gateway: Gateway) -> None:
    feed = fromstring(gateway.ask("GET", f"{PUBLIC}?language=cy").data)
    assert "cy" == feed.get("{http://www.w3.org/XML/1998/namespace}lang")
    assert "Cyngor" == feed.findtext(f"{NAMESPACE}title")
    (entry,) = feed.iter(f"{NAMESPACE}entry")
    assert f"https://isp.example/cy/advice/{DOCUMENT_ID}" == entry.find(f"{NAMESPACE}link").get(
        "href"
    )
    assert "cy" == gateway.backend.only.message.criteria.language


def test_caches_keep_what_anyone_may_read_and_ask_whether_it_changed(gateway: Gateway) -> None:
    answer = gateway.ask("GET", PUBLIC)
    assert "public, max-age=300" == answer.headers["Cache-Control"]
    assert "Tue, 24 Nov 2026 11:00:00 GMT" == answer.headers["Last-Modified"]
    etag = answer.headers["ETag"]
    for asked in ({"If-None-Match": etag}, {"If-Modified-Since": answer.headers["Last-Modified"]}):
        again = gateway.ask("GET", PUBLIC, asked)
        assert (304, b"") == (again.status_code, again.data)
    other = pb.ReadFeedResponse(entries=[HIDDEN, ENTRY])
    gateway.backend.answers["ReadFeed"] = other
    assert 200 == gateway.ask("GET", PUBLIC, {"If-None-Match": etag}).status_code


def test_ones_own_feed_is_asked_for_each_time_by_its_bytes_alone(gateway: Gateway) -> None:
    """Rights change without a date, so it names none: no answer rests on one."""
    answer = gateway.ask("GET", OWN)
    assert "private, no-cache" == answer.headers["Cache-Control"]
    assert "Last-Modified" not in answer.headers
    etag = answer.headers["ETag"]
    assert 304 == gateway.ask("GET", OWN, {"If-None-Match": etag}).status_code
    since = {"If-Modified-Since": "Fri, 01 Jan 2038 00:00:00 GMT"}
    assert 200 == gateway.ask("GET", OWN, since).status_code
    gateway.backend.refuse(FeedLinkNotFound("There is no such feed."), "ReadOwnFeed")
    refused = gateway.ask("GET", OWN, {"If-None-Match": etag})
    assert (404, "private, no-store") == (refused.status_code, refused.headers["Cache-Control"])


def test_a_feed_of_nothing_is_a_feed(gateway: Gateway) -> None:
    gateway.backend.answers["ReadFeed"] = pb.ReadFeedResponse()
    answer = gateway.ask("GET", PUBLIC)
    assert [] == faults(answer.data)
    assert "Last-Modified" not in answer.headers
    assert "1970-01-01T00:00:00Z" == fromstring(answer.data).findtext(f"{NAMESPACE}updated")


def test_what_xml_may_not_have_is_shown_as_missing(gateway: Gateway) -> None:
    entry = pb.FeedEntry()
    entry.CopyFrom(ENTRY)
    entry.title, entry.tags[0] = "Vans\x01 & <b>\ufffe", "\x0bkerbs"
    gateway.backend.answers["ReadFeed"] = pb.ReadFeedResponse(entries=[entry])
    answer = gateway.ask("GET", PUBLIC)
    assert [] == faults(answer.data)
    found = fromstring(answer.data).find(f"{NAMESPACE}entry")
    assert "Vans\ufffd & <b>\ufffd" == found.findtext(f"{NAMESPACE}title")


@pytest.mark.parametrize("query", ["kind=NOVEL", "language=fr", "page_size=101", "q=vans"])
def test_what_a_feed_cannot_be_narrowed_to_is_refused(gateway: Gateway, query: str) -> None:
    assert 400 == gateway.ask("GET", f"{PUBLIC}?{query}").status_code
