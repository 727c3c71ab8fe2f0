"""Private drills of one organisation, through the front: its people alone, by every way."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
import requests

from stack.demo import accounts
from stack.harness import Harness
from stack.story import following
from stack.story.front import Front, Person, eventually, text_of
from stack.story.steps import await_event

MARK = "EXERCISE EXERCISE EXERCISE"
LEAD = "/v1/me/security-lead"


@pytest.fixture
def lead(front: Front) -> Iterator[Person]:
    """One of the hub's people, leading its security for as long as a test lasts.

    No drill begins beside a real alert for any of its people: what other tests left out is ended.
    """
    approver = front.sign_in_demo("approver")
    while out := actual(front, approver):
        for alert_id in out:
            following.withdraw(front, approver, alert_id)
    person = front.sign_in_demo("hub")
    assert {"held": True, "mine": True} == front.ask("PUT", LEAD, by=person).json()
    eventually(
        lambda: front.status("GET", "/v1/drills", by=person), lambda got: got == 200, 10, "the role"
    )
    yield person
    assert not front.ask("DELETE", LEAD, by=person).json()["mine"]


def actual(front: Front, by: Person) -> list[str]:
    """Alerts that are out and meant, a page of them."""
    found = front.ask("GET", "/v1/alerts?status=ISSUED&page_size=100", by=by).json()["alerts"]
    return [each["alert_id"] for each in found if each["content"]["cap_status"] == "Actual"]


def begin(front: Front, by: Person, **more: Any) -> tuple[dict[str, Any], str]:
    """Begin a drill; return it and its ETag."""
    body = {"scenario": "EVACUATION", "minutes": 30} | more
    begun = front.ask("POST", "/v1/drills", by=by, body=body, key=True, expect=201)
    return begun.json(), begun.headers["ETag"]


def end(front: Front, by: Person, drill_id: str) -> None:
    """End a drill."""
    etag = front.ask("GET", f"/v1/drills/{drill_id}", by=by).headers["ETag"]
    front.ask("POST", f"/v1/drills/{drill_id}/end", by=by, if_match=etag)


@pytest.mark.feature("F17")
def test_a_drill_reaches_its_organisations_people_by_every_way_and_nobody_else(
    front: Front, platform: Harness, lead: Person
) -> None:
    colleague, stranger, elsewhere = (
        front.sign_in_demo(name, "aal1") for name in ("coordinator", "venue", "lead")
    )
    own = [accounts()[name].email for name in ("hub", "coordinator")]
    others = [accounts()[name].email for name in ("venue", "lead", "member", "deputy")]
    note = f"Gather by the oak {uuid4().hex[:8]}."
    with (
        front.open_stream(colleague) as theirs,
        front.open_stream(stranger) as near,
        front.open_stream(elsewhere) as far,
        front.open_stream() as public,
    ):
        for each in (theirs, near, far, public):
            each.all_within(0.3)
        drill, _ = begin(front, lead, note=note)
        drill_id = drill["drill_id"]
        assert drill["headline"].startswith(MARK)
        await_event(theirs, "alert", drill_id)
        mails = [following.mail_about(front, address, note) for address in own]
        for mail in mails:
            assert mail.strip().startswith(MARK)
            assert MARK in mail.strip().splitlines()[-1]
            assert "calls nobody" in mail
        for stream in (near, far, public):
            assert not any(drill_id in event.data for event in stream.all_within(0.5))
    following.nothing_about(front, note, others, [])

    for who in (stranger, elsewhere, None):
        assert front.status("GET", f"/v1/alerts/{drill_id}", by=who) == 404
        listed = front.ask("GET", "/v1/alerts", by=who).json()["alerts"]
        assert drill_id not in {each["alert_id"] for each in listed}
    front.ask("GET", f"/v1/drills/{drill_id}", by=colleague, expect=403)
    for feed in ("/v1/alerts/feed.atom", "/v1/alerts/feed.cap"):
        assert drill_id not in requests.get(f"{front.gateway}{feed}", timeout=20).text

    answered(front, mails[1], colleague, drill_id)
    seen = eventually(
        lambda: front.ask("GET", f"/v1/drills/{drill_id}", by=lead).json()["figures"],
        lambda found: (
            sum(each["count"] for each in found["deliveries"] if each["state"] == "SENT")
            == found["people"]
        ),
        20,
        "a mail to each of the organisation's people",
    )
    assert {"SAFE": 0, "NEED_HELP": 1, "NOT_AFFECTED": 0} == seen["answers"]
    assert len(own) < seen["people"]

    front.ask(
        "POST",
        "/v1/drills",
        by=lead,
        body={"scenario": "ROLL_CALL", "minutes": 15},
        key=True,
        expect=409,
    )
    end(front, lead, drill_id)
    for address in own:
        over = following.mail_about(front, address, "The drill of your organisation is over")
        assert over.strip().startswith(MARK)
    assert 2 == sum(note in text_of(each) for a in own for each in platform.mail_for(a))


def answered(front: Front, mail: str, colleague: Person, drill_id: str) -> None:
    """Answer by the link of the mail that help is needed, which is practised and calls nobody."""
    link = re.search(r"http\S+/alerts/answer\?token=\S+", mail)
    assert link is not None
    page = requests.get(link.group(0).replace("/answer?", "/answer/help?"), timeout=20).text
    assert "This is a drill of your organisation." in page
    assert "call 999" in page
    token = link.group(0).partition("token=")[2]
    fields = {"token": token, "alert_id": drill_id, "answer": "NEED_HELP", "key": str(uuid4())}
    requests.post(f"{front.gateway}/alerts/answer", data=fields, timeout=20).raise_for_status()
    mine = front.ask("GET", f"/v1/alerts/{drill_id}/answers/mine", by=colleague).json()
    assert ("NEED_HELP", None) == (mine["standing"]["answer"], mine["standing"]["help"])
    assert mine["drill"]
    duty = front.sign_in_demo("duty")
    calls = front.ask("GET", "/v1/help-requests", by=duty).json()["requests"]
    assert drill_id not in {each["alert_id"] for each in calls}


@pytest.mark.feature("F17")
def test_a_drill_of_the_officers_own_organisation_becomes_no_alert(
    front: Front, lead: Person
) -> None:
    """Those who write, approve and withdraw alerts may read it here, and make nothing of it."""
    author, approver = front.sign_in_demo("author"), front.sign_in_demo("approver")
    drill, etag = begin(front, lead, scenario="ROLL_CALL")
    path = f"/v1/alerts/{drill['drill_id']}"
    read = front.ask("GET", path, by=author).json()
    assert "Exercise" == read["content"]["cap_status"]
    keep = ("headline", "description", "instruction", "action_line", "severity", "urgency")
    body = {name: read["content"][name] for name in (*keep, "certainty", "expires_at")}
    body |= {
        "marking": {"tlp": "CLEAR", "minimum_tier": "PUBLIC"},
        "audience": [{"mode": "INCLUDE", "kind": "REGION", "value": "LON"}],
        "cap_status": "Actual",
    }
    update = front.ask("POST", f"{path}/updates", by=author, body=body, key=True, expect=409)
    assert "DRILL_STAYS" == update.json()["reason"]
    said = front.ask(
        "POST", f"{path}/withdrawal", by=approver, body={"reason": "w"}, if_match=etag, expect=409
    )
    assert "DRILL_STAYS" == said.json()["reason"]
    front.ask("PUT", path, by=author, body=body, if_match=etag, expect=409)
    end(front, lead, drill["drill_id"])
