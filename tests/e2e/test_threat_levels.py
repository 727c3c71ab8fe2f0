"""The threat level through the front, on the real platform: two people, and everyone is told."""

import time
from typing import Any

import pytest

from stack.browser.threat_levels import approved, given_up, make_room, proposed, standing
from stack.story.front import Front, Person, eventually
from stack.streaming import Stream

LEVELS = "/v1/threat-levels"
CHANGES = f"{LEVELS}/changes"
SERIES = "NORTHERN_IRELAND"


@pytest.fixture(scope="module")
def hub(front: Front) -> Person:
    return front.sign_in_demo("hub")


@pytest.fixture(scope="module")
def duty(front: Front) -> Person:
    return front.sign_in_demo("duty")


@pytest.fixture(autouse=True)
def room(front: Front, hub: Person) -> None:
    """Nothing of the series waits for a decision."""
    make_room(front, hub, SERIES)


def other(front: Front) -> dict[str, str]:
    """A level and a response that do not stand."""
    now = standing(front, SERIES)
    if now is None or now["level"] != "SEVERE":
        return {"series": SERIES, "level": "SEVERE", "response": "HEIGHTENED"}
    return {"series": SERIES, "level": "MODERATE", "response": "NORMAL"}


def shown(stream: Stream, version: int, seconds: float = 10) -> dict[str, Any]:
    """What the stream says of a level, once it came."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for event in stream.all_within(0.05):
            if event.kind != "threat-level":
                continue
            said: dict[str, Any] = event.json()
            if (said["series"], said["version"]) == (SERIES, version):
                return said
    raise AssertionError(f"no threat level {version} on the stream")


@pytest.mark.feature("F16")
def test_two_people_change_a_level_and_everyone_is_told(
    front: Front, hub: Person, duty: Person
) -> None:
    """By REST, on the live stream, on both pages and in the feed; the proposer cannot approve."""
    before = front.ask("GET", LEVELS)
    change = proposed(front, duty, **other(front))
    assert change["proposed_by_you"]
    own = {"read_digest": change["digest"]}
    refused = front.ask(
        "POST", f"{CHANGES}/{change['change_id']}/approval", by=duty, body=own, expect=403
    )
    assert "SELF_APPROVAL" == refused.json()["reason"]
    with front.open_stream() as anyone, front.open_stream(hub) as person:
        approved(front, front.sign_in_demo("approver"), change)
        level = standing(front, SERIES)
        assert level is not None
        assert (change["level"], change["response"]) == (level["level"], level["response"])
        for stream in (anyone, person):
            assert level == shown(stream, level["version"])
    with front.open_stream() as later:
        assert level == shown(later, level["version"])
    after = front.ask("GET", LEVELS)
    assert before.headers["ETag"] != after.headers["ETag"]
    for path in ("/", "/threat-level", "/threat-level/northern-ireland.atom"):
        assert level["wording"]["en"] in front.ask("GET", path).text
    assert level["wording"]["cy"] in front.ask("GET", "/cy/threat-level").text


@pytest.mark.feature("F16")
def test_the_history_is_public_and_names_nobody_and_the_record_names_both(
    front: Front, hub: Person
) -> None:
    approver = front.sign_in_demo("approver")
    change = approved(front, approver, proposed(front, hub, **other(front)))
    history = front.ask("GET", f"{LEVELS}/history?series={SERIES}&page_size=1")
    (newest,) = history.json()["levels"]
    assert (change["level"], change["wording"]) == (newest["level"], newest["wording"])
    for who in (change["proposed"]["by"], change["approved"]["by"], change["reason"]):
        assert who not in history.text
    read = front.ask("GET", f"{CHANGES}/{change['change_id']}", by=approver).json()
    assert read["proposed"]["by"] != read["approved"]["by"]
    member = front.sign_in_demo("member", "aal1")
    assert 403 == front.status("GET", f"{CHANGES}/{change['change_id']}", by=member)
    assert 401 == front.status("GET", CHANGES)


@pytest.mark.feature("F16")
def test_a_series_has_one_proposal_and_giving_it_up_makes_way(front: Front, hub: Person) -> None:
    said = {"reason": "Demonstration.", "authority_reference": "DEMO-2"} | other(front)
    change = proposed(front, hub, **other(front))
    refused = front.ask("POST", CHANGES, by=hub, body=said, key=True, expect=409)
    assert "THREAT_LEVEL_CHANGE_UNDER_WAY" == refused.json()["reason"]
    given_up(front, hub, change["change_id"])
    stale = {"read_digest": change["digest"]}
    approver = front.sign_in_demo("approver")
    path = f"{CHANGES}/{change['change_id']}/approval"
    gone = front.ask("POST", path, by=approver, body=stale, expect=409)
    assert "ILLEGAL_TRANSITION" == gone.json()["reason"]
    again = proposed(front, hub, **other(front))
    wrong = {"read_digest": "0" * 64}
    path = f"{CHANGES}/{again['change_id']}/approval"
    refused = front.ask("POST", path, by=approver, body=wrong, expect=409)
    assert "VERSION_CHANGED" == refused.json()["reason"]
    given_up(front, hub, again["change_id"])


@pytest.mark.feature("F16")
def test_an_analyst_counts_changes_and_no_names(front: Front, hub: Person) -> None:
    """A proposal and a change are counted as used."""
    approved(front, front.sign_in_demo("approver"), proposed(front, hub, **other(front)))
    analyst = front.sign_in_demo("analyst", "aal1")
    eventually(
        lambda: front.ask("GET", "/v1/usage/metrics", by=analyst).json()["metrics"],
        lambda metrics: (
            {"alerts.threat-level-proposed", "alerts.threat-level-changed"} <= set(metrics)
        ),
        20,
        "the metrics of threat levels",
    )
