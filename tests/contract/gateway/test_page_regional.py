"""A region's own message on the desk: who is offered what, in which capacity, by which call."""

from html import unescape
from typing import Any

import grpc
import pytest

from chassis.errors import Invalid, Unavailable, Violation
from isp.alerts.v1 import alert_pb2, alerts_pb2, decision_pb2
from isp.alerts.v1 import regional_pb2 as pb
from isp.kernel.v1 import kernel_pb2
from services.alerts.domain import region_errors
from tests.contract.gateway.answers import ALERT, at
from tests.contract.gateway.backend import NotOurs
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.routes import ALERT_ID
from tests.contract.gateway.test_page_drafting import APPROVAL, KEPT, standing
from tests.contract.gateway.test_page_forms import HERE, WORDS

NEW = "/desk/regions/LON/alerts/new"
SAID = {name: value for name, value in WORDS.items() if name != "regions"} | {"sectors": []}
INCLUDE, ONLY = kernel_pb2.AUDIENCE_MODE_INCLUDE, kernel_pb2.AUDIENCE_MODE_MUST_BE
REGION = kernel_pb2.AUDIENCE_KIND_REGION
APPROVERS = {'value="approve"', 'value="approve-for-region"'}


def acting(browsing: Browsing, *regions: str) -> None:
    """Let the visitor act for these regions, and for no other."""
    answers = browsing.gateway.backend.answers
    answers["ListMyRegions"] = pb.ListMyRegionsResponse(regions=regions)


def regional(browsing: Browsing, status: str, region: str = "LON") -> alert_pb2.Alert:
    """Let the desk show a region's own message that stands so."""
    alert = standing(browsing, status)
    alert.origin_region = region
    return alert


def drafted(browsing: Browsing) -> Any:
    """What was said to the service when a draft was kept."""
    (heard,) = [each for each in browsing.gateway.backend.heard if "Draft" in each.rpc]
    assert "DraftRegionalAlert" == heard.rpc
    return heard.message


def rows(message: Any) -> list[tuple[int, int, str]]:
    return [(row.mode, row.kind, row.value) for row in message.content.audience]


def test_the_desk_leads_to_a_message_of_each_region_for_which_one_acts(browsing: Browsing) -> None:
    browsing.sign_in()
    acting(browsing, "LON", "SE")
    page = unescape(browsing.get("/desk/alerts").text)
    for code, name in (("LON", "London"), ("SE", "South East")):
        assert f'href="/desk/regions/{code}/alerts/new"' in page
        assert f"Write for {name}" in page
    acting(browsing)
    assert "/desk/regions/" not in browsing.get("/desk/alerts").text


def test_the_list_says_which_message_is_a_regions(browsing: Browsing) -> None:
    browsing.sign_in()
    alert = alert_pb2.Alert(
        alert_id=ALERT_ID, status=alert_pb2.ALERT_STATUS_SUBMITTED, origin_region="LON"
    )
    answer = browsing.gateway.backend.answers["ListAlerts"] = alerts_pb2.ListAlertsResponse()
    answer.alerts.append(alert)
    assert "London's own message" in unescape(browsing.get("/desk/alerts").text)
    answer.alerts[0].origin_region = ""
    assert "own message" not in browsing.get("/desk/alerts").text


@pytest.mark.parametrize("prefix", ["", "/cy"])
def test_the_form_says_for_whom_one_writes_and_offers_no_region(
    browsing: Browsing, prefix: str
) -> None:
    browsing.sign_in()
    page = unescape(browsing.get(prefix + NEW).text)
    said = "Rydych yn ysgrifennu ar ran rhanbarth Llundain." if prefix else "You write for London."
    assert said in page
    assert 'name="regions"' not in page
    assert 'name="sectors"' in page
    assert f'href="{prefix}{NEW}?from=' in page, "a wording leads to the same form"
    assert "You write for" not in browsing.get("/desk/alerts/new").text


@pytest.mark.parametrize("regions", [(), ("SE",)])
def test_who_does_not_act_for_the_region_gets_no_form_of_it(
    browsing: Browsing, regions: tuple[str, ...]
) -> None:
    browsing.sign_in()
    acting(browsing, *regions)
    assert 404 == browsing.get(NEW).status_code


def test_a_draft_is_the_regions_and_for_everyone_there(browsing: Browsing) -> None:
    browsing.sign_in()
    browsing.gateway.backend.heard.clear()
    answer = browsing.post(NEW, SAID | {"regions": ["SCO"]})
    assert (302, HERE) == (answer.status_code, answer.location)
    message = drafted(browsing)
    assert ("LON", WORDS["key"]) == (message.region, message.idempotency_key)
    assert "Van on the pavement" == message.content.headline
    assert [(INCLUDE, REGION, "LON")] == rows(message), "no other can be slipped in"


