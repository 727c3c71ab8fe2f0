"""A service is replaced, or dies, under load, and its clients do not notice: real servers and DNS.

The servers share a port on different addresses of loopback, as pods do behind a headless Service.
"""

import signal
import socket
import struct
import subprocess
import sys
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import grpc
import pytest

from chassis.channels import OPTIONS, open_channel
from isp.alerts.v1 import alerts_pb2, alerts_pb2_grpc
from stack.places import CHECKOUT
from stack.ports import Ports

SERVICE = alerts_pb2.DESCRIPTOR.services_by_name["AlertsService"]
CLIENTS = 16
ONE, TWO, THREE = "127.0.0.1", "127.0.0.2", "127.0.0.3"


class Names:
    """A name server that knows one name (RFC 1035): its addresses are whatever is set."""

    def __init__(self, *addresses: str) -> None:
        self.addresses = addresses
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((ONE, 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._answer, daemon=True).start()

    def _answer(self) -> None:
        while True:
            asked, client = self._socket.recvfrom(512)
            end = 12
            while asked[end]:
                end += asked[end] + 1
            (kind,) = struct.unpack(">H", asked[end + 1 : end + 3])
            found = self.addresses if kind == 1 else ()
            answer = asked[:2] + b"\x81\x80" + struct.pack(">HHHH", 1, len(found), 0, 0)
            answer += asked[12 : end + 5]
            for each in found:
                answer += b"\xc0\x0c" + struct.pack(">HHIH", 1, 1, 1, 4) + socket.inet_aton(each)
            self._socket.sendto(answer, client)


@dataclass
class Place:
    """Where servers run, and the name under which clients look for them."""

    ports: Ports = field(default_factory=Ports.free)
    names: Names = field(default_factory=lambda: Names(ONE, TWO))
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    connection_seconds: float = 120

    def start(self, *hosts: str) -> None:
        for host in hosts:
            given = (host, self.ports["alerts"], self._side(host), self.connection_seconds)
            self.running[host] = subprocess.Popen(
                [sys.executable, "-m", "tests.integration.chassis.listing_server"]
                + [str(each) for each in given],
                cwd=CHECKOUT,
                stdout=subprocess.DEVNULL,
            )
        for host in hosts:
            self._wait_ready(host)

    def _side(self, host: str) -> int:
        return self.ports[{ONE: "identity", TWO: "content", THREE: "training"}[host]]

    def _wait_ready(self, host: str) -> None:
        until = time.monotonic() + 30
        while True:
            try:
                with urllib.request.urlopen(f"http://{host}:{self._side(host)}/readyz", timeout=1):
                    return
            except OSError:
                assert time.monotonic() < until
                time.sleep(0.05)

    def end(self, host: str, number: signal.Signals) -> int:
        process = self.running.pop(host)
        process.send_signal(number)
        return process.wait(30)

    @property
    def target(self) -> str:
        return f"dns://{ONE}:{self.names.port}/alerts.test:{self.ports['alerts']}"


@pytest.fixture
def place() -> Iterator[Place]:
    place = Place()
    yield place
    for host in list(place.running):
        place.end(host, signal.SIGKILL)


@contextmanager
def load(channel: grpc.Channel, rpc: str = "ListAlerts") -> Iterator[Counter[str]]:
    """Clients that call without a pause; counts the addresses that answered, and failures."""
    stub, stop, seen = alerts_pb2_grpc.AlertsServiceStub(channel), threading.Event(), Counter()
    request, lock = getattr(alerts_pb2, f"{rpc}Request")(), threading.Lock()

    def client() -> None:
        while not stop.is_set():
            try:
                what = getattr(stub, rpc)(request, timeout=5).next_page_token
            except grpc.RpcError as error:
                what = f"{error.code().name}: {error.details()}"
            with lock:
                seen[what] += 1

    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for each in threads:
        each.start()
    try:
        time.sleep(1)
        yield seen
        time.sleep(1)
    finally:
        stop.set()
        for each in threads:
            each.join()


def test_calls_are_spread_over_all_that_serve(place: Place) -> None:
    place.start(ONE, TWO)
    with open_channel(place.target, SERVICE) as channel, load(channel) as seen:
        pass
    assert {ONE, TWO} == set(seen)
    assert min(seen.values()) > 0.3 * seen.total()


def test_every_server_is_replaced_and_no_call_fails(place: Place) -> None:
    place.start(ONE, TWO)
    with open_channel(place.target, SERVICE) as channel, load(channel) as seen:
        place.start(THREE)
        place.names.addresses = TWO, THREE
        assert 0 == place.end(ONE, signal.SIGTERM)
        place.start(ONE)
        place.names.addresses = THREE, ONE
        assert 0 == place.end(TWO, signal.SIGTERM)
        time.sleep(1)
    assert {ONE, TWO, THREE} == set(seen)


def test_the_only_server_is_replaced_and_no_call_fails(place: Place) -> None:
    place.names.addresses = (ONE,)
    place.start(ONE)
    with open_channel(place.target, SERVICE) as channel, load(channel) as seen:
        place.start(TWO)
        place.names.addresses = (TWO,)
        assert 0 == place.end(ONE, signal.SIGTERM)
        time.sleep(1)
    assert {ONE, TWO} == set(seen)


def test_a_server_that_joins_gets_calls_when_connections_are_renewed(place: Place) -> None:
    place.connection_seconds = 1
    place.start(ONE, TWO)
    with open_channel(place.target, SERVICE) as channel, load(channel) as seen:
        place.start(THREE)
        place.names.addresses = ONE, TWO, THREE
        time.sleep(3)
    assert {ONE, TWO, THREE} == set(seen)


def test_a_server_dies_and_no_read_fails(place: Place) -> None:
    place.start(ONE, TWO)
    with open_channel(place.target, SERVICE) as channel, load(channel) as seen:
        place.end(ONE, signal.SIGKILL)
    assert {ONE, TWO} == set(seen)


def test_without_asking_again_some_do_fail(place: Place) -> None:
    """The control: what the test above would say of a channel that never asks again."""
    place.start(ONE, TWO)
    config = '{"loadBalancingConfig": [{"round_robin": {}}]}'
    options = [*OPTIONS, ("grpc.enable_retries", 0), ("grpc.service_config", config)]
    with grpc.insecure_channel(place.target, options=options) as channel, load(channel) as seen:
        place.end(ONE, signal.SIGKILL)
    assert set(seen) - {ONE, TWO}
