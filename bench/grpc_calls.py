"""`grpc`: what authentication, access rule, principal and metrics cost, against bare grpcio."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from uuid import uuid4

import grpc

from bench.issuer import Issuer
from bench.measure import Result, in_pairs
from isp.alerts.v1 import alerts_pb2, alerts_pb2_grpc

CALLERS: Final = 4
SECONDS: Final = 3.0
GOAL: Final = 0.7


def run() -> Result:
    """Measure calls a second of both, in pairs; each server is a process of its own."""
    issuer = Issuer()
    metadata = (("authorization", f"Bearer {issuer.token(str(uuid4()))}"),)
    with _serving("ours", issuer) as ours, _serving("bare", issuer) as bare:
        ratio = in_pairs(lambda: _rate(ours, metadata), lambda: _rate(bare, metadata))
    return Result(
        name="grpc",
        figure=round(ratio.median, 3),
        unit="x bare grpcio's calls a second",
        goal=f">= {GOAL}",
        met=ratio.median >= GOAL,
        peer="bare grpcio, the same handler and thread pool",
        spread=ratio.spread,
        detail={
            "callers": CALLERS,
            "documents": 10,
            "ours_per_second": [round(each) for each in ratio.ours],
            "peer_per_second": [round(each) for each in ratio.peer],
        },
    )


@contextmanager
def _serving(which: str, issuer: Issuer) -> Iterator[int]:
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.grpc_servers", which],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(issuer.public() + b"\n")
    process.stdin.flush()
    try:
        yield int(process.stdout.readline())
    finally:
        process.stdin.close()
        process.wait(10)
        process.stdout.close()


def _rate(port: int, metadata: tuple[tuple[str, str], ...]) -> float:
    """Return calls a second, by several callers on one channel each."""
    counts = [0] * CALLERS
    until = time.monotonic() + SECONDS

    def call(number: int) -> None:
        options = [("grpc.use_local_subchannel_pool", 1)]
        with grpc.insecure_channel(f"127.0.0.1:{port}", options) as channel:
            stub = alerts_pb2_grpc.AlertsServiceStub(channel)
            request = alerts_pb2.ListAlertsRequest(page_size=10)
            while time.monotonic() < until:
                stub.ListAlerts(request, metadata=metadata, timeout=5)
                counts[number] += 1

    threads = [threading.Thread(target=call, args=(number,)) for number in range(CALLERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / SECONDS
