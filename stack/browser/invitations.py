"""An open invitation for the pages to show; withdrawn after."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from stack.story.front import Front, link_in

INVITATIONS: Final = "/v1/me/organisation/invitations"


@contextmanager
def staged_invitation(front: Front) -> Iterator[dict[str, str]]:
    """Have somebody invited who has no account, and their link."""
    email = f"invited-{uuid4().hex[:10]}@music.example"
    venue, said = front.sign_in_demo("venue"), {"email": email}
    made = front.ask("POST", INVITATIONS, by=venue, body=said, key=True, expect=201).json()
    link = link_in(front.wait_for_mail(email))
    yield {"invitation": parse_qs(urlsplit(link).query)["token"][0]}
    path = f"{INVITATIONS}/{made['invitation_id']}"
    front.ask("DELETE", path, by=front.sign_in_demo("venue"), expect=204)
