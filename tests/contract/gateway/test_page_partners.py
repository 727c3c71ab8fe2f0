"""Partner sites on the pages: proposing, confirming, the secret once, ending, and the figures."""

from html import unescape

import pytest

from chassis.errors import Invalid, Refusal, StaleVersion, Violation
from isp.identity.v1 import partners_pb2 as pb
from services.identity.domain import errors, partner_errors
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.partner_routes import PROPOSED, SECRET, SITE
from tests.contract.gateway.route import KEY, SITE_ID
from tests.contract.gateway.test_page_asking import heard

HERE = f"/desk/partners/{SITE_ID}"
NEW = {
    "name": "Trade site",
    "redirect_uris": "https://trade.example/in\r\nhttps://trade.example/again\r\n",
    "backchannel_logout_uri": "https://trade.example/out",
    "scopes": ["VERIFIED"],
    "steward_email": "web@trade.example",
    "key": KEY,
}


@pytest.fixture(autouse=True)
def signed_in(browsing: Browsing) -> None:
    browsing.sign_in()


def test_the_list_says_where_each_stands(browsing: Browsing) -> None:
    page = unescape(browsing.get("/desk/partners?page=next").text)
    (asked,) = heard(browsing, "ListPartnerSites")
    assert ("next", 20) == (asked.page_token, asked.page_size)
    for said in ("Trade site", "People sign in there", "web@trade.example", f'href="{HERE}"'):
        assert said in page
    browsing.gateway.backend.answers["ListPartnerSites"] = pb.ListPartnerSitesResponse()
    assert "There is none yet." in browsing.get("/desk/partners").text


def test_a_site_is_proposed_line_by_line(browsing: Browsing) -> None:
    done = browsing.post("/desk/partners/new", NEW)
    assert (302, HERE) == (done.status_code, done.location)
    (said,) = heard(browsing, "ProposePartnerSite")
    assert ["https://trade.example/in", "https://trade.example/again"] == list(said.redirect_uris)
    assert ([pb.PARTNER_SCOPE_VERIFIED], KEY) == (list(said.scopes), said.idempotency_key)


@pytest.mark.parametrize(
    ("refusal", "status", "words"),
    [
        (errors.SubscriberNotFound("x"), 404, "Nobody has an account with that address."),
        (partner_errors.TooManyPartners("x"), 429, "as many partners"),
        (
            Invalid(Violation("redirect_uris[1]", "must begin with https://")),
            400,
            'href="#redirect_uris"',
        ),
    ],
)
def test_what_was_refused_is_said_and_nothing_typed_is_lost(
    browsing: Browsing, refusal: Refusal, status: int, words: str
) -> None:
    browsing.gateway.backend.refuse(refusal, "ProposePartnerSite")
    answer = browsing.post("/desk/partners/new", NEW)
    page = unescape(answer.text)
    assert status == answer.status_code
    assert words in page
    assert "https://trade.example/again" in page
    assert KEY not in page, "a corrected form is another request"


def test_a_proposal_is_confirmed_by_somebody_else(browsing: Browsing) -> None:
    browsing.gateway.backend.answers["GetPartnerSite"] = pb.GetPartnerSiteResponse(site=PROPOSED)
    page = browsing.get(HERE).text
    assert 'value="confirm"' in page
    assert 'value="issue"' not in page
    own = pb.PartnerSite()
    own.CopyFrom(PROPOSED)
    own.proposed_by_you = True
    browsing.gateway.backend.answers["GetPartnerSite"] = pb.GetPartnerSiteResponse(site=own)
    assert 'value="confirm"' not in browsing.get(HERE).text
    done = browsing.post(HERE, {"do": "confirm", "version": "1"})
    assert (302, HERE) == (done.status_code, done.location)
    assert 1 == heard(browsing, "ConfirmPartnerSite")[0].expected_version


def test_a_secret_is_shown_on_the_answer_itself_and_nowhere_else(browsing: Browsing) -> None:
    answer = browsing.post(HERE, {"do": "issue", "version": "3"})
    assert (200, 3) == (
        answer.status_code,
        heard(browsing, "IssuePartnerSecret")[0].expected_version,
    )
    assert SECRET in answer.text
    assert "no-store" in answer.headers["Cache-Control"]
    assert SECRET not in browsing.get(HERE).text


def test_ending_needs_a_reason(browsing: Browsing) -> None:
    answer = browsing.post(HERE, {"do": "end", "version": "3", "reason": ""})
    assert (400, []) == (answer.status_code, heard(browsing, "DisablePartnerSite"))
    assert 'href="#reason"' in answer.text
    browsing.post(HERE, {"do": "end", "version": "3", "reason": "It was sold."})
    assert "It was sold." == heard(browsing, "DisablePartnerSite")[0].reason


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (partner_errors.SelfConfirmation("x"), 403),
        (partner_errors.PartnerNotProposed("x"), 409),
        (StaleVersion("x"), 412),
    ],
)
def test_a_refusal_is_said_on_the_sites_own_page(
    browsing: Browsing, refusal: Refusal, status: int
) -> None:
    browsing.gateway.backend.refuse(refusal, "ConfirmPartnerSite")
    answer = browsing.post(HERE, {"do": "confirm", "version": "1"})
    assert status == answer.status_code
    assert "Trade site" in answer.text


@pytest.mark.parametrize("fields", [{}, {"do": "sell"}, {"do": "confirm", "version": "x"}])
def test_what_no_page_of_ours_sends_is_refused(browsing: Browsing, fields: dict[str, str]) -> None:
    assert 400 == browsing.post(HERE, fields).status_code


def test_a_steward_sees_their_sites_and_figures(browsing: Browsing) -> None:
    page = unescape(browsing.get("/account/partner-sites").text)
    assert SITE.client_id in page
    assert f'href="/account/partner-sites/{SITE_ID}"' in page
    figures = browsing.get(f"/account/partner-sites/{SITE_ID}").text
    assert "24/11/2026" in figures
    assert "23/11/2026" not in figures, "nothing is said of that day"
    browsing.gateway.backend.answers["GetPartnerUsage"] = pb.GetPartnerUsageResponse()
    nothing = browsing.get(f"/account/partner-sites/{SITE_ID}").text
    assert "There is no day of which anything is said." in nothing
    assert "Eich gwefannau partner" in unescape(browsing.get("/cy/account/partner-sites").text)
