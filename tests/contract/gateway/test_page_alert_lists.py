"""The pages of alerts: nothing in force is out of reach, and an empty page says nothing false."""

from html import unescape

from isp.alerts.v1 import alert_pb2, alerts_pb2
from tests.contract.gateway.answers import ALERT
from tests.contract.gateway.browsing import Browsing

LIVE = alert_pb2.ALERT_STATUS_ISSUED


def _asked(browsing: Browsing) -> dict[bool, str]:
    """Return which page was asked for of what is in force, and of what ended."""
    heard = [each for each in browsing.gateway.backend.heard if each.rpc == "ListAlerts"]
    return {LIVE in each.message.statuses: each.message.page_token for each in heard}


def test_each_list_has_its_own_pages_both_ways_and_keeps_the_others_place(
    browsing: Browsing,
) -> None:
    page = unescape(browsing.get("/alerts?live=here%2B&page=there%2B").text)
    assert {True: "here+", False: "there+"} == _asked(browsing)
    for live, past in (
        *(("before%2Bpage", "there%2B"), ("next%2Bpage", "there%2B")),
        *(("here%2B", "before%2Bpage"), ("here%2B", "next%2Bpage")),
    ):
        assert f'href="/alerts?live={live}&page={past}"' in page
    assert (2, 2) == (page.count('rel="prev"'), page.count('rel="next"'))


def test_the_home_page_leads_on_to_what_it_does_not_show(browsing: Browsing) -> None:
    page = browsing.get("/cy/").text
    assert 'rel="next" href="/cy/alerts?live=next%2Bpage"' in page
    assert "Rhai hŷn" in page


def test_one_page_of_alerts_leads_nowhere(browsing: Browsing) -> None:
    answer = alerts_pb2.ListAlertsResponse(alerts=[ALERT])
    browsing.gateway.backend.answers["ListAlerts"] = answer
    page = browsing.get("/alerts").text
    assert 'rel="next"' not in page
    assert 'rel="prev"' not in page


def test_an_empty_page_further_on_does_not_say_that_there_is_no_alert(browsing: Browsing) -> None:
    """Alerts may have ended while somebody read."""
    answer = alerts_pb2.ListAlertsResponse(previous_page_token="before+")
    browsing.gateway.backend.answers["ListAlerts"] = answer
    page = browsing.get("/alerts?live=here").text
    assert "There is no live alert that you may read." not in page
    assert "Newer ones are on the page before." in page
    assert 'rel="prev" href="/alerts?live=before%2B"' in page
    assert "No message from us does not mean no incident." in page