def test_whom_else_the_rows_include_must_be_in_the_region(browsing: Browsing) -> None:
    browsing.sign_in()
    browsing.gateway.backend.heard.clear()
    browsing.post(NEW, SAID | {"sectors": ["retail"], "row1_what": "ROLE:expert"})
    assert [
        (ONLY, REGION, "LON"),
        (ONLY, kernel_pb2.AUDIENCE_KIND_SECTOR, "retail"),
        (INCLUDE, kernel_pb2.AUDIENCE_KIND_ROLE, "expert"),
    ] == rows(drafted(browsing))


def test_counting_keeps_nothing_and_counts_in_the_region(browsing: Browsing) -> None:
    browsing.sign_in()
    browsing.gateway.backend.heard.clear()
    page = browsing.post(NEW, SAID | {"do": "count"})
    assert (200, True) == (page.status_code, "You write for London." in page.text)
    heard = {each.rpc: each.message for each in browsing.gateway.backend.heard}
    assert [(INCLUDE, REGION, "LON")] == [
        (row.mode, row.kind, row.value) for row in heard["PreviewAudience"].audience
    ]
    assert "DraftRegionalAlert" not in heard


def test_what_is_wrong_with_a_draft_is_said_and_what_was_typed_stays(browsing: Browsing) -> None:
    browsing.sign_in()
    page = browsing.post(NEW, SAID | {"headline": ""})
    assert (400, True) == (page.status_code, "Headline: this is needed" in unescape(page.text))
    wrong = Invalid(Violation("content.audience", "must stay within LON"))
    browsing.gateway.backend.refuse(wrong, "DraftRegionalAlert")
    page = browsing.post(NEW, SAID)
    text = unescape(page.text)
    assert (400, True) == (page.status_code, "must stay within LON" in text)
    assert 'value="Van on the pavement"' in text
    assert "You write for London." in text


def test_a_seat_that_was_lost_meanwhile_is_said_to_be(browsing: Browsing) -> None:
    browsing.sign_in()
    refusal = region_errors.NotOfTheRegion("x")
    browsing.gateway.backend.refuse(refusal, "DraftRegionalAlert")
    page = browsing.post(NEW, SAID)
    assert 403 == page.status_code
    assert "You have no seat of the region whose message this is." in unescape(page.text)


def test_a_second_person_of_the_region_issues_it_by_the_regions_call(browsing: Browsing) -> None:
    regional(browsing, "SUBMITTED")
    page = unescape(browsing.get(HERE).text)
    assert "You act for London." in page
    assert "Approve and issue for London" in page
    assert 'value="discard"' in page
    assert 'value="approve"' not in page
    said = APPROVAL | {"do": "approve-for-region"}
    unsaid = browsing.post(HERE, said)
    assert (400, True) == (unsaid.status_code, "choose the size" in unsaid.text)
    done = browsing.post(HERE, said | {"size": "TENS"})
    assert (302, HERE) == (done.status_code, done.location)
    heard = browsing.gateway.backend.heard[-1]
    assert ("ApproveRegionalAlert", ALERT_ID, ALERT.digest, 40, alert_pb2.AUDIENCE_SIZE_TENS) == (
        heard.rpc,
        heard.message.alert_id,
        heard.message.read_digest,
        heard.message.counted,
        heard.message.audience_size,
    )


@pytest.mark.parametrize(
    ("regions", "button", "rpc"),
    [(("LON",), "return-for-region", "ReturnRegionalAlert"), ((), "return", "ReturnAlert")],
)
def test_who_acts_for_it_sends_it_back_for_the_region(
    browsing: Browsing, regions: tuple[str, ...], button: str, rpc: str
) -> None:
    """Others as they may: a Welsh approver judges its Welsh."""
    acting(browsing, *regions)
    regional(browsing, "SUBMITTED")
    page = browsing.get(HERE).text
    buttons = {each for each in ("return", "return-for-region") if f'value="{each}"' in page}
    assert {button} == buttons
    empty = browsing.post(HERE, {"do": button, "version": "3"})
    assert (400, True) == (empty.status_code, "this is needed" in empty.text)
    browsing.post(HERE, {"do": button, "version": "3", "return_reason": "Which street?"})
    heard = browsing.gateway.backend.heard[-1]
    assert (rpc, ALERT_ID, 3, "Which street?") == (
        heard.rpc,
        heard.message.alert_id,
        heard.message.expected_version,
        heard.message.reason,
    )


@pytest.mark.parametrize("regions", [(), ("SE",)])
def test_approvers_of_elsewhere_are_offered_nothing_that_they_cannot_do(
    browsing: Browsing, regions: tuple[str, ...]
) -> None:
    acting(browsing, *regions)
    regional(browsing, "SUBMITTED")
    page = unescape(browsing.get(HERE).text)
    assert "You do not act for London" in page
    assert not [each for each in APPROVERS if each in page]
    assert 'name="counted"' not in page
    assert f'href="{HERE}/edit"' not in page
    assert 'value="discard"' not in page
    regional(browsing, "DRAFT")
    page = browsing.get(HERE).text
    assert not [each for each in ("submit", "discard") if f'value="{each}"' in page]


