"""When a part dies, the platform does what its degradation contract says, and recovers by itself.

These tests kill shared servers: each brings back what it killed before it ends.
"""

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import requests

from stack.harness import Harness
from stack.signin import SignInFailed
from stack.story import steps
from stack.story.advice import a_document, advise
from stack.story.front import Front, Person, eventually
from stack.story.steps import an_alert, approval_of, approved_alert, await_event, submitted_alert


@contextmanager
def dead(platform: Harness, name: str) -> Iterator[None]:
    """A program killed with -9, and brought back at the end."""
    platform.kill(name, signal.SIGKILL)
    try:
        yield
    finally:
        platform.restart(name, 120)


@pytest.fixture
def officers(front: Front) -> tuple[Person, Person]:
    return front.sign_in_demo("author"), front.sign_in_demo("approver")


def _unavailable(answer: requests.Response) -> None:
    assert 503 == answer.status_code
    assert "application/problem+json" == answer.headers["Content-Type"]
    assert int(answer.headers["Retry-After"]) >= 1


@pytest.mark.feature("F29")
def test_with_keycloak_dead_alerts_are_issued_and_streams_stay_open(
    front: Front, platform: Harness, officers
) -> None:
    with front.open_stream() as stream, dead(platform, "keycloak"):
        alert, _ = approved_alert(front, *officers, an_alert("Keycloak is dead"))
        await_event(stream, "alert", alert["alert_id"])
        assert 200 == front.status("GET", "/v1/me", by=officers[0])
    assert front.sign_in_demo("analyst", "aal1").tokens.access


@pytest.mark.feature("F29")
def test_with_nats_dead_an_alert_is_taken_and_delivered_when_it_is_back(
    front: Front, platform: Harness, officers
) -> None:
    with front.open_stream() as stream:
        with dead(platform, "nats"):
            alert, _ = approved_alert(front, *officers, an_alert("NATS is dead"))
            page = front.ask("GET", f"/v1/alerts/{alert['alert_id']}").json()
            assert "ISSUED" == page["status"]
        await_event(stream, "alert", alert["alert_id"], 30)
        seen = [e for e in stream.all_within(1) if e.kind == "alert"]
        assert alert["alert_id"] not in [e.json()["alert_id"] for e in seen]


@pytest.mark.feature("F29")
def test_with_identity_dead_alerts_are_read_and_issued(
    front: Front, platform: Harness, officers
) -> None:
    with dead(platform, "identity-serve"):
        _unavailable(
            requests.get(
                f"{front.gateway}/v1/me",
                headers={"Authorization": f"Bearer {officers[0].tokens.access}"},
            )
        )
        alert, _ = approved_alert(front, *officers, an_alert("Identity is dead"))
        assert 200 == front.status("GET", f"/v1/alerts/{alert['alert_id']}")
    eventually(
        lambda: front.status("GET", "/v1/me", by=officers[0]), lambda s: s == 200, 10, "identity"
    )


@pytest.mark.feature("F29")
def test_with_valkey_dead_rest_goes_on(front: Front, platform: Harness, officers) -> None:
    with dead(platform, "valkey"):
        began = time.monotonic()
        for _ in range(10):
            assert 200 == front.status("GET", "/v1/me", by=officers[0])
        assert 200 == front.status("GET", "/v1/alerts")
        approved_alert(front, *officers, an_alert("Valkey is dead"))
        assert time.monotonic() - began < 20


@pytest.mark.feature("F08")
@pytest.mark.feature("F29")
def test_with_the_search_engine_dead_the_record_answers_says_so_and_leaks_nothing(
    front: Front, platform: Harness
) -> None:
    known = advise(front, lambda _: None)
    member = front.sign_in_demo("member", "aal1")
    query = f"/v1/search?q={known.word}"

    def found(by: Person | None = None) -> tuple[int, bool]:
        said = front.ask("GET", query, by=by).json()
        assert len(said["hits"]) == said["total"]
        return said["total"], said["degraded"]

    with dead(platform, "elasticsearch"):
        # Its starter was killed; the server behind it notices by itself.
        eventually(found, lambda said: said == (1, True), 20, "the record's answer")
        assert (2, True) == found(member)
        assert 200 == front.status("GET", known.advice)
        editor = front.sign_in_demo("editor")
        document = a_document(known.word)
        front.ask("POST", "/v1/documents", by=editor, body=document, key=True, expect=201)
        assert (2, True) == found()
    eventually(found, lambda said: said == (2, False), 30, "the search engine")
    assert (3, False) == found(member)


@pytest.mark.feature("F29")
def test_with_the_record_dead_nothing_is_acknowledged_and_all_recovers(
    front: Front, platform: Harness, officers
) -> None:
    waiting = submitted_alert(front, officers[0], an_alert("PostgreSQL is dead"))
    path = f"/v1/alerts/{waiting['alert_id']}"
    with front.open_stream() as stream:
        with dead(platform, "postgres"):
            _unavailable(
                requests.post(
                    f"{front.gateway}{path}/approval",
                    json={"read_digest": waiting["digest"]},
                    headers={"Authorization": f"Bearer {officers[1].tokens.access}"},
                )
            )
        read = eventually(
            lambda: requests.get(
                f"{front.gateway}{path}",
                headers={"Authorization": f"Bearer {officers[0].tokens.access}"},
            ),
            lambda answer: answer.status_code == 200,
            20,
            "the record",
        )
        assert "SUBMITTED" == read.json()["status"]
        said = approval_of(front, officers[1], waiting)
        # A connection from before that was used a moment ago is found dead by its first use: 503.
        eventually(
            lambda: (
                requests.post(
                    f"{front.gateway}{path}/approval",
                    json=said,
                    headers={"Authorization": f"Bearer {officers[1].tokens.access}"},
                ).status_code
            ),
            lambda status: status == 200,
            20,
            "the approval",
        )
        await_event(stream, "alert", waiting["alert_id"], 30)
    for _ in range(5):  # no connection that died is still in Keycloak's pool
        assert _signs_in(front)


