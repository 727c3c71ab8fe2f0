"""Passing alerts on by the pages."""

from html import unescape

import pytest

from isp.alerts.v1 import alert_pb2, alerts_pb2
from isp.alerts.v1 import cascades_pb2 as pb
from isp.kernel.v1 import kernel_pb2
from services.alerts.domain.cascade_errors import ContextLooser, StepSettled
from tests.contract.gateway.answers import ALERT
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.cascade_routes import CONTEXT, DIGEST, SEAT, TREE, WAITING
from tests.contract.gateway.route import ALERT_ID, KEY
from tests.contract.gateway.test_page_asking import heard, main_of

PLACE = {"alert_id": ALERT_ID, "region": "LON", "sector": ""}
PRESSED = PLACE | {"digest": DIGEST.hex(), "version": "1", "tlp": "AMBER", "text": ""}


@pytest.fixture
def visitor(browsing: Browsing) -> Browsing:
    """Somebody for whom an alert waits."""
    browsing.sign_in()
    waiting = pb.WaitingStep(step=WAITING, alert=ALERT, above=CONTEXT)
    browsing.gateway.backend.answers["ListWaitingSteps"] = pb.ListWaitingStepsResponse(
        waiting=[waiting]
    )
    return browsing


def test_what_waits_is_shown_with_what_was_added_above(visitor: Browsing) -> None:
    page = main_of(visitor.get("/cascade").text)
    assert ALERT.content.headline in page
    assert "Pass it on to London" in page
    assert CONTEXT.text in page
    assert "A word of your own" not in page
    opened = f"/cascade?alert_id={ALERT_ID}&region=LON&sector="
    assert "A word of your own" in main_of(visitor.get(opened).text)
    welsh = unescape(visitor.get("/cy/cascade").text)
    assert "Pasio" in welsh
    assert f'<span lang="cy">{CONTEXT.text_cy}</span>' in welsh
    assert CONTEXT.text not in welsh


def test_one_tap_passes_it_on_with_what_was_read(visitor: Browsing) -> None:
    answer = visitor.post("/cascade", PRESSED)
    assert (302, "/cascade") == (answer.status_code, answer.location)
    said = {"alert_id": ALERT_ID, "region": "LON", "read_digest": DIGEST, "expected_version": 1}
    assert [pb.PassOnRequest(**said)] == heard(visitor, "PassOn")
    visitor.post("/cascade", PRESSED | {"text": "The road is shut."})
    added = pb.Context(text="The road is shut.", tlp=kernel_pb2.TLP_AMBER)
    welsh = PRESSED | {"text": "The road is shut.", "text_cy": "Mae'r ffordd ar gau."}
    visitor.post("/cascade", welsh)
    assert welsh["text_cy"] == heard(visitor, "PassOn")[-1].context.text_cy
    visitor.post("/cascade", PRESSED | {"text": "The road is shut."})
    assert pb.PassOnRequest(**said, context=added) == heard(visitor, "PassOn")[-1]


def test_why_it_was_not_passed_on_is_said_there(visitor: Browsing) -> None:
    assert 400 == visitor.post("/cascade", PRESSED | {"digest": "no digest"}).status_code
    assert 400 == visitor.post("/cascade", PRESSED | {"text": "a" * 1001}).status_code
    for refused, status, words in (
        (ContextLooser("x"), 403, "or tighter"),
        (StepSettled("x"), 409, "What stands now is below."),
    ):
        visitor.gateway.backend.refuse(refused, "PassOn")
        page = visitor.post("/cascade", PRESSED)
        assert status == page.status_code
        assert words in page.text


def test_nothing_waiting_never_says_that_all_is_well(browsing: Browsing) -> None:
    browsing.sign_in()
    assert "does not mean no incident" in main_of(browsing.get("/cascade").text)


def test_the_tree_hides_what_is_hidden_and_takes_a_report(visitor: Browsing) -> None:
    path = f"/cascade/{ALERT_ID}"
    page = main_of(visitor.get(path).text)
    for words in ("Retail, London", "Waits to be passed on", "40", "hidden", "All quiet."):
        assert words in page
    assert "Straight from the hub" in page
    place = {"region": SEAT.region, "sector": SEAT.sector, "key": KEY}
    assert 400 == visitor.post(path, place | {"text": " "}).status_code
    answer = visitor.post(path, place | {"text": "All shops are shut."})
    assert (302, path) == (answer.status_code, answer.location)
    wanted = pb.ReportUpRequest(
        alert_id=ALERT_ID,
        region="LON",
        sector="retail",
        text="All shops are shut.",
        idempotency_key=KEY,
    )
    assert [wanted] == heard(visitor, "ReportUp")
    exact = pb.GetCascadeResponse()
    exact.CopyFrom(TREE)
    exact.exact = True
    visitor.gateway.backend.answers["GetCascade"] = exact
    assert "Small numbers are hidden" not in visitor.get(path).text


def test_a_member_sees_what_was_added_for_them_beside_the_alert(browsing: Browsing) -> None:
    alert = alert_pb2.Alert()
    alert.CopyFrom(ALERT)
    alert.content.cascaded = True
    browsing.gateway.backend.answers["GetAlert"] = alerts_pb2.GetAlertResponse(alert=alert)
    assert CONTEXT.text not in browsing.get(f"/alerts/{ALERT_ID}").text
    browsing.sign_in()
    page = main_of(browsing.get(f"/alerts/{ALERT_ID}").text)
    assert CONTEXT.text in page
    assert "It is not part of the message above." in page