def test_the_hubs_message_is_approved_as_ever_also_by_who_acts_for_a_region(
    browsing: Browsing,
) -> None:
    standing(browsing, "SUBMITTED")
    page = browsing.get(HERE).text
    assert 'value="approve"' in page
    assert 'value="approve-for-region"' not in page
    assert "own message" not in page
    assert "ListMyRegions" not in [each.rpc for each in browsing.gateway.backend.heard]


@pytest.mark.parametrize(
    ("regions", "button", "rpc"),
    [
        (("LON",), "withdraw-for-region", "WithdrawRegionalAlert"),
        ((), "withdraw", "WithdrawAlert"),
    ],
)
def test_who_acts_for_it_withdraws_it_for_the_region_and_the_hub_as_the_hub(
    browsing: Browsing, regions: tuple[str, ...], button: str, rpc: str
) -> None:
    acting(browsing, *regions)
    regional(browsing, "ISSUED")
    page = browsing.get(HERE).text
    buttons = {each for each in ("withdraw", "withdraw-for-region") if f'value="{each}"' in page}
    assert {button} == buttons
    assert (f'href="{HERE}/update"' in page) is bool(regions), "updates are the region's alone"
    empty = browsing.post(HERE, {"do": button, "version": "3"})
    assert (400, True) == (empty.status_code, "this is needed" in empty.text)
    browsing.post(HERE, {"do": button, "version": "3", "reason": "Wrong street."})
    heard = browsing.gateway.backend.heard[-1]
    assert (rpc, ALERT_ID, 3, "Wrong street.") == (
        heard.rpc,
        heard.message.alert_id,
        heard.message.expected_version,
        heard.message.reason,
    )


@pytest.mark.parametrize("page", ["edit", "update"])
def test_a_change_stays_the_regions_and_says_what_it_said(browsing: Browsing, page: str) -> None:
    alert = regional(browsing, "DRAFT" if page == "edit" else "ISSUED")
    shown = unescape(browsing.get(f"{HERE}/{page}").text)
    assert "You write for London." in shown
    assert 'name="regions"' not in shown
    before = rows(alert)
    browsing.post(f"{HERE}/{page}", KEPT | {"headline": "Two vans"})
    heard = browsing.gateway.backend.heard[-1]
    assert "Two vans" == heard.message.content.headline
    assert before == rows(heard.message), "for the same people as before"


def test_of_rows_that_must_be_there_a_change_says_the_same(browsing: Browsing) -> None:
    alert = regional(browsing, "DRAFT")
    del alert.content.audience[:]
    alert.content.audience.add(mode=ONLY, kind=REGION, value="LON")
    alert.content.audience.add(mode=INCLUDE, kind=REGION, value="SE")
    alert.content.audience.add(mode=INCLUDE, kind=kernel_pb2.AUDIENCE_KIND_EVERYONE)
    shown = browsing.get(f"{HERE}/edit").text
    assert 'value="REGION:SE" selected' in shown or 'selected value="REGION:SE"' in shown
    said = KEPT | {"sectors": [], "row1_what": "REGION:SE", "row2_what": "EVERYONE:"}
    browsing.post(f"{HERE}/edit", said)
    assert rows(alert) == rows(browsing.gateway.backend.heard[-1].message)


def test_the_decision_log_says_in_which_capacity(browsing: Browsing) -> None:
    browsing.sign_in()
    log = alerts_pb2.GetDecisionsResponse(
        decisions=[
            decision_pb2.Decision(
                action="alerts:approve", at=at(9), detail={"capacity": "region:LON"}
            ),
            decision_pb2.Decision(action="alerts:draft", at=at(8)),
        ]
    )
    browsing.gateway.backend.answers["GetDecisions"] = log
    page = browsing.get(f"{HERE}/decisions").text
    assert 1 == page.count("Acting for London")
    welsh = browsing.get(f"/cy{HERE}/decisions").text
    assert "Yn gweithredu ar ran rhanbarth Llundain" in welsh


def test_readers_are_told_whose_message_it_is(browsing: Browsing) -> None:
    alert = regional(browsing, "ISSUED")
    alert.issued_at.CopyFrom(at(9))
    assert "London's own message" in unescape(browsing.get(f"/alerts/{ALERT_ID}").text)
    alert.origin_region = ""
    assert "own message" not in browsing.get(f"/alerts/{ALERT_ID}").text


def test_before_alerts_knows_of_regions_the_desk_works_without_them(browsing: Browsing) -> None:
    """The gateway comes first in an update; what is away is still said to be."""
    browsing.sign_in()
    browsing.gateway.backend.refuse(NotOurs(grpc.StatusCode.UNIMPLEMENTED), "ListMyRegions")
    page = browsing.get("/desk/alerts")
    assert (200, False) == (page.status_code, "Write for" in page.text)
    browsing.gateway.backend.refuse(Unavailable("Away."), "ListMyRegions")
    assert 503 == browsing.get("/desk/alerts").status_code
