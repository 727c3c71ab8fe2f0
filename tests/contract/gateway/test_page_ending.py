"""An all-clear in both languages: proposed at the desk, read by who gives it, and by everyone."""

from html import unescape

from isp.alerts.v1 import alert_pb2, alerts_pb2
from tests.contract.gateway.answers import ALERT
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.routes import ALERT_ID
from tests.contract.gateway.test_page_asking import heard, main_of
from tests.contract.gateway.test_page_forms import HERE


def out(browsing: Browsing) -> None:
    """Let the desk show an alert that is out, of which an all-clear is proposed."""
    alert = alert_pb2.Alert()
    alert.CopyFrom(ALERT)
    alert.status = alert_pb2.ALERT_STATUS_ISSUED
    alert.ClearField("ending")
    browsing.gateway.backend.answers["GetAlert"] = alerts_pb2.GetAlertResponse(alert=alert)
    browsing.sign_in()


def test_its_welsh_is_proposed_with_it_and_may_be_left_out(browsing: Browsing) -> None:
    out(browsing)
    said = {"do": "propose", "version": "3", "text": "Over.", "authority_reference": "R-1"}
    browsing.post(HERE, said | {"text_cy": "Drosodd."})
    browsing.post(HERE, said)
    both, english = heard(browsing, "ProposeAllClear")
    assert ("Over.", "Drosodd.", "") == (both.text, both.text_cy, english.text_cy)


def test_who_gives_it_reads_both(browsing: Browsing) -> None:
    out(browsing)
    page = unescape(main_of(browsing.get(HERE).text))
    for said in ("It is over.", 'lang="cy">Mae drosodd.'):
        assert said in page


def test_everyone_reads_it_in_the_language_of_the_page(browsing: Browsing) -> None:
    path = f"/alerts/{ALERT_ID}"
    english, welsh = (main_of(browsing.get(f"{site}{path}").text) for site in ("", "/cy"))
    assert '<span lang="en">It is over.</span>' in english
    assert "Mae drosodd." not in english
    assert '<span lang="cy">Mae drosodd.</span>' in welsh
    assert "It is over." not in welsh
