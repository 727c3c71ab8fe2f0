"""`search_gateway`: a search by REST against a gRPC client's own, both at one stub of content.

What is measured is the gateway alone: HTTP, the token's check, translation both ways, JSON.
"""

import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import Final
from uuid import uuid4

import grpc

from bench.issuer import Issuer
from bench.load import NotAnswered
from bench.measure import Result, in_pairs, percentile
from isp.content.v1 import content_pb2, content_pb2_grpc
from stack.alone import Alone
from stack.harness import Harness
from stack.places import throw_away_folder

SERVERS: Final = frozenset({"postgres", "nats", "valkey"})
PEOPLE: Final = 20
"""So many that no one of them meets the rate limit of a person."""

SEARCHES: Final = 200
GOAL: Final = 4.0


def run() -> Result:
    """Measure the median time of both, in pairs, one search at a time."""
    ours: list[float] = []
    theirs: list[float] = []
    with _stage() as (front, stub, tokens):

        def by_rest() -> float:
            return _median(ours, lambda: _by_rest(front, random.choice(tokens)))

        def by_grpc() -> float:
            return _median(theirs, lambda: _by_grpc(stub, random.choice(tokens)))

        ratio = in_pairs(by_rest, by_grpc)
    return Result(
        name="search_gateway",
        figure=round(ratio.median, 2),
        unit="x the p50 of a direct gRPC client",
        goal=f"<= {GOAL}",
        met=ratio.median <= GOAL,
        peer="grpcio's client at the same stub of content, with the same token",
        spread=ratio.spread,
        detail={
            "hits": 10,
            "p50_ms": [round(each, 2) for each in ratio.ours],
            "peer_p50_ms": [round(each, 2) for each in ratio.peer],
            "p99_ms": round(percentile(ours[SEARCHES:], 0.99), 2),
            "peer_p99_ms": round(percentile(theirs[SEARCHES:], 0.99), 2),
        },
    )


@contextmanager
def _stage() -> Iterator[tuple[HTTPConnection, content_pb2_grpc.ContentServiceStub, Sequence[str]]]:
    issuer = Issuer()
    tokens = [issuer.token(str(uuid4()), tier="VERIFIED") for _ in range(PEOPLE)]
    with (
        throw_away_folder("isp-bench-") as folder,
        issuer.trusted() as trusting,
        Harness(folder / "platform", servers=SERVERS) as harness,
        _stub_of_content() as port,
        grpc.insecure_channel(f"127.0.0.1:{port}") as channel,
    ):
        alone = Alone(harness, {**trusting, "GATEWAY_CONTENT_ADDRESS": f"127.0.0.1:{port}"})
        try:
            alone.start("gateway")
            front = HTTPConnection("127.0.0.1", harness.port("gateway"))
            yield front, content_pb2_grpc.ContentServiceStub(channel), tokens
            front.close()
        finally:
            alone.stop_all()


@contextmanager
def _stub_of_content() -> Iterator[int]:
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.search_stub"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline())
    finally:
        process.stdin.close()
        process.wait(10)
        process.stdout.close()


def _median(every: list[float], search: Callable[[], object]) -> float:
    took = []
    for _ in range(SEARCHES):
        began = time.perf_counter()
        search()
        took.append((time.perf_counter() - began) * 1000)
    every += took
    return statistics.median(took)


def _by_rest(front: HTTPConnection, token: str) -> bytes:
    front.request(
        "GET", "/v1/search?q=hostile+vehicles", headers={"Authorization": f"Bearer {token}"}
    )
    answer = front.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise NotAnswered(f"{answer.status}: {body[:300]!r}")
    return body


def _by_grpc(stub: content_pb2_grpc.ContentServiceStub, token: str) -> int:
    request = content_pb2.SearchRequest(text="hostile vehicles", page_size=10)
    metadata = (("authorization", f"Bearer {token}"),)
    return len(stub.Search(request, metadata=metadata, timeout=5).hits)
