"""A request about somebody's data for the pages to show: an officer entered it, and it waits."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Final

from stack.story.front import Front, Person

MINE: Final = "/v1/me/privacy-requests"
ALL: Final = "/v1/privacy-requests"


def take_back(front: Front, by: Person) -> None:
    """End what a person's requests wait for, where it can be ended."""
    for each in front.ask("GET", MINE, by=by).json()["requests"]:
        if each["state"] == "WAITING":
            path = f"{MINE}/{each['request_id']}/withdrawal"
            front.ask("POST", path, by=by, if_match=f'"v{each["version"]}"')


@contextmanager
def staged_privacy_request(front: Front) -> Iterator[dict[str, str]]:
    """Have the officer enter an erasure that the hotel's owner takes back in the end."""
    take_back(front, front.sign_in_demo("hotel", "aal1"))
    owner = front.ask("GET", "/v1/me", by=front.sign_in_demo("hotel", "aal1")).json()
    body = {
        "email": owner["email"],
        "kind": "ERASURE",
        "received": "LETTER",
        "received_on": f"{datetime.now(UTC):%Y-%m-%d}",
    }
    officer = front.sign_in_demo("privacy")
    made = front.ask("POST", ALL, by=officer, body=body, key=True, expect=201).json()
    yield {"privacy_request": str(made["request_id"])}
    take_back(front, front.sign_in_demo("hotel", "aal1"))  # the first token may have ended
