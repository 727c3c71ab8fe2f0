"""Publishes the demonstration's films through the front: first the words, then files, then film."""

import json
from pathlib import Path
from typing import Any, Final

import requests

from stack.attaching import JUDGED_SECONDS, WAITING, attach, attached
from stack.demo_content.files import BANNERS
from stack.demo_content.publish import NotPublished, Outcome, listed
from stack.signin import SignInFailed
from stack.story.front import Front, Person, StoryBroken, eventually

_LIST: Final = Path(__file__).with_suffix(".json")
_FOLDER: Final = Path(__file__).parent / "film"
_FILES: Final = ("film", "captions", "poster")


def demo_films() -> list[dict[str, Any]]:
    """Return each film: its words, and the names of its files."""
    films: list[dict[str, Any]] = json.loads(_LIST.read_text("utf-8"))
    return films


def file_of(name: str) -> bytes:
    """Return the bytes of a film's file."""
    return (_FOLDER / name).read_bytes()


def publish_films(front: Front) -> Outcome:
    """Publish every film that is not there yet. Its files are waited for: no film stands without.

    Raises:
        NotPublished: the front refuses, does not answer, or a file was not found good.
    """
    wanted, new = demo_films(), 0
    try:
        editor = front.sign_in_demo("editor")
        there = listed(front, editor)
        for film in wanted:
            known = there.get(("en-GB", film["title"]))
            if known is not None and _is_film(front, editor, known):
                continue
            _publish(front, editor, film, known)
            new += 1
    except (StoryBroken, SignInFailed, requests.RequestException) as error:
        raise NotPublished(f"the demonstration's films: {error}") from error
    return Outcome(there=len(wanted), new=new, what="films")


def _is_film(front: Front, editor: Person, document_id: str) -> bool:
    said = front.ask("GET", f"/v1/documents/{document_id}", by=editor).json()
    return bool(said["kind"] == "VIDEO")


def _publish(front: Front, editor: Person, film: dict[str, Any], known: str | None) -> None:
    words = _words(film)
    document_id = known or _made(front, editor, words)
    there = {each["name"] for each in attached(front, editor, document_id).values()}
    for name in (film[part] for part in _FILES if film[part] not in there):
        attach(front, editor, document_id, name, file_of(name), wait=False)
    files = eventually(
        lambda: {each["name"]: each for each in attached(front, editor, document_id).values()},
        lambda found: not any(each["state"] in WAITING for each in found.values()),
        JUDGED_SECONDS,
        "the judgement of the film's files",
    )
    refused = [name for name, each in files.items() if each["state"] != "STANDING"]
    if refused:
        raise StoryBroken(f"not found good: {', '.join(refused)}")
    places = {part: f"attachment:{files[film[part]]['attachment_id']}" for part in _FILES}
    path = f"/v1/documents/{document_id}"
    etag = front.ask("GET", path, by=editor).headers["ETag"]
    said = words | {"kind": "VIDEO", "video": {"transcript": film["transcript"]} | places}
    front.ask("PUT", path, by=editor, body=said, if_match=etag)


def _made(front: Front, editor: Person, words: dict[str, Any]) -> str:
    made = front.ask("POST", "/v1/documents", by=editor, body=words, key=True, expect=201)
    return str(made.json()["document_id"])


def _words(film: dict[str, Any]) -> dict[str, Any]:
    banner = BANNERS["en-GB"]
    return {
        "kind": "NEWS",
        "title": film["title"],
        "summary": f"{film['summary']} {banner}",
        "body": f"> **{banner}**\n\n{film['body']}\n",
        "language": "en-GB",
        "marking": {"tlp": "CLEAR", "minimum_tier": "PUBLIC"},
        **{name: film[name] for name in ("tags", "sectors", "sources")},
    }
