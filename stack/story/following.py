"""Step 3a: e-mail and SMS follow an alert, to those whom it is for and to nobody else."""

import time
from collections.abc import Callable
from typing import Any, Final
from uuid import uuid4

import requests

from stack.mail import mail_for
from stack.story.front import Front, Person, StoryBroken, eventually, text_of
from stack.story.shop import a_phone, subscribe_by_mail, subscribe_by_text
from stack.story.steps import an_alert, approved_alert, in_welsh

Say = Callable[[str], None]
SECONDS: Final = 10
"""How long a mail or a text may take after the approval; it takes less than one."""


def about(region: str, headline: str) -> dict[str, Any]:
    """Return an alert for everyone in a region."""
    audience = [{"mode": "INCLUDE", "kind": "REGION", "value": region}]
    more: dict[str, Any] = {"translations": [in_welsh(headline)]} if region == "WAL" else {}
    alert: dict[str, Any] = an_alert(headline, audience=audience, **more)
    return alert


def withdraw(front: Front, by: Person, alert_id: str) -> None:
    """End an alert as issued in error."""
    path = f"/v1/alerts/{alert_id}"
    etag = front.ask("GET", path, by=by).headers["ETag"]
    body = {"reason": "the story is told"}
    front.ask("POST", f"{path}/withdrawal", by=by, body=body, if_match=etag)


def mail_about(front: Front, address: str, words: str) -> str:
    """Return the mail to an address that says these words, once it is there.

    Raises:
        StoryBroken: it is not, in time.
    """

    def saying() -> list[str]:
        return [text for text in map(text_of, mail_for(front.mails, address)) if words in text]

    what = f"a mail to {address} about {words}"
    return eventually(saying, lambda found: len(found) > 0, SECONDS, what)[0]


def text_about(front: Front, number: str, words: str) -> str:
    """Return the text to a phone that says these words, once it is there.

    Raises:
        StoryBroken: it is not, in time.
    """

    def saying() -> list[str]:
        said = [str(each["text"]) for each in front.texts_for(number)]
        return [text for text in said if words in text]

    what = f"a text to {number} about {words}"
    return eventually(saying, lambda found: len(found) > 0, SECONDS, what)[0]


def nothing_about(front: Front, words: str, addresses: list[str], numbers: list[str]) -> None:
    """See that none of these heard of it.

    Raises:
        StoryBroken: one did.
    """
    said = [text_of(mail) for each in addresses for mail in mail_for(front.mails, each)]
    said += [str(text["text"]) for each in numbers for text in front.texts_for(each)]
    if any(words in each for each in said):
        raise StoryBroken(f"somebody heard of {words} who was not to")


def counted(front: Front, by: Person, alert_id: str, channel: str, state: str) -> int:
    """Return how many messages of an alert itself stand so, once there are some.

    Raises:
        StoryBroken: there are none, in time.
    """

    def count() -> int:
        found = front.ask("GET", f"/v1/alerts/{alert_id}/deliveries", by=by).json()["counts"]
        wanted = ("ISSUED", channel, state)
        return sum(
            each["count"]
            for each in found
            if wanted == (each["notice"], each["channel"], each["state"])
        )

    return eventually(count, lambda many: many > 0, SECONDS, f"{channel} {state}")


def follow(front: Front, say: Say) -> None:
    """A shop in London by mail, one in Cardiff by text, one that stopped; two alerts, two ends."""
    author, approver = front.sign_in_demo("author"), front.sign_in_demo("approver")
    london, gone = (f"shop-{uuid4().hex[:10]}@corner.example" for _ in range(2))
    cardiff = a_phone(front)
    stop = subscribe_by_mail(front, london)
    subscribe_by_text(front, cardiff)
    requests.post(subscribe_by_mail(front, gone), data={"forget_now": "yes"}, timeout=20)
    say("a shop in London gets mails, one in Cardiff texts; another asked and stopped")

    here, there = (f"Demonstration {uuid4().hex[:8]}" for _ in range(2))
    first, answered = approved_alert(front, author, approver, about("LON", here))
    mail = mail_about(front, london, here)
    took = time.time() - answered
    if stop not in mail:
        raise StoryBroken("the mail has no way to stop")
    say(f"the alert for London was in the shop's mail {took:.1f} s after the approval's answer")
    second, answered = approved_alert(front, author, approver, about("WAL", there))
    text_about(front, cardiff, there)
    say(f"the one for Wales was on the phone {time.time() - answered:.1f} s after it")
    nothing_about(front, here, [gone], [cardiff])
    nothing_about(front, there, [gone, london], [])
    say("neither heard of the other's, and who stopped heard nothing")

    arrived = counted(front, approver, second["alert_id"], "SMS", "DELIVERED")
    sent = counted(front, approver, first["alert_id"], "EMAIL", "SENT")
    front.ask("GET", f"/v1/alerts/{first['alert_id']}/deliveries", expect=401)
    say(f"the approver reads how far they got: {sent} mail sent, {arrived} text arrived")

    withdraw(front, approver, first["alert_id"])
    withdraw(front, approver, second["alert_id"])
    mail_about(front, london, "issued in error")
    text_about(front, cardiff, "issued in error")
    nothing_about(front, "issued in error", [gone], [])
    requests.post(stop, data={"forget_now": "yes"}, timeout=20).raise_for_status()
    say("both were withdrawn, and whoever had the alert was told so")
