"""Step 3b: the owner taps "safe", a shop answers by its link, and the board counts both."""

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import requests

from stack.story.following import about, mail_about, withdraw
from stack.story.front import Front, Person, StoryBroken
from stack.story.shop import subscribe_by_mail
from stack.story.steps import approved_alert

Say = Callable[[str], None]
_LINK: Final = re.compile(r"https?://\S+/alerts/answer\?token=[\w-]+")
_FIELD: Final = re.compile(r'<input(?=[^>]*name="([^"]+)")(?=[^>]*value="([^"]*)")[^>]*>')


def answer(front: Front, owner: Person, say: Say) -> None:
    """An alert asks; the owner and a shop answer; the owner needs help; the board counts all."""
    author, approver = front.sign_in_demo("author"), front.sign_in_demo("approver")
    duty, headline = front.sign_in_demo("duty"), f"Demonstration {uuid4().hex[:8]}"
    shop = f"shop-{uuid4().hex[:10]}@corner.example"
    stop = subscribe_by_mail(front, shop)
    out, _ = approved_alert(front, author, approver, about("LON", headline) | {"asks_answer": True})
    path = f"/v1/alerts/{out['alert_id']}/answers"

    front.ask("POST", path, by=owner, body={"answer": "SAFE"}, key=True)
    began = time.monotonic()
    _counts(front, duty, path, SAFE=1)
    say(f"the owner tapped safe, and the board counted it {time.monotonic() - began:.1f} s later")

    link = link_in_mail(mail_about(front, shop, headline))
    for _ in range(3):
        page = requests.get(link, timeout=20)
    if page.status_code != 200 or headline not in page.text:
        raise StoryBroken(f"the link leads to {page.status_code}")
    _counts(front, duty, path, SAFE=1)
    _press(link, page.text, "SAFE")
    _counts(front, duty, path, SAFE=2)
    _press(link, requests.get(link, timeout=20).text, "NOT_AFFECTED")
    _counts(front, duty, path, SAFE=1, NOT_AFFECTED=1)
    say("the shop's link counted nothing until a button was pressed, and then one, changed once")
    spoiled = requests.get(link[:-3] + "AAA", timeout=20)
    if spoiled.status_code != 404:
        raise StoryBroken(f"a spoiled link leads to {spoiled.status_code}")
    wide = front.ask("GET", path, by=author).json()
    if any(count is not None for row in wide["regions"] for count in row["counts"].values()):
        raise StoryBroken("a wider view shows fewer than five")
    say("who only follows it sees how many answered, and no region of fewer than five")
    _help(front, owner, duty, path, say)
    withdraw(front, approver, out["alert_id"])
    refused = front.ask("POST", path, by=owner, body={"answer": "SAFE"}, key=True, expect=409)
    ended = requests.get(link, timeout=20)
    if ended.status_code != 409:
        raise StoryBroken(f"after the end the link leads to {ended.status_code}")
    say(f"after the end nobody is asked: {refused.json()['reason']}")
    requests.post(stop, data={"forget_now": "yes"}, timeout=20).raise_for_status()


def _help(front: Front, owner: Person, duty: Person, path: str, say: Say) -> None:
    """The owner calls for help while an officer is there, and the officer takes it."""
    call = {"answer": "NEED_HELP", "call_back": "020 7946 0000"}
    shifts = front.ask("GET", "/v1/help-requests", by=duty).json()["shifts"]
    if not shifts:
        refused = front.ask("POST", path, by=owner, body=call, key=True, expect=409).json()
        say(f"nobody is at a queue, so help is not offered: {refused['reason']}")
    until = (datetime.now(UTC) + timedelta(minutes=30)).isoformat()
    there = {"queue": "LON", "until": until}
    shift = front.ask("POST", "/v1/help-shifts", by=duty, body=there, key=True, expect=201).json()
    front.ask("POST", path, by=owner, body=call, key=True)
    listed = front.ask("GET", "/v1/help-requests?page_size=100", by=duty).json()["requests"]
    ours = [each for each in listed if each["alert_id"] in path]
    if len(ours) != 1 or ours[0]["contacts"]:
        raise StoryBroken(f"the queue shows {ours}")
    of_call = f"/v1/help-requests/{ours[0]['help_id']}"
    taken = front.ask("POST", f"{of_call}/taking", by=duty, if_match=f'"v{ours[0]["version"]}"')
    if call["call_back"] not in taken.json()["contacts"]:
        raise StoryBroken("the officer does not see how to reach the owner")
    done = {"outcome": "HELPED"}
    front.ask("POST", f"{of_call}/closure", by=duty, body=done, if_match=taken.headers["ETag"])
    leave = f"/v1/help-shifts/{shift['staffing_id']}"
    front.ask("DELETE", leave, by=duty, if_match=f'"v{shift["version"]}"')
    say("the owner called for help; the officer who took it saw the number, and closed it")


def link_in_mail(mail: str) -> str:
    """Return the link by which the reader of a mail answers."""
    found = _LINK.search(mail)
    if found is None:
        raise StoryBroken("the mail has no link to answer by")
    return found.group()


def _press(link: str, page: str, said: str) -> None:
    """Press a button of the page that a link leads to."""
    fields = dict(_FIELD.findall(page.partition("<main")[2]))
    body = {name: fields[name] for name in ("token", "alert_id", "key")} | {"answer": said}
    if parse_qs(urlsplit(link).query)["token"] != [body["token"]]:
        raise StoryBroken("the page answers for another link")
    pressed = requests.post(link.partition("?")[0], data=body, timeout=20)
    if pressed.status_code != 200 or "You answered" not in pressed.text:
        raise StoryBroken(f"the button answered {pressed.status_code}: {pressed.text[:300]}")


def _counts(front: Front, by: Person, path: str, **expected: int) -> None:
    """See what the board counts, in all and for London."""
    board: dict[str, Any] = front.ask("GET", path, by=by).json()
    found = {name: count for name, count in board["counts"].items() if count}
    if found != expected:
        raise StoryBroken(f"the board counts {found}, not {expected}")
