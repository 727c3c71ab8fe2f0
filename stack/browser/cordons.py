"""An alert with a live cordon and a move that waits, for the pages to show; withdrawn after."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from stack.browser.ending import end_if_out
from stack.story.front import Front
from stack.story.steps import an_alert, approved_alert

SQUARE: Final = [[-0.1, 51.5], [-0.09, 51.5], [-0.09, 51.51], [-0.1, 51.51], [-0.1, 51.5]]
WIDER: Final = [[-0.1, 51.5], [-0.08, 51.5], [-0.08, 51.52], [-0.1, 51.52], [-0.1, 51.5]]


def a_line(ring: list[list[float]], place: str) -> dict[str, Any]:
    """Return where a cordon of the demonstration runs."""
    due = datetime.now(UTC) + timedelta(hours=2)
    return {
        "place": place,
        "polygon": {"type": "Polygon", "coordinates": [ring]},
        "next_update_due": due.isoformat(),
        "authority_reference": "DEMO-1",
    }


@contextmanager
def staged_cordon(front: Front) -> Iterator[dict[str, str]]:
    """Have an alert with a cordon that two people set, and that one would move."""
    author, approver = front.sign_in_demo("author"), front.sign_in_demo("approver")
    words = an_alert("Demonstration: a cordon stands")
    alert, _ = approved_alert(front, author, approver, words)
    alert_id = alert["alert_id"]
    line = a_line(SQUARE, "Demonstration: between two streets")
    path = f"/v1/alerts/{alert_id}/cordons"
    made = front.ask("POST", path, by=author, body=line, key=True, expect=201).json()
    cordon = f"/v1/cordons/{made['cordon_id']}"
    read = {"read_digest": made["change"]["digest"]}
    live = front.ask("POST", f"{cordon}/confirmation", by=approver, body=read)
    wider = a_line(WIDER, "Demonstration: one street more")
    etag = live.headers["ETag"]
    front.ask("POST", f"{cordon}/move", by=author, body=wider, if_match=etag)
    yield {"cordoned": alert_id, "cordon": made["cordon_id"]}
    end_if_out(front, alert_id)
