"""The gateway as its own process stops without losing a request."""

import ctypes
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path

import psutil
import pytest

from stack.places import CHECKOUT
from stack.ports import Ports
from stack.services import environment
from tests.contract.gateway.answers import USUAL
from tests.contract.gateway.backend import ScriptedBackend, listening

PATH = "/v1/alerts"


class AnySecret(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return f"secret-{name}"


@dataclass
class Running:
    """The gateway's process, and where it listens."""

    process: subprocess.Popen[bytes]
    ports: Ports
    log: Path

    def connect(self) -> HTTPConnection:
        return HTTPConnection("127.0.0.1", self.ports["gateway"], timeout=10)

    def side(self, path: str) -> tuple[int, dict[str, str] | str]:
        asked = HTTPConnection("127.0.0.1", self.ports["gateway-metrics"], timeout=10)
        asked.request("GET", path)
        answer = asked.getresponse()
        body = answer.read().decode()
        return answer.status, json.loads(body) if body.startswith("{") else body

    def wait_ready(self) -> None:
        until = time.monotonic() + 30
        while True:
            assert time.monotonic() < until, self.log.read_text()
            try:
                if self.side("/readyz")[0] == 200:
                    return
            except OSError:
                time.sleep(0.05)


@pytest.fixture
def backend() -> Iterator[tuple[ScriptedBackend, str]]:
    with listening(USUAL) as both:
        yield both


@contextmanager
def gateway(backend: str, folder: Path, **settings: str) -> Iterator[Running]:
    ports = Ports.free()
    told = environment("gateway", "serve", ports=ports, secrets=AnySecret(), kind="test")
    told |= {name: backend for name in told if name.endswith("_ADDRESS")}
    log = folder / "gateway.log"
    with log.open("ab") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "services.gateway", "serve"],
            cwd=CHECKOUT,
            env=told | settings,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        yield Running(process, ports, log)
    finally:
        process.kill()
        process.wait()


def get(connection: HTTPConnection, path: str = PATH) -> tuple[int, str | None]:
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    return answer.status, answer.getheader("Connection")


def test_draining_ends_kept_alive_connections_each_after_an_answer(backend, tmp_path) -> None:
    with gateway(backend[1], tmp_path, ISP_DRAIN_SECONDS="1") as running:
        running.wait_ready()
        kept = running.connect()
        assert [(200, None)] * 2 == [get(kept), get(kept)]
        line = kept.sock
        with ThreadPoolExecutor(1) as pool:
            drained = pool.submit(running.side, "/drain")
            while running.side("/readyz")[0] == 200:
                time.sleep(0.01)
            assert (503, {"process": "draining"}) == running.side("/readyz")
            assert line is kept.sock
            assert (200, "close") == get(kept)
            assert (200, "close") == get(running.connect())  # still open to those who come late
            assert (200, "drained\n") == drained.result()
        running.process.send_signal(signal.SIGTERM)
        assert 0 == running.process.wait(30), running.log.read_text()


def test_a_request_under_way_is_answered_though_the_process_stops(backend, tmp_path) -> None:
    scripted, address = backend
    gate = scripted.hold("ListAlerts")
    with gateway(address, tmp_path) as running, ThreadPoolExecutor(1) as pool:
        running.wait_ready()
        under_way = pool.submit(get, running.connect())
        assert gate.reached.wait(10)
        running.process.send_signal(signal.SIGTERM)
        until = time.monotonic() + 10
        while running.side("/readyz") != (503, {"process": "stopping"}):
            assert time.monotonic() < until
        time.sleep(0.3)
        with pytest.raises(OSError):
            running.connect().connect()
        gate.opened.set()
        assert 200 == under_way.result()[0]
        assert 0 == running.process.wait(30), running.log.read_text()


@dataclass
class Load:
    """Clients on kept-alive connections, who open a new one only when told that one ends."""

    running: Running
    stop: threading.Event = field(default_factory=threading.Event)
    answered: int = 0
    failed: list[str] = field(default_factory=list)

    def client(self) -> None:
        connection = self.running.connect()
        while not self.stop.is_set():
            try:
                status, said = get(connection, "/v1/alerts")
            except OSError as error:
                self.failed.append(repr(error))
                return
            self.answered += 1
            if status != 200:
                self.failed.append(str(status))
            if said == "close":
                return
            time.sleep(0.02)


def test_nobody_on_a_kept_alive_connection_loses_a_request(backend, tmp_path) -> None:
    with gateway(backend[1], tmp_path, ISP_DRAIN_SECONDS="1") as running:
        running.wait_ready()
        load = Load(running)
        clients = [threading.Thread(target=load.client) for _ in range(20)]
        for each in clients:
            each.start()
        time.sleep(1)
        running.side("/drain")
        running.process.send_signal(signal.SIGTERM)
        assert 0 == running.process.wait(30)
        for each in clients:
            each.join(10)
    assert [] == load.failed
    assert load.answered > len(clients)


def test_without_draining_somebody_does(backend, tmp_path) -> None:
    """The control: what the test above would say of a process that only stops."""
    with gateway(backend[1], tmp_path) as running:
        running.wait_ready()
        load = Load(running)
        clients = [threading.Thread(target=load.client) for _ in range(20)]
        for each in clients:
            each.start()
        time.sleep(1)
        running.process.send_signal(signal.SIGTERM)
        running.process.wait(30)
        for each in clients:
            each.join(10)
    assert load.failed


def test_a_signal_is_heard_whichever_thread_the_kernel_gave_it_to(backend, tmp_path) -> None:
    """It gives one that comes right after another to any; the main one then waits on."""
    with gateway(backend[1], tmp_path) as running:
        running.wait_ready()
        (serving,) = psutil.Process(running.process.pid).children()
        other = next(each.id for each in serving.threads() if each.id != serving.pid)
        ctypes.CDLL(None).tgkill(serving.pid, other, signal.SIGTERM)
        gone, _ = psutil.wait_procs([serving], timeout=10)
        assert [serving] == gone


@pytest.mark.parametrize("missing", ["GATEWAY_CLIENT_SECRET", "GATEWAY_STREAM_URL"])
def test_a_missing_setting_is_named_where_kubernetes_reads_it(backend, tmp_path, missing) -> None:
    words = tmp_path / "termination-log"
    words.touch()
    with gateway(backend[1], tmp_path, ISP_TERMINATION_LOG=str(words), **{missing: ""}) as running:
        assert 78 == running.process.wait(30)
    assert f"setting {missing}: is missing" == words.read_text()


def test_a_port_that_is_taken_is_the_last_thing_it_says(backend, tmp_path) -> None:
    words = tmp_path / "termination-log"
    words.touch()
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        taken = f"127.0.0.1:{held.getsockname()[1]}"
        told = {"GATEWAY_METRICS_LISTEN": taken, "ISP_TERMINATION_LOG": str(words)}
        with gateway(backend[1], tmp_path, **told) as running:
            assert 1 == running.process.wait(60)
    assert f"OSError: [Errno 98] {os.strerror(98)}" == words.read_text()
