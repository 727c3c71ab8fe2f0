"""Every page, in both languages, to someone and to anyone: whole, guarded, and rightly kept."""

import re
from urllib.parse import parse_qs, urlsplit

import grpc
import pytest

from chassis.errors import Unavailable
from isp.alerts.v1 import alert_pb2, alerts_pb2
from isp.content.v1 import content_pb2, document_pb2
from tests.contract.gateway.answers import ADVICE, ALERT
from tests.contract.gateway.backend import NotOurs
from tests.contract.gateway.browsing import Browsing, cookies_of
from tests.contract.gateway.route import (
    CASE_ID,
    CATALOGUE_ID,
    CERTIFICATE_ID,
    CHANGE_ID,
    CORDON_ID,
    COURSE_ID,
    FACTOR_ID,
    GRANT_ID,
    GROUP_ID,
    LINK_ID,
    MODULE_ID,
    PACKAGE_ID,
    PASSKEY_ID,
    PREMISES_ID,
    QUESTION_ID,
    REQUEST_ID,
    RUMOUR_ID,
    SAVED_SEARCH_ID,
    SEAT_ID,
    SESSION_ID,
    TEMPLATE_ID,
)
from tests.contract.gateway.routes import ALERT_ID, DOCUMENT_ID

PUBLIC = [
    "/",
    "/what-to-do-now",
    "/about",
    "/advice",
    "/advice?q=van&sectors=retail&offset=10",
    f"/advice/{DOCUMENT_ID}",
    "/advice/teasers",
    f"/advice/{DOCUMENT_ID}/teaser",
    "/alerts",
    "/alerts/by-post-code/check-mail",
    "/rumours",
    "/partners",
    "/threat-level",
    "/threat-level/national",
    f"/alerts/{ALERT_ID}",
    "/alerts/verify",
    "/alerts/verify/7K3Q-9M2X-4T8W",
    "/ask",
    "/learn",
    f"/learn/{COURSE_ID}",
    f"/learn/{COURSE_ID}/{MODULE_ID}",
    "/verify",
    "/passport",
    f"/verify/{CERTIFICATE_ID}",
]
FORMS = [
    "/register",
    "/register/confirm?token=abc",
    "/alerts/by-post-code",
    "/alerts/by-post-code/code?request=abc",
    "/alerts/by-post-code/confirm?token=abc",
    "/alerts/by-post-code/stop",
    "/alerts/by-post-code/held",
    "/alerts/by-post-code/held/open?token=abc",
    "/alerts/by-post-code/stop?token=abc",
    "/newsletters-and-surveys/stop?token=abc",
    "/alerts/answer?token=abc",
    "/alerts/answer/help?token=abc",
    "/account/passkeys/removed",
    "/account/second-factor/removed",
    "/invitation?token=abc",
    f"/partners/{LINK_ID}",
]
OWN = [
    "/account",
    "/account/alert-mails",
    "/account/drills",
    "/account/drills/new",
    f"/account/drills/{ALERT_ID}",
    "/account/organisation",
    "/account/organisation/name",
    "/account/organisation/leave",
    "/account/invitations",
    "/account/relay",
    "/account/branch",
    "/desk/record-freezes",
    "/desk/privacy/audit",
    "/account/newsletters-and-surveys",
    "/account/telling",
    "/account/telling/new",
    f"/account/telling/code/{ALERT_ID}",
    "/account/telling/confirm?token=abc",
    "/account/premises",
    "/account/premises/new",
    f"/account/premises/{PREMISES_ID}",
    f"/account/premises/{PREMISES_ID}/remove",
    "/account/second-factor",
    "/account/second-factor/app",
    "/account/second-factor/key",
    f"/account/second-factor/{FACTOR_ID}/remove",
    "/desk/second-factors",
    "/account/passkeys",
    "/account/passkeys/new",
    f"/account/passkeys/{PASSKEY_ID}/remove",
    "/desk/attachments",
    f"/desk/attachments/{DOCUMENT_ID}",
    "/desk/partner-links",
    "/desk/partner-links/new",
    f"/desk/partner-links/{LINK_ID}",
    "/desk/synonyms",
    "/desk/search-gaps",
    "/desk/remarks",
    "/account/access",
    "/desk/access",
    f"/desk/access/{REQUEST_ID}",
    f"/advice/{DOCUMENT_ID}/ask",
    "/desk/formats",
    "/account/formats",
    "/account/saved-searches",
    "/account/saved-searches/new?q=van&sectors=retail",
    f"/account/saved-searches/{SAVED_SEARCH_ID}",
    "/desk/synonyms/en-GB",
    "/desk/catalogues",
    "/desk/catalogues/new",
    f"/desk/catalogues/{CATALOGUE_ID}",
    "/desk/alerts",
    "/desk/alerts/new",
    "/desk/regions/LON/alerts/new",
    "/desk/freeze",
    "/desk/templates",
    "/desk/templates/new",
    f"/desk/templates/{TEMPLATE_ID}",
    f"/desk/alerts/{ALERT_ID}",
    f"/desk/alerts/{ALERT_ID}/edit",
    f"/desk/alerts/{ALERT_ID}/update",
    f"/desk/alerts/{ALERT_ID}/decisions",
    f"/alerts/{ALERT_ID}/help",
    "/desk/help",
    "/alerts/browser",
    f"/desk/alerts/{ALERT_ID}/cordons",
    f"/desk/alerts/{ALERT_ID}/cordons/new",
    f"/desk/alerts/{ALERT_ID}/cordons/{CORDON_ID}",
    "/desk/rumours",
    "/desk/rumours/new",
    f"/desk/rumours/{RUMOUR_ID}",
    "/account/verification",
    "/account/verification/vouching",
    "/desk/verifications",
    f"/desk/verifications/{CASE_ID}",
    "/desk/seats",
    "/desk/seats/new",
    "/desk/roles",
    "/desk/roles/new",
    f"/desk/roles/{GRANT_ID}",
    "/account/roles",
    "/account/groups",
    "/account/groups/all",
    "/account/groups/new",
    f"/account/groups/{GROUP_ID}",
    f"/account/roles/{GRANT_ID}",
    f"/desk/seats/{SEAT_ID}",
    "/desk/threat-level",
    "/desk/threat-level/new",
    f"/account/premises/{PREMISES_ID}/response",
    f"/desk/threat-level/{CHANGE_ID}",
    "/ask/new",
    "/ask/questions",
    "/desk/questions",
    "/desk/questions/held",
    f"/desk/questions/{QUESTION_ID}",
    "/learn/mine",
    "/learn/passport",
    "/account/organisation/training",
    "/account/organisation/training/file",
    f"/learn/{COURSE_ID}/{MODULE_ID}/questions",
    f"/learn/certificates/{CERTIFICATE_ID}",
    "/desk/courses",
    "/learn/reminders",
    "/learn/sessions",
    "/learn/sessions/mine",
    f"/learn/sessions/{SESSION_ID}",
    "/desk/sessions",
    "/desk/sessions/new",
    f"/desk/sessions/{SESSION_ID}",
    f"/desk/sessions/{SESSION_ID}/move",
    "/desk/certificates",
    "/desk/packages",
    f"/desk/packages/{PACKAGE_ID}",
    f"/desk/certificates/{CERTIFICATE_ID}",
]
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>'

