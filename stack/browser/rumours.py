"""An entry of the rumour board and one that waits, for the pages to show; ended after."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from stack.story.front import Front, Person

BOARD: Final = "/v1/rumours"


def proposed_rumour(front: Front, by: Person, **said: Any) -> dict[str, Any]:
    """Propose an entry, fit for the demonstration."""
    body = {"kind": "NOT_ISSUED", "quote": "Demonstration: a message that is not ours."} | said
    made: dict[str, Any] = front.ask("POST", BOARD, by=by, body=body, key=True, expect=201).json()
    return made


@contextmanager
def staged_rumour(front: Front) -> Iterator[dict[str, str]]:
    """Have one entry on the board, and one that awaits a second person."""
    author, approver = front.sign_in_demo("author"), front.sign_in_demo("approver")
    first = proposed_rumour(front, author)
    read = {"read_digest": first["digest"]}
    out = front.ask("POST", f"{BOARD}/{first['rumour_id']}/publication", by=approver, body=read)
    waits = proposed_rumour(front, author, quote="Demonstration: another one.")
    yield {"rumour": waits["rumour_id"]}
    approver, author = front.sign_in_demo("approver"), front.sign_in_demo("author")
    why = {"reason": "End of the demonstration."}
    path = f"{BOARD}/{first['rumour_id']}/withdrawal"
    front.ask("POST", path, by=approver, body=why, if_match=out.headers["ETag"])
    path = f"{BOARD}/{waits['rumour_id']}/discard"
    front.ask("POST", path, by=author, body=why, if_match=f'"v{waits["version"]}"')
