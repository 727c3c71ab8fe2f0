"""Answering by the pages: nothing counts that was not pressed, and 999 comes first."""

import re

import pytest

from chassis.errors import Invalid, StaleVersion, Violation
from isp.alerts.v1 import alert_pb2, alerts_pb2
from isp.alerts.v1 import answers_pb2 as pb
from services.alerts.domain import errors
from services.alerts.domain.situation import KINDS
from services.gateway.pages import labels
from tests.contract.gateway.answer_routes import BOARD, LINK, SHOWN
from tests.contract.gateway.answers import ALERT
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.route import ALERT_ID, HELP_ID, KEY, STAFFING_ID
from tests.contract.gateway.test_page_asking import heard, main_of

PAGE = f"/alerts/answer?token={LINK}"
HELP_PAGE = f"/alerts/answer/help?token={LINK}"
PRESSED = {"token": LINK, "alert_id": ALERT_ID, "key": KEY}
ANSWERS = {"AnswerByLink", "AnswerAlert"}


def live(browsing: Browsing) -> None:
    alert = alert_pb2.Alert()
    alert.CopyFrom(ALERT)
    alert.status = alert_pb2.ALERT_STATUS_ISSUED
    alert.ClearField("ending")
    browsing.gateway.backend.answers["GetAlert"] = alerts_pb2.GetAlertResponse(alert=alert)


@pytest.mark.parametrize("path", [PAGE, HELP_PAGE, "/cy" + PAGE])
def test_opening_a_link_counts_nothing(browsing: Browsing, path: str) -> None:
    """Mail scanners open links, some of them with HEAD."""
    for method in ("get", "head"):
        page = getattr(browsing, method)(path) if hasattr(browsing, method) else browsing.get(path)
        assert 200 == page.status_code
        assert "private, no-store" == page.headers["Cache-Control"]
    assert not ANSWERS & {each.rpc for each in browsing.gateway.backend.heard}


def test_the_page_says_what_it_is_about_and_what_was_answered(browsing: Browsing) -> None:
    page = main_of(browsing.get(PAGE).text)
    assert "Van on the &lt;b&gt;pavement&lt;/b&gt;" in page
    assert "In danger call 999." in page
    assert "You answered:</strong>" in page or "You answered: I need help" in page
    assert "No officer has the call yet" in page
    assert re.search(r'value="SAFE"', page)
    assert re.search(r'value="NOT_AFFECTED"', page)
    assert 'value="NEED_HELP"' not in page


def test_a_restricted_alert_is_not_named(browsing: Browsing) -> None:
    hidden = pb.GetAnswerLinkResponse()
    hidden.CopyFrom(SHOWN)
    hidden.headline = ""
    browsing.gateway.backend.answers["GetAnswerLink"] = hidden
    assert "Sign in to read it." in main_of(browsing.get(PAGE).text)


def test_a_press_answers_and_comes_back_to_the_link(browsing: Browsing) -> None:
    answer = browsing.post("/alerts/answer", PRESSED | {"answer": "SAFE"})
    assert (303, PAGE) == (answer.status_code, answer.location)
    assert [
        pb.AnswerByLinkRequest(
            link=LINK, alert_id=ALERT_ID, answer=pb.ANSWER_SAFE, idempotency_key=KEY
        )
    ] == heard(browsing, "AnswerByLink")


def test_who_needs_help_reads_999_before_anything_else(browsing: Browsing) -> None:
    page = main_of(browsing.get(HELP_PAGE).text)
    assert page.index("Call 999 now") < page.index('name="call_back"')
    assert "This page does not call the police." in page
    browsing.post("/alerts/answer", PRESSED | {"answer": "NEED_HELP", "call_back": "020 7946 0000"})
    (asked,) = heard(browsing, "AnswerByLink")
    assert (pb.ANSWER_NEED_HELP, "020 7946 0000") == (asked.answer, asked.call_back)


def test_no_help_is_offered_where_nobody_is_there(browsing: Browsing) -> None:
    alone = pb.GetAnswerLinkResponse()
    alone.CopyFrom(SHOWN)
    alone.help_offered = False
    browsing.gateway.backend.answers["GetAnswerLink"] = alone
    page = main_of(browsing.get(HELP_PAGE).text)
    assert "Nobody is at the desk now" in page
    assert 'value="NEED_HELP"' not in page
    assert "999" in page


