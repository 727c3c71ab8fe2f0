"""Led sessions over HTTP, with the real gateway, training, NATS and identity's queue of mails."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from time import monotonic, sleep
from uuid import uuid4

import pytest
import requests

from bench.issuer import Issuer
from bench.officers import keep_people
from services.training.domain.course_files import load_courses
from stack.alone import Alone

COURSE = load_courses()[0]
PLACES, PEOPLE = 3, 8
_SECONDS = 60


@pytest.fixture
def issuer() -> Issuer:
    return Issuer()


@pytest.fixture
def alone(servers, issuer):
    """The way of a booking, with neither Keycloak nor a mail server."""
    with issuer.trusted() as trusting:
        processes = Alone(servers, {**trusting, "ISP_DRAIN_SECONDS": "1"})
        try:
            processes.migrate("identity", "training")
            processes.start("training-serve", "training-work", "identity-work", "gateway")
            yield processes
        finally:
            processes.stop_all()


class Person:
    """Somebody with an account and a token."""

    def __init__(self, alone: Alone, issuer: Issuer, *roles: str) -> None:
        self.subject = str(uuid4())
        self._site = f"http://localhost:{alone.harness.port('gateway')}/v1"
        tier = "TRUSTED" if roles else "REGISTERED"
        keep_people(alone, {self.subject: roles}, database="training", tier=tier)
        alone.execute(
            "identity",
            "INSERT INTO subscribers (subject, email, given_name, family_name, organisation_name,"
            " regions, sectors, language, tier, roles, standing, rights_version, created_at)"
            " VALUES (%s, %s, 'A', 'B', '', '{}', '{}', 'en', 'REGISTERED', '{}', 'ACTIVE', 1,"
            " now())",
            (self.subject, f"{self.subject}@mails.example"),
        )
        self._bearer = f"Bearer {issuer.token(self.subject, *roles, tier=tier)}"

    def ask(self, method: str, path: str, body: object = None) -> requests.Response:
        headers = {"Authorization": self._bearer, "Idempotency-Key": str(uuid4())}
        return requests.request(
            method, f"{self._site}{path}", headers=headers, json=body, timeout=30
        )


def mailed(alone: Alone, template: str, session: str) -> list[str]:
    query = "SELECT variables->>'whose' FROM mails WHERE template = %s AND variables->>'about' = %s"
    return sorted(str(each[0]) for each in alone.execute("identity", query, (template, session)))


def eventually(look: Callable[[], bool], told: Callable[[], str]) -> None:
    end = monotonic() + _SECONDS
    while not look():
        assert monotonic() < end, told()
        sleep(0.1)


def test_people_book_at_once_wait_in_turn_move_up_and_are_all_told(
    alone: Alone, issuer: Issuer
) -> None:
    trainer = Person(alone, issuer, "trainer")
    people = [Person(alone, issuer) for _ in range(PEOPLE)]
    start = datetime.now(UTC) + timedelta(days=3)
    made = trainer.ask(
        "POST",
        "/taught-sessions",
        {
            "course_id": str(COURSE.course_id),
            "starts_at": start.isoformat(),
            "ends_at": (start + timedelta(hours=2)).isoformat(),
            "link": "https://meet.example/room",
            "places": PLACES,
        },
    )
    assert 201 == made.status_code, made.text
    session = made.json()["session_id"]

    def book(person: Person) -> tuple[Person, dict[str, object]]:
        answer = person.ask("POST", f"/sessions/{session}/booking", {"name": "A Name"})
        assert 201 == answer.status_code, answer.text
        return person, answer.json()

    with ThreadPoolExecutor(PEOPLE) as pool:
        said = list(pool.map(book, people))
    booked = [person for person, seen in said if seen["my_booking"] == "BOOKED"]
    waiting = {str(seen["my_place_in_line"]): person for person, seen in said if not seen["link"]}
    assert PLACES == len(booked)
    assert [str(place + 1) for place in range(PEOPLE - PLACES)] == sorted(waiting)

    gone = booked[0].ask("DELETE", f"/sessions/{session}/booking")
    assert (200, "CANCELLED") == (gone.status_code, gone.json()["my_booking"])
    first = waiting["1"]
    now = first.ask("GET", f"/sessions/{session}").json()
    assert ("BOOKED", "https://meet.example/room") == (now["my_booking"], now["link"])

    def log() -> str:
        return alone.log("training-work") + alone.log("identity-work")

    eventually(lambda: mailed(alone, "session-moved-up", session) == [first.subject], log)
    refused = booked[1].ask("GET", f"/taught-sessions/{session}/bookings")
    assert (403, "NOT_PERMITTED") == (refused.status_code, refused.json()["reason"])
    off = trainer.ask("POST", f"/taught-sessions/{session}/cancellation", {"reason": "Ill."})
    assert 200 == off.status_code, off.text
    everybody_left = sorted(each.subject for each in people if each is not booked[0])
    eventually(lambda: mailed(alone, "session-cancelled", session) == everybody_left, log)
    late = booked[0].ask("POST", f"/sessions/{session}/booking", {"name": "A Name"})
    assert (409, "SESSION_CANCELLED") == (late.status_code, late.json()["reason"])
