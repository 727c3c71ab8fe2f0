"""Has the demonstration's templates proposed and approved through the front, by two officers."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import requests

from stack.demo_content.publish import NotPublished, Outcome
from stack.signin import SignInFailed
from stack.story.front import Front, Person, StoryBroken, eventually

_FILE: Final = Path(__file__).with_name("templates.json")
_LIFE: Final = timedelta(days=360)
_KNOWN_SECONDS: Final = 30
"""On a new platform officers' rights reach alerts a moment after it is ready."""

_OK: Final = 200


def demo_templates() -> list[dict[str, Any]]:
    """Return the templates that the demonstration has."""
    found: list[dict[str, Any]] = json.loads(_FILE.read_text("utf-8"))["templates"]
    return found


def publish_templates(front: Front) -> Outcome:
    """Put in force every template that is not yet; one that was only proposed is approved.

    Raises:
        NotPublished: the front refuses, or does not answer.
    """
    wanted = demo_templates()
    try:
        there = _standing(front)
        new = [each for each in wanted if there.get(each["name"], {}).get("status") != "APPROVED"]
        if new:
            author, approver = front.sign_in_demo("author"), front.sign_in_demo("approver2")
            _await_rights(front, approver)
        for each in new:
            ends = {"expires_at": (datetime.now(UTC) + _LIFE).isoformat()}
            template = there.get(each["name"]) or (
                front.ask(
                    "POST",
                    "/v1/alert-templates",
                    by=author,
                    body=each | ends,
                    key=True,
                    expect=201,
                ).json()
            )
            path = f"/v1/alert-templates/{template['template_id']}/approval"
            front.ask("POST", path, by=approver, body={"read_digest": template["digest"]})
    except (StoryBroken, SignInFailed, requests.RequestException) as error:
        raise NotPublished(f"the demonstration's templates: {error}") from error
    return Outcome(there=len(wanted), new=len(new), what="templates")


def _standing(front: Front) -> dict[str, dict[str, Any]]:
    """Return the templates that stand, by name: of two of a name an approved one."""
    desk = front.sign_in_demo("author", "aal1")
    _await_rights(front, desk)
    found = front.ask("GET", "/v1/alert-templates", by=desk).json()["templates"]
    found.sort(key=lambda each: each["status"] == "APPROVED")
    return {each["content"]["name"]: each for each in found}


def _await_rights(front: Front, officer: Person) -> None:
    """Wait until alerts knows what an officer may do."""
    eventually(
        lambda: front.status("GET", "/v1/alert-templates", by=officer),
        lambda status: status == _OK,
        _KNOWN_SECONDS,
        "the officers' rights",
    )