@pytest.mark.parametrize(
    ("failure", "status", "said"),
    [
        (errors.AnswerLinkRefused("x"), 404, "not one of ours"),
        (errors.AnswerLinkEnded("x"), 409, "time of this link is over"),
        (errors.AnswerLinkOfAnotherAlert("x"), 403, "for another alert"),
        (errors.AnswersClosed("x"), 409, "has ended"),
        (Invalid(Violation("link", "wrong")), 404, "not one of ours"),
    ],
)
def test_a_link_that_is_no_good_has_a_page_that_says_why(
    browsing: Browsing, failure: Exception, status: int, said: str
) -> None:
    browsing.gateway.backend.refuse(failure, "GetAnswerLink", "AnswerByLink")
    for page in (
        browsing.get(PAGE),
        browsing.post("/alerts/answer", PRESSED | {"answer": "SAFE"}),
    ):
        assert status == page.status_code
        assert said in main_of(page.text)
        assert "999" in main_of(page.text)


def test_what_may_work_later_is_said_on_the_page_itself(browsing: Browsing) -> None:
    backend = browsing.gateway.backend
    for failure in (errors.HelpNotStaffed("x"), Invalid(Violation("call_back", "wrong"))):
        backend.refuse(failure, "AnswerByLink")
        page = browsing.post("/alerts/answer", PRESSED | {"answer": "NEED_HELP"})
        assert page.status_code in {400, 409}
        assert "There is a problem" in page.text
        assert KEY not in page.text
    backend.refuse(StaleVersion("x"), "AnswerByLink")
    page = browsing.post("/alerts/answer", PRESSED | {"answer": "SAFE"})
    assert "Press the button again." in page.text


def test_no_button_of_ours_says_that(browsing: Browsing) -> None:
    assert 400 == browsing.post("/alerts/answer", PRESSED | {"answer": "MAYBE"}).status_code
    assert [] == heard(browsing, "AnswerByLink")


def test_an_alert_that_asks_says_how_to_answer(browsing: Browsing) -> None:
    live(browsing)
    page = main_of(browsing.get(f"/alerts/{ALERT_ID}").text)
    assert "Are you safe?" in page
    assert "or sign in" in page
    assert [] == heard(browsing, "GetMyAnswer")
    browsing.sign_in()
    page = main_of(browsing.get(f"/alerts/{ALERT_ID}").text)
    assert 'value="SAFE"' in page
    assert f'href="/alerts/{ALERT_ID}/help"' in page


def test_one_answers_from_the_alerts_page(browsing: Browsing) -> None:
    live(browsing)
    browsing.sign_in()
    answer = browsing.post(f"/alerts/{ALERT_ID}/answer", {"answer": "SAFE", "key": KEY})
    assert (303, f"/alerts/{ALERT_ID}#answer") == (answer.status_code, answer.location)
    assert [
        pb.AnswerAlertRequest(alert_id=ALERT_ID, answer=pb.ANSWER_SAFE, idempotency_key=KEY)
    ] == heard(browsing, "AnswerAlert")
    browsing.gateway.backend.refuse(errors.HelpNotStaffed("x"), "AnswerAlert")
    page = browsing.post(f"/alerts/{ALERT_ID}/answer", {"answer": "NEED_HELP", "key": KEY})
    assert 409 == page.status_code
    assert "In danger call 999." in main_of(page.text)


def test_the_desk_shows_the_board_and_hides_what_is_hidden(browsing: Browsing) -> None:
    live(browsing)
    browsing.sign_in()
    page = main_of(browsing.get(f"/desk/alerts/{ALERT_ID}").text)
    assert "What people answered" in page
    assert re.search(r"London</dt>\s*<dd[^>]*>[^<]*: 7<br>[^<]*: hidden", page)
    assert "Scotland" not in page
    exact = pb.GetAnswersResponse()
    exact.CopyFrom(BOARD)
    exact.exact = True
    browsing.gateway.backend.answers["GetAnswers"] = exact
    assert "Regions where fewer" not in browsing.get(f"/desk/alerts/{ALERT_ID}").text


