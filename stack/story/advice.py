"""Step 1: advice is published and found by those who may see it, and by nobody else."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote
from uuid import uuid4

from stack.story.front import Front, Person, StoryBroken, eventually
from stack.story.publishing import approve, submit

Say = Callable[[str], None]
BANNER: Final = "Demonstration, not official."
INDEXED_SECONDS: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What the step left behind: a word that only its documents have, and their addresses."""

    word: str
    advice: str
    assessment: str


def a_document(word: str, *, tlp: str = "CLEAR", tier: str = "PUBLIC") -> dict[str, Any]:
    """Return a document on hostile vehicles, fit for the demonstration."""
    return {
        "kind": "GUIDANCE" if tier == "PUBLIC" else "BRIEFING",
        "title": f"Hostile vehicles {word}",
        "summary": f"{BANNER} How to keep vehicles away from people.",
        "body": f"# Hostile vehicles\n\n{BANNER} Use bollards where people gather. {word}.",
        "marking": {"tlp": tlp, "minimum_tier": tier},
        "sectors": ["retail"],
        "sources": ["Public guidance on hostile vehicle mitigation"],
    }


def advise(front: Front, say: Say) -> Published:
    """An editor publishes for all and for VERIFIED; search keeps the two apart."""
    editor, member = front.sign_in_demo("editor"), front.sign_in_demo("member", "aal1")
    word = f"demonstration{uuid4().hex[:10]}"

    def found(by: Person | None = None) -> dict[str, Any]:
        said: dict[str, Any] = front.ask("GET", f"/v1/search?q={quote(word)}", by=by).json()
        return said

    advice = _published(front, editor, a_document(word))
    before = eventually(found, lambda said: _whole(said, 1), INDEXED_SECONDS, "the advice")
    say(f"anyone finds the advice by '{word[:16]}…' in {_pieces(before)}")
    assessment = _by_two(front, editor, a_document(word, tlp="AMBER", tier="VERIFIED"), say)
    began = time.monotonic()
    eventually(
        lambda: found(member), lambda said: _whole(said, 2), INDEXED_SECONDS, "the assessment"
    )
    say(f"a verified member finds the assessment {time.monotonic() - began:.1f} s after it")
    if found() != before:
        raise StoryBroken("the public answer changed when something hidden came")
    say("the public answer is what it was before the assessment came")
    hidden, random = (
        front.ask("GET", path, expect=404).text for path in (assessment, f"/v1/documents/{uuid4()}")
    )
    if hidden != random:
        raise StoryBroken("a hidden document looks other than a random id")
    say("the assessment is not found by anyone else, the same answer as for a random id")
    return Published(word=word, advice=advice, assessment=assessment)


def _published(front: Front, editor: Person, document: dict[str, Any]) -> str:
    made = front.ask("POST", "/v1/documents", by=editor, body=document, key=True, expect=201)
    return made.headers["Location"]


def _by_two(front: Front, editor: Person, document: dict[str, Any], say: Say) -> str:
    """Publish what not everybody may read: its writer cannot, a colleague can."""
    refused = front.ask("POST", "/v1/documents", by=editor, body=document, key=True, expect=409)
    draft = submit(front, document, editor)
    body = {"read_digest": draft["digest"]}
    path = f"/v1/drafts/{draft['draft_id']}/approval"
    alone = front.ask("POST", path, by=editor, body=body, expect=403).json()
    stands = approve(front, draft, front.sign_in_demo("editor2"))
    say(
        f"an assessment published at once: {refused.json()['reason']}; approved by its writer:"
        f" {alone['reason']}; a second editor let it stand"
    )
    return f"/v1/documents/{stands['document_id']}"


def _whole(said: dict[str, Any], total: int) -> bool:
    """Tell whether the search engine, not the record in its place, found so many."""
    return said["total"] == total and not said["degraded"]


def _pieces(said: dict[str, Any]) -> str:
    (hit,) = said["hits"]
    return repr(hit["highlights"][-1][:60]) if hit["highlights"] else "its title"
