"""The steps that exist: registering and earning a tier, warning people, losing access."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from stack.signin import Browser
from stack.story.advice import Published
from stack.story.front import (
    Front,
    Person,
    StoryBroken,
    eventually,
    link_in,
)
from stack.streaming import Stream

Say = Callable[[str], None]
PASSWORD: Final = "a-long-enough-phrase-2026"  # noqa: S105 - of an account that the story makes

CHECKS: Final[tuple[dict[str, Any], ...]] = (
    {
        "kind": "EVIDENCE",
        "document_type": "uk-passport",
        "issuer": "HM Passport Office",
        "strength": 4,
        "validity": 2,
    },
    {"kind": "FRAUD", "score": 1},
    {"kind": "VERIFICATION", "score": 2},
    {
        "kind": "CALL_BACK",
        "contact": "020 7946 0000",
        "contact_source": "COMPANY_REGISTER",
        "call_outcome": "CONFIRMED",
        "note": "switchboard number from the public register of companies",
    },
    {"kind": "ORGANISATION", "note": "the owner confirmed the appointment"},
)
"""What meets the GPG 45 profile M1A, with the call-back and the organisation's word."""


def an_alert(headline: str, *, tlp: str = "CLEAR", tier: str = "PUBLIC", **more: Any) -> Any:
    """Return an alert for retail in London, fit for the demonstration: it claims no threat.

    One that not everyone may read can wait: of what is Immediate everyone is told what to do.
    """
    return {
        "headline": headline,
        "description": "Demonstration, not official. This is what a warning looks like.",
        "instruction": "Do nothing: this is a demonstration.",
        "action_line": "Demonstration, not official: do nothing.",
        "severity": "Severe",
        "urgency": "Immediate" if tlp == "CLEAR" else "Expected",
        "certainty": "Observed",
        "marking": {"tlp": tlp, "minimum_tier": tier},
        "audience": [
            {"mode": "INCLUDE", "kind": "REGION", "value": "LON"},
            {"mode": "MUST_BE", "kind": "SECTOR", "value": "retail"},
        ],
        "expires_at": (datetime.now(UTC) + timedelta(minutes=30)).isoformat(),
    } | more


def in_welsh(headline: str) -> dict[str, Any]:
    """Return the Welsh of such an alert, for one that can reach Wales."""
    return {
        "language": "cy-GB",
        "headline": headline,
        "description": "Arddangosiad, nid yw'n swyddogol. Dyma sut mae rhybudd yn edrych.",
        "instruction": "Peidiwch â gwneud dim: arddangosiad yw hwn.",
        "action_line": "Arddangosiad, nid yw'n swyddogol: peidiwch â gwneud dim.",
    }


def submitted_alert(front: Front, author: Person, body: Any) -> dict[str, Any]:
    """Draft and submit an alert."""
    drafted = front.ask("POST", "/v1/alerts", by=author, body=body, key=True, expect=201)
    return submit(front, author, drafted.headers["Location"], drafted.headers["ETag"])


def submit(front: Front, author: Person, path: str, etag: str) -> dict[str, Any]:
    """Submit a draft, having seen what is unusual about it."""
    seen = front.ask("GET", f"{path}/sharing-warnings", by=author).json()["digest"] or ""
    place = f"{path}/submission?warnings_seen={seen}"
    submitted: dict[str, Any] = front.ask("POST", place, by=author, if_match=etag).json()
    return submitted


def approval_of(front: Front, approver: Person, submitted: Any) -> dict[str, Any]:
    """Return the body of an approval: exactly what was read, and how many it reaches."""
    reach = front.ask("GET", f"/v1/alerts/{submitted['alert_id']}/reach", by=approver).json()
    return {
        "read_digest": submitted["digest"],
        "audience_size": reach["size"],
        "counted": reach["count"],
    }


def confirm_welsh(front: Front, submitted: Any) -> None:
    """Let the Welsh approver confirm the Welsh of an alert that can reach Wales."""
    path = f"/v1/alerts/{submitted['alert_id']}/welsh-confirmation"
    read = {"read_digest": submitted["digest"]}
    front.ask("POST", path, by=front.sign_in_demo("welsh"), body=read)


