"""A response level of a premises' own for the pages to show; lifted after."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from stack.story.front import Front, Person

SITES: Final = "/v1/site-responses"


def own_level(front: Front, by: Person, premises_id: str, **said: Any) -> dict[str, Any]:
    """Set the highest level for a day, fit for the demonstration."""
    until = (datetime.now(UTC) + timedelta(days=1)).isoformat(timespec="seconds")
    body = {"response": "EXCEPTIONAL", "reason": "Demonstration: a concert.", "until": until}
    path = f"{SITES}/{premises_id}"
    etag = front.ask("GET", path, by=by).headers["ETag"]
    set_: dict[str, Any] = front.ask("PUT", path, by=by, body=body | said, if_match=etag).json()
    return set_


def lifted(front: Front, by: Person, premises_id: str) -> None:
    """Lift a premises' own level, if it has one."""
    path = f"{SITES}/{premises_id}"
    there = front.ask("GET", path, by=by)
    if there.json()["own"] is not None:
        why = {"reason": "End of the demonstration."}
        etag = there.headers["ETag"]
        front.ask("POST", f"{path}/lifting", by=by, body=why, if_match=etag)


@contextmanager
def staged_site_response(front: Front) -> Iterator[dict[str, str]]:
    """Have a premises with a level of its own beside the threat level's."""
    venue = front.sign_in_demo("venue")
    listed = front.ask("GET", "/v1/me/premises", by=venue).json()["premises"]
    hall = str(listed[0]["premises_id"])
    own_level(front, venue, hall)
    yield {"hall": hall}
    lifted(front, front.sign_in_demo("venue"), hall)
