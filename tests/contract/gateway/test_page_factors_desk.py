"""The desk of second factors that people lost."""

import time

import pytest

from isp.identity.v1 import factor_resets_pb2 as pb
from services.identity.domain.errors import SubscriberNotFound
from services.identity.domain.second_factor_errors import FactorResetNotFound, OwnFactorReset
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.route import REQUEST_ID
from tests.contract.gateway.test_page_asking import heard, main_of

HERE = "/desk/second-factors"
SAID = {"email": "owner@cafe.example", "reason": "Called back."}


@pytest.fixture(autouse=True)
def _signed_in(browsing: Browsing) -> None:
    browsing.sign_in(acr="aal2", at=time.time())
    browsing.gateway.backend.heard.clear()


def waits(browsing: Browsing, *, mine: bool, confirmed: bool = False) -> None:
    each = pb.FactorReset(
        reset_id=REQUEST_ID, email="<b>@cafe.example", reason="Called.", proposed_by_caller=mine
    )
    each.proposed_at.FromJsonString("2026-11-24T12:00:00Z")
    if confirmed:
        each.due_at.FromJsonString("2026-11-25T12:00:00Z")
    browsing.gateway.backend.answers["ListFactorResets"] = pb.ListFactorResetsResponse(
        resets=[each]
    )


@pytest.mark.parametrize(
    ("mine", "confirmed", "offered"),
    [(False, False, True), (True, False, False), (False, True, False)],
)
def test_what_waits_is_confirmed_by_another_officer_alone(
    browsing: Browsing, *, mine: bool, confirmed: bool, offered: bool
) -> None:
    waits(browsing, mine=mine, confirmed=confirmed)
    page = main_of(browsing.get(HERE).text)
    assert "&lt;b&gt;@cafe.example" in page
    assert offered is (f'action="{HERE}/{REQUEST_ID}/confirm"' in page)
    assert f'action="{HERE}/{REQUEST_ID}/stop"' in page


def test_one_is_proposed(browsing: Browsing) -> None:
    assert 302 == browsing.post(HERE, SAID).status_code
    asked = heard(browsing, "ProposeFactorReset")[-1]
    assert SAID == {"email": asked.email, "reason": asked.reason}
    assert "waits for a second officer" in browsing.get(HERE).text


@pytest.mark.parametrize("wrong", [{"email": ""}, {"reason": ""}])
def test_both_are_needed(browsing: Browsing, wrong: dict[str, str]) -> None:
    assert 400 == browsing.post(HERE, SAID | wrong).status_code
    assert not heard(browsing, "ProposeFactorReset")


@pytest.mark.parametrize(
    ("refused", "status"), [(SubscriberNotFound("No."), 404), (OwnFactorReset("No."), 403)]
)
def test_why_it_was_not_proposed_stands_on_the_page(
    browsing: Browsing, refused: Exception, status: int
) -> None:
    browsing.gateway.backend.refuse(refused, "ProposeFactorReset")
    page = browsing.post(HERE, SAID)
    assert status == page.status_code
    assert 'value="owner@cafe.example"' in page.text


@pytest.mark.parametrize(
    ("word", "rpc"), [("confirm", "ConfirmFactorReset"), ("stop", "StopFactorReset")]
)
def test_one_that_waits_is_confirmed_or_stopped(browsing: Browsing, word: str, rpc: str) -> None:
    assert 302 == browsing.post(f"{HERE}/{REQUEST_ID}/{word}", {}).status_code
    assert REQUEST_ID == heard(browsing, rpc)[-1].reset_id
    browsing.gateway.backend.refuse(FactorResetNotFound("No."), rpc)
    away = browsing.post(f"{HERE}/{REQUEST_ID}/{word}", {})
    assert (302, HERE) == (away.status_code, away.location)
    assert "no such removal" in browsing.get(HERE).text
