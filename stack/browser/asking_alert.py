"""An alert that asks for answers, while pages are looked at: who was asked, called, and helps."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from stack.browser.ending import end_if_out
from stack.story.answering import link_in_mail
from stack.story.following import about, mail_about
from stack.story.front import Front
from stack.story.shop import subscribe_by_mail
from stack.story.steps import approved_alert


@contextmanager
def staged_asking(front: Front) -> Iterator[dict[str, str]]:
    """Ask people about a demonstration; an officer is at the national queue meanwhile."""
    author, approver = front.sign_in_demo("author"), front.sign_in_demo("approver")
    duty, member = front.sign_in_demo("duty"), front.sign_in_demo("member", "aal1")
    shop = f"shop-{uuid4().hex[:10]}@corner.example"
    subscribe_by_mail(front, shop)
    headline = f"Demonstration: are you safe? {uuid4().hex[:6]}"
    out, _ = approved_alert(front, author, approver, about("LON", headline) | {"asks_answer": True})
    until = (datetime.now(UTC) + timedelta(hours=2)).isoformat()
    there = {"queue": "NATIONAL", "until": until}
    shift = front.ask("POST", "/v1/help-shifts", by=duty, body=there, key=True, expect=201).json()
    call = {"answer": "NEED_HELP", "call_back": "020 7946 0000"}
    front.ask("POST", f"/v1/alerts/{out['alert_id']}/answers", by=member, body=call, key=True)
    link = link_in_mail(mail_about(front, shop, headline))
    yield {"asking": out["alert_id"], "link": parse_qs(urlsplit(link).query)["token"][0]}
    front.ask(
        "DELETE",
        f"/v1/help-shifts/{shift['staffing_id']}",
        by=front.sign_in_demo("duty"),
        if_match=f'"v{shift["version"]}"',
    )
    end_if_out(front, out["alert_id"])
