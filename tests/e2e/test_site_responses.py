"""A premises' own response level through the front, on the real platform: its people alone hear."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from stack.browser.site_response import SITES, lifted, own_level
from stack.browser.threat_levels import approved, make_room, proposed, standing
from stack.mail import mail_for
from stack.story.front import Front, Person, eventually, text_of
from stack.streaming import Stream

HALL = "30000000-0000-4000-8000-000000000008"
PATH = f"{SITES}/{HALL}"
SERIES = "NATIONAL"


@pytest.fixture(scope="module")
def venue(front: Front) -> Person:
    return front.sign_in_demo("venue")


@pytest.fixture
def hall(front: Front, venue: Person) -> Any:
    """The hall without a level of its own, before and after; the threat level asks for little."""
    duty = front.sign_in_demo("duty")
    make_room(front, duty, SERIES)
    lifted(front, venue, HALL)
    set_level(front, duty, "MODERATE", "NORMAL")
    yield duty
    lifted(front, venue, HALL)


def set_level(front: Front, duty: Person, level: str, response: str) -> None:
    """Have two people set the national level, unless it stands."""
    now = standing(front, SERIES)
    if now is None or (now["level"], now["response"]) != (level, response):
        change = proposed(front, duty, series=SERIES, level=level, response=response)
        approved(front, front.sign_in_demo("approver"), change)


def heard(stream: Stream, wanted: str, seconds: float = 15) -> dict[str, Any]:
    """What a stream says of the hall, once it stands so."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for event in stream.all_within(0.05):
            if event.kind == "site-response" and event.json().get("standing") == wanted:
                said: dict[str, Any] = event.json()
                return said
    raise AssertionError(f"nothing on the stream stands {wanted}")


def kinds(stream: Stream) -> set[str]:
    return {event.kind for event in stream.all_within(1)}


@pytest.mark.feature("F16")
def test_a_lead_sets_a_level_is_overtaken_stands_again_and_only_its_people_hear(
    front: Front, venue: Person, hall: Person
) -> None:
    """By REST, on the stream, by mail and on the page; another organisation finds nothing."""
    member = front.sign_in_demo("member", "aal1")
    assert 404 == front.status("GET", PATH, by=member)
    with front.open_stream(venue) as mine, front.open_stream(member) as other:
        site = own_level(front, venue, HALL, response="HEIGHTENED")
        assert ("OWN", "HEIGHTENED", "NORMAL") == (
            site["standing"],
            site["response"],
            site["threat_level"]["response"],
        )
        said = heard(mine, "OWN")
        assert (HALL, "HEIGHTENED") == (said["premises_id"], said["response"])
        assert "Demonstration: a concert." not in str(said)
        set_level(front, hall, "CRITICAL", "EXCEPTIONAL")
        over = heard(mine, "OVERTAKEN")
        assert ("EXCEPTIONAL", "HEIGHTENED") == (over["response"], over["own"]["response"])
        assert "site-response" not in kinds(other)
    mails = eventually(
        lambda: [text_of(each) for each in mail_for(front.mails, "venue@music.example")],
        lambda found: any("asks for more" in each for each in found),
        20,
        "a mail that the own level is overtaken",
    )
    assert f"/account/premises/{HALL}/response" in mails[-1]
    lower = front.ask("GET", PATH, by=venue)
    body = {
        "response": "HEIGHTENED",
        "reason": "Too much.",
        "until": (datetime.now(UTC) + timedelta(days=1)).isoformat(),
    }
    refused = front.ask(
        "PUT", PATH, by=venue, body=body, if_match=lower.headers["ETag"], expect=409
    )
    assert "SITE_RESPONSE_BELOW_NATIONAL" == refused.json()["reason"]
    set_level(front, hall, "MODERATE", "NORMAL")
    back = eventually(
        lambda: front.ask("GET", PATH, by=venue).json(),
        lambda found: found["standing"] == "OWN" and found["version"] > over["version"],
        15,
        "the own level counts again",
    )
    assert "HEIGHTENED" == back["response"]


@pytest.mark.feature("F16")
def test_it_ends_by_itself_at_its_date_and_stays_in_the_history(
    front: Front, venue: Person, hall: Person
) -> None:
    soon = (datetime.now(UTC) + timedelta(seconds=4)).isoformat()
    with front.open_stream(venue) as mine:
        own = own_level(front, venue, HALL, until=soon)
        assert "OWN" == heard(mine, "OWN")["standing"]
        assert "FOLLOWS" == heard(mine, "FOLLOWS")["standing"]
    after = front.ask("GET", PATH, by=venue).json()
    assert (None, "NORMAL") == (after["own"], after["response"])
    assert after["version"] > own["version"]
    past = front.ask("GET", f"{PATH}/overrides?page_size=1", by=venue).json()["overrides"]
    assert [own["own"]["override_id"], "RAN_OUT"] == [past[0]["override_id"], past[0]["end"]]
