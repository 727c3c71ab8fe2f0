"""An Immediate alert that not everyone may read, through the front: everyone is told what to do."""

import time
from typing import Any
from uuid import uuid4

import pytest
import requests

from stack.story import following, shop
from stack.story.front import Front, Person
from stack.story.steps import an_alert, approved_alert, in_welsh
from stack.streaming import Stream

SECRET = "Only for those who may read it"


@pytest.mark.feature("F11")
@pytest.mark.feature("F13")
@pytest.mark.feature("F18")
def test_everyone_whom_it_is_for_is_told_what_to_do_and_that_it_ended(front: Front) -> None:
    author, approver = front.sign_in_demo("author"), front.sign_in_demo("approver")
    line = f"Demonstration {uuid4().hex[:8]}: do nothing."
    address, number = f"shop-{uuid4().hex[:10]}@corner.example", shop.a_phone(front)
    shop.subscribe_by_mail(front, address)
    shop.subscribe_by_text(front, number)
    body = an_alert(
        SECRET,
        tlp="AMBER",
        tier="VERIFIED",
        urgency="Immediate",
        action_line=line,
        description=SECRET,
        instruction=SECRET,
        audience=[{"mode": "INCLUDE", "kind": "REGION", "value": each} for each in ("LON", "WAL")],
        translations=[in_welsh(SECRET)],
    )
    with front.open_stream() as anyone, front.open_stream(approver) as cleared:
        out, _ = approved_alert(front, author, approver, body)
        alert_id = out["alert_id"]
        heard = [told(stream, "alert", alert_id) for stream in (anyone, cleared)]
        following.mail_about(front, address, line)
        following.text_about(front, number, line)
        see_that_anyone_reads_the_line_alone(front, alert_id, line, approver)
        following.withdraw(front, approver, alert_id)
        heard += [told(stream, "alert-ended", alert_id) for stream in (anyone, cleared)]
    assert [True, False, True, False] == [each["part"] for each in heard]
    for part, whole in (heard[:2], heard[2:]):
        assert line == part["content"]["action_line"]
        assert SECRET not in str(part)
        assert SECRET == whole["content"]["headline"]
    following.mail_about(front, address, "issued in error")
    following.text_about(front, number, "issued in error")
    mails = [front.wait_for_mail(address, which) for which in (3, 4)]
    assert SECRET not in "".join(mails)


def told(stream: Stream, kind: str, alert_id: str, seconds: float = 10) -> dict[str, Any]:
    """What a stream says of an alert, once it came."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for event in stream.all_within(0.05):
            if event.kind == kind and event.json()["alert_id"] == alert_id:
                return dict(event.json())
    raise AssertionError(f"no {kind} of {alert_id} on the stream")


def see_that_anyone_reads_the_line_alone(
    front: Front, alert_id: str, line: str, approver: Person
) -> None:
    """By REST, on the page, by its code, in the feeds and in the log."""
    shown = front.ask("GET", f"/v1/alerts/{alert_id}").json()
    assert (True, line) == (shown["part"], shown["content"]["action_line"])
    code = front.ask("GET", f"/v1/codes/{alert_id}").json()["code"]
    checked = front.ask("GET", f"/v1/verify/{code}").json()
    assert line == checked["alert"]["content"]["action_line"]
    said_on = (
        f"/alerts/{alert_id}",
        f"/alerts/verify/{code}",
        "/alerts",
        f"/v1/alerts/{alert_id}.cap",
    )
    named_on = ("/v1/alerts/feed.atom", "/v1/alerts/feed.cap")
    pages = {
        path: requests.get(front.gateway + path, timeout=20).text for path in (*said_on, *named_on)
    }
    for path, page in pages.items():
        assert SECRET not in page, path
        assert (line in page) or path in named_on, path
    assert SECRET not in f"{shown} {checked}"
    whole = front.ask("GET", f"/v1/alerts/{alert_id}", by=approver).json()
    assert (False, SECRET) == (whole["part"], whole["content"]["headline"])
