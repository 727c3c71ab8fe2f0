"""Newsletters and surveys by the pages: what was shown is what is agreed to, and a link stops."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from google.protobuf.timestamp_pb2 import Timestamp

from chassis.errors import Invalid, Unavailable, Violation
from isp.identity.v1 import consents_pb2 as pb
from isp.identity.v1 import subscriptions_pb2
from services.gateway.pages.agreeing import NAMES
from services.identity.domain.agreement import KINDS, ConsentLinkNotFound, StaleWording
from services.identity.domain.errors import SubscriberNotFound
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.test_page_asking import heard, main_of

OWN = "/account/newsletters-and-surveys"
STOP = "/newsletters-and-surveys/stop"
KIND: dict[str, Any] = {
    "purpose": pb.CONSENT_PURPOSE_SURVEY,
    "channel": subscriptions_pb2.SUBSCRIPTION_CHANNEL_SMS,
}
SHOWN = {"kind": "SURVEY SMS", "wording_version": "2027-01", "language": "cy"}


def consents(browsing: Browsing, version: str = "") -> None:
    """Identity says one thing: agreed under these words, if any are named."""
    said = pb.Consent(
        **KIND,
        given=bool(version),
        wording_version=version,
        words=pb.ConsentWords(version="2027-01", language="cy", text="Ask <me>."),
    )
    if version:
        at = Timestamp()
        at.FromDatetime(datetime(2026, 11, 24, 9, tzinfo=UTC))
        said.at.CopyFrom(at)
    browsing.gateway.backend.answers["GetMyConsents"] = pb.GetMyConsentsResponse(consents=[said])


def deeds(browsing: Browsing) -> list[str]:
    """What can be pressed."""
    return re.findall(r'name="do" value="(\w+)"', browsing.get(OWN).text)


def test_the_account_leads_to_it(browsing: Browsing) -> None:
    browsing.sign_in()
    assert f'href="{OWN}"' in browsing.get("/account").text


def test_it_has_a_name_for_all_that_one_can_agree_to() -> None:
    assert {f"{purpose.name} {channel.name}" for purpose, channel in KINDS} == set(NAMES)


def test_the_words_are_shown_as_they_are_and_go_back_with_their_version(browsing: Browsing) -> None:
    browsing.sign_in()
    consents(browsing)
    page = main_of(browsing.get(f"/cy{OWN}").text)
    assert [pb.GetMyConsentsRequest(language="cy")] == heard(browsing, "GetMyConsents")
    assert '<blockquote class="govuk-inset-text" lang="cy">Ask &lt;me&gt;.</blockquote>' in page
    for name, value in SHOWN.items():
        assert f'name="{name}" value="{value}"' in page


@pytest.mark.parametrize(
    ("version", "pressed"),
    [("", ["give"]), ("2027-01", ["withdraw"]), ("2026-12", ["give", "withdraw"])],
)
def test_nothing_is_given_beforehand_and_each_has_one_button(
    browsing: Browsing, version: str, pressed: list[str]
) -> None:
    browsing.sign_in()
    consents(browsing, version)
    assert pressed == deeds(browsing)
    page = main_of(browsing.get(OWN).text)
    assert bool(version) == ("Not agreed" not in page)
    assert (version == "2026-12") == ("earlier words" in page)
    assert "checked" not in page


def test_one_press_gives_under_the_words_that_were_shown(browsing: Browsing) -> None:
    browsing.sign_in()
    done = browsing.post(OWN, SHOWN | {"do": "give"})
    assert (303, OWN) == (done.status_code, done.location)
    wanted = pb.GiveConsentRequest(
        **KIND, wording_version="2027-01", language="cy", way=pb.CONSENT_WAY_PAGE
    )
    assert [wanted] == heard(browsing, "GiveConsent")


def test_one_press_withdraws(browsing: Browsing) -> None:
    browsing.sign_in()
    done = browsing.post(OWN, {"kind": "SURVEY SMS", "do": "withdraw"})
    assert (303, OWN) == (done.status_code, done.location)
    wanted = pb.WithdrawConsentRequest(**KIND, way=pb.CONSENT_WAY_PAGE)
    assert [wanted] == heard(browsing, "WithdrawConsent")
    assert [] == heard(browsing, "GiveConsent")


def test_words_that_changed_meanwhile_are_told_and_nothing_is_thanked_for(
    browsing: Browsing,
) -> None:
    browsing.sign_in()
    browsing.gateway.backend.refuse(StaleWording("x"), "GiveConsent")
    assert OWN == browsing.post(OWN, SHOWN | {"do": "give"}).location
    page = browsing.get(OWN).text
    assert ("not the present ones" in page, "Thank you" in page) == (True, False)


@pytest.mark.parametrize("wrong", [{"kind": "SPAM EMAIL"}, {"kind": ""}, {"language": "fr"}])
def test_what_no_button_of_ours_says_is_refused(browsing: Browsing, wrong: dict[str, str]) -> None:
    browsing.sign_in()
    assert 400 == browsing.post(OWN, SHOWN | {"do": "give"} | wrong).status_code
    assert [] == heard(browsing, "GiveConsent")


def test_opening_the_link_stops_nothing(browsing: Browsing) -> None:
    page = browsing.get(f"{STOP}?token=t")
    assert (200, True) == (page.status_code, 'name="token" value="t"' in page.text)
    assert [] == heard(browsing, "StopConsent")


def test_a_press_stops_without_sign_in_and_again_says_the_same(browsing: Browsing) -> None:
    first, second = (browsing.post(STOP, {"token": "t"}) for _ in range(2))
    assert (200, 200) == (first.status_code, second.status_code)
    assert "Surveys by e-mail" in main_of(first.text)
    assert main_of(first.text) == main_of(second.text)
    assert [pb.StopConsentRequest(token="t")] * 2 == heard(browsing, "StopConsent")


def test_a_mail_programs_one_click_stops(browsing: Browsing) -> None:
    """RFC 8058: it posts List-Unsubscribe=One-Click to the address that the header names."""
    click = {"List-Unsubscribe": "One-Click"}
    assert 200 == browsing.gateway.ask("POST", f"{STOP}?token=t", data=click).status_code
    assert [pb.StopConsentRequest(token="t")] == heard(browsing, "StopConsent")


@pytest.mark.parametrize(
    ("failure", "status"),
    [
        (ConsentLinkNotFound("x"), 404),
        (SubscriberNotFound("x"), 404),
        (Invalid(Violation("token", "x")), 404),
        (Unavailable("Away."), 503),
    ],
)
def test_a_link_in_vain_says_so_and_no_more(
    browsing: Browsing, failure: Exception, status: int
) -> None:
    browsing.gateway.backend.refuse(failure, "StopConsent")
    page = browsing.post(STOP, {"token": "t"})
    assert (status, status == 404) == (page.status_code, "Nothing was stopped" in page.text)
