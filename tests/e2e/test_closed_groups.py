"""A closed group from end to end: what is marked for it, its members alone see, everywhere."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from stack.story.advice import a_document
from stack.story.front import Front, Person, eventually
from stack.story.publishing import approve, submit


@pytest.mark.feature("F09")
def test_what_is_marked_for_a_group_is_seen_by_who_is_in_it_at_that_moment(front: Front) -> None:
    code, word = f"venues-{uuid4().hex[:8]}", f"turnstile{uuid4().hex[:6]}"
    until = (datetime.now(UTC) + timedelta(days=90)).strftime("%Y-%m-%dT%H:%M:%SZ")
    body = {
        "code": code,
        "name": "Venues of the demonstration",
        "purpose": "Demonstration, not official.",
        "owner_email": "editor@hub.example",
        "until": until,
    }
    hub = front.sign_in_demo("hub")
    group = front.ask("POST", "/v1/groups", by=hub, body=body, key=True, expect=201).json()
    editor, member = front.sign_in_demo("editor"), front.sign_in_demo("member", "aal1")
    colleague = front.sign_in_demo("editor2")
    here = f"/v1/groups/{group['group_id']}"
    asked = {"email": "editor2@hub.example"}
    front.ask("POST", f"{here}/invitations", by=editor, body=asked, expect=202)
    _join(front, colleague, body["name"])
    marking = {"tlp": "AMBER+STRICT", "minimum_tier": "VERIFIED", "closed_group": code}
    document = a_document(word) | {"title": f"For venues ({word})", "marking": marking}
    draft = submit(front, document, editor)
    eventually(
        lambda: front.status("GET", f"/v1/drafts/{draft['draft_id']}", by=colleague),
        lambda status: status == 200,
        5,
        "the second editor, who is in the group now",
    )
    path = f"/v1/documents/{approve(front, draft, colleague)['document_id']}"
    eventually(lambda: found(front, word, editor), lambda n: n == 1, 15, "the owner's search")
    assert (404, 0) == (front.status("GET", path, by=member), found(front, word, member))

    invited = {"email": "member@retail.example"}
    front.ask("POST", f"{here}/invitations", by=editor, body=invited, expect=202)
    nobody = {"email": f"{uuid4().hex}@nowhere.example"}
    front.ask("POST", f"{here}/invitations", by=editor, body=nobody, expect=202)
    _join(front, member, body["name"])
    eventually(lambda: front.status("GET", path, by=member), lambda s: s == 200, 5, "the member")
    assert 1 == found(front, word, member)
    assert 404 == front.status("GET", here, by=front.sign_in_demo("chapel", "aal1"))

    tag = front.ask("GET", here, by=editor).headers["ETag"]
    front.ask("DELETE", here, by=editor, if_match=tag, expect=204)
    for who in (member, editor):
        gone = eventually(
            lambda who=who: front.status("GET", path, by=who), lambda s: s == 404, 5, "the end"
        )
        assert (404, 0) == (gone, found(front, word, who))


def _join(front: Front, who: Person, group: str) -> None:
    mine = front.ask("GET", "/v1/me/groups", by=who).json()["invitations"]
    (asked,) = [each for each in mine if each["group_name"] == group]
    join = f"/v1/me/groups/invitations/{asked['invitation_id']}"
    front.ask("POST", join, by=who, body={"accept": True}, expect=204)


def found(front: Front, word: str, by: object) -> int:
    return int(front.ask("GET", f"/v1/search?q={word}", by=by).json()["total"])  # type: ignore[arg-type] # somebody who signed in
