"""Alerts by mail to people with an account, through the front, with the real mail sink."""

import re
from typing import Any
from uuid import uuid4

import pytest
import requests

from stack.harness import Harness
from stack.postgres import connect
from stack.story import following, shop
from stack.story.cascading import along, passed_on, waiting_for
from stack.story.front import Front, Person, StoryBroken, eventually, text_of
from stack.story.steps import an_alert, approved_alert, register, verify

MINE = "/v1/me/alert-mails"


@pytest.fixture(scope="module")
def author(front: Front) -> Person:
    return front.sign_in_demo("author")


@pytest.fixture(scope="module")
def approver(front: Front) -> Person:
    return front.sign_in_demo("approver")


@pytest.fixture(scope="module")
def owner(front: Front) -> Person:
    """Somebody who registered just now, and whose alerts by mail began with that."""
    person = register(front, lambda _said: None)
    mails = eventually(
        lambda: front.ask("GET", MINE, by=person).json(), lambda found: found["active"], 10, "begun"
    )
    assert {"address": person.name, "active": True} == mails
    return person


def warn(front: Front, author: Person, approver: Person, **more: Any) -> tuple[str, str]:
    """Issue an alert for retail in London; return its headline and its id."""
    words = f"Demonstration {uuid4().hex[:8]}"
    out, _ = approved_alert(front, author, approver, an_alert(words, **more))
    return words, out["alert_id"]


def finished(front: Front, approver: Person, alert_id: str) -> None:
    """Wait until everyone was found to whom an alert is sent, and all of it was settled."""
    path = f"/v1/alerts/{alert_id}/deliveries"
    eventually(
        lambda: front.ask("GET", path, by=approver).json(),
        lambda said: (
            all(each["finished_at"] for each in said["runs"])
            and all(each["state"] not in {"QUEUED", "SENDING"} for each in said["counts"])
        ),
        20,
        "all of it sent",
    )


@pytest.mark.feature("F13")
@pytest.mark.feature("F12")
def test_an_account_gets_by_mail_what_it_may_read_and_words_of_nothing_above_green(
    front: Front, platform: Harness, author: Person, approver: Person, owner: Person
) -> None:
    green, first = warn(front, author, approver, tlp="GREEN", tier="REGISTERED")
    mail = following.mail_about(front, owner.name, green)
    assert "have an account" in mail
    amber, second = warn(front, author, approver, tlp="AMBER", tier="VERIFIED")
    finished(front, approver, second)
    following.nothing_about(front, amber, [owner.name], [])  # of a tier that they have not
    assert not any(second in text_of(each) for each in platform.mail_for(owner.name))
    verify(front, owner, lambda _said: None)
    more, third = warn(front, author, approver, tlp="AMBER", tier="VERIFIED")
    notice = following.mail_about(front, owner.name, third)
    assert "do not send by mail" in notice
    assert more not in notice
    for each in (first, second, third):
        following.withdraw(front, approver, each)


@pytest.mark.feature("F13")
def test_one_address_that_asked_by_postcode_too_gets_one_mail_and_one_stop_ends_both(
    front: Front, platform: Harness, author: Person, approver: Person
) -> None:
    person = register(front, lambda _said: None)
    stop = subscribed_too(front, person.name)
    eventually(lambda: placed(platform, person.name), bool, 20, "its postcode known to alerts")
    words, alert_id = warn(front, author, approver)
    following.mail_about(front, person.name, words)
    finished(front, approver, alert_id)
    about = [each for each in map(text_of, platform.mail_for(person.name)) if words in each]
    assert 1 == len(about)
    assert stop in about[0]

    requests.post(stop, timeout=20).raise_for_status()
    assert not front.ask("GET", MINE, by=person).json()["active"]
    silent, later = warn(front, author, approver)
    finished(front, approver, later)
    following.nothing_about(front, silent, [person.name], [])

    assert front.ask("PUT", MINE, by=person).json()["active"]
    eventually(lambda: reached_again(front, person, author, approver), bool, 20, "mails again")
    assert not front.ask("DELETE", MINE, by=person).json()["active"]
    for each in (alert_id, later):
        following.withdraw(front, approver, each)


def placed(platform: Harness, address: str) -> bool:
    """Tell whether alerts has an address with a postcode: whoever comes later gets no alert."""
    with connect(platform.port("postgres"), platform.secret("postgres"), "alerts") as record:
        found = record.execute(
            "SELECT outward_codes FROM recipients JOIN channels USING (recipient_id)"
            " WHERE address = %s",
            [address],
        )
        return [(["SW1A"],)] == found.fetchall()


def subscribed_too(front: Front, address: str) -> str:
    """Ask by postcode at the address of an account, which has three mails; return the stop link."""
    asked = shop._asked(front, "EMAIL", address, "sw1a 1aa")
    assert asked["request_id"]
    link = re.search(r"http\S+confirm\?token=(\S+)", front.wait_for_mail(address, 4))
    assert link is not None
    proof = {"token": link.group(1)}
    front.ask("POST", "/v1/alert-subscriptions/confirmation", body=proof)
    found = re.search(r"http\S+/stop\?token=\S+", front.wait_for_mail(address, 5))
    assert found is not None
    return found.group(0)


def reached_again(front: Front, person: Person, author: Person, approver: Person) -> bool:
    """Issue an alert, and tell whether it was sent to somebody."""
    words, alert_id = warn(front, author, approver)
    finished(front, approver, alert_id)
    following.withdraw(front, approver, alert_id)
    try:
        following.nothing_about(front, words, [person.name], [])
    except StoryBroken:
        return True
    return False


@pytest.mark.feature("F15")
def test_a_cascade_reaches_its_members_by_mail_when_it_is_passed_on(
    front: Front, platform: Harness, author: Person, approver: Person
) -> None:
    lead, member = front.sign_in_demo("lead"), front.sign_in_demo("member", "aal1")
    address = front.ask("GET", "/v1/me", by=member).json()["email"]
    words = f"Demonstration {uuid4().hex[:8]}"
    out, _ = approved_alert(front, author, approver, along(words))
    step = waiting_for(front, lead, out["alert_id"])
    following.nothing_about(front, words, [address], [])
    passed_on(front, lead, out["alert_id"], step, "Use the back gate.")
    mail = following.mail_about(front, address, words)
    assert "Use the back gate." in mail
    following.withdraw(front, approver, out["alert_id"])


@pytest.mark.feature("F02")
def test_a_suspension_stops_what_is_restricted_and_never_what_everyone_may_know(
    front: Front, platform: Harness, author: Person, approver: Person
) -> None:
    person = register(front, lambda _said: None)
    subject = front.ask("GET", "/v1/me", by=person).json()["subject"]
    eventually(
        lambda: front.ask("GET", MINE, by=person).json(), lambda found: found["active"], 10, "begun"
    )
    body = {"reason": "a demonstration"}
    verifier = front.sign_in_demo("verifier")
    front.ask("POST", f"/v1/subscribers/{subject}/suspension", by=verifier, body=body)
    eventually(lambda: front.status("GET", "/v1/me", by=person), lambda got: got == 401, 10, "out")
    green, first = warn(front, author, approver, tlp="GREEN", tier="REGISTERED")
    finished(front, approver, first)
    clear, second = warn(front, author, approver)
    assert "do nothing" in following.mail_about(front, person.name, clear)
    following.nothing_about(front, green, [person.name], [])
    for each in (first, second):
        following.withdraw(front, approver, each)
