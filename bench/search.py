"""`search`: a search by REST against the Elasticsearch client's own call with the same body.

Searches come through the front. The documents do not: the gateway counts what one caller may ask
in a minute, so they are published by the content service's own gRPC, and `rebuild` indexes them in
one go. The peer's call is the one that the service itself makes: for one search of each text it is
given a recorder in the place of the search engine.
"""

import json
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote
from uuid import uuid4

from elasticsearch import Elasticsearch, OrjsonSerializer

from bench.issuer import Issuer
from bench.load import NotAnswered
from bench.many_documents import publish_many
from bench.measure import Result, in_pairs, percentile, say
from bench.officers import keep_people
from bench.recorder import Asked, recorder
from stack import services
from stack.alone import Alone
from stack.harness import Harness

SERVERS: Final = frozenset({"postgres", "nats", "valkey", "elasticsearch"})
DOCUMENTS: Final = 20_000
ROUNDS: Final = 20
GOAL: Final = 2.2
SLOWEST_GOAL: Final = 3.0
WARM_SECONDS: Final = 120
PEOPLE: Final = 20
"""So many that no one of them meets the rate limit of a person."""

TEXTS: Final = (
    "vehicle road people",
    "lockdown",
    "suspicious bag near the door",
    "who decides to evacuate",
    "first aid bleeding tourniquet",
    "queue kerb",
    "cyber passwords",
    "school gate parents",
    "bomb threat telephone",
    "insurance after an incident",
)


@dataclass(frozen=True, slots=True)
class _Stage:
    """A platform with the documents in it, and the ways to search it."""

    gateway: int
    engine: Elasticsearch
    tokens: Sequence[str]
    asked: Sequence[Asked]


def run() -> Result:
    """Measure the median time of both, in pairs, one search at a time."""
    ours: list[float] = []
    theirs: list[float] = []
    with tempfile.TemporaryDirectory(prefix="isp-bench-") as folder, _stage(Path(folder)) as stage:
        front = HTTPConnection("127.0.0.1", stage.gateway)
        cold, slowest_cold = _warm(stage, front)
        totals = _see_that_both_find_the_same(stage, front)

        def by_rest() -> float:
            return _median(ours, lambda number: _by_rest(stage, front, number))

        def by_client() -> float:
            return _median(theirs, lambda number: _by_client(stage, number))

        ratio = in_pairs(by_rest, by_client)
        front.close()
    counted = slice(ROUNDS * len(TEXTS), None)  # without the first pair, which is not counted
    slowest, slowest_peer = (percentile(each[counted], 0.99) for each in (ours, theirs))
    return Result(
        name="search",
        figure=round(ratio.median, 2),
        unit="x the p50 of the elasticsearch client's own call",
        goal=f"<= {GOAL}, and <= {SLOWEST_GOAL} of the p99",
        met=ratio.median <= GOAL and slowest / slowest_peer <= SLOWEST_GOAL,
        peer="elasticsearch-py with the body, indexes and settings that the service sends",
        spread=ratio.spread,
        detail={
            "documents": DOCUMENTS,
            "found_of_each_text": totals,
            "answered_by_the_record_while_cold": cold,
            "slowest_while_cold_ms": round(slowest_cold * 1000),
            "p50_ms": [round(each, 1) for each in ratio.ours],
            "peer_p50_ms": [round(each, 1) for each in ratio.peer],
            "p99_ratio": round(slowest / slowest_peer, 2),
            "p99_ms": round(slowest, 1),
            "peer_p99_ms": round(slowest_peer, 1),
        },
    )


@contextmanager
def _stage(folder: Path) -> Iterator[_Stage]:
    folder.chmod(0o755)
    issuer, people = Issuer(), [str(uuid4()) for _ in range(PEOPLE)]
    with (
        issuer.trusted() as trusting,
        # Not of the kind "test", whose Elasticsearch starts quicker and is slower.
        Harness(folder / "platform", servers=SERVERS, kind="development") as harness,
    ):
        alone = Alone(harness, trusting)
        try:
            alone.migrate("content")
            keep_people(alone, dict.fromkeys(people, ()), database="content", tier="VERIFIED")
            tokens = [issuer.token(each, tier="VERIFIED") for each in people]
            alone.start("gateway")
            asked = _recorded(alone, tokens)
            alone.start("content-serve")
            publish_many(alone, issuer, DOCUMENTS)
            # `rebuild` takes what changed in its last minute one at a time: these are older.
            alone.execute(
                "content", "UPDATE documents SET changed_at = changed_at - interval '1 day'"
            )
            harness.platform.run("content", "rebuild")
            url = f"http://localhost:{harness.port('elasticsearch')}"
            with Elasticsearch(url, serializer=OrjsonSerializer(), request_timeout=10) as engine:
                yield _Stage(harness.port("gateway"), engine, tokens, asked)
        finally:
            alone.stop_all()


