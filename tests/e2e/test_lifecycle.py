"""The lifecycle of alerts in depth, through the front of the real platform."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest

from stack.story.front import Front, Person
from stack.story.steps import (
    an_alert,
    approval_of,
    approved_alert,
    await_event,
    submit,
    submitted_alert,
)

Officers = tuple[Person, Person, Person]


@pytest.fixture(scope="module")
def officers(front: Front) -> Officers:
    """An author and two approvers."""
    author, approver, second = map(front.sign_in_demo, ("author", "approver", "approver2"))
    return author, approver, second


def step(front: Front, by: Person, path: str, deed: str, body: Any = None, **more: Any) -> Any:
    """Do something with the version of an alert that stands."""
    etag = front.ask("GET", path, by=by).headers["ETag"]
    return front.ask("POST", f"{path}/{deed}", by=by, body=body, if_match=etag, **more).json()


@pytest.mark.feature("F11")
def test_an_alert_goes_back_is_changed_and_only_then_approved_as_it_reads_now(
    front: Front, officers: Officers
) -> None:
    author, approver, _ = officers
    first = submitted_alert(front, author, an_alert("Demonstration to be mended"))
    path = f"/v1/alerts/{first['alert_id']}"
    back = step(front, approver, path, "return", {"reason": "Name the street."})
    assert ("RETURNED", "Name the street.") == (back["status"], back["returned"]["reason"])
    body = an_alert("Demonstration on Example Street")
    etag = front.ask("GET", path, by=author).headers["ETag"]
    edited = front.ask("PUT", path, by=author, body=body, if_match=etag).json()
    assert first["digest"] != edited["digest"]
    submitted = submit(front, author, path, front.ask("GET", path, by=author).headers["ETag"])
    old = approval_of(front, approver, first)
    refused = front.ask("POST", f"{path}/approval", by=approver, body=old, expect=409).json()
    assert "VERSION_CHANGED" == refused["reason"]
    new = approval_of(front, approver, submitted)
    issued = front.ask("POST", f"{path}/approval", by=approver, body=new).json()
    assert "ISSUED" == issued["status"]
    assert {"WRITER", "SUBMITTER", "EDITOR"} == {hand["part"] for hand in issued["hands"]}
    step(front, approver, path, "withdrawal", {"reason": "The test is over."})


@pytest.mark.feature("F11")
@pytest.mark.feature("F13")
def test_an_update_takes_the_place_of_what_is_out_on_streams_lists_and_pages(
    front: Front, officers: Officers
) -> None:
    author, approver, _ = officers
    with front.open_stream() as stream:
        stream.all_within(0.3)
        first, _ = approved_alert(front, author, approver, an_alert("Demonstration, first word"))
        await_event(stream, "alert", first["alert_id"])
        draft = front.ask(
            "POST",
            f"/v1/alerts/{first['alert_id']}/updates",
            by=author,
            body=an_alert("Demonstration, second word"),
            key=True,
            expect=201,
        ).json()
        place = f"/v1/alerts/{draft['alert_id']}"
        update = step(front, author, place, "submission")
        said = approval_of(front, approver, update)
        front.ask("POST", f"{place}/approval", by=approver, body=said)
        await_event(stream, "alert", update["alert_id"])

        listed = front.ask("GET", "/v1/alerts?status=ISSUED&page_size=100").json()["alerts"]
        ids = [each["alert_id"] for each in listed]
        assert update["alert_id"] in ids
        assert first["alert_id"] not in ids
        thread = front.ask("GET", f"/v1/alerts/{first['alert_id']}/thread").json()["alerts"]
        assert [update["alert_id"], first["alert_id"]] == [each["alert_id"] for each in thread]
        assert [first["alert_id"]] == thread[0]["thread"]["earlier"]
        page = front.ask("GET", f"/alerts/{first['alert_id']}", accept="text/html").text
        assert "A later message took the place of this one." in page

        etag = front.ask("GET", f"/v1/alerts/{first['alert_id']}", by=approver).headers["ETag"]
        refused = front.ask(
            "POST",
            f"/v1/alerts/{first['alert_id']}/withdrawal",
            by=approver,
            body={"reason": "Too late."},
            if_match=etag,
            expect=409,
        ).json()
        assert "THREAD_MOVED_ON" == refused["reason"]
        step(front, approver, place, "withdrawal", {"reason": "The test is over."})
        await_event(stream, "alert-ended", update["alert_id"])


@pytest.mark.feature("F11")
def test_two_people_stop_all_issuing_at_once_and_two_let_it_go_on(
    front: Front, officers: Officers
) -> None:
    author, approver, second = officers
    out, _ = approved_alert(front, author, approver, an_alert("Demonstration before a freeze"))
    waiting = submitted_alert(front, author, an_alert("Demonstration during a freeze"))
    said = approval_of(front, approver, waiting)
    why = {"reason": "Demonstration: an account is in wrong hands."}
    frozen = front.ask("POST", "/v1/freezes", by=approver, body=why, key=True, expect=201).json()
    place = f"/v1/freezes/{frozen['freeze_id']}"
    approve = f"/v1/alerts/{waiting['alert_id']}/approval"
    front.ask("POST", f"{place}/confirmation", by=approver, if_match='"v1"', expect=403)
    front.ask("POST", f"{place}/confirmation", by=second, if_match='"v1"')
    try:
        refused = front.ask("POST", approve, by=approver, body=said, expect=409).json()
        assert "ISSUING_FROZEN" == refused["reason"]
        step(front, approver, f"/v1/alerts/{out['alert_id']}", "withdrawal", {"reason": "Freeze."})
    finally:
        front.ask("POST", f"{place}/lift-proposal", by=second, if_match='"v2"', body=why)
        front.ask("POST", f"{place}/lift", by=second, if_match='"v3"', expect=403)
        front.ask("POST", f"{place}/lift", by=approver, if_match='"v3"')
    front.ask("POST", approve, by=approver, body=said)
    step(front, approver, f"/v1/alerts/{waiting['alert_id']}", "withdrawal", {"reason": "Over."})


@pytest.mark.feature("F17")
def test_an_exercise_says_so_first_and_last_and_never_becomes_actual(
    front: Front, officers: Officers
) -> None:
    author, approver, _ = officers
    body = an_alert("Demonstration of an exercise", cap_status="Exercise")
    with front.open_stream() as stream:
        stream.all_within(0.3)
        issued, _ = approved_alert(front, author, approver, body)
        await_event(stream, "alert", issued["alert_id"])
    mark = "EXERCISE EXERCISE EXERCISE"
    said = front.ask("GET", f"/v1/alerts/{issued['alert_id']}").json()["content"]
    assert said["headline"].startswith(mark)
    assert said["instruction"].endswith(mark)
    refused = front.ask(
        "POST",
        f"/v1/alerts/{issued['alert_id']}/updates",
        by=author,
        body=an_alert("Demonstration that is meant"),
        key=True,
        expect=409,
    ).json()
    assert "CAP_STATUS_FIXED" == refused["reason"]
    path = f"/v1/alerts/{issued['alert_id']}"
    ended = step(front, approver, path, "withdrawal", {"reason": "Over."})
    assert ended["ending"]["text"].startswith(mark)
    assert ended["ending"]["text"].endswith(mark)


@pytest.mark.feature("F17")
def test_a_technical_test_is_seen_by_staff_alone(front: Front, officers: Officers) -> None:
    author, approver, _ = officers
    body = an_alert("Demonstration of a test", cap_status="Test")
    issued, _ = approved_alert(front, author, approver, body)
    path = f"/v1/alerts/{issued['alert_id']}"
    front.ask("GET", path, expect=404)
    front.ask("GET", path, by=front.sign_in_demo("member", acr="aal1"), expect=404)
    listed = front.ask("GET", "/v1/alerts?page_size=100").json()["alerts"]
    assert issued["alert_id"] not in [each["alert_id"] for each in listed]
    step(front, approver, path, "withdrawal", {"reason": "Over."})


def of_people(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the entries without those of the worker, which come when it gets to them."""
    worker = {"alerts:queue-deliveries", "alerts:page"}
    return [each for each in entries if each["action"] not in worker]


