"""A stream process is replaced under hundreds of open streams, as a cluster does it."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from urllib.request import urlopen

import pytest

from stack import services
from stack.ports import Ports
from stack.streaming import Follower
from tests.integration.alerts.streaming_platform import (
    StreamingPlatform,
    issued,
    streaming_platform,
)

STREAMS = 300


@pytest.fixture
def platform() -> Iterator[StreamingPlatform]:
    with streaming_platform() as running:
        yield running


def start_successor(platform: StreamingPlatform) -> str:
    """Start a second stream process beside the first; return where it is."""
    ports = Ports.free()
    told = platform.environment("alerts-stream") | {
        "ALERTS_STREAM_LISTEN": f"127.0.0.1:{ports['stream']}",
        "ALERTS_METRICS_LISTEN": f"127.0.0.1:{ports['alerts-stream-metrics']}",
    }
    platform.launch("successor", services.command("alerts", "stream"), told)
    platform.wait_ready("successor", ports["alerts-stream-metrics"])
    return f"http://127.0.0.1:{ports['stream']}/v1/stream"


@contextmanager
def following(address: list[str]) -> Iterator[list[Follower]]:
    followers = [Follower(lambda: address[0]) for _ in range(STREAMS)]
    with ThreadPoolExecutor(STREAMS) as pool:
        try:
            for each in followers:
                pool.submit(each.follow)
            yield followers
        finally:
            for each in followers:
                each.stop()


def shown_to(follower: Follower) -> Counter[str]:
    return Counter(each.json()["alert_id"] for each in follower.events if each.kind == "alert")


def wait_until(good: object, seconds: float, why: str) -> None:
    until = time.monotonic() + seconds
    while not good():  # type: ignore[operator]
        assert time.monotonic() < until, why
        time.sleep(0.05)


def test_nobody_misses_an_alert_or_gets_one_twice_when_the_process_is_replaced(
    platform: StreamingPlatform,
) -> None:
    address, sent, enough = [platform.stream_url], list[str](), threading.Event()

    def publish() -> None:
        while not enough.is_set():
            event = issued()
            platform.commit(event)
            sent.append(event.alert.alert_id)
            enough.wait(0.1)

    with following(address) as followers, ThreadPoolExecutor(1) as pool:
        wait_until(lambda: all(each.opened for each in followers), 60, "not all streams open")
        publishing = pool.submit(publish)
        time.sleep(1)
        address[0] = start_successor(platform)
        side = f"http://127.0.0.1:{platform.harness.port('alerts-stream-metrics')}"
        with urlopen(f"{side}/drain", timeout=20) as answer:  # noqa: S310 - our own address
            assert 200 == answer.status
        began = time.monotonic()
        assert 0 == platform.stop("alerts-stream")
        assert time.monotonic() - began < 10
        wait_until(lambda: all(len(each.opened) == 2 for each in followers), 30, "not all back")
        time.sleep(1)
        enough.set()
        publishing.result()
        wait_until(
            lambda: all(len(shown_to(each)) == len(sent) for each in followers), 20, "too few came"
        )

    expected = dict.fromkeys(sent, 1)
    assert all(expected == shown_to(each) for each in followers)
    assert all(Counter(e.kind for e in each.events)["reconnect"] == 1 for each in followers)

    back = sorted(each.opened[1] for each in followers)
    spread = back[-1] - back[0]
    busiest = max(sum(at <= other < at + 0.5 for other in back) for at in back)
    assert spread > 3, f"all came back within {spread:.1f} s"
    assert busiest < STREAMS / 2, f"{busiest} came back within half a second"
