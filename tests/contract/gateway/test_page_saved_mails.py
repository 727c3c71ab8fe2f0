"""Mails about saved searches by the pages: a choice, and a link that ends them."""

import pytest

from chassis.errors import Unavailable
from isp.content.v1 import saved_search_mails_pb2 as pb
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.test_page_asking import heard, main_of

OWN = "/account/saved-searches"
STOP = "/saved-searches/stop"
STOPPED = pb.StopSavedSearchMailsRequest(token="t")


def test_a_choice_is_shown_and_kept(browsing: Browsing) -> None:
    browsing.sign_in()
    shown = browsing.get(OWN).text
    assert 'value="DAILY" checked' in " ".join(shown.split())
    assert OWN == browsing.post(OWN, {"mailing": "AT_ONCE"}).location
    at_once = pb.SetSavedSearchMailsRequest(mailing=pb.SAVED_SEARCH_MAILING_AT_ONCE)
    assert [at_once] == heard(browsing, "SetSavedSearchMails")


@pytest.mark.parametrize("mailing", ["", "HOURLY"])
def test_what_no_button_of_ours_says_is_refused(browsing: Browsing, mailing: str) -> None:
    browsing.sign_in()
    assert 400 == browsing.post(OWN, {"mailing": mailing}).status_code
    assert [] == heard(browsing, "SetSavedSearchMails")


def test_opening_the_link_stops_nothing(browsing: Browsing) -> None:
    page = browsing.get(f"{STOP}?token=t")
    assert (200, True) == (page.status_code, 'name="token" value="t"' in page.text)
    assert [] == heard(browsing, "StopSavedSearchMails")


def test_a_press_stops_without_sign_in_and_again_says_the_same(browsing: Browsing) -> None:
    first, second = (browsing.post(STOP, {"token": "t"}) for _ in range(2))
    assert (200, 200) == (first.status_code, second.status_code)
    assert main_of(first.text) == main_of(second.text)
    assert [STOPPED] * 2 == heard(browsing, "StopSavedSearchMails")


def test_a_mail_programs_one_click_stops(browsing: Browsing) -> None:
    """RFC 8058: it posts List-Unsubscribe=One-Click to the address that the header names."""
    click = {"List-Unsubscribe": "One-Click"}
    assert 200 == browsing.gateway.ask("POST", f"{STOP}?token=t", data=click).status_code
    assert [STOPPED] == heard(browsing, "StopSavedSearchMails")


def test_while_content_is_away_nothing_is_said_to_be_stopped(browsing: Browsing) -> None:
    browsing.gateway.backend.refuse(Unavailable("Away."), "StopSavedSearchMails")
    assert 503 == browsing.post(STOP, {"token": "t"}).status_code