both = pytest.mark.parametrize("prefix", ["", "/cy"])


@both
@pytest.mark.parametrize("path", PUBLIC + FORMS)
def test_anyone_gets_a_page_and_no_cookie(browsing: Browsing, prefix: str, path: str) -> None:
    page = browsing.get(prefix + path)
    assert 200 == page.status_code
    assert [] == cookies_of(page)
    assert f'lang="{"cy" if prefix else "en-GB"}"' in page.text.splitlines()[3] + page.text[:400]
    assert 1 == page.text.count("<h1")


@both
@pytest.mark.parametrize("path", PUBLIC)
def test_caches_may_keep_what_is_the_same_for_anyone(
    browsing: Browsing, prefix: str, path: str
) -> None:
    assert browsing.get(prefix + path).headers["Cache-Control"].startswith("public, max-age=")
    browsing.sign_in()
    assert "private, no-store" == browsing.get(prefix + path).headers["Cache-Control"]


@both
@pytest.mark.parametrize("path", OWN)
def test_one_signs_in_first_and_comes_back(browsing: Browsing, prefix: str, path: str) -> None:
    away = browsing.get(prefix + path)
    assert 302 == away.status_code
    said = urlsplit(away.location)
    assert ("/auth/sign-in", [prefix + path]) == (said.path, parse_qs(said.query)["next"])
    browsing.sign_in()
    page = browsing.get(prefix + path)
    assert 200 == page.status_code
    assert "private, no-store" == page.headers["Cache-Control"]


