"""A region's own message that waits for a second person of it, and the pages around it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from uuid import uuid4

from stack.browser.page import Page, press
from stack.story.front import Front
from stack.story.steps import an_alert, submit

REGION: Final = "NW"
"""The region that the demonstration's coordinator sits for."""

_NEW: Final = f"/desk/regions/{REGION}/alerts/new"
REGIONAL_PAGES: Final = (
    Page(name="desk-of-region", path="/desk/alerts", who="coordinator"),
    Page(name="desk-region-new", path=_NEW, who="coordinator", welsh_picture=True),
    Page(
        name="desk-region-new-errors",
        path=_NEW,
        who="coordinator",
        act=press("[data-prevent-double-click]"),
    ),
    Page(
        name="desk-region-approve",
        path="/desk/alerts/{of_region}",
        who="coordinator",
        welsh_picture=True,
    ),
    Page(name="desk-region-edit", path="/desk/alerts/{of_region}/edit", who="coordinator"),
    Page(name="desk-region-outside", path="/desk/alerts/{of_region}", who="approver"),
    Page(
        name="desk-region-decisions",
        path="/desk/alerts/{of_region}/decisions",
        who="approver",
        welsh_picture=True,
    ),
)


@contextmanager
def staged_regional(front: Front) -> Iterator[dict[str, str]]:
    """Hand a message of the region over; nobody issues it, as it has one person alone."""
    coordinator = front.sign_in_demo("coordinator")
    audience = [{"mode": "INCLUDE", "kind": "REGION", "value": REGION}]
    body = an_alert(f"Demonstration: the region's own {uuid4().hex[:6]}", audience=audience)
    path = f"/v1/regions/{REGION}/alerts"
    made = front.ask("POST", path, by=coordinator, body=body, key=True, expect=201)
    waits = submit(front, coordinator, made.headers["Location"], made.headers["ETag"])
    yield {"of_region": waits["alert_id"]}