@pytest.mark.feature("F29")
def test_a_gateway_that_is_killed_leaves_nothing_on_its_port_and_comes_back(
    front: Front, platform: Harness
) -> None:
    """Its serving process is a child: it must end with its parent, or the next cannot listen."""
    with dead(platform, "gateway"):
        eventually(lambda: _listens(front.gateway), lambda listens: not listens, 5, "a free port")
    assert 200 == front.status("GET", "/v1/alerts")


def _listens(address: str) -> bool:
    try:
        requests.get(address, timeout=2)
    except requests.ConnectionError:
        return False
    return True


def _signs_in(front: Front) -> bool:
    """Keycloak answers 500 a few times after its database died."""
    try:
        return bool(front.sign_in_demo("analyst", "aal1").tokens.access)
    except SignInFailed:
        return False


@pytest.mark.feature("F13")
@pytest.mark.feature("F29")
def test_no_approved_alert_is_lost_or_shown_twice_whatever_is_killed_in_between(
    front: Front, platform: Harness, officers
) -> None:
    """The worker with its relay, and NATS, die between the commit and the publication."""
    issued: set[str] = set()
    with front.open_stream() as stream:
        shown: list[str] = []
        for name in ("alerts-work", "nats", "alerts-work"):
            platform.kill(name, signal.SIGKILL)
            for number in range(3):
                alert, _ = approved_alert(front, *officers, an_alert(f"{name} is dead {number}"))
                issued.add(alert["alert_id"])
            platform.restart(name)
            alert, _ = approved_alert(front, *officers, an_alert(f"{name} is back"))
            issued.add(alert["alert_id"])
        until = time.monotonic() + 40
        while not issued <= set(shown) and time.monotonic() < until:
            events = stream.all_within(0.5)
            shown += [event.json()["alert_id"] for event in events if event.kind == "alert"]
        shown += [e.json()["alert_id"] for e in stream.all_within(2) if e.kind == "alert"]
    assert issued <= set(shown), "an acknowledged alert was lost"
    assert len(shown) == len(set(shown)), "an alert was shown twice"


@pytest.mark.feature("F13")
def test_a_stream_that_died_is_resumed_where_it_was(
    front: Front, platform: Harness, officers
) -> None:
    from stack.streaming import open_stream

    with front.open_stream() as stream:
        first, _ = approved_alert(front, *officers, an_alert("Before the stream dies"))
        await_event(stream, "alert", first["alert_id"])
        seen = stream.reader.last_event_id
        platform.kill("alerts-stream", signal.SIGKILL)
        missed, _ = approved_alert(front, *officers, an_alert("While the stream is dead"))
        platform.restart("alerts-stream")
    with open_stream(f"{front.gateway}/v1/alerts/stream", last_event_id=seen) as again:
        ids = [e.json()["alert_id"] for e in again.all_within(3) if e.kind == "alert"]
    assert [missed["alert_id"]] == ids


@pytest.mark.feature("F03")
def test_a_suspension_reaches_an_open_stream(front: Front) -> None:
    said: list[str] = []
    person = steps.register(front, said.append)
    with front.open_stream(person) as stream:
        stream.all_within(0.5)
        steps.suspend(front, person, said.append)
        kinds = [event.kind for event in stream.all_within(2)]
    assert "standing" in kinds


@pytest.mark.feature("F02")
def test_a_grant_while_keycloak_is_dead_is_felt_at_once_and_carried_later(
    front: Front, platform: Harness
) -> None:
    said: list[str] = []
    person = steps.register(front, said.append)
    officer, second = front.sign_in_demo("verifier"), front.sign_in_demo("verifier2")
    case = front.ask(
        "POST", "/v1/me/verification", by=person, body={"tier": "VERIFIED"}, key=True, expect=201
    ).json()
    place = f"/v1/verifications/{case['verification_id']}"
    for check in steps.CHECKS:
        front.ask("POST", f"{place}/checks", by=officer, body=check, key=True, expect=201)
    read = front.ask("GET", place, by=second).json()
    with dead(platform, "keycloak"):
        decision = {"grant": True, "read_digest": read["evidence_digest"], "reason": "met"}
        front.ask("POST", f"{place}/decision", by=second, body=decision)
        assert "VERIFIED" == front.ask("GET", "/v1/me", by=person).json()["tier"]

    tokens = person.tokens

    def tier_of_a_renewed_token() -> str:
        nonlocal tokens
        tokens = person.browser.refresh(front.client, tokens)
        renewed = Person(name=person.name, browser=person.browser, tokens=tokens)
        return front.ask("GET", "/v1/session", by=renewed).json()["tier"]

    eventually(tier_of_a_renewed_token, lambda tier: tier == "VERIFIED", 30, "the tier in a token")
