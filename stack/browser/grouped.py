"""A closed group for the pages to show, with an invitation that waits for somebody."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from stack.story.front import Front


@contextmanager
def staged_group(front: Front) -> Iterator[dict[str, str]]:
    """Have the hub sponsor a group of the school's; the chapel is invited. It is ended again."""
    hub, name = front.sign_in_demo("hub"), "Demonstration: schools and colleges of the bay"
    body = {
        "code": f"bay-{uuid4().hex[:8]}",
        "name": name,
        "purpose": "Demonstration, not official. Those who look after schools near the bay.",
        "owner_email": "school@college.example",
        "until": (datetime.now(UTC) + timedelta(days=200)).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    made = front.ask("POST", "/v1/groups", by=hub, body=body, key=True, expect=201).json()
    path = f"/v1/groups/{made['group_id']}"
    school = front.sign_in_demo("school", "aal1")
    asked = {"email": "chapel@faith.example"}
    front.ask("POST", f"{path}/invitations", by=school, body=asked, expect=202)
    yield {"group": made["group_id"]}
    hub = front.sign_in_demo("hub")
    tag = front.ask("GET", path, by=hub).headers["ETag"]
    front.ask("DELETE", path, by=hub, if_match=tag, expect=204)
