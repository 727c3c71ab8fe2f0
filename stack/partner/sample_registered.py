"""Registers the sample partner site through the front, once: `make up` and the story do."""

import json
from pathlib import Path
from typing import Final

from stack.partner.registering import Registered, registered
from stack.partner.sample import NAME, REGISTRATION
from stack.story.front import Front

_FOUND: Final = 200


def sample_registered(front: Front) -> Registered:
    """Return who the sample is to Keycloak; where nobody knows it, two people make it known.

    Raises:
        StoryBroken: the front refuses.
    """
    file = front.mails.parent / "partner" / REGISTRATION
    known = _known(front, file)
    if known is not None:
        return known
    made = registered(
        front,
        name=NAME,
        redirect_uris=[f"{front.partner}/signed-in"],
        logout_uri=f"{front.partner}/signed-out",
    )
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    new = file.with_suffix(".new")
    new.touch(mode=0o600)
    new.write_text(
        json.dumps(
            {"site_id": made.site_id, "client_id": made.client_id, "secret": made.secret}, indent=1
        )
    )
    new.replace(file)
    return made


def _known(front: Front, file: Path) -> Registered | None:
    """Return what the file says, if people may sign in there at the address where it now is."""
    if not file.exists():
        return None
    said = Registered(**json.loads(file.read_text("utf-8")))
    path, admin = f"/v1/partner-sites/{said.site_id}", front.sign_in_demo("admin", "aal1")
    if front.status("GET", path, by=admin) != _FOUND:
        return None
    site = front.ask("GET", path, by=admin).json()
    here = f"{front.partner}/signed-in" in site["redirect_uris"]
    return said if site["status"] == "ACTIVE" and here else None
