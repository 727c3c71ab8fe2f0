"""An organisation's endpoint for the pages to show, and a ping; forgotten after."""

from collections.abc import Iterator
from contextlib import contextmanager

from stack.story.front import Front

WEBHOOKS = "/v1/webhooks"
NOBODY_THERE = "http://localhost:9/alerts"
"""On this machine, where endpoints may be outside production; nothing listens."""


@contextmanager
def staged_webhook(front: Front) -> Iterator[dict[str, str]]:
    """Have an endpoint of the demonstration's music hall."""
    venue = front.sign_in_demo("venue")
    body = {
        "url": NOBODY_THERE,
        "mode": "TEST",
        "description": "Demonstration: screens in the foyer",
        "contact_email": "venue@music.example",
    }
    made = front.ask("POST", WEBHOOKS, by=venue, body=body, key=True, expect=201).json()
    path = f"{WEBHOOKS}/{made['webhook_id']}"
    front.ask("POST", f"{path}/test", by=venue, key=True, expect=202)
    yield {"webhook": str(made["webhook_id"])}
    venue = front.sign_in_demo("venue")  # the first token may have ended meanwhile
    etag = front.ask("GET", path, by=venue).headers["ETag"]
    front.ask("DELETE", path, by=venue, if_match=etag, expect=204)
