"""An alert goes from the hub along seats to members, and what is so comes back up."""

from uuid import uuid4

import pytest

from stack.story.cascading import along, passed_on, waiting_for
from stack.story.following import withdraw
from stack.story.front import Front, StoryBroken, eventually
from stack.story.steps import approved_alert


@pytest.mark.feature("F15")
def test_a_leads_word_stands_beside_the_hubs_for_their_members_alone(front: Front) -> None:
    author, approver = front.sign_in_demo("author"), front.sign_in_demo("approver")
    lead, member = front.sign_in_demo("lead"), front.sign_in_demo("member", "aal1")
    stranger = front.sign_in_demo("chapel", "aal1")
    headline = f"Demonstration {uuid4().hex[:8]}"
    out, _ = approved_alert(front, author, approver, along(headline))
    path = f"/v1/alerts/{out['alert_id']}"
    step = waiting_for(front, lead, out["alert_id"])  # London's coordinator's seat is vacant
    assert (out["digest"], "LON", "retail") == (step["digest"], step["region"], step["sector"])
    nothing = {"region": "LON", "sector": "retail", "read_digest": step["digest"]}
    refused = front.ask(
        "POST", f"{path}/passing-on", by=member, body=nothing, if_match='"v1"', expect=404
    )
    assert "NOT_YOUR_STEP" == refused.json()["reason"]
    with front.open_stream(member) as mine, front.open_stream(stranger) as other:
        unproved = front.sign_in_demo("lead", "aal1")  # words of one's own need a second factor
        with pytest.raises(StoryBroken, match="step-up-required"):
            passed_on(front, unproved, out["alert_id"], step, "Use the back gate.")
        done = passed_on(front, lead, out["alert_id"], step, "Use the back gate.")
        assert ("PASSED_ON", "HOLDER") == (done["state"], done["done_as"])
        (shown,) = eventually(
            lambda: [e.json() for e in mine.all_within(0.2) if e.kind == "context"],
            bool,
            10,
            "the lead's word on a member's stream",
        )
        assert (out["alert_id"], "Use the back gate.") == (
            shown["alert_id"],
            shown["context"]["text"],
        )
        assert "context" not in {each.kind for each in other.all_within(1)}

    added = front.ask("GET", f"{path}/context", by=member).json()["added"]
    assert ["Use the back gate."] == [each["context"]["text"] for each in added]
    assert [] == front.ask("GET", f"{path}/context", by=stranger).json()["added"]
    assert headline == front.ask("GET", path, by=member).json()["content"]["headline"]

    told = {"region": "LON", "sector": "retail", "text": "All shops are quiet."}
    front.ask("POST", f"{path}/branch-reports", by=lead, body=told, key=True, expect=201)
    nodes = front.ask("GET", f"{path}/cascade", by=author).json()["nodes"]
    by_place = {(each["step"]["region"], each["step"]["sector"]): each for each in nodes}
    assert "SENT_DIRECT" == by_place["LON", None]["step"]["state"]
    ours = by_place["LON", "retail"]
    assert "PASSED_ON" == ours["step"]["state"]
    assert ["All shops are quiet."] == [each["text"] for each in ours["reports"]]
    assert ours["figures"]["reached"] is None or ours["figures"]["reached"] >= 5  # fewer is hidden
    front.ask("GET", f"{path}/cascade", by=member, expect=404)
    withdraw(front, approver, out["alert_id"])


@pytest.mark.feature("F15")
def test_seats_are_kept_by_those_who_appoint(front: Front) -> None:
    hub, lead = front.sign_in_demo("hub"), front.sign_in_demo("lead", "aal1")
    mine = front.ask("GET", "/v1/me/seats", by=lead).json()["seats"]
    assert [("LON", "retail")] == [(each["region"], each["sector"]) for each in mine]
    place = {"role": "SECTOR_LEAD", "region": "SCO", "sector": "faith"}
    district = f"District {uuid4().hex[:8]}"
    made = front.ask(
        "POST", "/v1/seats", by=hub, body=place | {"district": district}, key=True, expect=201
    ).json()
    path = f"/v1/seats/{made['seat_id']}"
    who = {"position": "HOLDER", "email": "chapel@faith.example"}
    held = front.ask(
        "POST", f"{path}/appointment", by=hub, body=who, if_match=f'"v{made["version"]}"'
    ).json()
    assert "chapel@faith.example" != held["holder"]["name"]
    front.ask("POST", f"{path}/appointment", by=lead, body=who, if_match='"v2"', expect=403)
    front.ask("DELETE", path, by=hub, if_match=f'"v{held["version"]}"', expect=204)
    assert [] == front.ask("GET", "/v1/me/seats", by=front.sign_in_demo("chapel")).json()["seats"]
