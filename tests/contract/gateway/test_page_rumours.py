"""The rumour board on the pages: a quotation, fixed words, and two people."""

from html import unescape

import pytest

from chassis.errors import Unavailable
from isp.alerts.v1 import rumours_pb2 as rpc
from services.alerts.domain import errors
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.route import ALERT_ID, KEY, RUMOUR_ID
from tests.contract.gateway.rumour_routes import DIGEST, RUMOUR
from tests.contract.gateway.test_page_asking import heard

HERE = f"/desk/rumours/{RUMOUR_ID}"
FILLED = {
    "kind": "UNFOUNDED",
    "quote": "Stay out!",
    "language": "en-GB",
    "source": "Metropolitan Police",
    "source_ago": "15",
    "authority_reference": "",
    "corrects": ALERT_ID,
    "key": KEY,
}


def test_anyone_reads_a_quotation_as_one_and_who_says_what(browsing: Browsing) -> None:
    page = browsing.get("/rumours")
    assert '<blockquote class="govuk-inset-text isp-told" lang="en-GB">“Stay &lt;out&gt;!”' in (
        page.text
    )
    text = unescape(page.text)
    assert "The police <say>." in text
    assert "Metropolitan Police" in text
    assert "CAD 1" not in text
    assert "Mae'r heddlu." in unescape(browsing.get("/cy/rumours").text)
    assert "/rumours" in browsing.get("/alerts/verify").text


def test_an_empty_board_says_that_it_says_nothing(browsing: Browsing) -> None:
    browsing.gateway.backend.answers["ListRumours"] = rpc.ListRumoursResponse()
    assert "That says nothing about whether anything has happened." in browsing.get("/rumours").text
    browsing.gateway.backend.refuse(Unavailable("away"), "ListRumours")
    assert 503 == browsing.get("/rumours").status_code


def test_a_proposal_has_no_words_of_ours(browsing: Browsing) -> None:
    browsing.sign_in()
    done = browsing.post("/desk/rumours/new", FILLED)
    assert (302, HERE) == (done.status_code, done.headers["Location"])
    (said,) = heard(browsing, "ProposeRumour")
    assert (ALERT_ID, KEY, True) == (
        said.corrects,
        said.idempotency_key,
        said.HasField("source_said_at"),
    )
    browsing.post("/desk/rumours/new", FILLED | {"kind": "NOT_ISSUED", "source": ""})
    assert not heard(browsing, "ProposeRumour")[1].HasField("source_said_at")


@pytest.mark.parametrize("name", ["kind", "quote"])
def test_a_form_without_its_words_asks_nobody(browsing: Browsing, name: str) -> None:
    browsing.sign_in()
    page = browsing.post("/desk/rumours/new", FILLED | {name: ""})
    assert 400 == page.status_code
    assert [] == heard(browsing, "ProposeRumour")


@pytest.mark.parametrize(
    ("do", "rpc_name", "more"),
    [
        ("publish", "PublishRumour", {"digest": DIGEST.hex()}),
        ("drop", "DropRumour", {"reason": "Old."}),
        ("withdraw", "WithdrawRumour", {"reason": "An error."}),
    ],
)
def test_each_button_does_what_it_says(
    browsing: Browsing, do: str, rpc_name: str, more: dict[str, str]
) -> None:
    browsing.sign_in()
    done = browsing.post(HERE, {"do": do, "version": "3"} | more)
    assert (302, HERE) == (done.status_code, done.headers["Location"])
    (said,) = heard(browsing, rpc_name)
    assert RUMOUR_ID == said.rumour_id


def test_what_can_be_done_depends_on_where_it_stands_and_who_proposed_it(
    browsing: Browsing,
) -> None:
    browsing.sign_in()
    assert "Take the entry back" in browsing.get(HERE).text
    waits = rpc.Rumour()
    waits.CopyFrom(RUMOUR)
    waits.status = rpc.RUMOUR_STATUS_PROPOSED
    browsing.gateway.backend.answers["GetRumour"] = rpc.GetRumourResponse(rumour=waits)
    assert "Publish the entry" in browsing.get(HERE).text
    waits.proposed_by_you = True
    browsing.gateway.backend.answers["GetRumour"] = rpc.GetRumourResponse(rumour=waits)
    text = browsing.get(HERE).text
    assert "Publish the entry" not in text
    assert "You proposed it: a colleague must agree." in text


def test_a_refusal_is_said_on_the_page(browsing: Browsing) -> None:
    browsing.sign_in()
    browsing.gateway.backend.refuse(errors.SelfApproval("Somebody else."), "PublishRumour")
    page = browsing.post(HERE, {"do": "publish", "version": "3", "digest": DIGEST.hex()})
    assert 403 == page.status_code
    assert "A second person must do this" in page.text
    assert 400 == browsing.post(HERE, {"do": "drop", "version": "3"}).status_code
    assert 400 == browsing.post(HERE, {"do": "nothing"}).status_code


def test_the_desk_leads_on_to_older_entries(browsing: Browsing) -> None:
    browsing.sign_in()
    page = browsing.get("/desk/rumours?page=a%2Bb").text
    assert 'rel="next" href="/desk/rumours?page=next%2Bpage"' in page
    (asked,) = heard(browsing, "ListRumours")
    assert "a+b" == asked.page_token