@pytest.mark.feature("F19")
def test_who_decided_what_is_read_at_the_desk_and_exported_for_an_inquiry(
    front: Front, officers: Officers
) -> None:
    author, approver, _ = officers
    began = datetime.now(UTC) - timedelta(seconds=5)
    body = an_alert("Demonstration for the log", authority_reference="DEMO-LOG-1")
    issued, _ = approved_alert(front, author, approver, body)
    path = f"/v1/alerts/{issued['alert_id']}"
    step(front, approver, path, "withdrawal", {"reason": "The test is over."})
    log = of_people(front.ask("GET", f"{path}/decisions", by=approver).json()["decisions"])
    assert ["alerts:draft", "alerts:submit", "alerts:approve", "alerts:withdraw"] == [
        each["action"] for each in log
    ]
    assert "DEMO-LOG-1" == log[2]["detail"]["authority_reference"]
    assert log[0]["subject"] != log[2]["subject"]
    assert issued["digest"] == log[2]["digest"]

    period = {"since": began.isoformat(), "until": (began + timedelta(minutes=10)).isoformat()}
    place = f"/v1/alerts/decisions?{urlencode(period)}"
    front.ask("GET", place, by=approver, expect=403)
    answer = front.ask("GET", place, by=front.sign_in_demo("privacy"))
    assert "application/jsonl" == answer.headers["Content-Type"]
    lines = [json.loads(each) for each in answer.text.splitlines()]
    mine = of_people([each for each in lines if each["resource"] == issued["alert_id"]])
    assert [each["entry_id"] for each in log] == [each["entry_id"] for each in mine]
    assert "Demonstration for the log" not in answer.text


