"""The desk of seats on the pages: who sits where, appointing, ending, and every refusal named."""

from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest

from chassis.errors import Invalid, Refusal, StaleVersion, Violation
from isp.identity.v1 import seats_pb2 as pb
from services.identity.domain import errors
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.cascade_routes import SEAT
from tests.contract.gateway.route import KEY, SEAT_ID
from tests.contract.gateway.test_page_asking import heard

HERE = f"/desk/seats/{SEAT_ID}"
APPOINT = {
    "do": "appoint",
    "version": "3",
    "position": "HOLDER",
    "email": "lead@retail.example",
    "until": "31/12/2027",
}
NEW = {"role": "SECTOR_LEAD", "region": "LON", "sector": "retail", "district": "", "key": KEY}


@pytest.fixture(autouse=True)
def signed_in(browsing: Browsing) -> None:
    browsing.sign_in()


def test_the_list_says_who_sits_there_and_what_is_vacant(browsing: Browsing) -> None:
    page = unescape(browsing.get("/desk/seats?region=LON&page=next").text)
    (asked,) = heard(browsing, "ListSeats")
    assert ("LON", "next", 20) == (asked.region, asked.page_token, asked.page_size)
    for said in ("Sector lead", "Somewhere BID", "lead@retail.example", "Vacant"):
        assert said in page
    assert f'href="{HERE}"' in page
    assert 'href="/desk/seats?region=LON&page=next"' in page, "the next page is of the region too"
    browsing.get("/desk/seats?region=MARS")
    assert "" == heard(browsing, "ListSeats")[1].region


def test_the_list_is_narrowed_and_stays_so_on_the_next_page(browsing: Browsing) -> None:
    """What is asked for goes to identity and into the link; what no page offers does not."""
    page = unescape(
        browsing.get("/desk/seats?role=SECTOR_LEAD&sector=retail&only=ending&region=LON").text
    )
    (asked,) = heard(browsing, "ListSeats")
    assert (pb.SEAT_ROLE_SECTOR_LEAD, "retail", False, 30) == (
        asked.role,
        asked.sector,
        asked.vacant,
        asked.ending_within_days,
    )
    onward = "/desk/seats?region=LON&role=SECTOR_LEAD&sector=retail&only=ending&page=next"
    assert f'href="{onward}"' in page
    browsing.get("/desk/seats?role=KING&sector=moon&only=vacant")
    second = heard(browsing, "ListSeats")[1]
    assert (0, "", True, 0) == (
        second.role,
        second.sector,
        second.vacant,
        second.ending_within_days,
    )


def test_without_any_seat_the_list_says_so(browsing: Browsing) -> None:
    browsing.gateway.backend.answers["ListSeats"] = pb.ListSeatsResponse()
    assert "There is no seat that you appoint to." in browsing.get("/desk/seats").text
    page = browsing.get("/desk/seats?only=vacant").text
    assert "There is no such seat that you appoint to." in page


def test_a_seat_offers_what_can_be_done_there(browsing: Browsing) -> None:
    page = browsing.get(HERE).text
    assert 'value="HOLDER"' in page
    assert 'value="DEPUTY"' not in page, "somebody stands in already"
    assert 'value="relieve-deputy"' in page
    assert 'value="relieve-holder"' not in page
    assert 'name="version" value="3"' in page


def test_somebody_is_appointed_until_the_end_of_a_day_here(browsing: Browsing) -> None:
    done = browsing.post(HERE, APPOINT)
    assert (302, HERE) == (done.status_code, done.location)
    (said,) = heard(browsing, "AppointToSeat")
    assert (SEAT_ID, 3, pb.SEAT_POSITION_HOLDER, "lead@retail.example") == (
        said.seat_id,
        said.expected_version,
        said.position,
        said.email,
    )
    assert datetime(2027, 12, 31, 23, 59, 59, tzinfo=UTC) == said.until.ToDatetime(UTC)
    browsing.post(HERE, APPOINT | {"until": "30/06/2027"})
    assert datetime(2027, 6, 30, 22, 59, 59, tzinfo=UTC) == heard(browsing, "AppointToSeat")[
        1
    ].until.ToDatetime(UTC)
    browsing.post(HERE, APPOINT | {"until": ""})
    assert not heard(browsing, "AppointToSeat")[2].HasField("until")


