"""Pages to officers and situation reports, through the front, with the real mail sink."""

from uuid import uuid4

import pytest

from stack.demo import accounts
from stack.mail import mail_for
from stack.story.following import about, withdraw
from stack.story.front import Front, eventually, text_of
from stack.story.steps import approval_of, approved_alert, submitted_alert


@pytest.mark.feature("F14")
def test_an_alert_that_waits_pages_who_may_approve_it_and_nobody_who_wrote_it(
    front: Front,
) -> None:
    author = front.sign_in_demo("author")
    headline = f"Demonstration {uuid4().hex[:8]}"
    waits = submitted_alert(front, author, about("LON", headline))
    link = f"/desk/alerts/{waits['alert_id']}"

    def pages_to(name: str) -> list[str]:
        mails = mail_for(front.mails, accounts()[name].email)
        return [text for text in map(text_of, mails) if link in text]

    found = eventually(lambda: pages_to("approver"), lambda mails: len(mails) > 0, 20, "a page")
    assert 1 == len(found)
    assert headline not in found[0]
    assert [] == pages_to("author")
    approver = front.sign_in_demo("approver")
    read = approval_of(front, approver, waits)
    front.ask("POST", f"/v1/alerts/{waits['alert_id']}/approval", by=approver, body=read)
    withdraw(front, approver, waits["alert_id"])


@pytest.mark.feature("F14")
def test_one_tap_is_seen_by_the_duty_officer_and_by_no_wider_view(front: Front) -> None:
    author, approver = front.sign_in_demo("author"), front.sign_in_demo("approver")
    duty, member = front.sign_in_demo("duty"), front.sign_in_demo("member", "aal1")
    out, _ = approved_alert(front, author, approver, about("LON", f"Demonstration {uuid4().hex}"))
    path = f"/v1/alerts/{out['alert_id']}"
    for _ in range(2):
        told = front.ask(
            "POST", f"{path}/situation-reports", by=member, body={"kind": "CROWDS"}, key=True
        ).json()
    assert {"kinds": ["CROWDS"]} == told
    ((seen),) = front.ask("GET", f"{path}/situation", by=duty).json()["sightings"]
    assert ("CROWDS", 1) == (seen["kind"], seen["people"])
    wide = front.ask("GET", f"{path}/situation", by=author).json()
    assert {"sightings": [], "exact": False} == wide
    withdraw(front, approver, out["alert_id"])
