"""Ends what was put on the pages, unless somebody else ended it meanwhile."""

from stack.story.following import withdraw
from stack.story.front import Front


def end_if_out(front: Front, alert_id: str) -> None:
    """Withdraw an alert that is still out, as someone who signs in just now: tokens live short."""
    approver = front.sign_in_demo("approver")
    found = front.ask("GET", f"/v1/alerts/{alert_id}", by=approver).json()
    if found["status"] == "ISSUED":
        withdraw(front, approver, alert_id)
