"""A private drill that runs while the pages are looked at."""

from collections.abc import Iterator
from contextlib import contextmanager

from stack.story.front import Front


@contextmanager
def staged_drill(front: Front) -> Iterator[dict[str, str]]:
    """Let the stadium's manager, who leads its security, run a drill; yields the drill's id."""
    manager = front.sign_in_demo("stadium")
    body = {"scenario": "EVACUATION", "minutes": 60, "note": "Demonstration: by the oak."}
    drill = front.ask("POST", "/v1/drills", by=manager, body=body, key=True, expect=201)
    place = f"/v1/drills/{drill.json()['drill_id']}"
    try:
        yield {"drill": drill.json()["drill_id"]}
    finally:
        manager = front.sign_in_demo("stadium")  # the first token may have ended meanwhile
        etag = front.ask("GET", place, by=manager).headers["ETag"]
        front.ask("POST", f"{place}/end", by=manager, if_match=etag)