def approved_alert(
    front: Front, author: Person, approver: Person, body: Any
) -> tuple[dict[str, Any], float]:
    """Draft, submit and approve an alert; return it and the moment of the approval's answer."""
    submitted = submitted_alert(front, author, body)
    if submitted["welsh"]["needed"]:
        confirm_welsh(front, submitted)
    path = f"/v1/alerts/{submitted['alert_id']}/approval"
    read = approval_of(front, approver, submitted)
    issued: dict[str, Any] = front.ask("POST", path, by=approver, body=read).json()
    return issued, time.time()


def await_event(stream: Stream, kind: str, alert_id: str, seconds: float = 10) -> float:
    """Return the moment at which an alert's event came on a stream.

    Raises:
        StoryBroken: it did not, in time.
    """
    until = time.monotonic() + seconds
    for event in stream.all_within(0):
        if event.kind == kind and event.json()["alert_id"] == alert_id:
            return event.received_at
    while time.monotonic() < until:
        for event in stream.all_within(0.02):
            if event.kind == kind and event.json()["alert_id"] == alert_id:
                return event.received_at
    raise StoryBroken(f"no {kind} of {alert_id} on the stream within {seconds:.0f} s")


def register(front: Front, say: Say) -> Person:
    """A café owner registers, confirms the address, sets a password, signs in."""
    email = f"owner-{uuid4().hex[:10]}@cafe.example"
    application = {
        "email": email,
        "given_name": "Cafe",
        "family_name": "Owner",
        "organisation_name": "Corner Cafe",
        "regions": ["LON"],
        "sectors": ["hotels-restaurants", "retail"],
    }
    front.ask("POST", "/v1/registrations", body=application, key=True, expect=202)
    link = link_in(front.wait_for_mail(email))
    say(f"the confirmation mail arrived for {email}")
    token = parse_qs(urlsplit(link).query)["token"][0]
    front.ask("POST", "/v1/registrations/confirm", body={"token": token}, expect=202)
    invitation = link_in(front.wait_for_mail(email, 2))
    Browser().set_password(invitation, PASSWORD)
    say("the second mail led to Keycloak's page, where the password was set")
    person = front.sign_in(email, PASSWORD)
    seen = front.ask("GET", "/v1/me", by=person).json()
    if seen["tier"] != "REGISTERED":
        raise StoryBroken(f"the new account has tier {seen['tier']}")
    say(f"signed in through Keycloak; tier {seen['tier']}")
    again = front.ask("POST", "/v1/registrations", body=application, key=True, expect=202)
    text = front.wait_for_mail(email, 3)
    if "already" not in text:
        raise StoryBroken("a known address was not told by mail that it has an account")
    say(f"registering the known address again: the same {again.status_code}, another mail")
    return person


def verify(front: Front, owner: Person, say: Say, advice: Published | None = None) -> None:
    """The owner is verified by two officers, and sees more without signing in again."""
    author, approver = front.sign_in_demo("author"), front.sign_in_demo("approver")
    headline = f"Demonstration for verified members {uuid4().hex[:6]}"
    body = an_alert(headline, tlp="AMBER", tier="VERIFIED")
    issued, _ = approved_alert(front, author, approver, body)
    path = f"/v1/alerts/{issued['alert_id']}"
    hidden = front.ask("GET", path, by=owner, expect=404)
    random = front.ask("GET", f"/v1/alerts/{uuid4()}", by=owner, expect=404)
    if hidden.json() != random.json():
        raise StoryBroken("a hidden alert looks other than a random id")
    say("an alert for VERIFIED is not found by the owner, the same answer as for a random id")

    case = front.ask(
        "POST", "/v1/me/verification", by=owner, body={"tier": "VERIFIED"}, key=True, expect=201
    ).json()
    officer, second = front.sign_in_demo("verifier"), front.sign_in_demo("verifier2")
    place = f"/v1/verifications/{case['verification_id']}"
    etag = front.ask("GET", place, by=officer).headers["ETag"]
    claimed = front.ask("POST", f"{place}/claim", by=officer, if_match=etag)
    taken = front.ask(
        "POST", f"{place}/claim", by=second, if_match=claimed.headers["ETag"], expect=409
    )
    say(f"an officer took the case, and another could not: {taken.json()['reason']}")
    for check in CHECKS:
        made = front.ask("POST", f"{place}/checks", by=officer, body=check, key=True, expect=201)
    front.ask("DELETE", f"{place}/claim", by=officer, if_match=made.headers["ETag"])
    near = front.ask("GET", "/v1/me/verification", by=owner).json()
    say(f"the owner sees that nothing is missing: {near['missing']}, {near['status']}")
    read = front.ask("GET", place, by=second).json()
    decision = {"grant": True, "read_digest": read["evidence_digest"], "reason": "profile met"}
    refused = front.ask("POST", f"{place}/decision", by=officer, body=decision, expect=403).json()
    say(f"the officer who checked cannot decide: {refused['reason']}")
    front.ask("POST", f"{place}/decision", by=second, body=decision)
    began = time.monotonic()
    say(f"a second officer decided on profiles {', '.join(read['profiles_met'])}")

    eventually(
        lambda: front.status("GET", path, by=owner), lambda status: status == 200, 5, "access"
    )
    took = time.monotonic() - began
    say(f"the alert for VERIFIED appeared {took:.1f} s later, with the same token")
    if advice is not None:
        eventually(
            lambda: front.ask("GET", f"/v1/search?q={advice.word}", by=owner).json()["total"],
            lambda total: total == 2,
            5,
            "the assessment",
        )
        front.ask("GET", advice.assessment, by=owner)
        took = time.monotonic() - began
        say(f"the assessment was found and read {took:.1f} s later, with the same token")


