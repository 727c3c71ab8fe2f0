"""Brings a course package through the front, as a program of a trainer's would."""

import hashlib
import io
import zipfile
from collections.abc import Mapping
from typing import Any, Final

import requests

from stack.story.front import Front, Person, StoryBroken, eventually

PATH: Final = "/v1/training/packages"
JUDGED_SECONDS: Final = 60.0
_PAGE: Final = b"""<!doctype html><html lang="en"><meta charset="utf-8"><title>Gates</title>
<h1>Keep the gates clear</h1><p id="said">Demonstration, not official.</p>
<script src="unit.js"></script></html>"""
_SCRIPT: Final = b"document.getElementById('said').textContent += ' This ran.'"


def _words(name: str, english: str, welsh: str) -> str:
    return (
        f'<{name}><langstring lang="en-GB">{english}</langstring>'
        f'<langstring lang="cy">{welsh}</langstring></{name}>'
    )


def structure(url: str = "index.html") -> bytes:
    """Return a cmi5 course structure of one unit at an address."""
    about = _words("title", "Gates", "Gatiau") + _words("description", "Clear.", "Clir.")
    return (
        '<courseStructure xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd">'
        f'<course id="https://author.example/gates">{about}</course>'
        f'<au id="https://author.example/gates/1" moveOn="Completed">{about}<url>{url}</url></au>'
        "</courseStructure>"
    ).encode()


def packed(files: Mapping[str, bytes] | None = None) -> bytes:
    """Return a ZIP file of a good package, with further files or others in their place."""
    good = {"cmi5.xml": structure(), "index.html": _PAGE, "unit.js": _SCRIPT}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in (good | dict(files or {})).items():
            archive.writestr(name, body)
    return out.getvalue()


def bring(front: Front, by: Person, name: str, body: bytes, course_id: str = "") -> dict[str, Any]:
    """Bring a package in pieces; return it as it was judged.

    Raises:
        StoryBroken: a step was refused, or nobody judged it in time.
    """
    judged = send(front, by, name, body, course_id)
    if judged["state"] != "QUARANTINED":
        return judged
    return eventually(  # the scanner did not answer at once: `work` asks it again
        lambda: dict(front.ask("GET", f"{PATH}/{judged['package_id']}", by=by).json()),
        lambda found: found["state"] != "QUARANTINED",
        JUDGED_SECONDS,
        f"nobody judged {name}",
    )


def send(front: Front, by: Person, name: str, body: bytes, course_id: str = "") -> dict[str, Any]:
    """Bring a package in pieces; return it as it stands then: in quarantine without a scanner.

    Raises:
        StoryBroken: a step was refused.
    """
    said = {"name": name, "size": len(body), "course_id": course_id}
    begun = front.ask("POST", PATH, by=by, body=said, key=True, expect=201).json()
    one = f"{PATH}/{begun['package_id']}"
    for number in range(begun["pieces"]):
        at = number * begun["piece_bytes"]
        put = requests.put(
            f"{front.gateway}{one}/pieces/{number}",
            data=body[at : at + begun["piece_bytes"]],
            headers={
                "Authorization": f"Bearer {by.tokens.access}",
                "Content-Type": "application/octet-stream",
            },
            timeout=20,
        )
        if not put.ok:
            raise StoryBroken(f"piece {number} of {name}: {put.status_code} {put.text[:300]}")
    digest = {"digest": hashlib.sha256(body).hexdigest()}
    finished: dict[str, Any] = front.ask("POST", f"{one}/finish", by=by, body=digest).json()
    return finished


def publish(front: Front, by: Person, package: Mapping[str, Any]) -> dict[str, Any]:
    """Publish a package that somebody else brought."""
    path = f"{PATH}/{package['package_id']}/publication"
    read = {"read_digest": package["digest"]}
    published: dict[str, Any] = front.ask("POST", path, by=by, body=read).json()
    return published


def withdraw(front: Front, by: Person, package: Mapping[str, Any]) -> None:
    """Take a package back."""
    front.ask(
        "POST",
        f"{PATH}/{package['package_id']}/withdrawal",
        by=by,
        body={"reason": "The demonstration is over."},
        if_match=f'"v{package["version"]}"',
    )
