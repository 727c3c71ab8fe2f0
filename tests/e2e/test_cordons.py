"""A cordon through the front, on the real platform: two people, the stream, and who holds it."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from stack.browser.cordons import SQUARE, WIDER, a_line
from stack.story.following import withdraw
from stack.story.front import Front
from stack.story.steps import an_alert, approved_alert
from stack.streaming import Stream


def shown(stream: Stream, cordon_id: str, version: int, seconds: float = 10) -> dict[str, Any]:
    """What the stream says of a cordon, once it came."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for event in stream.all_within(0.05):
            if event.kind != "cordon":
                continue
            said: dict[str, Any] = event.json()
            if (said["cordon_id"], said["version"]) == (cordon_id, version):
                return said
    raise AssertionError(f"no version {version} of the cordon on the stream")


@pytest.mark.feature("F11")
def test_two_people_set_a_cordon_and_everyone_sees_where_and_until_when(front: Front) -> None:
    """By REST, on the page and on the stream; moved by two, handed over and renewed by one."""
    author, approver = front.sign_in_demo("author"), front.sign_in_demo("approver")
    alert, _ = approved_alert(front, author, approver, an_alert("Demonstration: a cordon"))
    path = f"/v1/alerts/{alert['alert_id']}/cordons"
    line = a_line(SQUARE, "Demonstration: two streets")
    unclosed = a_line(SQUARE[:-1], "Demonstration: two streets")
    refused = front.ask("POST", path, by=author, body=unclosed, key=True, expect=400).json()
    assert "POLYGON_UNCLOSED" == refused["reason"]
    made = front.ask("POST", path, by=author, body=line, key=True, expect=201).json()
    assert [] == front.ask("GET", path).json()["cordons"]
    cordon = f"/v1/cordons/{made['cordon_id']}"
    read = {"read_digest": made["change"]["digest"]}
    with front.open_stream() as anyone:
        live = front.ask("POST", f"{cordon}/confirmation", by=approver, body=read)
        event = shown(anyone, made["cordon_id"], live.json()["version"])
        assert line["polygon"] == event["shape"]["polygon"]
    answer = front.ask("GET", path)
    (public,) = answer.json()["cordons"]
    assert (False, "LIVE") == (public["update_overdue"], public["status"])
    assert "holding" not in public
    with front.open_stream() as later:
        assert event == shown(later, made["cordon_id"], event["version"])
    wider = a_line(WIDER, "Demonstration: one street more")
    waits = front.ask(
        "POST", f"{cordon}/move", by=author, body=wider, if_match=live.headers["ETag"]
    )
    read = {"read_digest": waits.json()["change"]["digest"]}
    duty = front.sign_in_demo("duty")
    moved = front.ask("POST", f"{cordon}/confirmation", by=duty, body=read)
    assert 2 == moved.json()["shape"]["number"]
    note = {"handover_note": "Demonstration: the east gate is open."}
    etag = moved.headers["ETag"]
    taken = front.ask("POST", f"{cordon}/handover", by=duty, body=note, if_match=etag)
    due = {"next_update_due": (datetime.now(UTC) + timedelta(hours=3)).isoformat()}
    etag = taken.headers["ETag"]
    front.ask("POST", f"{cordon}/renewal", by=duty, body=due, if_match=etag)
    withdraw(front, front.sign_in_demo("approver"), alert["alert_id"])
    (over,) = front.ask("GET", path).json()["cordons"]
    assert ("ENDED_WITH_ALERT", None) == (over["status"], over["next_update_due"])
