"""Claim: with Keycloak dead streams stay open, a passkey still approves, a suspension still cuts.

The whole platform runs. A duty officer has registered a passkey; Keycloak is killed with -9 and
stays away. 2,000 streams are open. A suspension must cut its person's stream within two seconds,
and an alert that waits must go out on the officer's passkey, to every stream. Where the trial is
long enough NATS is killed too: five minutes without identity's heartbeat must drop every stream to
PUBLIC, said by the typed event. What is for members alone must then reach nobody, though it is
issued, when the tokens of everybody have long ended. The control has no passkey: nothing can be
approved.
"""

import json
import signal
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any, Final

import requests

from bench.measure import say
from bench.nchan import REQUEST
from bench.streams_client import MARK, NotWhole, StreamsClient, streams_client
from stack.authenticator import Authenticator
from stack.demo import accounts
from stack.harness import Harness
from stack.places import throw_away_folder
from stack.signin import SignInFailed, Tokens
from stack.story.front import Front, Person, StoryBroken
from stack.story.passkeys import registered
from stack.story.steps import an_alert, approval_of, confirm_welsh, in_welsh, submitted_alert
from stack.streaming import NothingCame, Stream
from trials.verdict import Verdict

CONTROLS: Final = ("no-passkey",)
MINUTES: Final = 10.0
CONTROL_MINUTES: Final = 0.2
STREAMS: Final = 2_000
CUT_SECONDS: Final = 2.0
SILENCE_MINUTES: Final = 5.0
LATE_MINUTES: Final = 0.5
"""How much later than five minutes the drop may come: a heartbeat is ten seconds old at most."""

OTHER_CORE: Final = 1
EVERYONE: Final = [{"mode": "INCLUDE", "kind": "EVERYONE", "value": ""}]


@dataclass(slots=True)
class Found:
    """What was seen."""

    issued: set[int] = field(default_factory=set)
    """Which of the alerts that waited were issued."""

    reached: int = 0
    cut_seconds: float = -1
    standing: str = ""
    silent_minutes: float = -1
    restricted_leaked: bool = False
    public_after: int = 0
    why: list[str] = field(default_factory=list)

    def wrong(self, *, with_nats: bool) -> list[str]:
        """Return what did not hold."""
        claims = {
            "the alert was not issued": 0 in self.issued,
            "a stream was dropped": self.reached == STREAMS,
            "the suspension did not cut": 0 <= self.cut_seconds <= CUT_SECONDS,
        }
        if with_nats:
            least, most = SILENCE_MINUTES - 0.3, SILENCE_MINUTES + LATE_MINUTES
            claims |= {
                "streams did not say that they are PUBLIC": self.standing == "PUBLIC",
                "they said it at another time": least <= self.silent_minutes <= most,
                "what waited for the silence was not issued": self.issued == {0, 1, 2},
                "what is restricted came": not self.restricted_leaked,
                "what is public did not come to all": self.public_after == STREAMS,
            }
        return [what for what, held in claims.items() if not held]


def run(control: str | None = None, minutes: float | None = None) -> Verdict:
    """Run the trial with a passkey, or without one."""
    minutes = minutes or (CONTROL_MINUTES if control else MINUTES)
    with_nats = not control and minutes >= SILENCE_MINUTES + LATE_MINUTES + 1
    with ExitStack() as stack:
        found = _Scene.built(stack, with_passkey=control is None).seen(minutes, with_nats)
    wrong = found.wrong(with_nats=with_nats)
    return Verdict(
        name="keycloak_dead",
        figure=len(wrong),
        unit="claims that did not hold",
        goal="0" if control is None else "the alert cannot be issued: the control must fail",
        met=not wrong if control is None else not found.issued,
        peer=control or "",
        spread="",
        detail={
            "minutes": minutes,
            "streams": STREAMS,
            "reached_by_the_alert": found.reached,
            "issued": sorted(found.issued),
            "suspension_cut_seconds": round(found.cut_seconds, 2),
            "nats_dead_too": with_nats,
            "public_after_minutes_of_silence": round(found.silent_minutes, 1),
            "reached_when_public": found.public_after,
            "wrong": wrong,
            "why": found.why,
        },
    )


