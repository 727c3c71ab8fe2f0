"""CAP through the gateway: feeds that caches may keep, and messages that come in."""

import pytest
from defusedxml.ElementTree import fromstring

from chassis.errors import Invalid, Violation
from isp.alerts.v1 import alert_pb2, cap_pb2
from tests.contract.gateway.answers import ALERT
from tests.contract.gateway.record_routes import DOCUMENT, MESSAGE
from tests.contract.gateway.route import ALERT_ID, CASE_ID
from tests.contract.gateway.stage import Gateway, NewGateway, status_and_reason, with_key

ATOM = "{http://www.w3.org/2005/Atom}"
CAP = "{urn:oasis:names:tc:emergency:cap:1.2}"
FEEDS = pytest.mark.parametrize("path", ["/v1/alerts/feed.atom", "/v1/alerts/feed.cap"])
ALL = pytest.mark.parametrize(
    "path",
    [
        "/v1/alerts/feed.atom",
        "/v1/alerts/feed.cap",
        f"/v1/alerts/{ALERT_ID}.cap",
        "/v1/alerts/cap/isp-1.cap",
    ],
)
XML = {"Content-Type": "application/cap+xml"}


@ALL
def test_it_is_public_kept_by_caches_and_asked_again_by_digest_or_time(
    gateway: Gateway, path: str
) -> None:
    answer = gateway.ask("GET", path)
    assert 200 == answer.status_code
    assert "public, max-age=5" == answer.headers["Cache-Control"]
    assert "Tue, 24 Nov 2026 10:00:00 GMT" == answer.headers["Last-Modified"]
    assert "Set-Cookie" not in answer.headers
    same = gateway.ask("GET", path, {"If-None-Match": answer.headers["ETag"]})
    assert (304, b"") == (same.status_code, same.data)
    since = gateway.ask("GET", path, {"If-Modified-Since": answer.headers["Last-Modified"]})
    assert 304 == since.status_code
    assert 200 == gateway.ask("GET", path, {"If-None-Match": '"other"'}).status_code


@ALL
def test_what_changes_has_another_digest(gateway: Gateway, path: str) -> None:
    before = gateway.ask("GET", path).headers["ETag"]
    other = cap_pb2.IssuedMessage()
    other.CopyFrom(MESSAGE)
    other.document = DOCUMENT.replace(b"isp-1", b"isp-2")
    other.headline = "Other"
    gateway.backend.answers["GetFeed"] = cap_pb2.GetFeedResponse(messages=[other])
    gateway.backend.answers["GetCapMessage"] = cap_pb2.GetCapMessageResponse(message=other)
    assert 200 == gateway.ask("GET", path, {"If-None-Match": before}).status_code


@FEEDS
def test_a_feed_is_atom_with_an_entry_for_each_message(gateway: Gateway, path: str) -> None:
    feed = fromstring(gateway.ask("GET", path).data)
    assert f"https://isp.example{path}" == feed.findtext(f"{ATOM}id")
    assert "Demonstration, not official." == feed.findtext(f"{ATOM}subtitle")
    assert "2026-11-24T10:00:00.000Z" == feed.findtext(f"{ATOM}updated")
    (entry,) = feed.findall(f"{ATOM}entry")
    assert "All clear: <b> & so on" == entry.findtext(f"{ATOM}title")
    assert ["ALL_CLEAR"] == [each.get("term") for each in entry.findall(f"{ATOM}category")]
    links = {each.get("type"): each.get("href") for each in entry.findall(f"{ATOM}link")}
    assert "https://isp.example/v1/alerts/cap/isp-1.cap" == links["application/cap+xml"]
    assert "https://isp.example/alerts/the-last-public-one" == links["text/html"]


def test_only_the_feed_of_cap_holds_the_documents(gateway: Gateway) -> None:
    whole = fromstring(gateway.ask("GET", "/v1/alerts/feed.cap").data)
    inside = whole.find(f"{ATOM}entry/{ATOM}content/{CAP}alert/{CAP}identifier")
    assert inside is not None
    assert "isp-1" == inside.text
    plain = fromstring(gateway.ask("GET", "/v1/alerts/feed.atom").data)
    assert plain.find(f"{ATOM}entry/{ATOM}content") is None


@FEEDS
def test_a_feed_of_nothing_is_a_feed(gateway: Gateway, path: str) -> None:
    gateway.backend.answers["GetFeed"] = cap_pb2.GetFeedResponse()
    answer = gateway.ask("GET", path)
    assert (200, None) == (answer.status_code, answer.headers.get("Last-Modified"))
    assert [] == fromstring(answer.data).findall(f"{ATOM}entry")


