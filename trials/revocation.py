"""Claim: who loses what they might is refused everywhere within two seconds (p99), and stays so.

A verified member reads a restricted document by REST, finds it by search, lists alerts by gRPC and
holds an open stream, all by one access token. They are suspended; each way is tried until it
refuses, and then some times more: whoever was refused must not be let in again. Time begins with
the request that suspends. At the end NATS is killed, so that no service hears of a suspension: then
each way may answer for as long as the token lives, and the stream for five minutes of silence.

The control kills identity's worker, which carries what changed: within two seconds nobody hears of
it, and the claim must fail.
"""

import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from statistics import quantiles
from typing import Final
from uuid import uuid4

import grpc
import requests

from bench.measure import say
from isp.alerts.v1 import alerts_pb2, alerts_pb2_grpc
from stack.demo import accounts
from stack.harness import Harness
from stack.places import throw_away_folder
from stack.story.advice import INDEXED_SECONDS, a_document
from stack.story.front import Front, Person, eventually
from stack.story.publishing import publish
from stack.streaming import NothingCame, Stream
from trials.verdict import Verdict

CONTROLS: Final = ("unheard",)
ROUNDS: Final = 50
CONTROL_ROUNDS: Final = 3
GOAL_SECONDS: Final = 2.0
TOKEN_SECONDS: Final = 300 + 1
"""How long a token lives, and a second for the trial's own steps between two questions."""

SILENCE_SECONDS: Final = 5 * 60 + 30
PATIENCE_SECONDS: Final = 10.0
PAUSE_SECONDS: Final = 0.01
LONGER_PAUSE_SECONDS: Final = 0.5
"""Where it takes minutes: whoever asks more often is asked to ask less."""

MORE_TRIES: Final = 5
WHO: Final = "member"
NEVER: Final = float("inf")
REFUSED: Final = frozenset({401, 403, 404})
"""What is answered to who may not; a server that is away answers otherwise, and lets nobody in."""

Way = Callable[[], bool]
"""Tries one way in, and tells whether it was open."""


@dataclass(slots=True)
class Found:
    """After how many seconds each way refused, round by round, and who was let in again."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    again: list[str] = field(default_factory=list)
    without_broker: dict[str, float] = field(default_factory=dict)

    def p99(self, way: str) -> float:
        """Return the 99th percentile of a way; of few rounds it is the slowest."""
        took = self.seconds[way]
        if max(took) == NEVER or len(took) < 2:
            return max(took)
        return min(max(took), quantiles(took, n=100, method="inclusive")[98])

    @property
    def worst(self) -> float:
        """The slowest way's."""
        return max(map(self.p99, self.seconds))

    def good_without_broker(self) -> bool:
        """Tell whether each way refused in its time while nobody was told."""
        most = {"stream": SILENCE_SECONDS}
        took = self.without_broker.items()
        return all(seconds <= most.get(way, TOKEN_SECONDS) for way, seconds in took)


def run(control: str | None = None) -> Verdict:
    """Suspend one person again and again, or a few times while nobody carries what changed."""
    found = Found()
    with ExitStack() as stack:
        scene = _Scene.built(stack)
        if control is not None:
            scene.harness.kill("identity-work", signal.SIGKILL)
        for number in range(CONTROL_ROUNDS if control else ROUNDS):
            scene.round(found)
            if number % 10 == 9:
                say(f"{number + 1} suspensions, the slowest p99 {found.worst:.2f} s")
            if control is not None:
                break  # a restoration would not be heard of either
        if control is None:
            scene.without_broker(found)
    whole = found.worst <= GOAL_SECONDS and not found.again and found.good_without_broker()
    return Verdict(
        name="revocation",
        figure=round(min(found.worst, 9_999), 2),
        unit="seconds from the suspension until the slowest way refuses, p99",
        goal=f"at most {GOAL_SECONDS:.0f}" if control is None else "more: the control must fail",
        met=whole if control is None else found.worst > GOAL_SECONDS,
        peer=control or "",
        spread="",
        detail={
            "rounds": len(next(iter(found.seconds.values()))),
            "p99": {way: round(min(found.p99(way), 9_999), 2) for way in found.seconds},
            "slowest": {
                way: round(min(max(all_), 9_999), 2) for way, all_ in found.seconds.items()
            },
            "let_in_again": found.again,
            "with_nats_dead": {way: round(each, 1) for way, each in found.without_broker.items()},
        },
    )