def test_the_help_desk_shows_how_to_reach_who_is_ones_own(browsing: Browsing) -> None:
    browsing.sign_in()
    page = main_of(browsing.get("/desk/help").text)
    assert "020 7946 0000, shop@corner.example" in page
    assert "National duty desk" in page
    assert "Leave the queue" in page
    others = pb.ListHelpRequestsResponse(
        requests=[pb.HelpRequest(help_id=HELP_ID, alert_id=ALERT_ID, state=pb.HELP_STATE_WAITING)]
    )
    browsing.gateway.backend.answers["ListHelpRequests"] = others
    page = main_of(browsing.get("/desk/help").text)
    assert "shown to the officer who takes the call" in page
    assert "Nobody is at a queue" in page


def test_each_button_of_the_help_desk_does_its_deed(browsing: Browsing) -> None:
    browsing.sign_in()
    of_call = {"id": HELP_ID, "version": "2"}
    for said, rpc, message in (
        ({"do": "take"} | of_call, "TakeHelpRequest", {"expected_version": 2}),
        ({"do": "helped"} | of_call, "CloseHelpRequest", {"outcome": pb.HELP_OUTCOME_HELPED}),
        ({"do": "not-reached"} | of_call, "CloseHelpRequest", {}),
        ({"do": "leave", "id": STAFFING_ID, "version": "1"}, "LeaveHelpQueue", {}),
        ({"do": "staff", "queue": "LON", "hours": "2", "key": KEY}, "StaffHelpQueue", {}),
    ):
        answer = browsing.post("/desk/help", said)
        assert (302, "/desk/help") == (answer.status_code, answer.location)
        last = heard(browsing, rpc)[-1]
        for name, value in message.items():
            assert value == getattr(last, name)


def test_what_is_wrong_at_the_help_desk_is_said_there(browsing: Browsing) -> None:
    browsing.sign_in()
    page = browsing.post("/desk/help", {"do": "staff", "key": KEY})
    assert 400 == page.status_code
    assert "There is a problem" in page.text
    browsing.gateway.backend.refuse(errors.HeldByAnother("x"), "CloseHelpRequest")
    page = browsing.post("/desk/help", {"do": "helped", "id": HELP_ID, "version": "2"})
    assert 403 == page.status_code
    assert "another officer has it" in page.text
    assert 400 == browsing.post("/desk/help", {"do": "fly"}).status_code


def test_one_tap_tells_what_is_so(browsing: Browsing) -> None:
    live(browsing)
    assert "What is so around you?" not in browsing.get(f"/alerts/{ALERT_ID}").text
    browsing.sign_in()
    page = main_of(browsing.get(f"/alerts/{ALERT_ID}").text)
    assert {each for each in labels.SITUATIONS if f'value="{each}"' in page} == set(KINDS)
    answer = browsing.post(f"/alerts/{ALERT_ID}/report", {"kind": "CROWDS", "key": KEY})
    assert (303, f"/alerts/{ALERT_ID}#situation") == (answer.status_code, answer.location)
    assert [
        pb.ReportSituationRequest(alert_id=ALERT_ID, kind="CROWDS", idempotency_key=KEY)
    ] == heard(browsing, "ReportSituation")
    browsing.gateway.backend.refuse(errors.TooManyReports("x"), "ReportSituation")
    answer = browsing.post(f"/alerts/{ALERT_ID}/report", {"kind": "CROWDS", "key": KEY})
    assert 303 == answer.status_code
    assert "You reported often" in browsing.get(f"/alerts/{ALERT_ID}").text
    browsing.gateway.backend.refuse(errors.AnswersClosed("x"), "ReportSituation")
    answer = browsing.post(f"/alerts/{ALERT_ID}/report", {"kind": "CROWDS", "key": KEY})
    assert (409, True) == (answer.status_code, "has ended" in answer.text)


def test_the_desk_shows_what_members_report(browsing: Browsing) -> None:
    live(browsing)
    browsing.sign_in()
    page = main_of(browsing.get(f"/desk/alerts/{ALERT_ID}").text)
    assert re.search(r"London</dt>\s*<dd[^>]*>Crowds<br>People: 6<br>", page)
    assert "What fewer than five report is not shown." in page
