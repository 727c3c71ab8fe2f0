"""Reaching people by the pages: one's branch, a form without addresses, and who read too much."""

import pytest

from isp.identity.v1 import directory_pb2 as pb
from isp.identity.v1 import seats_pb2
from services.identity.domain import directory_errors
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.route import KEY, ORGANISATION_ID, PERSON_ID
from tests.contract.gateway.test_page_asking import heard, main_of

RELAY = "/account/relay"
BRANCH = "/account/branch"
FREEZES = "/desk/record-freezes"
TYPED = {"to": "SECTOR_LEAD", "region": "LON", "sector": "retail", "text": "Hello.", "key": KEY}


@pytest.fixture(autouse=True)
def signed_in(browsing: Browsing) -> None:
    browsing.sign_in()


def sits(browsing: Browsing, *places: tuple[str, str]) -> None:
    lead = seats_pb2.SEAT_ROLE_SECTOR_LEAD
    seats = [seats_pb2.Seat(role=lead, region=each, sector=sector) for each, sector in places]
    browsing.gateway.backend.answers["ListMySeats"] = seats_pb2.ListMySeatsResponse(seats=seats)


def test_the_account_leads_to_the_form(browsing: Browsing) -> None:
    assert f'href="{RELAY}"' in browsing.get("/account").text
    assert f'href="/cy{RELAY}"' in browsing.get("/cy/account").text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, {"to": pb.RELAY_TO_SECTOR_LEAD, "region": "LON", "sector": "retail"}),
        ({"to": "COORDINATOR"}, {"to": pb.RELAY_TO_COORDINATOR, "region": "LON"}),
        (
            {"to": "ORGANISATION", "organisation_id": ORGANISATION_ID},
            {"to": pb.RELAY_TO_ORGANISATION, "organisation_id": ORGANISATION_ID},
        ),
        (
            {"share_address": "y"},
            {
                "to": pb.RELAY_TO_SECTOR_LEAD,
                "region": "LON",
                "sector": "retail",
                "share_address": True,
            },
        ),
    ],
)
def test_a_message_says_what_its_kind_needs(
    browsing: Browsing, typed: dict[str, str], said: dict[str, object]
) -> None:
    sent = browsing.post(RELAY, TYPED | typed)
    assert (302, "/account") == (sent.status_code, sent.location)
    assert [pb.SendRelayMessageRequest(**said, text="Hello.", idempotency_key=KEY)] == heard(  # type: ignore[arg-type] # as the table says
        browsing, "SendRelayMessage"
    )


def test_why_it_is_not_sent_is_said_and_the_words_are_kept(browsing: Browsing) -> None:
    assert 400 == browsing.post(RELAY, TYPED | {"text": ""}).status_code
    browsing.gateway.backend.refuse(directory_errors.NobodyToTell("x"), "SendRelayMessage")
    page = browsing.post(RELAY, TYPED)
    assert (409, True) == (page.status_code, "nobody sits there" in page.text)
    assert "Hello." in page.text


def test_a_lead_sees_their_branch_and_writes_to_its_organisations(browsing: Browsing) -> None:
    sits(browsing, ("LON", "retail"), ("WAL", "retail"))
    page = main_of(browsing.get(f"{BRANCH}?region=WAL&sector=retail&page=p").text)
    assert "Ann &lt;b&gt;" in page
    assert f"{RELAY}?organisation={ORGANISATION_ID}" in page
    assert [pb.ListBranchRequest(region="WAL", sector="retail", page_token="p")] == heard(
        browsing, "ListBranch"
    )
    assert (
        f'value="{ORGANISATION_ID}"' in browsing.get(f"{RELAY}?organisation={ORGANISATION_ID}").text
    )


def test_who_sits_nowhere_is_asked_about_nobody(browsing: Browsing) -> None:
    sits(browsing)
    assert "You sit in no seat of a sector lead." in browsing.get(BRANCH).text
    assert [] == heard(browsing, "ListBranch")


def test_whose_budget_is_spent_is_told(browsing: Browsing) -> None:
    sits(browsing, ("LON", "retail"))
    browsing.gateway.backend.refuse(directory_errors.RecordBudgetSpent("x"), "ListBranch")
    page = browsing.get(BRANCH)
    assert (403, True) == (page.status_code, "privacy" in page.text)


def test_a_privacy_officer_lets_somebody_read_again(browsing: Browsing) -> None:
    page = main_of(browsing.get(FREEZES).text)
    assert "Bob &lt;b&gt;" in page
    done = browsing.post(f"{FREEZES}/{PERSON_ID}", {"reason": "Asked."})
    assert (302, FREEZES) == (done.status_code, done.location)
    assert [pb.LiftRecordFreezeRequest(subject=PERSON_ID, reason="Asked.")] == heard(
        browsing, "LiftRecordFreeze"
    )
    browsing.gateway.backend.refuse(directory_errors.SelfLift("x"), "LiftRecordFreeze")
    browsing.post(f"{FREEZES}/{PERSON_ID}", {"reason": "Mine."})
    assert "Somebody else must let you read again." in browsing.get(FREEZES).text
    browsing.gateway.backend.answers["ListRecordFreezes"] = pb.ListRecordFreezesResponse()
    assert "Nobody." in browsing.get(FREEZES).text
