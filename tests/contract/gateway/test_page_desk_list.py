"""The desk's list: what is in force is never behind many drafts."""

from isp.alerts.v1 import alert_pb2, alerts_pb2
from tests.contract.gateway.browsing import Browsing

STATUSES = ("SUBMITTED", "ISSUED", "DRAFT", "RETURNED")


def _listing(browsing: Browsing, *statuses: str) -> None:
    """Let the backend have an alert of each of these statuses, and more of them."""
    alerts = [
        alert_pb2.Alert(
            alert_id="9b0d0b5e-0d0f-4ac7-9c0f-1c1f7d0f5e11",
            status=alert_pb2.AlertStatus.Value(f"ALERT_STATUS_{each}"),
            content=alert_pb2.AlertContent(headline=f"Headline of {each}"),
        )
        for each in statuses
    ]
    answer = alerts_pb2.ListAlertsResponse(alerts=alerts, next_page_token="more+")
    answer.previous_page_token = "less+"
    browsing.gateway.backend.answers["ListAlerts"] = answer
    browsing.sign_in()
    browsing.gateway.backend.heard.clear()


def _asked(browsing: Browsing) -> list[tuple[list[str], str]]:
    heard = [each for each in browsing.gateway.backend.heard if each.rpc == "ListAlerts"]
    name = alert_pb2.AlertStatus.Name
    return [
        ([name(one) for one in each.message.statuses], each.message.page_token) for each in heard
    ]


def test_each_status_is_asked_for_by_itself_and_says_that_there_are_more(
    browsing: Browsing,
) -> None:
    _listing(browsing, *STATUSES)
    page = browsing.get("/desk/alerts").text
    assert [([f"ALERT_STATUS_{each}"], "") for each in STATUSES] == _asked(browsing)
    places = [page.index(f"Headline of {each}") for each in STATUSES]
    assert sorted(places) == places
    assert 1 == page.count("Headline of ISSUED")
    for each in STATUSES:
        assert f'rel="next" href="/desk/alerts?status={each}&amp;page=more%2B"' in page
        assert f'rel="prev" href="/desk/alerts?status={each}&amp;page=less%2B"' in page


def test_a_page_further_on_is_of_one_status_and_a_made_up_one_is_none(browsing: Browsing) -> None:
    _listing(browsing, "ISSUED")
    assert "Headline of ISSUED" in browsing.get("/desk/alerts?status=ISSUED&page=more%2B").text
    assert [(["ALERT_STATUS_ISSUED"], "more+")] == _asked(browsing)
    browsing.gateway.backend.heard.clear()
    browsing.get("/desk/alerts?status=EXPIRED&page=more%2B")
    assert [([f"ALERT_STATUS_{each}"], "") for each in STATUSES] == _asked(browsing)


def test_an_empty_desk_says_that_no_message_does_not_mean_no_incident(browsing: Browsing) -> None:
    _listing(browsing)
    assert "No message from us does not mean no incident." in browsing.get("/desk/alerts").text
