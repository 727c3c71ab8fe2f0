"""What a process says of itself before its end, asked as Kubernetes asks."""

import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from chassis.configuration import Address, BadSetting, Settings, drain_seconds
from chassis.health import Health, HealthServer
from stack.ports import Ports

SECONDS = 0.3


@pytest.fixture
def health() -> Health:
    health = Health(SECONDS)
    health.ready()
    return health


@pytest.fixture
def port(health: Health) -> Iterator[int]:
    port = Ports.free()["gateway-metrics"]
    server = HealthServer(Address("127.0.0.1", port), health)
    server.start()
    yield port
    server.stop()


def ask(port: int, path: str) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read()


def test_draining_is_answered_when_clients_had_their_time(port: int, health: Health) -> None:
    began = time.monotonic()
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(ask, port, "/drain")
        while not health.draining:
            time.sleep(0.001)
        meanwhile = ask(port, "/readyz")
        assert (200, b"drained\n") == asked.result()
    assert time.monotonic() - began >= SECONDS
    assert (503, b'{"process": "draining"}') == meanwhile
    assert (200, b'{"ok": true}') == ask(port, "/livez")


def test_draining_again_counts_the_time_from_the_first_and_does_nothing_twice(
    port: int, health: Health
) -> None:
    done: list[str] = []
    health.on_drain(lambda: done.append("once"))
    with ThreadPoolExecutor(4) as pool:
        answers = [each.result() for each in [pool.submit(ask, port, "/drain") for _ in range(4)]]
    began = time.monotonic()
    assert [(200, b"drained\n")] * 5 == [*answers, ask(port, "/drain")]
    assert time.monotonic() - began < SECONDS
    assert ["once"] == done


def test_a_process_that_drained_is_never_ready_again(port: int, health: Health) -> None:
    ask(port, "/drain")
    health.ready()
    assert (503, b'{"process": "draining"}') == ask(port, "/readyz")
    health.unready("stopping")
    assert (503, b'{"process": "stopping"}') == ask(port, "/readyz")


def test_how_long_clients_get_is_a_setting() -> None:
    assert 5 == drain_seconds(Settings({}))
    assert 0 == drain_seconds(Settings({"ISP_DRAIN_SECONDS": "0"}))
    with pytest.raises(BadSetting, match="ISP_DRAIN_SECONDS"):
        drain_seconds(Settings({"ISP_DRAIN_SECONDS": "long"}))
