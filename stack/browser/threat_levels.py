"""A threat level for the pages to show, and a proposal to change the other: by two officers."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from stack.story.front import Front, Person

_CHANGES: Final = "/v1/threat-levels/changes"
_WHY: Final = {
    "reason": "Demonstration, not official.",
    "authority_reference": "DEMO-1",
}


def proposed(front: Front, by: Person, **said: Any) -> dict[str, Any]:
    """Propose a change of a level, fit for the demonstration."""
    made: dict[str, Any] = front.ask(
        "POST", _CHANGES, by=by, body=_WHY | said, key=True, expect=201
    ).json()
    return made


def approved(front: Front, by: Person, change: dict[str, Any]) -> dict[str, Any]:
    """Approve exactly the change that was read."""
    read = {"read_digest": change["digest"]}
    path = f"{_CHANGES}/{change['change_id']}/approval"
    done: dict[str, Any] = front.ask("POST", path, by=by, body=read).json()
    return done


def given_up(front: Front, by: Person, change_id: str) -> None:
    """Give a proposal up, unless it was decided."""
    path = f"{_CHANGES}/{change_id}"
    answer = front.ask("GET", path, by=by)
    if answer.json()["status"] == "PROPOSED":
        body = {"reason": "End of the demonstration."}
        etag = answer.headers["ETag"]
        front.ask("POST", f"{path}/withdrawal", by=by, body=body, if_match=etag)


def standing(front: Front, series: str) -> dict[str, Any] | None:
    """Return the level that stands in a series, or None."""
    found = front.ask("GET", "/v1/threat-levels").json()["series"]
    level: dict[str, Any] | None = next(
        each["standing"] for each in found if each["series"] == series
    )
    return level


def another_response(front: Front, series: str) -> str:
    """Return a response level that does not stand in a series."""
    level = standing(front, series)
    return "NORMAL" if level and level["response"] != "NORMAL" else "HEIGHTENED"


def make_room(front: Front, by: Person, series: str) -> None:
    """Give up what waits for a decision about a series: it has one proposal at a time."""
    waiting = front.ask("GET", f"{_CHANGES}?status=PROPOSED", by=by).json()["changes"]
    for each in waiting:
        if each["series"] == series:
            given_up(front, by, each["change_id"])


@contextmanager
def staged_threat_levels(front: Front) -> Iterator[dict[str, str]]:
    """Have a national level, and a proposal for Northern Ireland that waits; give that up after."""
    hub, duty = front.sign_in_demo("hub"), front.sign_in_demo("duty")
    if standing(front, "NATIONAL") is None:
        make_room(front, hub, "NATIONAL")
        first = proposed(front, hub, series="NATIONAL", level="SUBSTANTIAL")
        approved(front, duty, first)
    make_room(front, hub, "NORTHERN_IRELAND")
    response = another_response(front, "NORTHERN_IRELAND")
    waits = proposed(front, hub, series="NORTHERN_IRELAND", level="SUBSTANTIAL", response=response)
    yield {"threat_change": waits["change_id"]}
    given_up(front, front.sign_in_demo("duty"), waits["change_id"])