def test_a_page_asks_as_who_is_signed_in(browsing: Browsing) -> None:
    grant = browsing.sign_in()
    browsing.get("/account")
    heard = browsing.gateway.backend.heard[-1]
    assert ("GetMe", f"Bearer {grant.access}") == (heard.rpc, heard.metadata["authorization"])


def test_a_page_knows_no_bearer_token_and_rest_no_cookie(browsing: Browsing) -> None:
    assert 302 == browsing.get("/account", headers=browsing.gateway.token()).status_code
    browsing.sign_in()
    browsing.get("/v1/me")
    assert "authorization" not in browsing.gateway.backend.heard[-1].metadata


@pytest.mark.parametrize("path", [each for each in PUBLIC if "?" not in each])
def test_a_page_leads_to_itself_in_the_other_language(browsing: Browsing, path: str) -> None:
    assert f'href="/cy{path}"' in browsing.get(path).text
    assert f'href="{path}"' in browsing.get(f"/cy{path}").text


def test_a_query_goes_along_as_it_is(browsing: Browsing) -> None:
    """None of its names means anything to whoever makes addresses."""
    page = browsing.get("/advice?q=van&_external=1&_scheme=javascript").text
    assert 'href="/cy/advice?q=van&amp;_external=1&amp;_scheme=javascript"' in page
    assert "javascript:" not in page


@pytest.mark.parametrize("failure", [Unavailable("Away."), NotOurs(grpc.StatusCode.UNAVAILABLE)])
def test_what_is_away_is_said_and_never_an_empty_list(
    browsing: Browsing, failure: Exception
) -> None:
    browsing.gateway.backend.refuse(failure)
    home = browsing.get("/")
    assert 200 == home.status_code
    assert "Alerts cannot be shown at the moment." in home.text
    assert "Advice cannot be shown at the moment." in home.text
    assert "The threat level cannot be shown at the moment." in home.text
    assert "not set" not in home.text
    assert "There is no live alert" not in home.text
    assert 200 == browsing.get("/what-to-do-now").status_code
    for path in ("/alerts", "/threat-level", "/advice", f"/advice/{DOCUMENT_ID}", "/cy/alerts"):
        page = browsing.get(path)
        assert 503 == page.status_code
        assert "private, no-store" == page.headers["Cache-Control"]
        assert 0 < int(page.headers["Retry-After"])
        assert "None that you may read" not in page.text


CHROMIUM = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,"
    "*/*;q=0.8,application/signed-exchange;v=b3;q=0.7"
)


@pytest.mark.parametrize("path", ["/nothing", "/cy/nothing", "/advice/not-an-id"])
def test_what_is_not_there_has_a_page(browsing: Browsing, path: str) -> None:
    page = browsing.get(path, headers={"Accept": CHROMIUM})
    assert (404, "text/html") == (page.status_code, page.mimetype)
    assert ("Page not found" in page.text) is not path.startswith("/cy")


