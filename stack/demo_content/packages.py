"""Has a course of ours that left as a cmi5 package brought in again by one trainer, as another's.

So the demonstration has a course of a package, and shows that a platform can import what we export.
"""

import io
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import quote
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import requests

from stack.demo_content.publish import NotPublished
from stack.packaging import PATH, publish, send
from stack.signin import SignInFailed
from stack.story.front import Front, Person, StoryBroken, eventually
from stack.story.learning import COURSE

NAME: Final = "demonstration-awareness.zip"
STRUCTURE: Final = "cmi5.xml"
_TITLES: Final = {"en-GB": " (as a package)", "cy": " (fel pecyn)"}
_SPACE: Final = "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"
_TITLE: Final = f"{{{_SPACE}}}course/{{{_SPACE}}}title/{{{_SPACE}}}langstring"
_KNOWN_SECONDS: Final = 30
"""On a new platform trainers' rights reach training a moment after it is ready."""

_OK: Final = 200


def publish_package(front: Front) -> str:
    """Publish the package unless it is there, in whatever state but refused; return what was done.

    Nobody waits for the scan: without a scanner it stays in quarantine, and a later start publishes
    it. One that was stopped stays stopped.

    Raises:
        NotPublished: the front refuses, does not answer, or the package was not found good.
    """
    try:
        trainer = front.sign_in_demo("trainer", "aal1")
        _await_rights(front, trainer)
        package = _there(front, trainer) or _brought(front)
        if package["state"] == "PROPOSED":
            publish(front, front.sign_in_demo("trainer2"), package)
            return "1 published"
    except (StoryBroken, SignInFailed, requests.RequestException) as error:
        raise NotPublished(f"the demonstration's package: {error}") from error
    return "1 waits for a scanner" if package["state"] == "QUARANTINED" else "1 there"


def renamed(body: bytes) -> bytes:
    """Return an exported package whose course says that it is one: two courses of one name confuse.

    Raises:
        StoryBroken: the course has no title to change.
    """
    with ZipFile(io.BytesIO(body)) as archive:
        files = {each.filename: archive.read(each) for each in archive.infolist()}
    structure = ET.fromstring(files[STRUCTURE])  # noqa: S314 - our own export
    titles = structure.findall(_TITLE)
    if not titles:
        raise StoryBroken("the exported course has no title")
    for title in titles:
        title.text = f"{title.text}{_TITLES[title.attrib['lang']]}"
    files[STRUCTURE] = ET.tostring(structure, encoding="utf-8", xml_declaration=True)
    out = io.BytesIO()
    with ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def _brought(front: Front) -> dict[str, Any]:
    trainer = front.sign_in_demo("trainer")
    courses = front.ask("GET", "/v1/courses?page_size=100").json()["courses"]
    course = next(each["course_id"] for each in courses if each["title"] == COURSE)
    exported = front.ask("GET", f"/v1/courses/{course}/package", by=trainer).content
    package = send(front, trainer, NAME, renamed(exported))
    if package["state"] == "REFUSED":
        raise StoryBroken(f"{package['refusal']}: {package['refused_part']}")
    return package


def _there(front: Front, trainer: Person) -> dict[str, Any] | None:
    """Return the newest package of this name that was not refused."""
    found = (each for each in _all(front, trainer) if each["name"] == NAME)
    return next((each for each in found if each["state"] != "REFUSED"), None)


def _all(front: Front, trainer: Person) -> Iterator[dict[str, Any]]:
    path: str | None = f"{PATH}?page_size=100"
    while path:
        page = front.ask("GET", path, by=trainer).json()
        yield from page["packages"]
        token = page["next_page_token"]
        path = f"{PATH}?page_size=100&page_token={quote(token)}" if token else None


def _await_rights(front: Front, trainer: Person) -> None:
    eventually(
        lambda: front.status("GET", PATH, by=trainer),
        lambda status: status == _OK,
        _KNOWN_SECONDS,
        "the trainers' rights",
    )