def _recorded(alone: Alone, tokens: Sequence[str]) -> list[Asked]:
    """Return what the service asks of the search engine for each text."""
    name = "content-serve"
    with recorder() as engine:
        settings = alone.environment(name) | {"CONTENT_ELASTICSEARCH_URL": engine.url}
        alone.launch(name, services.command("content", "serve"), settings)
        alone.wait_ready(name, alone.harness.port(f"{name}-metrics"))
        front = HTTPConnection("127.0.0.1", alone.harness.port("gateway"))
        for text in TEXTS:
            _answer(front, text, tokens[0])
        front.close()
        alone.stop(name)
    return engine.asked


def _warm(stage: _Stage, front: HTTPConnection) -> tuple[int, float]:
    """Search until the engine answers every text.

    Return how often the record did before, and how many seconds the slowest answer took.

    A JVM that has just begun, in indexes just built, takes longer for its first searches than the
    service waits: the record answers then, as it should, and nothing would be measured by it.

    Raises:
        NotAnswered: the engine does not answer in time.
    """
    cold, slowest, until = 0, 0.0, time.monotonic() + WARM_SECONDS
    for text in TEXTS:
        degraded = True
        while degraded:
            began = time.monotonic()
            degraded = _answer(front, text, random.choice(stage.tokens))["degraded"]
            slowest = max(slowest, time.monotonic() - began)
            cold += degraded
            if time.monotonic() > until:
                raise NotAnswered(f"after {WARM_SECONDS} s the record still answers")
    say(f"the record answered {cold} searches while the engine was cold")
    return cold, slowest


def _see_that_both_find_the_same(stage: _Stage, front: HTTPConnection) -> list[int]:
    """Return how many each text finds.

    Raises:
        NotAnswered: they do not.
    """
    totals = []
    for number in range(len(TEXTS)):
        ours, theirs = _by_rest(stage, front, number), _by_client(stage, number)
        mine = [each["document_id"] for each in ours["hits"]]
        other = [each["fields"]["document_id"][0] for each in theirs["hits"]["hits"]]
        if not mine or mine != other:
            raise NotAnswered(f"{TEXTS[number]}: found {mine[:3]}, not {other[:3]}")
        totals.append(int(ours["total"]))
    return totals


def _median(every: list[float], search: Callable[[int], object]) -> float:
    """Return the median milliseconds of one search of a text; all are added to `every`."""
    took = []
    for _ in range(ROUNDS):
        for number in range(len(TEXTS)):
            began = time.perf_counter()
            search(number)
            took.append((time.perf_counter() - began) * 1000)
    every += took
    return statistics.median(took)


def _by_rest(stage: _Stage, front: HTTPConnection, number: int) -> dict[str, Any]:
    """Search as a person does.

    Raises:
        NotAnswered: the record answered in the engine's place, as it may within no measurement.
    """
    said = _answer(front, TEXTS[number], random.choice(stage.tokens))
    if said["degraded"]:
        raise NotAnswered(f"the record answered in the engine's place: {TEXTS[number]}")
    return said


def _answer(front: HTTPConnection, text: str, token: str) -> dict[str, Any]:
    front.request(
        "GET", f"/v1/search?q={quote(text)}", headers={"Authorization": f"Bearer {token}"}
    )
    answer = front.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise NotAnswered(f"{answer.status}: {body[:300]!r}")
    said: dict[str, Any] = json.loads(body)
    return said


def _by_client(stage: _Stage, number: int) -> dict[str, Any]:
    asked = stage.asked[number]
    answer = stage.engine.search(index=asked.index, body=asked.body, **asked.settings)
    said: dict[str, Any] = answer.body
    return said