def test_one_message_is_the_very_bytes_that_the_service_keeps(gateway: Gateway) -> None:
    answer = gateway.ask("GET", "/v1/alerts/cap/isp-1.cap")
    assert (DOCUMENT, "application/cap+xml") == (answer.data, answer.mimetype)


def test_in_production_a_feed_says_of_no_demonstration(new_gateway: NewGateway) -> None:
    feed = new_gateway(demonstration=False).ask("GET", "/v1/alerts/feed.atom")
    assert "Demonstration" not in feed.text


def test_a_message_goes_to_the_service_as_it_came(gateway: Gateway) -> None:
    answer = gateway.ask("POST", "/v1/alerts/cap", with_key() | XML, data=DOCUMENT)
    assert (201, f"/v1/alerts/{ALERT_ID}") == (answer.status_code, answer.headers["Location"])
    said = answer.get_json()
    assert (ALERT_ID, CASE_ID) == (said["alert"]["alert_id"], said["about_alert_id"])
    assert DOCUMENT == gateway.backend.only.message.document


def test_what_makes_no_draft_answers_with_the_alert_to_which_it_did_something(
    gateway: Gateway,
) -> None:
    done = cap_pb2.ImportCapResponse(alert=ALERT, about_alert_id=ALERT_ID)
    gateway.backend.answers["ImportCap"] = done
    answer = gateway.ask("POST", "/v1/alerts/cap", with_key() | XML, data=DOCUMENT)
    assert (200, None) == (answer.status_code, answer.headers.get("Location"))
    assert '"v3"' == answer.headers["ETag"]


def test_what_an_unknown_is_taken_for_goes_with_it(gateway: Gateway) -> None:
    path = "/v1/alerts/cap?severity=Severe&certainty=Possible"
    assert 201 == gateway.ask("POST", path, with_key() | XML, data=DOCUMENT).status_code
    said = gateway.backend.only.message
    assert (alert_pb2.SEVERITY_SEVERE, alert_pb2.CERTAINTY_POSSIBLE) == (
        said.severity,
        said.certainty,
    )
    assert alert_pb2.URGENCY_UNSPECIFIED == said.urgency


@pytest.mark.parametrize("query", ["severity=Unknown", "severity=severe", "weight=Severe"])
def test_what_it_is_taken_for_is_a_word_of_caps(gateway: Gateway, query: str) -> None:
    answer = gateway.ask("POST", f"/v1/alerts/cap?{query}", with_key() | XML, data=DOCUMENT)
    assert (400, "INVALID") == status_and_reason(answer)
    assert [] == gateway.backend.heard


def test_bytes_that_are_no_xml_go_too_and_the_service_says_why_not(gateway: Gateway) -> None:
    gateway.backend.refuse(Invalid(Violation("document", "must be well-formed XML")))
    answer = gateway.ask("POST", "/v1/alerts/cap", with_key() | XML, data=b"\xff\x00<")
    assert (400, "INVALID") == status_and_reason(answer)
    assert b"\xff\x00<" == gateway.backend.only.message.document


@pytest.mark.parametrize("kind", ["application/json", "application/xml", "text/xml", ""])
def test_a_body_that_is_not_said_to_be_cap_is_refused(gateway: Gateway, kind: str) -> None:
    answer = gateway.ask(
        "POST", "/v1/alerts/cap", with_key() | {"Content-Type": kind}, data=DOCUMENT
    )
    assert (415, "UNSUPPORTED_MEDIA_TYPE") == status_and_reason(answer)
    assert [] == gateway.backend.heard


def test_cap_is_refused_where_json_is_wanted(gateway: Gateway) -> None:
    answer = gateway.ask("POST", "/v1/alerts", with_key() | XML, data=DOCUMENT)
    assert (415, "UNSUPPORTED_MEDIA_TYPE") == status_and_reason(answer)


def test_a_mebibyte_is_taken_and_a_byte_more_is_not(gateway: Gateway) -> None:
    most = 1024 * 1024
    taken = gateway.ask("POST", "/v1/alerts/cap", with_key() | XML, data=b" " * most)
    assert 201 == taken.status_code
    refused = gateway.ask("POST", "/v1/alerts/cap", with_key() | XML, data=b" " * (most + 1))
    assert (413, "CONTENT_TOO_LARGE") == status_and_reason(refused)
    json = with_key() | {"Content-Type": "application/json"}
    other = gateway.ask("POST", "/v1/alerts", json, data=b" " * (most // 2))
    assert (413, "CONTENT_TOO_LARGE") == status_and_reason(other)


def test_a_message_needs_a_key(gateway: Gateway) -> None:
    answer = gateway.ask("POST", "/v1/alerts/cap", XML, data=DOCUMENT)
    assert (400, "IDEMPOTENCY_KEY_NEEDED") == status_and_reason(answer)
