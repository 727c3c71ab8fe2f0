"""The page on which two people stop all issuing."""

from html import unescape

import pytest

from isp.alerts.v1 import safeguards_pb2 as pb
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.freeze_routes import FREEZE
from tests.contract.gateway.route import FREEZE_ID, KEY

HERE = "/desk/freeze"
NAMED = {"freeze_id": FREEZE_ID, "version": "3", "key": KEY}


def standing(browsing: Browsing, status: str | None) -> None:
    freeze = pb.Freeze()
    freeze.CopyFrom(FREEZE)
    if status:
        freeze.status = pb.FreezeStatus.Value(f"FREEZE_STATUS_{status}")
    answer = pb.GetFreezeResponse(freeze=freeze if status else None)
    browsing.gateway.backend.answers["GetFreeze"] = answer
    browsing.sign_in()
    browsing.gateway.backend.heard.clear()


@pytest.mark.parametrize(
    ("status", "button", "rpc", "needs"),
    [
        (None, "propose", "ProposeFreeze", True),
        ("PROPOSED", "confirm", "ConfirmFreeze", False),
        ("FROZEN", "propose-lift", "ProposeUnfreeze", True),
        ("LIFT_PROPOSED", "lift", "ConfirmUnfreeze", False),
    ],
)
def test_each_stage_offers_the_next_step_and_no_other(
    browsing: Browsing, status: str | None, button: str, rpc: str, *, needs: bool
) -> None:
    standing(browsing, status)
    page = browsing.get(HERE).text
    assert f'value="{button}"' in page
    assert 1 == page.count('name="do"')
    if needs:
        empty = browsing.post(HERE, NAMED | {"do": button})
        assert (400, True) == (empty.status_code, "this is needed" in empty.text)
    done = browsing.post(HERE, NAMED | {"do": button, "reason": "Because."})
    assert (302, HERE) == (done.status_code, done.location)
    heard = browsing.gateway.backend.heard[-1]
    assert rpc == heard.rpc
    assert "Because." == getattr(heard.message, "reason", "Because.")


def test_the_desk_says_that_all_issuing_is_stopped_and_why(browsing: Browsing) -> None:
    standing(browsing, "FROZEN")
    page = unescape(browsing.get("/desk/alerts").text)
    assert "All issuing is stopped since" in page
    assert "An account was <taken>." in page
    standing(browsing, None)
    assert "All issuing is stopped since" not in browsing.get("/desk/alerts").text


def test_a_button_that_is_none_of_ours_is_refused(browsing: Browsing) -> None:
    standing(browsing, "FROZEN")
    assert 400 == browsing.post(HERE, NAMED | {"do": "thaw"}).status_code
