"""Claim: whatever dies, everybody who may gets every acknowledged alert once, and nobody another.

Alerts' `serve`, `work` (which relays, consumes and sends) and `stream`, NATS and PostgreSQL are
killed with -9 at random and started again, while officers issue and withdraw alerts and identity
tells of new recipients. Readers, endpoints, browsers, the mail sink and the simulators of texts
and of apps' provider are outside; they are held against what was acknowledged to the officers.
Endpoints and browsers, one phone and every app take a message and drop the connection now and then.
The control is a consumer that acknowledges before it commits: it must lose.
"""

import asyncio
import itertools
import random
import signal
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Collection
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Final
from uuid import uuid4

import grpc

from bench.issuer import Issuer
from bench.officers import keep_people
from isp.alerts.v1 import (
    alerts_pb2_grpc,
    devices_pb2,
    devices_pb2_grpc,
    push_pb2,
    push_pb2_grpc,
    webhooks_pb2,
    webhooks_pb2_grpc,
)
from stack.alone import Alone
from stack.harness import Harness
from stack.places import throw_away_folder
from stack.pushes import DROPPED as DROPPED_BY_APPS
from stack.texts import DROPPED, program
from trials.kill_check import (
    Counted,
    counted_of_accounts,
    counted_of_messages,
    counted_of_receivers,
)
from trials.kill_receivers import Listener, Posts, Receiver, app, posts, wait_until
from trials.kill_writers import FOR_FEW, Issued, Writer
from trials.sending import mails_by_alert, mails_by_headline, one, tell, texts_by_headline, told
from trials.verdict import Verdict

CONTROLS: Final = ("ack-first",)
MINUTES: Final = 5.0
CONTROL_MINUTES: Final = 0.7
WRITERS: Final = 2
MAILS: Final = 12
TEXTS: Final = 8
SETTLING_SECONDS: Final = 180
ELSEWHERE: Final = "WAL"
"""Where those live who are told of meanwhile: no alert is for them."""

SENDERS: Final = 6
"""Of mails and texts, of one process: each has one message in its hands when it is killed."""

VICTIMS: Final = ("alerts-serve", "alerts-work", "alerts-stream", "nats", "postgres")
OPEN: Final = (
    "SELECT (SELECT count(*) FROM dispatches WHERE finished_at IS NULL)"
    " + (SELECT count(*) FROM outbox WHERE sent_at IS NULL) + count(*)"
    " FROM deliveries WHERE state IN ('QUEUED', 'SENDING', 'TEMPORARY', 'UNKNOWN')"
)


def run(control: str | None = None, minutes: float | None = None) -> Verdict:
    """Run the trial for some minutes, with our consumer or the known-bad one."""
    minutes = minutes or (CONTROL_MINUTES if control else MINUTES)
    with ExitStack() as stack:
        scene = _Scene.built(stack, control)
        scene.go(minutes)
        counted = scene.counted()
    kills = dict(scene.kills)
    wrong = counted.wrong
    return Verdict(
        name="kill_anything",
        figure=wrong,
        unit="alerts or recipients lost, repeated, out of order or over-tier",
        goal="0" if control is None else "something lost: the control must fail",
        met=(wrong == 0 and bool(scene.issued))
        if control is None
        else counted.lost + counted.recipients_lost > 0,
        peer=control or "",
        spread="",
        detail={
            "minutes": minutes,
            "acknowledged": len(scene.issued),
            "withdrawn": sum(each.ended for each in scene.issued),
            "kills": kills,
            **counted.detail(),
        },
    )