def test_words_in_another_language_say_which_and_no_others_do(browsing: Browsing) -> None:
    """WCAG 2.2, 3.1.2: the answers of the backend are in Welsh."""
    page = browsing.get(f"/alerts/{ALERT_ID}").text
    assert '<h1 class="govuk-heading-xl" lang="cy">Van on the pavement</h1>' in page
    assert '<h2 class="govuk-heading-m">What to do</h2>' in page
    assert '<div lang="cy">' not in page
    assert '<p class="isp-meta" lang="en-GB">Case study' in browsing.get("/advice?q=van").text


def test_a_script_of_ours_and_a_program_read_a_problem(browsing: Browsing) -> None:
    browsing.gateway.backend.refuse(Unavailable("Away."))
    ticket = browsing.get("/alerts/stream-ticket", headers={"Accept": "application/json"})
    assert (503, "application/problem+json") == (ticket.status_code, ticket.mimetype)
    assert "application/problem+json" == browsing.get("/nothing").mimetype
    assert "text/html" == browsing.get("/alerts").mimetype


def test_search_that_is_degraded_says_so(browsing: Browsing) -> None:
    assert "Search is working in a simpler way" in browsing.get("/advice?q=van").text
    browsing.gateway.backend.answers["Search"] = content_pb2.SearchResponse()
    page = browsing.get("/advice?q=van").text
    assert "Search is working in a simpler way" not in page
    assert "Nothing was found." in page


def test_words_of_others_are_text(browsing: Browsing) -> None:
    document = document_pb2.Document()
    document.CopyFrom(ADVICE)
    document.content.title = document.content.summary = HOSTILE
    document.content.body = f"# A\n\n{HOSTILE}\n\n[x](javascript:alert(1))"
    alert = alert_pb2.Alert()
    alert.CopyFrom(ALERT)
    alert.content.headline = alert.content.description = alert.content.action_line = HOSTILE
    answers = browsing.gateway.backend.answers
    answers["GetDocument"] = content_pb2.GetDocumentResponse(document=document)
    answers["ListDocuments"] = content_pb2.ListDocumentsResponse(documents=[document])
    answers["Search"] = content_pb2.SearchResponse(
        hits=[content_pb2.Hit(document=document, highlights=[HOSTILE])], total=1
    )
    answers["GetAlert"] = alerts_pb2.GetAlertResponse(alert=alert)
    answers["ListAlerts"] = alerts_pb2.ListAlertsResponse(alerts=[alert])
    browsing.sign_in(name=HOSTILE)
    for path in (*PUBLIC, *OWN, f"/advice?q={HOSTILE}", f"/register/confirm?token={HOSTILE}"):
        page = browsing.get(path).text.replace('<img class="isp-code"', "our own")
        assert "<script>" not in page
        assert "<img" not in page
        assert not re.search(r'href="?javascript:', page)


def test_no_script_or_style_stands_in_a_page(browsing: Browsing) -> None:
    browsing.sign_in()
    for path in (*PUBLIC, *FORMS, *OWN):
        page = browsing.get(path).text
        assert not re.search(r"<script(?![^>]* src=\"/static/)|<style|\sstyle=|\son\w+=", page)
        sources = re.findall(r'(?:src|action)="([^"]+)"|<link[^>]* href="([^"]+)"', page)
        elsewhere = [each for each in map("".join, sources) if not each.startswith(("/", "#"))]
        assert [] == elsewhere, path


def test_the_offline_worker_may_ask_us_and_nobody_else(browsing: Browsing) -> None:
    """It lives by the policy that its own file came with, and works for every page of ours."""
    worker = browsing.get("/worker.js")
    assert (200, "text/javascript") == (worker.status_code, worker.mimetype)
    assert "connect-src 'self'" in worker.headers["Content-Security-Policy"]


def test_every_page_says_that_it_is_a_demonstration(browsing: Browsing) -> None:
    for path in (*PUBLIC, *FORMS, "/nothing"):
        page = browsing.get(path, headers={"Accept": "text/html"}).text
        assert "Demonstration, not official." in page
    assert "Nid yw geiriau Cymraeg" in browsing.get("/cy/").text