def warn(front: Front, say: Say) -> None:
    """Two officers warn retail in London; it is seen at once, and ended by two people."""
    author, approver = front.sign_in_demo("author"), front.sign_in_demo("approver")
    second = front.sign_in_demo("approver2")
    member = front.sign_in_demo("member", acr="aal1")
    with front.open_stream(member) as stream, front.open_stream() as public:
        stream.all_within(0.3)
        public.all_within(0.3)
        submitted = submitted_alert(front, author, an_alert("Demonstration for retail in London"))
        path = f"/v1/alerts/{submitted['alert_id']}"
        duty = front.sign_in_demo("duty")
        own = submitted_alert(front, duty, an_alert("Demonstration by the duty officer"))
        refused = front.ask(
            "POST",
            f"/v1/alerts/{own['alert_id']}/approval",
            by=duty,
            body={"read_digest": own["digest"]},
            expect=403,
        ).json()
        say(f"the author tried to approve their own: {refused['reason']}")
        front.ask(
            "POST", f"{path}/approval", by=approver, body={"read_digest": "00" * 32}, expect=409
        )
        say("an approval that names another version is refused")
        read = approval_of(front, approver, submitted)
        unsaid = front.ask(
            "POST",
            f"{path}/approval",
            by=approver,
            body={"read_digest": submitted["digest"]},
            expect=409,
        ).json()
        say(f"an approval that says nothing of the audience is refused: {unsaid['reason']}")
        front.ask("POST", f"{path}/approval", by=approver, body=read)
        answered = time.time()
        came = await_event(stream, "alert", submitted["alert_id"])
        late = await_event(public, "alert", submitted["alert_id"])
        delay = max(came, late) - answered
        if delay > 1:
            raise StoryBroken(f"the streams showed it {delay:.2f} s after the approval")
        say(f"the open streams showed it {max(delay, 0) * 1000:.0f} ms after the approval's answer")

        end = {"text": "Demonstration over.", "authority_reference": "DEMO-1"}
        etag = front.ask("GET", path, by=approver).headers["ETag"]
        proposed = front.ask(
            "POST", f"{path}/all-clear-proposal", by=approver, body=end, if_match=etag
        ).json()
        read = {"read_digest": proposed["all_clear_proposal"]["digest"]}
        front.ask("POST", f"{path}/all-clear", by=approver, body=read, expect=403)
        front.ask("POST", f"{path}/all-clear", by=second, body=read)
        await_event(stream, "alert-ended", submitted["alert_id"])
        await_event(public, "alert-ended", submitted["alert_id"])
        say("an all-clear by two people reached the same streams")


def suspend(front: Front, owner: Person, say: Say) -> None:
    """A suspended account is refused within two seconds, whatever its token says."""
    officer = front.sign_in_demo("verifier")
    subject = front.ask("GET", "/v1/me", by=owner).json()["subject"]
    front.ask("POST", f"/v1/subscribers/{subject}/suspension", by=officer, body={"reason": "story"})
    began = time.monotonic()
    for path in ("/v1/me", "/v1/alerts"):
        eventually(
            lambda path=path: front.status("GET", path, by=owner),  # type: ignore[misc] # bound now
            lambda status: status == 401,
            2,
            f"{path} refused",
        )
    say(f"its unexpired token was refused by every service {time.monotonic() - began:.1f} s later")
