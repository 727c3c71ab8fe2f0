"""Staff roles for the pages to show: one that waits for a second person, one that is held."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from stack.story.front import Front


def proposed(front: Front, name: str, role: str, *, eligible: bool = False) -> dict[str, Any]:
    """Have the hub propose a role for one of the demonstration's; what is open is ended first."""
    email = front.ask("GET", "/v1/me", by=front.sign_in_demo(name, "aal1")).json()["email"]
    ended(front, email, role)
    body = {
        "email": email,
        "role": role,
        "reason": "Stands in while a colleague is away.",
        "until": (datetime.now(UTC) + timedelta(days=200)).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "eligible": eligible,
    }
    hub = front.sign_in_demo("hub")
    made = front.ask("POST", "/v1/role-grants", by=hub, body=body, key=True, expect=201).json()
    return dict(made)


def confirmed(front: Front, grant_id: str) -> dict[str, Any]:
    """Have the administrator confirm a proposal."""
    admin, path = front.sign_in_demo("admin"), f"/v1/role-grants/{grant_id}"
    tag = front.ask("GET", path, by=admin).headers["ETag"]
    return dict(front.ask("POST", f"{path}/confirmation", by=admin, if_match=tag).json())


def ended(front: Front, email: str, role: str) -> None:
    """Let nothing of a role be open for a person, by tokens of its own."""
    hub = front.sign_in_demo("hub")
    found = front.ask("GET", "/v1/role-grants?page_size=100", by=hub).json()["role_grants"]
    for each in found:
        if (each["person"]["email"], each["role"]) != (email, role):
            continue
        path = f"/v1/role-grants/{each['grant_id']}"
        how = "withdrawal" if each["state"] == "PROPOSED" else "end"
        body = None if how == "withdrawal" else {"reason": "End of the demonstration."}
        tag = f'"v{each["version"]}"'
        front.ask("POST", f"{path}/{how}", by=hub, body=body, if_match=tag)


@contextmanager
def staged_roles(front: Front) -> Iterator[dict[str, str]]:
    """Propose one role and give another, to be taken up; both are ended again."""
    waits = proposed(front, "school", "trainer")
    held = proposed(front, "school", "editor", eligible=True)
    confirmed(front, held["grant_id"])
    yield {"role_proposed": waits["grant_id"], "role_held": held["grant_id"]}
    for role in ("trainer", "editor"):
        ended(front, "school@college.example", role)
