"""Step 2a: a shop without an account gives a postcode and a confirmed address, and can stop."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import requests

from stack.story.front import Front, StoryBroken, link_in

Say = Callable[[str], None]


def _words(front: Front) -> str:
    shown = front.ask("GET", "/v1/alert-subscriptions/consent-wording").json()
    return str(shown["wording_version"])


def _asked(front: Front, channel: str, address: str, postcode: str) -> dict[str, Any]:
    body = {
        "channel": channel,
        "address": address,
        "postcode": postcode,
        "wording_version": _words(front),
    }
    path = "/v1/alert-subscriptions"
    asked: dict[str, Any] = front.ask("POST", path, body=body, key=True, expect=202).json()
    return asked


def _token(link: str) -> str:
    return parse_qs(urlsplit(link).query)["token"][0]


def a_phone(front: Front) -> str:
    """Return a number that Ofcom set aside for drama, and to which no text came yet.

    Raises:
        StoryBroken: all nine hundred were used; `make reset` forgets them.
    """
    first = uuid4().int
    for each in range(900):
        number = f"+447700900{100 + (first + each) % 900}"
        if not front.texts_for(number):
            return number
    raise StoryBroken("every number that is set aside for drama was used")


def subscribe_by_mail(front: Front, address: str) -> str:
    """A shop gives a postcode and its address, and presses the button; return its stop link."""
    _asked(front, "EMAIL", address, "sw1a 1aa")
    link = link_in(front.wait_for_mail(address))
    page = requests.get(link, timeout=20)
    if page.status_code != 200 or "<form" not in page.text:
        raise StoryBroken(f"the link leads to {page.status_code}")
    pressed = requests.post(link.partition("?")[0], data={"token": _token(link)}, timeout=20)
    if pressed.status_code != 200 or "London" not in pressed.text:
        raise StoryBroken(f"the button answered {pressed.status_code}: {pressed.text[:300]}")
    return link_in(front.wait_for_mail(address, 2))


def subscribe_by_text(front: Front, number: str) -> None:
    """Another gives a postcode and its phone, and the code that comes."""
    asked = _asked(front, "SMS", number, "CF10 1EP")
    found = re.search(r"\b\d{6}\b", front.wait_for_text(number))
    if found is None:
        raise StoryBroken("the text has no code")
    proof = {"request_id": asked["request_id"], "code": found.group()}
    made = front.ask("POST", "/v1/alert-subscriptions/confirmation", body=proof).json()
    if [each["code"] for each in made["regions"]] != ["WAL"]:
        raise StoryBroken(f"a shop in Cardiff would be warned about {made['regions']}")


def ask_without_account(front: Front, say: Say) -> None:
    """A shop by mail and another by phone; each stops as easily as it began."""
    where = front.ask("GET", "/v1/postcodes/SW1A1AA").json()
    say(f"SW1A 1AA is warned about {where['regions'][0]['name']}")
    address = f"shop-{uuid4().hex[:10]}@corner.example"
    stop = subscribe_by_mail(front, address)
    say(f"the shop pressed one button; {address} is confirmed")
    number = a_phone(front)
    subscribe_by_text(front, number)
    say(f"another gave the code of a text; {number} is confirmed")

    pressed = requests.post(stop, data={"List-Unsubscribe": "One-Click"}, timeout=20)
    if pressed.status_code != 200:
        raise StoryBroken(f"the stop link answered {pressed.status_code}")
    front.wait_for_mail(address, 3)
    say("the shop's mail program stopped it by one click, and it was told so")
    front.send_text(number, "Stop")
    if "stopped" not in front.wait_for_text(number, 3):
        raise StoryBroken("who texted STOP was not told that alerts stopped")
    say("the other texted STOP, and was told so")
