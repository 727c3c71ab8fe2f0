"""An alert that waits for a sector lead, while pages are looked at."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from stack.browser.ending import end_if_out
from stack.story.cascading import along, waiting_for
from stack.story.front import Front
from stack.story.steps import approved_alert


@contextmanager
def staged_cascade(front: Front) -> Iterator[dict[str, str]]:
    """Issue an alert along seats; it waits for London's retail."""
    author, approver = front.sign_in_demo("author"), front.sign_in_demo("approver")
    headline = f"Demonstration: passed on {uuid4().hex[:6]}"
    out, _ = approved_alert(front, author, approver, along(headline))
    waiting_for(front, front.sign_in_demo("lead", "aal1"), out["alert_id"])
    yield {"cascaded": out["alert_id"]}
    end_if_out(front, out["alert_id"])