@pytest.mark.feature("F11")
def test_a_duty_officer_warns_alone_by_a_template_and_a_colleague_reviews_it(
    front: Front, officers: Officers
) -> None:
    author, approver, second = officers
    duty = front.sign_in_demo("duty")
    body = {
        "name": "Demonstration",
        "headline": "Demonstration in {place}",
        "description": "Demonstration, not official, since {time}, within {radius} m of {place}.",
        "instruction": "Do nothing: this is a demonstration.",
        "action_line": "Demonstration, not official: do nothing.",
        "severity": "Severe",
        "urgency": "Immediate",
        "certainty": "Observed",
        "largest_radius_metres": 1000,
        "longest_minutes": 60,
        "expires_at": (datetime.now(UTC) + timedelta(days=1)).isoformat(),
    }
    place = "/v1/alert-templates"
    made = front.ask("POST", place, by=author, body=body, key=True, expect=201).json()
    mine = f"{place}/{made['template_id']}"
    filled = {
        "place": "bath",
        "radius_metres": 500,
        "seen_at": datetime.now(UTC).isoformat(),
        "minutes": 30,
        "reason": "Demonstration: nobody else is here.",
    }
    refused = front.ask("POST", f"{mine}/alerts", by=duty, body=filled, key=True, expect=409).json()
    assert "TEMPLATE_NOT_APPROVED" == refused["reason"]
    front.ask("POST", f"{mine}/approval", by=approver, body={"read_digest": made["digest"]})
    wide = filled | {"radius_metres": 1001}
    front.ask("POST", f"{mine}/alerts", by=duty, body=wide, key=True, expect=400)
    front.ask("POST", f"{mine}/alerts", by=approver, body=filled, key=True, expect=403)
    with front.open_stream() as stream:
        stream.all_within(0.3)
        alert = front.ask(
            "POST", f"{mine}/alerts", by=duty, body=filled, key=True, expect=201
        ).json()
        await_event(stream, "alert", alert["alert_id"])
    waiting = front.ask("GET", "/v1/alerts/reviews", by=second).json()["alerts"]
    assert alert["alert_id"] in [each["alert_id"] for each in waiting]
    path = f"/v1/alerts/{alert['alert_id']}"
    step(front, duty, path, "review", {"finding": "My own."}, expect=403)
    seen = step(front, second, path, "review", {"finding": "Right."})
    assert "Right." == seen["review"]["finding"]
    sent = front.ask("GET", f"{path}/deliveries", by=second).json()["runs"]
    assert ["ISSUED"] == [each["notice"] for each in sent]
    step(front, approver, path, "withdrawal", {"reason": "The test is over."})
