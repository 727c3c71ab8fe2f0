"""Cordons on the pages: what anyone reads, and how two people move one."""

from html import unescape

import pytest

from chassis.errors import Invalid, Unavailable, Violation
from isp.alerts.v1 import cordon_pb2 as pb
from isp.alerts.v1 import cordons_pb2 as rpc
from services.alerts.domain import errors
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.cordon_routes import CORDON, DIGEST, LIFTED
from tests.contract.gateway.route import ALERT_ID, CORDON_ID, KEY
from tests.contract.gateway.test_page_asking import heard

ALERT = f"/alerts/{ALERT_ID}"
DESK = f"/desk/alerts/{ALERT_ID}/cordons"
HERE = f"{DESK}/{CORDON_ID}"
LINE = {
    "place": "Two streets",
    "points": "51.5,-0.1\r\n51.5,-0.09\r\n51.51, -0.09\r\n51.5,-0.1\r\n",
    "due_in": "60",
    "authority_reference": "CAD 1",
    "key": KEY,
}


def stands(browsing: Browsing, *cordons: pb.Cordon) -> None:
    browsing.gateway.backend.answers["ListCordons"] = rpc.ListCordonsResponse(cordons=cordons)


def test_anyone_reads_where_it_is_and_that_the_update_is_overdue(browsing: Browsing) -> None:
    text = unescape(browsing.get(ALERT).text)
    assert "Two &lt;streets&gt;" in browsing.get(ALERT).text
    assert "Update overdue" in text
    assert "Next update due at" in text
    assert "That does not mean that everything near it is safe." in text
    assert "East" not in text
    assert "Peidiwch â mynd i mewn." in unescape(browsing.get(f"/cy{ALERT}").text)


def test_an_update_in_time_is_not_called_overdue_and_an_end_is_no_lifting(
    browsing: Browsing,
) -> None:
    live = pb.Cordon()
    live.CopyFrom(CORDON)
    live.update_overdue = False
    stands(browsing, live)
    assert "Update overdue" not in browsing.get(ALERT).text
    live.status = pb.CORDON_STATUS_ENDED_WITH_ALERT
    stands(browsing, live)
    text = browsing.get(ALERT).text
    assert "That does not mean that it was lifted." in text
    assert "Next update due at" not in text
    stands(browsing)
    assert "Cordons" not in browsing.get(ALERT).text


def test_cordons_that_cannot_be_had_are_said_to_be_missing(browsing: Browsing) -> None:
    browsing.gateway.backend.refuse(Unavailable("away"), "ListCordons")
    page = browsing.get(ALERT)
    assert 200 == page.status_code
    assert "The cordons cannot be shown at the moment." in page.text


def test_a_proposal_says_the_line_and_by_when(browsing: Browsing) -> None:
    browsing.sign_in()
    done = browsing.post(f"{DESK}/new", LINE)
    assert (302, HERE) == (done.status_code, done.headers["Location"])
    (said,) = heard(browsing, "ProposeCordon")
    assert ([51.5, 51.5, 51.51, 51.5], KEY) == (
        list(said.polygon.latitudes),
        said.idempotency_key,
    )
    assert said.next_update_due.seconds > 0


@pytest.mark.parametrize("points", ["", "51.5", "51.5,a", "51.5,-0.1,3"])
def test_a_line_that_is_no_list_of_points_asks_nobody(browsing: Browsing, points: str) -> None:
    browsing.sign_in()
    page = browsing.post(f"{DESK}/new", LINE | {"points": points})
    assert 400 == page.status_code
    assert "There is a problem" in page.text
    assert "ProposeCordon" not in [each.rpc for each in browsing.gateway.backend.heard]


def test_a_line_that_crosses_itself_is_said_at_its_field(browsing: Browsing) -> None:
    browsing.sign_in()
    wrong = errors.PolygonCrossesItself(Violation("polygon.points[2]", "must not cross"))
    browsing.gateway.backend.refuse(wrong, "ProposeCordon")
    page = browsing.post(f"{DESK}/new", LINE)
    assert 400 == page.status_code
    assert "must not cross" in page.text


@pytest.mark.parametrize(
    ("do", "rpc_name", "more"),
    [
        ("move", "MoveCordon", LINE),
        ("lift", "LiftCordon", {"lift_reference": "CAD 2"}),
        ("drop", "DropCordonChange", {"reason": "Wrong."}),
        ("confirm", "ConfirmCordon", {"digest": DIGEST.hex()}),
        ("take", "TakeCordon", {"handover_note": "East gate."}),
        ("renew", "RenewCordon", {"renewed_for": "60"}),
    ],
)
def test_each_button_does_what_it_says(
    browsing: Browsing, do: str, rpc_name: str, more: dict[str, str]
) -> None:
    browsing.sign_in()
    done = browsing.post(HERE, {"do": do, "version": "3"} | more)
    assert (302, HERE) == (done.status_code, done.headers["Location"])
    (said,) = heard(browsing, rpc_name)
    assert CORDON_ID == said.cordon_id


@pytest.mark.parametrize("do", ["move", "lift", "drop", "take"])
def test_a_deed_without_its_words_asks_nobody(browsing: Browsing, do: str) -> None:
    browsing.sign_in()
    page = browsing.post(HERE, {"do": do, "version": "3"})
    assert 400 == page.status_code
    assert {"ListCordons"} >= {
        each.rpc
        for each in browsing.gateway.backend.heard
        if each.rpc.endswith(("Cordon", "Cordons"))
    }


def test_a_refusal_is_said_on_the_page_and_an_unknown_cordon_is_not_found(
    browsing: Browsing,
) -> None:
    browsing.sign_in()
    browsing.gateway.backend.refuse(errors.SelfApproval("Somebody else."), "ConfirmCordon")
    page = browsing.post(HERE, {"do": "confirm", "version": "3", "digest": DIGEST.hex()})
    assert 403 == page.status_code
    assert "A second person must do this" in page.text
    stands(browsing, LIFTED)
    assert 404 == browsing.get(HERE).status_code
    assert 400 == browsing.post(HERE, {"do": "nothing"}).status_code
    browsing.gateway.backend.refuse(Invalid(Violation("alert_id", "must be a UUID")), "ListCordons")
    assert 400 == browsing.get(DESK).status_code
