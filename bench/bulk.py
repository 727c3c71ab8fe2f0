"""`bulk`: a newsletter for 250,000 endpoints through the queue, beside a bare loop of posts.

First its rows alone, by the use case that queues, with no sender about: the audience resolved and
the rows written. Then once more by `alerts work` as it runs, which hands over meanwhile, with an
Extreme alert for a few in the same queue. Then, in pairs, its rate of posts and that of a bare loop
over the same adapter, which takes one recipient after another from a list and posts to it; of the
two whoever does not run is stopped. Beside it, of no goal, one that posts to many at once, as the
worker does.
"""

import os
import signal
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any, Final
from uuid import UUID, uuid4

from bench.bulk_people import URGENT, keep_endpoints, waiting
from bench.measure import Ratio, Result, in_pairs, say
from bench.sink import Sink, Taken, open_sink
from chassis.configuration import Settings
from chassis.postgres.engine import open_engine
from chassis.pseudonyms import Pseudonyms
from chassis.resolving import Resolver
from kernel.ports import RandomIds, SystemClock
from kernel.web_addresses import AddressRules
from stack.alone import Alone
from stack.harness import Harness
from stack.places import throw_away_folder
from trials.sending import issue

RECIPIENTS: Final = 250_000
WINDOW_SECONDS: Final = 3.0
BREATH_SECONDS: Final = 0.3
"""How long the worker goes on between two stops: what it has in hand must not time out."""
GOAL_SECONDS: Final = 30.0
GOAL_FIRST: Final = 5.0
GOAL_RATE: Final = 0.8
BATCH: Final = 200
NEWSLETTER: Final[Sequence[Sequence[str]]] = (
    ("INCLUDE", "SECTOR", "retail"),
    ("MUST_BE", "REGION", "LON"),
)
ELSEWHERE: Final[Sequence[Sequence[str]]] = (("INCLUDE", "REGION", "WAL"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was measured besides the rates; seconds."""

    written_alone: float
    written: float
    rows: int
    first: float
    urgent_alone: float
    urgent_beside: float


def run() -> Result:
    """Run alerts' worker with PostgreSQL, NATS and a sink, and the loop beside it."""
    with ExitStack() as stack:
        folder = stack.enter_context(throw_away_folder("isp-bench-"))
        servers = frozenset({"postgres", "nats", "mail"})
        harness = stack.enter_context(Harness(folder, servers=servers))
        alone = Alone(harness, {"ISP_OIDC_JWKS_URL": "http://localhost:1/none"})
        stack.callback(alone.stop_all)
        sink = stack.enter_context(open_sink())
        alone.migrate("alerts")
        keep_endpoints(alone, RECIPIENTS, sink.port)
        written_alone = _written_alone(alone)
        alone.start("alerts-work")
        seen = _queued(alone, sink, written_alone)
        poster = _adapter(alone, sink.port)
        in_turn = _rates(alone, sink, poster.in_turn)
        at_once = _rates(alone, sink, poster.at_once)
        everything = sink.taken()
    return _result(seen, in_turn, at_once, everything)


def _written_alone(alone: Alone) -> float:
    """Return how long it takes until every row is there where nobody sends; then they go."""
    queue, newsletter = _queue(alone), issue(alone, severity="Minor", audience=NEWSLETTER)
    began = time.perf_counter()
    while queue() is not None:
        pass
    took = time.perf_counter() - began
    say(f"{waiting(alone, newsletter)} rows in {took:.1f} s, with no sender about")
    for statement in ("TRUNCATE deliveries, dispatches", "DELETE FROM alerts"):
        alone.execute("alerts", statement)
    return took


def _queue(alone: Alone) -> Any:
    """Return the use case that queues, as `alerts work` has it."""
    settings = alone.environment("alerts-work")
    config = import_module("services.alerts.config").AlertsSettings.read(Settings(settings))
    store = import_module("services.alerts.outbound.postgres.unit_of_work")
    engine = open_engine(config.service.database_url, process="bench", pool=1)
    clock, ids = SystemClock(), RandomIds()
    record = store.unit_of_work(
        engine,
        clock=clock,
        ids=ids,
        pseudonyms=Pseudonyms(config.service.pseudonym_key),
        sender=config.sender,
    )
    part = import_module("services.alerts.usecases.queue_deliveries")
    return part.QueueDeliveries(unit_of_work=record, clock=clock, ids=ids)


def _queued(alone: Alone, sink: Sink, written_alone: float) -> Seen:
    urgent_alone = _urgent(alone, sink)
    began = time.time()
    newsletter = issue(alone, severity="Minor", audience=NEWSLETTER)
    time.sleep(GOAL_FIRST)
    urgent_beside = _urgent(alone, sink)
    say(f"an Extreme alert for {URGENT}: {urgent_alone:.1f} s alone, {urgent_beside:.1f} s beside")
    while not (rows := waiting(alone, newsletter)):
        time.sleep(0.2)
        if time.time() - began > 20 * GOAL_SECONDS:
            raise TimeoutError(alone.log("alerts-work"))
    written = time.time() - began
    taken = sink.taken(newsletter)
    say(f"{rows} rows in {written:.1f} s; by then {taken.posts} posted")
    return Seen(
        written_alone=written_alone,
        written=written,
        rows=rows,
        first=taken.first - began,
        urgent_alone=urgent_alone,
        urgent_beside=urgent_beside,
    )


def _urgent(alone: Alone, sink: Sink) -> float:
    """Return how long it takes until the last of a few has an Extreme alert."""
    began = time.time()
    alert_id = issue(alone, severity="Extreme", audience=ELSEWHERE)
    while (taken := sink.taken(alert_id)).deliveries < URGENT:
        time.sleep(0.1)
        if time.time() - began > 2 * GOAL_SECONDS:
            raise TimeoutError(alone.log("alerts-work"))
    return taken.last - began


def _rates(alone: Alone, sink: Sink, post: Callable[[], int]) -> Ratio:
    process = alone.process_id("alerts-work")
    os.kill(process, signal.SIGSTOP)

    def ours() -> float:
        os.kill(process, signal.SIGCONT)
        time.sleep(0.5)  # it is under way again
        before, began = sink.taken().posts, time.perf_counter()
        time.sleep(WINDOW_SECONDS)
        count, took = sink.taken().posts - before, time.perf_counter() - began
        os.kill(process, signal.SIGSTOP)
        return count / took

    def peer() -> float:
        os.kill(process, signal.SIGCONT)
        time.sleep(BREATH_SECONDS)
        os.kill(process, signal.SIGSTOP)
        count, began = 0, time.perf_counter()
        while (took := time.perf_counter() - began) < WINDOW_SECONDS:
            count += post()
        return count / took

    try:
        return in_pairs(ours, peer)
    finally:
        os.kill(process, signal.SIGCONT)


@dataclass(frozen=True, slots=True)
class Bare:
    """The very adapter of alerts, found by its name, and what makes endpoints and posts for it."""

    poster: Any
    endpoint: Callable[[], Any]
    post: Callable[[Any, UUID, str], Any]

    def in_turn(self) -> int:
        """Take one recipient after another from a list and post to it."""
        return self._posted([self.endpoint()] * BATCH)

    def at_once(self) -> int:
        """Post to as many endpoints at a time as the worker does."""
        return self._posted([self.endpoint() for _ in range(BATCH)])

    def _posted(self, endpoints: Sequence[Any]) -> int:
        body, until = _body(), datetime.now(UTC) + timedelta(minutes=1)
        posts = [self.post(each, uuid4(), body) for each in endpoints]
        assert all(self.poster.post_all(posts, until=until))
        return len(posts)


def _adapter(alone: Alone, port: int) -> Bare:
    part = {
        name: import_module(f"services.alerts.{name}")
        for name in (
            "outbound.signed_posts",
            "outbound.pinned_posts",
            "outbound.webhook_secrets",
            "usecases.webhook_ports",
            "domain.webhook",
            "config_webhooks",
        )
    }
    settings = Settings(alone.environment("alerts-work"))
    networks = part["config_webhooks"].WebhookSettings.read(settings).private_networks
    rules = AddressRules(networks)
    resolver = Resolver(rules)
    key = alone.environment("alerts-work")["ALERTS_WEBHOOK_KEY"].encode()
    poster = part["outbound.signed_posts"].SignedPosts(
        posts=part["outbound.pinned_posts"].PinnedPosts(resolver=resolver),
        secrets=part["outbound.webhook_secrets"].DerivedSecrets(key),
    )

    def endpoint() -> Any:
        return part["domain.webhook"].Webhook(
            webhook_id=uuid4(),
            organisation_id="",
            owner=None,
            mode=part["domain.webhook"].Mode.LIVE,
            url=f"http://localhost:{port}/bare",
            description="",
            contact_email="",
            secret_id=uuid4(),
            version=1,
            created_at=datetime.now(UTC),
        )

    return Bare(poster, endpoint, part["usecases.webhook_ports"].Post)


def _body() -> str:
    """Return a body of the size of an alert's."""
    return f'{{"alert_id": "bare", "description": "{"Demonstration. " * 60}"}}'


def _result(seen: Seen, ratio: Ratio, at_once: Ratio, everything: Taken) -> Result:
    repeats = everything.posts - everything.deliveries
    met = (
        ratio.median >= GOAL_RATE
        and max(seen.written_alone, seen.written) < GOAL_SECONDS
        and seen.rows == RECIPIENTS
        and seen.first < GOAL_FIRST
        and seen.urgent_beside < GOAL_FIRST
        and repeats == 0
    )
    return Result(
        name="bulk",
        figure=round(ratio.median, 2),
        unit="times the posts a second of a bare loop over the same adapter",
        goal=f">= {GOAL_RATE}; {RECIPIENTS:,} rows written in < {GOAL_SECONDS:.0f} s, the first"
        f" post within {GOAL_FIRST:.0f} s, an Extreme alert's last too, no repeat",
        met=met,
        peer="a loop that posts by the same adapter to the same sink, one after another",
        spread=ratio.spread,
        detail={
            "rows": seen.rows,
            "rows_seconds_with_no_sender_about": round(seen.written_alone, 1),
            "rows_seconds_beside_senders": round(seen.written, 1),
            "first_post_seconds": round(seen.first, 2),
            "extreme_alone_seconds": round(seen.urgent_alone, 2),
            "extreme_beside_seconds": round(seen.urgent_beside, 2),
            "posts_a_second": [round(each) for each in ratio.ours],
            "peer_posts_a_second": [round(each) for each in ratio.peer],
            "times_a_loop_that_posts_to_many_at_once": round(at_once.median, 2),
            "its_posts_a_second": [round(each) for each in at_once.peer],
            "repeats": repeats,
        },
    )
