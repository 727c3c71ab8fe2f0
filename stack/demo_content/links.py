"""Lists the demonstration's links to partners through the front, as the editor does."""

import json
from pathlib import Path
from typing import Any, Final

import requests

from stack.demo_content.publish import NotPublished, Outcome
from stack.signin import SignInFailed
from stack.story.front import Front, StoryBroken, eventually

_FILE: Final = Path(__file__).with_name("links.json")
_KNOWN_SECONDS: Final = 30
_OK: Final = 200


def demo_links(partner: str) -> list[dict[str, Any]]:
    """Return the links of the demonstration; `partner` is where the sample site is."""
    found: list[dict[str, Any]] = json.loads(_FILE.read_text("utf-8"))["links"]
    return [
        each | {"url": each["url"].replace("{partner}", partner), "demonstration": True}
        for each in found
    ]


def publish_links(front: Front) -> Outcome:
    """List every link that is not there yet: one with the same English name is left as it is.

    Raises:
        NotPublished: the front refuses, or does not answer.
    """
    wanted = demo_links(front.partner)
    try:
        listed = front.ask("GET", "/v1/partner-links").json()["links"]
        there = {each["english"]["name"] for each in listed}
        missing = [each for each in wanted if each["english"]["name"] not in there]
        if missing:
            editor = front.sign_in_demo("editor")
            eventually(
                lambda: front.status("GET", "/v1/partner-links/broken", by=editor),
                lambda status: status == _OK,
                _KNOWN_SECONDS,
                "the editor's rights",
            )
            for each in missing:
                front.ask("POST", "/v1/partner-links", by=editor, body=each, key=True, expect=201)
    except (StoryBroken, SignInFailed, requests.RequestException) as error:
        raise NotPublished(f"the demonstration's links: {error}") from error
    return Outcome(there=len(wanted), new=len(missing), what="links")