@dataclass
class _Scene:
    """Everything that runs, and what was said to whom."""

    alone: Alone
    issuer: Issuer
    posts: Posts
    control: str | None
    listeners: list[Listener] = field(default_factory=list)
    writers: list[Writer] = field(default_factory=list)
    kills: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    told: set[str] = field(default_factory=set)
    mails: set[str] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)
    apps: dict[str, bool] = field(default_factory=dict)
    """Tokens, each with whether its person may read what is restricted."""
    accounts: dict[str, bool] = field(default_factory=dict)
    """Their mail addresses, likewise."""

    @classmethod
    def built(cls, stack: ExitStack, control: str | None) -> "_Scene":
        folder = stack.enter_context(throw_away_folder("isp-trial-"))
        servers = frozenset({"postgres", "nats", "mail", "push"})
        harness = stack.enter_context(Harness(folder, servers=servers))
        issuer = Issuer()
        alone = Alone(harness, stack.enter_context(issuer.trusted()))
        stack.callback(alone.stop_all)
        scene = cls(alone, issuer, stack.enter_context(posts()), control)
        alone.migrate("alerts")
        platform = harness.platform
        texts = program(platform.ports["sms"], platform.texts, 1, platform.secrets)
        quiet = (*texts.command[:-1], "")  # there is no gateway that could take receipts
        alone.launch("sms", quiet, {**texts.environment, "PATH": "/usr/bin:/bin"})
        for name in ("alerts-serve", "alerts-work", "alerts-stream"):
            scene._start(name)
        scene._prepare(stack)
        return scene

    @property
    def issued(self) -> list[Issued]:
        return [each for writer in self.writers for each in writer.issued]

    def go(self, minutes: float) -> None:
        """Write, tell and kill for some minutes; then let everything come to rest."""
        stop, rest = threading.Event(), threading.Event()
        work: list[Callable[[threading.Event], None]] = [each.work for each in self.writers]
        busy, reading = [*work, self._tell_more], [each.follow for each in self.listeners]
        with ThreadPoolExecutor(len(busy) + len(reading)) as threads:
            following = [threads.submit(each, rest) for each in reading]
            working = [threads.submit(each, stop) for each in busy]
            try:
                self._kill(time.monotonic() + minutes * 60, working)
            finally:
                stop.set()
                wait(working)
                self._come_to_rest()
                rest.set()
        for each in (*working, *following):
            each.result()  # who ended by an error of their own proved nothing

    def _come_to_rest(self) -> None:
        quiet = wait_until(lambda: int(one(self.alone, OPEN)) == 0, SETTLING_SECONDS)
        wanted = {each.alert_id for each in self.issued if not each.ended and not each.restricted}
        wait_until(lambda: all(wanted <= each.receiver.got.keys() for each in self.listeners), 30)
        if not quiet:
            print(f"  {one(self.alone, OPEN)} are still under way", file=sys.stderr)

    def _kill(self, until: float, working: Collection[Future[None]]) -> None:
        while time.monotonic() < until and not any(each.done() for each in working):
            name = random.choice(VICTIMS)
            self.kills[name] += 1
            if name in {"nats", "postgres"}:
                self.alone.harness.kill(name)
                time.sleep(random.uniform(0.1, 1.5))
                self.alone.harness.restart(name)
            else:
                self.alone.stop(name, signal.SIGKILL)
                time.sleep(random.uniform(0, 1))
                self._start(name)
            print(
                f"  {sum(self.kills.values())} killed, the last {name};"
                f" {len(self.issued)} alerts acknowledged",
                file=sys.stderr,
            )
            time.sleep(random.uniform(0.5, 3))

    def _start(self, name: str) -> None:
        alone = self.alone
        if name == "alerts-work" and self.control:
            command = (sys.executable, "-m", "trials.ack_first", "work")
            alone.launch(name, command, alone.environment(name))
            alone.wait_ready(name, alone.harness.port("alerts-work-metrics"))
            return
        alone.start(name)

    def _tell_more(self, stop: threading.Event) -> None:
        """Tell of new recipients, as identity does, and note those that NATS acknowledged."""
        for number in itertools.count():
            if stop.is_set():
                return
            address = f"later-{number}@corner.example"
            try:
                asyncio.run(tell(self.alone, {address}, set(), ELSEWHERE))
            except Exception as away:  # noqa: BLE001 - whatever NATS' client meets: not acknowledged
                print(f"  not told: {type(away).__name__}", file=sys.stderr)
                stop.wait(0.3)
                continue
            self.told.add(address)
            stop.wait(0.05)

    def _prepare(self, stack: ExitStack) -> None:
        address = f"127.0.0.1:{self.alone.harness.port('alerts')}"
        options = [
            ("grpc.max_reconnect_backoff_ms", 500),
            ("grpc.initial_reconnect_backoff_ms", 200),
        ]
        channel = stack.enter_context(grpc.insecure_channel(address, options=options))
        numbers = itertools.count(1)
        for _ in range(WRITERS):
            author, approver = str(uuid4()), str(uuid4())
            people: dict[str, tuple[str, ...]] = {
                author: ("alert-author",),
                approver: ("alert-approver",),
            }
            keep_people(self.alone, people, tier="VERIFIED")
            stub = alerts_pb2_grpc.AlertsServiceStub(channel)
            self.writers.append(Writer(stub, self.issuer, author, approver, numbers))
        for tier in ("VERIFIED", "REGISTERED"):
            self._receivers_of(tier, channel)
        self._listen("anyone", None)
        self.mails = {f"shop-{number}@corner.example" for number in range(MAILS)}
        self.phones = {f"+447700900{number:03}" for number in range(100, 100 + TEXTS)} | {DROPPED}
        asyncio.run(tell(self.alone, self.mails, self.phones))
        kept = MAILS + len(self.phones) + 8
        if not wait_until(lambda: int(one(self.alone, CHANNELS)) == kept, 60):
            raise TimeoutError("the recipients were not kept")

    def _receivers_of(self, tier: str, channel: grpc.Channel) -> None:
        """Give a person of a tier a stream, an endpoint, a browser, an app and an address."""
        subject, cleared = str(uuid4()), tier == "VERIFIED"
        keep_people(self.alone, {subject: ("integrator",)}, tier=tier)
        self.alone.execute(
            "alerts",
            "UPDATE principals SET organisation_id = %s, regions = '{LON}' WHERE subject = %s",
            (str(uuid4()), subject),
        )
        self._listen(tier, subject)
        time.sleep(0.6)  # the row that was there before is kept for half a second
        token = self.issuer.token(subject, "integrator", tier=tier)
        metadata = (("authorization", f"Bearer {token}"),)
        path, at = f"/endpoint-{tier}", f"/browser-{tier}"
        webhooks_pb2_grpc.WebhooksServiceStub(channel).RegisterWebhook(
            webhooks_pb2.RegisterWebhookRequest(
                url=self.posts.address(path),
                mode=webhooks_pb2.WEBHOOK_MODE_LIVE,
                description="A trial's",
                contact_email="owner@trial.example",
                idempotency_key=str(uuid4()),
            ),
            metadata=metadata,
        )
        point, secret = self.posts.keys
        push_pb2_grpc.PushServiceStub(channel).SubscribePush(
            push_pb2.SubscribePushRequest(
                endpoint=self.posts.address(at),
                p256dh=point,
                auth=secret,
                language="en",
                idempotency_key=str(uuid4()),
            ),
            metadata=metadata,
        )
        app_token = f"{DROPPED_BY_APPS}-{tier}"
        devices_pb2_grpc.DevicesServiceStub(channel).RegisterDevice(
            devices_pb2.RegisterDeviceRequest(
                token=app_token,
                platform=devices_pb2.DEVICE_PLATFORM_ANDROID,
                language="en",
                idempotency_key=str(uuid4()),
            ),
            metadata=metadata,
        )
        self.apps[app_token] = cleared
        address = f"{tier.lower()}@account.example"
        asyncio.run(tell(self.alone, {address}, set(), account=subject))
        self.accounts[address] = cleared
        self.posts.endpoints[path] = Receiver(path, cleared)
        self.posts.browsers[at] = Receiver(at, cleared)

    def _listen(self, name: str, subject: str | None) -> None:
        tier = name if subject else "PUBLIC"

        def token() -> str | None:
            return subject and self.issuer.token(subject, "integrator", tier=tier)

        receiver = Receiver(f"stream-{name}", cleared=name == "VERIFIED")
        self.listeners.append(Listener(receiver, self.alone.stream_url, token))

    def counted(self) -> Counted:
        """Hold what arrived against what was acknowledged."""
        platform = self.alone.harness.platform
        receivers = [
            *(each.receiver for each in self.listeners),
            *self.posts.endpoints.values(),
            *self.posts.browsers.values(),
            *(app(platform.pushes, token, cleared) for token, cleared in self.apps.items()),
        ]
        kept = {str(row[0]) for row in self.alone.execute("alerts", "SELECT address FROM channels")}
        in_flight = SENDERS * (self.kills["alerts-work"] + self.kills["postgres"])
        counted = counted_of_receivers(receivers, self.issued)
        counted += counted_of_messages(mails_by_headline(platform.mails), self.mails, self.issued)
        mails = mails_by_alert(platform.mails)
        counted += counted_of_accounts(mails, self.accounts, self.issued)
        texts = texts_by_headline(platform.texts)
        counted += counted_of_messages(texts, self.phones, self.issued)
        cleared = {address for address, may in self.accounts.items() if may}
        leaks = [
            each for each in told(FOR_FEW, platform.mails, platform.texts) if each not in cleared
        ]
        for each in set(leaks):
            print(f"  {each} was told what was not for it", file=sys.stderr)
        counted.over_tier += len(leaks)
        counted.recipients_told = len(self.told)
        counted.recipients_lost = len(self.told - kept)
        dropped = {reference for got in texts.values() for reference in got.get(DROPPED, ())}
        counted.in_flight_at_most = in_flight + len(dropped)
        counted.counted_as_possible = int(
            one(self.alone, "SELECT coalesce(sum(possible_repeats), 0) FROM deliveries")
        )
        counted.resets = sum(each.resets for each in self.listeners)
        counted.drops = self.posts.drops
        return counted


CHANNELS: Final = "SELECT count(*) FROM channels"