@dataclass(slots=True)
class _Scene:
    harness: Harness
    front: Front
    alerts: alerts_pb2_grpc.AlertsServiceStub
    word: str
    document: str

    @classmethod
    def built(cls, stack: ExitStack) -> "_Scene":
        folder = stack.enter_context(throw_away_folder("isp-trial-"))
        harness = stack.enter_context(Harness(folder, with_services=True))
        platform = harness.platform
        front = Front.at(platform.ports, harness.secret("ISP_WEB_SECRET"), platform.mails)
        channel = stack.enter_context(grpc.insecure_channel(f"127.0.0.1:{harness.port('alerts')}"))
        word = f"revocation{uuid4().hex[:10]}"
        body = a_document(word, tlp="AMBER", tier="VERIFIED")
        made = publish(front, body)
        return cls(
            harness=harness,
            front=front,
            alerts=alerts_pb2_grpc.AlertsServiceStub(channel),
            word=word,
            document=f"/v1/documents/{made['document_id']}",
        )

    def round(self, found: Found) -> None:
        """Suspend the member, see every way refuse, and restore them."""
        with self.front.open_stream(member := self._member()) as stream:
            took = self._refused(self._ways(member), stream, PATIENCE_SECONDS, found)
        for way, seconds in took.items():
            found.seconds.setdefault(way, []).append(seconds)
        self._restore()

    def without_broker(self, found: Found) -> None:
        """Suspend the member while nobody can be told; what they hold must end by itself."""
        with self.front.open_stream(member := self._member()) as stream:
            self.harness.kill("nats", signal.SIGKILL)
            say("NATS is dead")
            patience = SILENCE_SECONDS + 60
            found.without_broker = self._refused(self._ways(member), stream, patience, found)

    def _member(self) -> Person:
        """Sign the member in, and see that each way is open to them."""
        member = self.front.sign_in_demo(WHO, "aal1")
        for way in self._ways(member).values():
            eventually(way, bool, INDEXED_SECONDS, "a way that is open")
        return member

    def _ways(self, member: Person) -> dict[str, Way]:
        def by_rest() -> bool:
            return self.front.status("GET", self.document, by=member) not in REFUSED

        def by_search() -> bool:
            headers = {"Authorization": f"Bearer {member.tokens.access}"}
            address = f"{self.front.gateway}/v1/search?q={self.word}"
            answer = requests.get(address, headers=headers, timeout=20)
            if answer.status_code in REFUSED:
                return False
            return not answer.ok or int(answer.json()["total"]) > 0

        def by_grpc() -> bool:
            metadata = (("authorization", f"Bearer {member.tokens.access}"),)
            try:
                self.alerts.ListAlerts(alerts_pb2.ListAlertsRequest(), metadata=metadata, timeout=5)
            except grpc.RpcError as refused:
                return refused.code() is not grpc.StatusCode.UNAUTHENTICATED
            return True

        return {"rest": by_rest, "search": by_search, "grpc": by_grpc}

    def _refused(
        self, ways: dict[str, Way], stream: Stream, patience: float, found: Found
    ) -> dict[str, float]:
        """Suspend the member; return after how many seconds each way refused."""
        verifier = self.front.sign_in_demo("verifier")
        subject = accounts()[WHO].subject
        asked, began = threading.Event(), [0.0]

        def tried(name: str, way: Way) -> float:
            asked.wait()
            while time.monotonic() - began[0] < patience:
                if not way():
                    took = time.monotonic() - began[0]
                    if any(way() for _ in range(MORE_TRIES)):
                        found.again.append(name)
                    return took
                time.sleep(PAUSE_SECONDS if patience == PATIENCE_SECONDS else LONGER_PAUSE_SECONDS)
            return NEVER

        with ThreadPoolExecutor(len(ways) + 1) as threads:
            running = {name: threads.submit(tried, name, way) for name, way in ways.items()}
            running["stream"] = threads.submit(_ended, stream, asked, began, patience)
            began[0] = time.monotonic()
            asked.set()
            path, body = f"/v1/subscribers/{subject}/suspension", {"reason": "The trial's."}
            self.front.ask("POST", path, by=verifier, body=body)
            return {name: each.result() for name, each in running.items()}

    def _restore(self) -> None:
        other = self.front.sign_in_demo("verifier2")
        path = f"/v1/subscribers/{accounts()[WHO].subject}/restoration"
        self.front.ask("POST", path, by=other, body={"reason": "The trial goes on."})
        time.sleep(1)  # a token says the second in which it was made: one of this one is in doubt


def _ended(stream: Stream, asked: threading.Event, began: list[float], patience: float) -> float:
    """Return after how many seconds a stream was cut, or said that it is PUBLIC from now on."""
    asked.wait()
    until = began[0] + patience
    try:
        while (left := until - time.monotonic()) > 0:
            event = stream.next(left)
            if event is None or (event.kind == "standing" and event.json()["tier"] == "PUBLIC"):
                break
        else:
            return NEVER
    except NothingCame:
        return NEVER
    except ConnectionError:
        pass
    return time.monotonic() - began[0]