@dataclass(slots=True)
class _Scene:
    harness: Harness
    front: Front
    author: Person
    key: Authenticator | None
    client: StreamsClient
    member: Stream
    suspended: Stream
    verifier: Person
    waiting: list[Any]

    @classmethod
    def built(cls, stack: ExitStack, *, with_passkey: bool) -> "_Scene":
        folder = stack.enter_context(throw_away_folder("isp-trial-"))
        harness = stack.enter_context(Harness(folder, with_services=True))
        platform = harness.platform
        front = Front.at(platform.ports, harness.secret("ISP_WEB_SECRET"), platform.mails)
        member = front.sign_in_demo("member", "aal1")
        client = stack.enter_context(streams_client(OTHER_CORE))
        request = REQUEST.replace(b"/stream", b"/v1/stream")
        token = f"Authorization: Bearer {member.tokens.access}\r\n\r\n".encode()
        mixed = [request, request.removesuffix(b"\r\n") + token]
        client.open(harness.port("stream"), mixed, STREAMS, greeting="id: ")
        duty, author = front.sign_in_demo("duty"), front.sign_in_demo("author")
        key = registered(front, duty, "The trial's")[0] if with_passkey else None
        return cls(
            harness=harness,
            front=front,
            author=author,
            key=key,
            client=client,
            member=stack.enter_context(front.open_stream(member)),
            suspended=stack.enter_context(front.open_stream(front.sign_in_demo("shop", "aal1"))),
            verifier=front.sign_in_demo("verifier"),
            waiting=[
                _waiting(front, author, f"{MARK}00000001"),
                _waiting(front, author, f"{MARK}00000002"),
                _waiting(front, author, "For members", tlp="AMBER", tier="VERIFIED"),
            ],
        )

    def seen(self, minutes: float, with_nats: bool) -> Found:  # noqa: FBT001 - said by its name
        """Let Keycloak be dead for so long, and see what goes on."""
        found = Found()
        self.harness.kill("keycloak", signal.SIGKILL)
        died = time.monotonic()
        say("Keycloak is dead")
        found.cut_seconds = self._suspend()
        say(f"the suspension cut a stream after {found.cut_seconds:.2f} s")
        until = died + minutes * 60
        if with_nats:
            until -= (SILENCE_MINUTES + LATE_MINUTES) * 60
        time.sleep(max(0, until - time.monotonic()))
        self._approve(found, 0)
        found.reached = self._reached(1) if 0 in found.issued else 0
        say(f"{found.reached} of {STREAMS} streams have the alert")
        if with_nats:
            self._silence(found)
        return found

    def _suspend(self) -> float:
        subject = accounts()["shop"].subject
        asked = time.monotonic()
        self.front.ask(
            "POST",
            f"/v1/subscribers/{subject}/suspension",
            by=self.verifier,
            body={"reason": "The trial's."},
        )
        try:
            while (event := self.suspended.next(10)) is not None:
                if event.kind in {"standing", "reconnect"}:
                    break
        except ConnectionError:
            pass
        except NothingCame:
            return -1
        return time.monotonic() - asked

    def _approve(self, found: Found, number: int) -> None:
        """Approve on a passkey; without one, by what Keycloak gives."""
        alert = self.waiting[number]
        try:
            officer = self._come_in()
            body = approval_of(self.front, officer, alert)
            path = f"/v1/alerts/{alert['alert_id']}/approval"
            self.front.ask("POST", path, by=officer, body=body)
            found.issued.add(number)
        except (StoryBroken, SignInFailed, requests.RequestException) as refused:
            found.why.append(str(refused)[:200])

    def _come_in(self) -> Person:
        if self.key is None:
            return self.front.sign_in_demo("duty")
        options = self.front.ask("POST", "/v1/passkey-sessions/options").text
        answer = json.loads(self.key.signed(options))
        given = self.front.ask("POST", "/v1/passkey-sessions", body={"credential": answer}).json()
        tokens = Tokens(access=given["access_token"], refresh="")
        return Person(name="duty", browser=self.author.browser, tokens=tokens)

    def _reached(self, number: int) -> int:
        try:
            return self.client.wait(number, STREAMS).count
        except NotWhole as counted:
            say(str(counted))
            return -1

    def _silence(self, found: Found) -> None:
        """Kill NATS too, and wait for the streams to know that they may know too little."""
        self.harness.kill("nats", signal.SIGKILL)
        died = time.monotonic()
        say("NATS is dead as well")
        last = (SILENCE_MINUTES + 2 * LATE_MINUTES) * 60
        event = _first(self.member, last, lambda kind: kind == "standing")
        found.silent_minutes = (time.monotonic() - died) / 60
        found.standing = event["tier"] if event else ""
        say(f"after {found.silent_minutes:.1f} minutes: {event}")
        self._approve(found, 2)
        self._approve(found, 1)
        found.public_after = self._reached(2)
        restricted = self.waiting[2]["alert_id"]
        seen = [each.json() for each in self.member.all_within(3) if each.kind == "alert"]
        found.restricted_leaked = restricted in {each["alert_id"] for each in seen}


def _waiting(front: Front, author: Person, headline: str, **more: Any) -> dict[str, Any]:
    """Submit an alert for everyone, its Welsh confirmed: only an approval is lacking."""
    said = an_alert(headline, audience=EVERYONE, translations=[in_welsh(headline)], **more)
    submitted = submitted_alert(front, author, said)
    confirm_welsh(front, submitted)
    return submitted


def _first(stream: Stream, seconds: float, wanted: Callable[[str], bool]) -> Any:
    """Return what the first event of a kind says, or None."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        try:
            event = stream.next(left)
        except NothingCame:
            return None
        if event is None:
            return None
        if wanted(event.kind):
            return event.json()
    return None
