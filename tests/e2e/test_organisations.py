"""Colleagues, quiet hours and messages through us, through the front, with the real mail sink."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from stack.story import following
from stack.story.front import Front, Person, eventually, link_in
from stack.story.steps import an_alert, approved_alert, register

OWN = "/v1/me/organisation"
CHANNELS = "/v1/me/channels"
PLACE = {
    "name": "The stall",
    "address_lines": ["1 Example Street"],
    "postcode": "SW1A 1AA",
    "type": "shop",
}


def silent(_said: str) -> None:
    """Say nothing."""


def invitation_for(front: Front, invited: Person, number: int) -> str:
    """Return the token of the link in the n-th mail to somebody."""
    link = link_in(front.wait_for_mail(invited.name, number))
    return parse_qs(urlsplit(link).query)["token"][0]


@pytest.mark.feature("F01")
def test_a_colleague_is_invited_joins_with_their_premises_runs_it_and_the_first_leaves(
    front: Front,
) -> None:
    owner, colleague = register(front, silent), register(front, silent)
    front.ask("POST", "/v1/me/premises", by=colleague, body=PLACE, key=True, expect=201)
    said = {"email": colleague.name}
    front.ask("POST", f"{OWN}/invitations", by=owner, body=said, key=True, expect=201)
    unknown = {"email": f"nobody-{uuid4().hex[:8]}@cafe.example"}
    front.ask("POST", f"{OWN}/invitations", by=owner, body=unknown, key=True, expect=201)
    token = {"token": invitation_for(front, colleague, 4)}
    seen = front.ask("POST", "/v1/invitations/look", body=token).json()
    assert ("Corner Cafe", "Cafe Owner") == (seen["organisation_name"], seen["invited_by"])
    front.ask("POST", "/v1/invitations/accept", by=owner, body=token, expect=404)
    left = front.ask("POST", "/v1/invitations/accept", by=colleague, body=token, expect=409)
    assert "PREMISES_LEFT_BEHIND" == left.json()["reason"]
    bring = "/v1/invitations/accept?bring_premises=true"
    assert 1 == front.ask("POST", bring, by=colleague, body=token).json()["premises_brought"]
    places = front.ask("GET", "/v1/me/premises", by=owner).json()["premises"]
    assert ["The stall"] == [each["name"] for each in places]
    refused = front.ask("DELETE", OWN, by=owner, expect=409)
    assert "LAST_ADMIN" == refused.json()["reason"]
    members = front.ask("GET", f"{OWN}/members", by=owner).json()["members"]
    other = next(each["subject"] for each in members if not each["me"])
    step = front.ask("PUT", f"{OWN}/members/{other}/admin", by=owner, expect=401)
    assert "STEP_UP_REQUIRED" == step.json()["reason"]
    front.ask("GET", f"{OWN}/invitations", by=colleague, expect=403)
    front.ask("DELETE", OWN, by=colleague)
    front.ask("GET", OWN, by=colleague, expect=404)
    assert 1 == len(front.ask("GET", "/v1/me/premises", by=owner).json()["premises"])


def is_told(front: Front, person: Person) -> None:
    """Wait until alerts are sent to somebody's address."""
    eventually(
        lambda: front.ask("GET", "/v1/me/alert-mails", by=person).json(),
        lambda found: bool(found["active"]),
        10,
        "alerts by mail begun",
    )


def hours_around_now() -> dict[str, str]:
    """Return quiet hours that began an hour ago and last for four more."""
    now = datetime.now(UTC).astimezone(ZoneInfo("Europe/London"))
    starts, ends = now - timedelta(hours=1), now + timedelta(hours=4)
    return {"starts": f"{starts:%H:%M}", "ends": f"{ends:%H:%M}"}


def warned(front: Front, words: str, **more: Any) -> str:
    """Issue an alert that lasts longer than the quiet hours; return its id."""
    author, approver = front.sign_in_demo("author"), front.sign_in_demo("approver")
    lasting = (datetime.now(UTC) + timedelta(hours=8)).isoformat()
    body = an_alert(words, **{"expires_at": lasting} | more)
    out, _ = approved_alert(front, author, approver, body)
    return str(out["alert_id"])


@pytest.mark.feature("F01")
@pytest.mark.feature("F13")
def test_quiet_hours_hold_back_what_can_wait_and_nothing_about_lives(front: Front) -> None:
    owner, other = register(front, silent), register(front, silent)
    for person in (owner, other):
        is_told(front, person)
    said = {"language": "cy", "quiet_hours": hours_around_now()}
    kept = front.ask("PUT", CHANNELS, by=owner, body=said).json()
    assert said["quiet_hours"] == kept["quiet_hours"]
    minor, serious = (f"Demonstration {uuid4().hex[:8]}" for _ in range(2))
    lives = warned(front, serious)
    following.mail_about(front, owner.name, serious)
    can_wait = warned(
        front, minor, tlp="GREEN", tier="REGISTERED", severity="Minor", urgency="Future"
    )
    following.mail_about(front, other.name, minor)
    following.nothing_about(front, minor, [owner.name], [])
    approver = front.sign_in_demo("approver")
    for each in (lives, can_wait):
        following.withdraw(front, approver, each)


@pytest.mark.feature("F01")
def test_a_phone_is_confirmed_by_its_code_and_forgotten_when_removed(front: Front) -> None:
    owner = register(front, silent)
    number = f"+447700900{uuid4().int % 1000:03}"
    before = len(front.texts_for(number))
    asked = {"channel": "SMS", "address": number}
    path = f"{CHANNELS}/further"
    made = front.ask("POST", path, by=owner, body=asked, key=True, expect=202).json()
    words = front.wait_for_text(number, before + 1)
    code = next(word.strip(".") for word in words.split() if word.strip(".").isdecimal())
    proof = f"{path}/requests/{made['request_id']}/code"
    front.ask("POST", proof, by=owner, body={"code": "x" * 6}, expect=400)
    [there] = front.ask("POST", proof, by=owner, body={"code": code}).json()["further"]
    assert number == there["address"]
    front.ask("DELETE", f"{path}/{there['channel_id']}", by=owner, expect=204)
    assert [] == front.ask("GET", CHANNELS, by=owner).json()["further"]


@pytest.mark.feature("F01")
def test_a_lead_sees_names_alone_and_is_written_to_without_an_address(front: Front) -> None:
    lead, owner = front.sign_in_demo("lead"), register(front, silent)
    [seat, *_] = front.ask("GET", "/v1/me/seats", by=lead).json()["seats"]
    branch = f"/v1/me/branch?region={seat['region']}&sector={seat['sector']}"
    found = front.ask("GET", branch, by=lead)
    assert found.json()["members"]
    assert "@" not in found.text
    front.ask("GET", branch, by=owner, expect=403)
    words = f"Demonstration {uuid4().hex[:8]}"
    message = {"to": "SECTOR_LEAD", "region": seat["region"], "sector": seat["sector"]}
    path = "/v1/relay-messages"
    front.ask("POST", path, by=owner, body=message | {"text": words}, key=True, expect=202)
    mail = following.mail_about(front, lead.name, words)
    assert owner.name not in mail
    assert "Cafe Owner" in mail
