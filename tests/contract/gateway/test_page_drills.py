"""Drills of one's own organisation by the pages, and alerts by mail to one's own address."""

import pytest

from isp.alerts.v1 import alert_pb2, alerts_pb2, answers_pb2
from isp.alerts.v1 import drills_pb2 as pb
from isp.identity.v1 import alert_mails_pb2, security_leads_pb2
from services.alerts.domain import drill_errors
from services.identity.domain import errors
from tests.contract.gateway.answer_routes import LINK, SHOWN
from tests.contract.gateway.answers import ALERT
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.drill_routes import OVER
from tests.contract.gateway.route import ALERT_ID, KEY, VERSION
from tests.contract.gateway.test_page_asking import heard, main_of

OWN = "/account/drills"
NEW = f"{OWN}/new"
ONE = f"{OWN}/{ALERT_ID}"
MAILS = "/account/alert-mails"
TYPED = {"scenario": "EVACUATION", "note": "By the oak.", "minutes": "30", "key": KEY}


@pytest.fixture(autouse=True)
def signed_in(browsing: Browsing) -> None:
    browsing.sign_in()


def lead(browsing: Browsing, **said: bool) -> None:
    found = security_leads_pb2.SecurityLead(**said)
    browsing.gateway.backend.answers["GetSecurityLead"] = (
        security_leads_pb2.GetSecurityLeadResponse(security_lead=found)
    )


def test_the_account_leads_to_both(browsing: Browsing) -> None:
    for path in (OWN, MAILS):
        assert f'href="{path}"' in browsing.get("/account").text
        assert f'href="/cy{path}"' in browsing.get("/cy/account").text


def test_a_lead_sees_the_drills_and_begins_one(browsing: Browsing) -> None:
    page = main_of(browsing.get(OWN).text)
    assert "EXERCISE EXERCISE EXERCISE: Practise leaving the building" in page
    for path in (NEW, ONE, f"{OWN}?page=next"):
        assert f'href="{path}"' in page
    begun = browsing.post(NEW, TYPED)
    assert (302, ONE) == (begun.status_code, begun.location)
    assert [
        pb.StartDrillRequest(
            scenario=pb.DRILL_SCENARIO_EVACUATION,
            note="By the oak.",
            minutes=30,
            idempotency_key=KEY,
        )
    ] == heard(browsing, "StartDrill")


def test_the_words_of_a_scenario_are_in_the_language_of_the_page(browsing: Browsing) -> None:
    words = [
        pb.DrillWords(language=each, headline=headline)
        for each, headline in (("en", "Leave"), ("cy", "Gadael"))
    ]
    browsing.gateway.backend.answers["ListDrillScenarios"] = pb.ListDrillScenariosResponse(
        scenarios=[pb.OfferedScenario(scenario=pb.DRILL_SCENARIO_LOCKDOWN, words=words)]
    )
    assert "Leave" in main_of(browsing.get(NEW).text)
    assert "Gadael" in main_of(browsing.get("/cy" + NEW).text)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"scenario": ""}, "What do you practise?"),
        ({"scenario": "NONE"}, "choose from the list"),
        ({"note": "x" * 301}, "A note to your people:"),
        ({"minutes": "1"}, "choose from the list"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_begins(
    browsing: Browsing, given: dict[str, str], said: str
) -> None:
    page = browsing.post(NEW, TYPED | given)
    assert 400 == page.status_code
    assert said in page.text
    assert [] == heard(browsing, "StartDrill")


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (drill_errors.DrillRunning("x"), "end it first"),
        (drill_errors.DrillDuringAlert("x"), "do not practise beside it"),
        (drill_errors.TooManyDrills("x"), "as many drills as one may"),
    ],
)
def test_a_refusal_is_said_on_the_form(browsing: Browsing, failure: Exception, said: str) -> None:
    browsing.gateway.backend.refuse(failure, "StartDrill")
    page = browsing.post(NEW, TYPED)
    assert said in page.text
    assert "By the oak." in page.text


def test_a_drill_is_shown_as_it_went_out_in_the_language_of_the_page(browsing: Browsing) -> None:
    assert "Ymarfer gadael yr adeilad" in main_of(browsing.get("/cy" + OWN).text)
    page = main_of(browsing.get("/cy" + ONE).text)
    for each in ('lang="cy">EXERCISE EXERCISE EXERCISE: Ymarfer gadael', 'lang="cy">Gadewch.'):
        assert each in page
    assert "Practise leaving" not in page


