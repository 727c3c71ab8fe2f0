"""Where an alert is, drawn by ourselves: for who decides, and for readers."""

from html import unescape

import pytest

from chassis.errors import Unavailable
from isp.alerts.v1 import alert_pb2
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.routes import ALERT_ID
from tests.contract.gateway.test_page_areas import with_areas
from tests.contract.gateway.test_page_drafting import standing
from tests.contract.gateway.test_page_forms import HERE


@pytest.fixture(autouse=True)
def signed_in(browsing: Browsing) -> None:
    browsing.sign_in()


def test_an_approver_sees_where_it_is_on_a_map_of_ours(browsing: Browsing) -> None:
    alert = with_areas(browsing)
    alert.status = alert_pb2.ALERT_STATUS_SUBMITTED
    answer = browsing.get(HERE)
    text = unescape(answer.text)
    assert 2 == text.count("<svg")
    assert "<circle" in text
    assert 'role="img" aria-labelledby="map-title map-text"' in text
    assert "Area 1 is included. Area 2 is left out." in text
    assert "The thin circle is where readers are told that it applies." in text
    for word in (" style=", "<script>", "onload", "tile"):
        assert word not in text.partition("<main")[2].partition("</main>")[0]
    assert "img-src" in answer.headers["Content-Security-Policy"]
    assert "Ardal 1" in unescape(browsing.get(f"/cy{HERE}").text)


def test_the_map_and_the_words_show_every_shape_that_readers_are_told_of(
    browsing: Browsing,
) -> None:
    alert = with_areas(browsing)
    alert.status = alert_pb2.ALERT_STATUS_SUBMITTED
    alert.content.area.shapes.add(circle=alert.content.audience[0].circle)
    alert.content.area.shapes.add(polygon=alert.content.audience[1].polygon)
    text = unescape(browsing.get(HERE).text)
    drawn = text.partition("<svg")[2].partition("</svg>")[0]
    assert 2 == drawn.count('fill="none" stroke="#0b0c0c" stroke-width="2"')
    assert "The thin lines are around where readers are told that it applies." in text
    assert "within 0.5 km of latitude 51.381000, longitude -2.359000" in text
    assert "in a polygon of 4 points" in text


def test_readers_are_told_where_it_applies_in_words_and_on_a_map(browsing: Browsing) -> None:
    """Of whom it is for else they see nothing: an audience's areas are for those who wrote it."""
    alert = with_areas(browsing)
    alert.status = alert_pb2.ALERT_STATUS_ISSUED
    alert.content.area.geocodes.add(name="UGC", value="UKC001")
    page = browsing.get(f"/alerts/{ALERT_ID}").text
    text = unescape(page)
    assert "Where it applies" in text
    assert "within 0.5 km of latitude 51.381000, longitude -2.359000" in text
    assert "The lines are around where it applies." in text
    drawn = text.partition("<svg")[2].partition("</svg>")[0]
    assert 1 == drawn.count('fill="none" stroke="#0b0c0c"')
    assert "Area 1" not in text
    assert len(page) < 100_000
    alert.content.ClearField("area")
    assert "Where it applies" not in browsing.get(f"/alerts/{ALERT_ID}").text


def test_the_map_counts_premises_and_hides_few(browsing: Browsing) -> None:
    alert = with_areas(browsing)
    alert.status = alert_pb2.ALERT_STATUS_SUBMITTED
    text = unescape(browsing.get(HERE).text)
    assert "14 premises are in it, whoever looks after them." in text
    assert ">12</text>" in text
    assert "><5</text>" in text
    assert "Around latitude 51.5000, longitude -2.3000: fewer than five" in text
    browsing.gateway.backend.refuse(Unavailable("away"), "GetReachMap")
    page = browsing.get(HERE)
    assert 200 == page.status_code
    assert "How many premises are there cannot be shown at the moment." in unescape(page.text)
    assert "<svg" in page.text


def test_what_is_for_no_area_has_no_map(browsing: Browsing) -> None:
    alert = standing(browsing, "SUBMITTED")
    alert.content.ClearField("area")
    assert "<svg" not in browsing.get(HERE).text.partition("<main")[2]
