"""The offline bundle from the real platform, read by a client that knows its description alone."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
import requests

from stack.demo import accounts
from stack.harness import Harness
from stack.postgres import connect
from stack.story import steps
from stack.story.advice import a_document
from stack.story.front import Front, Person, eventually
from stack.story.publishing import publish
from tests.clients import offline_bundle as client

pytestmark = [pytest.mark.feature("F07"), pytest.mark.feature("F09")]

FALLS_SECONDS = 90
"""A look at whose tier ends, once in a minute, and the notice of it."""


def document(front: Front, tlp: str, tier: str, **more: Any) -> str:
    said = a_document(f"word{uuid4().hex[:8]}", tlp=tlp, tier=tier) | more
    return str(publish(front, said)["document_id"])


def for_named_people(front: Front, subject: str) -> str:
    """Return what is for one person, and for two editors who work on it."""
    named = [subject, *(accounts()[name].subject for name in ("editor", "editor2"))]
    marking = {"tlp": "RED", "minimum_tier": "VERIFIED", "named_subjects": named}
    return document(front, "RED", "VERIFIED", marking=marking)


def taken(front: Front, by: Person | None, kept: client.Kept | None = None) -> client.Kept:
    """Take a bundle, or the changes of one, as a phone does."""
    subject = front.ask("GET", "/v1/me", by=by).json()["subject"] if by else None
    if kept is None:
        file = front.ask("GET", "/v1/bundle", by=by).content
    else:
        file = front.ask("POST", "/v1/bundle/changes", by=by, body={"held": kept.held}).content
    keys = front.ask("GET", "/v1/bundle/keys").json()
    said = client.opened(file, keys, subject=subject, now=datetime.now(UTC))
    return client.taken(said) if kept is None else client.changed(kept, said)


def test_anyone_takes_what_is_public_and_loses_what_was_withdrawn(front: Front) -> None:
    editor = front.sign_in_demo("editor")
    shown, hidden = document(front, "CLEAR", "PUBLIC"), document(front, "AMBER", "VERIFIED")
    kept = taken(front, None)
    assert shown in kept.documents
    assert hidden not in kept.documents
    assert all(each["public"] for each in kept.documents.values())
    file = front.ask("GET", "/v1/bundle")
    known = {"If-None-Match": file.headers["ETag"]}
    again = requests.get(f"{front.gateway}/v1/bundle", headers=known, timeout=10)
    assert 304 == again.status_code
    path = f"/v1/documents/{shown}"
    tag = front.ask("GET", path, by=editor).headers["ETag"]
    why = {"reason": "Over."}
    front.ask("POST", f"{path}/withdrawal", by=editor, body=why, if_match=tag)
    after = taken(front, None, kept)
    assert shown not in after.documents
    assert kept.documents.keys() - {shown} <= after.documents.keys()
    with pytest.raises(client.BundleRefused):
        client.opened(
            file.content,
            front.ask("GET", "/v1/bundle/keys").json(),
            subject=str(uuid4()),
            now=datetime.now(UTC),
        )


def test_who_is_lowered_loses_what_they_took_along(front: Front, platform: Harness) -> None:
    owner = steps.register(front, lambda _said: None)
    hidden = document(front, "AMBER", "VERIFIED")
    assert hidden not in taken(front, owner).documents
    steps.verify(front, owner, lambda _said: None)
    subject = front.ask("GET", "/v1/me", by=owner).json()["subject"]
    secret = for_named_people(front, subject)
    front.ask("GET", f"/v1/documents/{secret}", by=owner)
    kept = taken(front, owner)
    assert kept.documents[hidden]["public"] is False
    assert hidden in kept.shown(datetime.now(UTC))
    assert secret not in kept.documents, "TLP:RED is for who is in the room"
    unknown = taken(front, None, client.Kept("", kept.documents, *_ends(kept)))
    assert hidden not in unknown.documents, "nobody in particular may keep it"

    with connect(platform.port("postgres"), platform.secret("postgres"), "identity") as record:
        over = "UPDATE tier_terms SET until = now() - interval '1 day' WHERE subject = %s"
        assert 1 == record.execute(over, (subject,)).rowcount
    path = f"/v1/documents/{hidden}"
    eventually(
        lambda: front.status("GET", path, by=owner), lambda s: s == 404, FALLS_SECONDS, "the fall"
    )
    after = taken(front, owner, kept)
    assert hidden not in after.documents


def _ends(kept: client.Kept) -> tuple[datetime, datetime]:
    return kept.entitled_until, kept.public_until