def test_a_drill_is_shown_in_numbers_and_ended_once(browsing: Browsing) -> None:
    page = main_of(browsing.get(ONE).text)
    for each in ("EXERCISE EXERCISE EXERCISE", ">\n      12", ">\n      11", "calls nobody"):
        assert each in page, each
    ended = browsing.post(f"{ONE}/end", {"version": str(VERSION)})
    assert (302, ONE) == (ended.status_code, ended.location)
    assert [pb.EndDrillRequest(drill_id=ALERT_ID, expected_version=VERSION)] == heard(
        browsing, "EndDrill"
    )
    browsing.gateway.backend.answers["GetDrill"] = pb.GetDrillResponse(drill=OVER)
    assert f'action="{ONE}/end"' not in main_of(browsing.get(ONE).text)
    browsing.gateway.backend.refuse(drill_errors.DrillOver("x"), "EndDrill")
    browsing.post(f"{ONE}/end", {"version": str(VERSION)})
    assert "The drill has ended." in browsing.get(ONE).text


def test_whoever_does_not_lead_is_told_how_one_comes_to(browsing: Browsing) -> None:
    lead(browsing, held=True)
    assert "Somebody else of your organisation" in main_of(browsing.get(OWN).text)
    lead(browsing)
    page = main_of(browsing.get(OWN).text)
    assert 'value="take"' in page or "must be verified first" in page
    browsing.gateway.backend.refuse(errors.OrganisationNotFound("x"), "GetSecurityLead")
    assert "You belong to no organisation yet." in main_of(browsing.get(OWN).text)
    assert [] == heard(browsing, "ListDrills")


def test_one_takes_the_lead_and_leaves_it(browsing: Browsing) -> None:
    taken = browsing.post(f"{OWN}/lead", {"do": "take"})
    assert (302, OWN) == (taken.status_code, taken.location)
    left = browsing.post(f"{OWN}/lead", {"do": "leave"})
    assert (302, "/account") == (left.status_code, left.location)
    assert (
        1 == len(heard(browsing, "TakeSecurityLead")) == len(heard(browsing, "LeaveSecurityLead"))
    )
    browsing.gateway.backend.refuse(errors.SecurityLeadHeld("x"), "TakeSecurityLead")
    browsing.post(f"{OWN}/lead", {"do": "take"})
    assert "Somebody else leads the security of your organisation." in browsing.get(OWN).text


def test_help_is_practised_by_a_link_and_says_that_it_calls_nobody(browsing: Browsing) -> None:
    drill = answers_pb2.GetAnswerLinkResponse()
    drill.CopyFrom(SHOWN)
    drill.drill, drill.help_offered = True, True
    browsing.gateway.backend.answers["GetAnswerLink"] = drill
    page = main_of(browsing.get(f"/alerts/answer/help?token={LINK}").text)
    assert page.index("Call 999 now") < page.index("Practise: I need help")
    assert "nobody comes or calls" in page
    assert 'name="call_back"' not in page
    assert "practise your answer" in main_of(browsing.get(f"/alerts/answer?token={LINK}").text)


def test_the_page_of_a_drill_says_what_it_is_and_asks_for_no_picture(browsing: Browsing) -> None:
    alert = alert_pb2.Alert()
    alert.CopyFrom(ALERT)
    alert.status = alert_pb2.ALERT_STATUS_ISSUED
    alert.ClearField("ending")
    alert.drill_scenario = "EVACUATION"
    browsing.gateway.backend.answers["GetAlert"] = alerts_pb2.GetAlertResponse(alert=alert)
    page = main_of(browsing.get(f"/alerts/{ALERT_ID}").text)
    assert "A drill of your organisation alone. Nothing has happened." in page
    assert 'id="situation"' not in page


def test_mails_are_stopped_and_started_by_one_press(browsing: Browsing) -> None:
    assert f'action="{MAILS}/stop"' in main_of(browsing.get(MAILS).text)
    stopped = browsing.post(f"{MAILS}/stop", {})
    assert (302, MAILS) == (stopped.status_code, stopped.location)
    browsing.gateway.backend.answers["GetAlertMails"] = alert_mails_pb2.GetAlertMailsResponse(
        alert_mails=alert_mails_pb2.AlertMails(address="owner@cafe.example")
    )
    page = main_of(browsing.get(MAILS).text)
    assert "owner@cafe.example" in page
    assert f'action="{MAILS}/start"' in page
    browsing.post(f"{MAILS}/start", {})
    assert 1 == len(heard(browsing, "StopAlertMails")) == len(heard(browsing, "StartAlertMails"))
