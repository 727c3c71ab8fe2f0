"""Makes the sample partner's catalogue known through the front, once, as two people do."""

from pathlib import Path
from typing import Any, Final

from stack.partner.catalogue import ACCOUNT, NAME, PATH, PUBLIC_KEY
from stack.story.front import Front, Person, eventually

_KNOWN_SECONDS: Final = 30
"""On a new platform the rights of the two reach content a moment after it is ready."""

_OK: Final = 200
_CATALOGUES: Final = "/v1/partner-catalogues"


def catalogue_registered(front: Front) -> dict[str, Any]:
    """Return the sample's catalogue as it stands; where nobody knows it, two people make it known.

    Raises:
        StoryBroken: the front refuses, or the sample has no key yet.
    """
    file = front.mails.parent / "partner" / PUBLIC_KEY
    public_key = eventually(lambda: _read(file), bool, _KNOWN_SECONDS, "the sample's public key")
    editor, admin = front.sign_in_demo("editor"), front.sign_in_demo("admin")
    for who in (editor, admin):
        _await_rights(front, who)
    url = f"{front.partner}{PATH}"
    for each in front.ask("GET", _CATALOGUES, by=admin).json()["catalogues"]:
        if (each["url"], each["status"]) == (url, "ACTIVE"):
            known: dict[str, Any] = each
            return known
    body = {"name": NAME, "url": url, "account": ACCOUNT, "public_key": public_key}
    made = front.ask("POST", _CATALOGUES, by=editor, body=body, key=True, expect=201)
    path = f"{_CATALOGUES}/{made.json()['catalogue_id']}/confirmation"
    confirmed = front.ask("POST", path, by=admin, if_match=made.headers["ETag"])
    catalogue: dict[str, Any] = confirmed.json()
    return catalogue


def _await_rights(front: Front, who: Person) -> None:
    eventually(
        lambda: front.status("GET", _CATALOGUES, by=who),
        lambda status: status == _OK,
        _KNOWN_SECONDS,
        "the rights of those who look after catalogues",
    )


def catalogue_ended(front: Front, catalogue_id: str, reason: str) -> None:
    """End a catalogue.

    Raises:
        StoryBroken: the front refuses.
    """
    admin, path = front.sign_in_demo("admin"), f"{_CATALOGUES}/{catalogue_id}"
    etag = front.ask("GET", path, by=admin).headers["ETag"]
    front.ask("POST", f"{path}/end", by=admin, body={"reason": reason}, if_match=etag)


def _read(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except FileNotFoundError:
        return ""
