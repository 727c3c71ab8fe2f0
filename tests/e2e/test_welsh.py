"""What can reach Wales, through the front: it waits for its Welsh, or goes out and owes it."""

from uuid import uuid4

import pytest

from stack.demo_content.templates import demo_templates, publish_templates
from stack.story.following import about, withdraw
from stack.story.front import Front
from stack.story.steps import (
    approval_of,
    approved_alert,
    confirm_welsh,
    in_welsh,
    submit,
    submitted_alert,
)


@pytest.mark.feature("F11")
def test_a_lesser_alert_for_wales_waits_for_a_welsh_approver(front: Front) -> None:
    author, approver = front.sign_in_demo("author"), front.sign_in_demo("approver")
    words = f"Demonstration {uuid4().hex[:8]}"
    waiting = submitted_alert(front, author, about("WAL", words))
    path = f"/v1/alerts/{waiting['alert_id']}"
    read = approval_of(front, approver, waiting)
    refused = front.ask("POST", f"{path}/approval", by=approver, body=read, expect=409).json()
    assert "WELSH_NOT_CONFIRMED" == refused["reason"]
    front.ask(
        "POST",
        f"{path}/welsh-confirmation",
        by=approver,
        body={"read_digest": waiting["digest"]},
        expect=403,
    )
    confirm_welsh(front, waiting)
    out = front.ask("POST", f"{path}/approval", by=approver, body=read).json()
    assert (True, None) == (out["welsh"]["needed"], out["welsh"]["due_at"])
    withdraw(front, approver, out["alert_id"])


@pytest.mark.feature("F11")
def test_an_extreme_one_goes_out_at_once_and_an_update_brings_its_welsh(front: Front) -> None:
    assert len(demo_templates()) == publish_templates(front).there
    assert 0 == publish_templates(front).new, "what is in force is left as it is"
    author, approver = front.sign_in_demo("author"), front.sign_in_demo("approver")
    words = f"Demonstration {uuid4().hex[:8]}"
    body = about("WAL", words) | {"severity": "Extreme"}
    waiting = submitted_alert(front, author, body)
    path = f"/v1/alerts/{waiting['alert_id']}"
    read = approval_of(front, approver, waiting)
    out = front.ask("POST", f"{path}/approval", by=approver, body=read).json()
    assert f"Rhybudd brys / {words}" == out["content"]["translations"][0]["headline"]
    due = front.ask("GET", "/v1/alerts/welsh-due", by=approver).json()["alerts"]
    assert out["alert_id"] in [each["alert_id"] for each in due]

    full = body | {"translations": [in_welsh(f"Llawn {words}")]}
    draft = front.ask("POST", f"{path}/updates", by=author, body=full, key=True, expect=201)
    confirm_welsh(front, draft.json())
    place = draft.headers["Location"]
    etag = front.ask("GET", place, by=author).headers["ETag"]
    update = submit(front, author, place, etag)
    read = approval_of(front, approver, update)
    paid = front.ask("POST", f"{place}/approval", by=approver, body=read).json()
    assert f"Llawn {words}" == paid["content"]["translations"][0]["headline"]
    due = front.ask("GET", "/v1/alerts/welsh-due", by=approver).json()["alerts"]
    assert not {out["alert_id"], paid["alert_id"]} & {each["alert_id"] for each in due}
    withdraw(front, approver, paid["alert_id"])


@pytest.mark.feature("F11")
def test_an_all_clear_is_told_in_both_languages(front: Front) -> None:
    author, approver = front.sign_in_demo("author"), front.sign_in_demo("approver")
    out, _ = approved_alert(
        front, author, approver, about("LON", f"Demonstration {uuid4().hex[:8]}")
    )
    path = f"/v1/alerts/{out['alert_id']}"
    words = {"text": "Demonstration over.", "text_cy": "Arddangosiad ar ben."}
    etag = front.ask("GET", path, by=approver).headers["ETag"]
    body = words | {"authority_reference": "DEMO-1"}
    proposed = front.ask(
        "POST", f"{path}/all-clear-proposal", by=approver, body=body, if_match=etag
    ).json()["all_clear_proposal"]
    assert words == {name: proposed[name] for name in words}
    read = {"read_digest": proposed["digest"]}
    front.ask("POST", f"{path}/all-clear", by=front.sign_in_demo("duty"), body=read)
    ending = front.ask("GET", path).json()["ending"]
    assert words == {name: ending[name] for name in words}
    cap = front.ask("GET", f"{path}.cap").text
    assert "<language>cy-GB</language>" in cap
    assert words["text_cy"] in cap
    page = f"/alerts/{out['alert_id']}"
    assert words["text_cy"] in front.ask("GET", f"/cy{page}").text
    assert words["text_cy"] not in front.ask("GET", page).text


@pytest.mark.feature("F11")
def test_what_is_unusual_about_a_draft_must_have_been_seen(front: Front) -> None:
    author, approver = front.sign_in_demo("author"), front.sign_in_demo("approver")
    narrow = about("LON", f"Demonstration {uuid4().hex[:8]}")
    amber = {"marking": {"tlp": "AMBER", "minimum_tier": "VERIFIED"}}
    waiting = submitted_alert(front, author, narrow | amber)
    path = f"/v1/alerts/{waiting['alert_id']}"
    read = approval_of(front, approver, waiting)
    front.ask("POST", f"{path}/approval", by=approver, body=read)
    draft = front.ask("POST", f"{path}/updates", by=author, body=narrow, key=True, expect=201)
    place, etag = draft.headers["Location"], draft.headers["ETag"]
    found = front.ask("GET", f"{place}/sharing-warnings", by=author).json()
    wider = [each for each in found["warnings"] if each["kind"] == "WIDER_SHARING"]
    assert [["AMBER", "CLEAR"]] == [each["values"] for each in wider]
    refused = front.ask("POST", f"{place}/submission", by=author, if_match=etag, expect=409).json()
    assert "WARNINGS_NOT_SEEN" == refused["reason"]
    assert found["digest"] == submit(front, author, place, etag)["warnings_seen"]
    withdraw(front, approver, waiting["alert_id"])
