"""What another system sent about an alert, on that alert's page of the desk."""

from html import unescape

import pytest

from chassis.errors import Unavailable
from isp.alerts.v1 import cap_pb2
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.record_routes import CAME
from tests.contract.gateway.route import CASE_ID
from tests.contract.gateway.test_page_asking import heard
from tests.contract.gateway.test_page_drafting import standing
from tests.contract.gateway.test_page_forms import HERE


@pytest.fixture(autouse=True)
def signed_in(browsing: Browsing) -> None:
    browsing.sign_in()


def test_a_cancellation_from_elsewhere_is_beside_the_alert_that_stays_out(
    browsing: Browsing,
) -> None:
    standing(browsing, "ISSUED")
    page = browsing.get(HERE).text
    assert f'href="/desk/alerts/{CASE_ID}">Cancelled: &lt;b&gt;' in page
    text = unescape(page)
    for said in (
        "A cancellation",
        "control@force.example",
        "This alert stays out as it is until somebody here ends or updates it.",
    ):
        assert said in text
    assert "Canslad" in unescape(browsing.get(f"/cy{HERE}").text)


def test_a_draft_says_of_which_message_it_was_made(browsing: Browsing) -> None:
    standing(browsing, "SUBMITTED")
    browsing.gateway.backend.answers["ListCapImports"] = cap_pb2.ListCapImportsResponse(origin=CAME)
    page = unescape(browsing.get(HERE).text)
    assert "It was made of a message from another system:" in page
    assert "force-7" in page
    assert "stays out" not in page


def test_while_it_cannot_be_asked_the_page_says_so(browsing: Browsing) -> None:
    standing(browsing, "ISSUED")
    browsing.gateway.backend.refuse(Unavailable("away"), "ListCapImports")
    page = browsing.get(HERE)
    assert 200 == page.status_code
    assert "cannot be shown at the moment" in unescape(page.text)


def test_a_reader_who_is_no_staff_is_told_of_nothing(browsing: Browsing) -> None:
    alert = standing(browsing, "ISSUED")
    alert.digest = b""
    browsing.get(HERE)
    assert [] == heard(browsing, "ListCapImports")