@pytest.mark.parametrize(
    ("name", "value", "what"),
    [
        ("position", "", "choose one"),
        ("email", "", "this is needed"),
        ("until", "31 December", "must be a day, like 31/12/2027"),
        ("until", "31/02/2027", "must be a day, like 31/12/2027"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    browsing: Browsing, name: str, value: str, what: str
) -> None:
    answer = browsing.post(HERE, APPOINT | {name: value})
    page = unescape(answer.text)
    assert (400, []) == (answer.status_code, heard(browsing, "AppointToSeat"))
    assert f'href="#{name}"' in page
    assert what in page
    for field in {"email", "until"} - {name}:
        assert f'value="{APPOINT[field]}"' in page


@pytest.mark.parametrize(
    ("refusal", "status", "words"),
    [
        (errors.SubscriberNotFound("x"), 404, "Nobody has an account with that address."),
        (errors.SelfAppointment("x"), 403, "Somebody else must appoint you"),
        (errors.UnfitForSeat("x"), 409, "verified account"),
        (errors.SeatTwice("x"), 409, "another position"),
        (errors.SeatOccupied("x"), 409, "Somebody sits there"),
        (StaleVersion("x"), 412, "Below it stands as it is now; what you typed is kept."),
    ],
)
def test_a_refusal_is_said_on_the_seats_own_page(
    browsing: Browsing, refusal: Refusal, status: int, words: str
) -> None:
    browsing.gateway.backend.refuse(refusal, "AppointToSeat")
    answer = browsing.post(HERE, APPOINT)
    page = unescape(answer.text)
    assert status == answer.status_code
    assert words in page
    assert 'value="lead@retail.example"' in page


def test_what_the_service_finds_wrong_is_said_at_the_field(browsing: Browsing) -> None:
    wrong = Invalid(Violation("until", "must be later than now, at most five years ahead"))
    browsing.gateway.backend.refuse(wrong, "AppointToSeat")
    answer = browsing.post(HERE, APPOINT)
    assert 400 == answer.status_code
    assert 'href="#until"' in answer.text


@pytest.mark.parametrize(
    ("position", "number"),
    [
        ("holder", pb.SEAT_POSITION_HOLDER),
        ("deputy", pb.SEAT_POSITION_DEPUTY),
        ("associate", pb.SEAT_POSITION_ASSOCIATE),
    ],
)
def test_an_appointment_is_ended(browsing: Browsing, position: str, number: Any) -> None:
    done = browsing.post(HERE, {"do": f"relieve-{position}", "version": "3"})
    assert (302, HERE) == (done.status_code, done.location)
    (said,) = heard(browsing, "VacateSeat")
    assert (SEAT_ID, 3, number) == (said.seat_id, said.expected_version, said.position)


def test_a_seat_is_taken_away(browsing: Browsing) -> None:
    done = browsing.post(HERE, {"do": "close", "version": "3"})
    assert (302, "/desk/seats") == (done.status_code, done.location)
    assert (SEAT_ID, 3) == (
        heard(browsing, "CloseSeat")[0].seat_id,
        heard(browsing, "CloseSeat")[0].expected_version,
    )


def test_a_seat_is_made_and_shown(browsing: Browsing) -> None:
    done = browsing.post("/desk/seats/new", NEW)
    assert (302, HERE) == (done.status_code, done.location)
    (said,) = heard(browsing, "CreateSeat")
    assert (pb.SEAT_ROLE_SECTOR_LEAD, "LON", "retail", KEY) == (
        said.role,
        said.region,
        said.sector,
        said.idempotency_key,
    )


def test_a_seat_that_is_there_already_is_not_made_twice(browsing: Browsing) -> None:
    browsing.gateway.backend.refuse(errors.SeatThere("x"), "CreateSeat")
    answer = browsing.post("/desk/seats/new", NEW)
    assert 409 == answer.status_code
    assert "There are as many seats for that as there may be." in unescape(answer.text)
    assert KEY not in answer.text, "a corrected form is another request"


@pytest.mark.parametrize(
    "fields", [{}, {"do": "sit"}, {"do": "close", "version": "-1"}, APPOINT | {"version": ""}]
)
def test_what_no_page_of_ours_sends_is_refused(browsing: Browsing, fields: dict[str, str]) -> None:
    assert 400 == browsing.post(HERE, fields).status_code
    assert {"GetSeat"} >= {each.rpc for each in browsing.gateway.backend.heard}


def test_a_vacant_seat_has_nobody_to_relieve(browsing: Browsing) -> None:
    empty = pb.Seat()
    empty.CopyFrom(SEAT)
    empty.ClearField("deputy")
    browsing.gateway.backend.answers["GetSeat"] = pb.GetSeatResponse(seat=empty)
    page = browsing.get(HERE).text
    assert 'value="relieve-' not in page
    assert 'value="DEPUTY"' in page
    assert "dirprwy" in unescape(browsing.get(f"/cy{HERE}").text).lower()
