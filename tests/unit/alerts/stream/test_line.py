"""A connection's writer: the transport while its reader keeps up, the line while it must look."""

import asyncio
import socket
import time
from typing import Any

import pytest

from chassis.configuration import Address
from services.alerts.inbound.stream.hub import Hub
from services.alerts.inbound.stream.process import listening
from services.alerts.inbound.stream.protocol import (
    GONE_MILLISECONDS,
    HEAD_SECONDS,
    MOST_UNSENT,
    Door,
    StreamProtocol,
)
from services.alerts.inbound.stream.who import Anyone
from tests.fakes.plumbing import SetClock
from tests.unit.alerts.stream.stage import entry

REQUEST = b"GET /v1/stream HTTP/1.1\r\nHost: x\r\n\r\n"


class MemoryTransport(asyncio.Transport):
    """Keeps what was written; as much as is asked for counts as unsent."""

    def __init__(self) -> None:
        super().__init__()
        self.written = b""
        self.unsent = 0
        self.closing = self.aborted = False

    def write(self, data: Any) -> None:
        self.written += data

    def writelines(self, list_of_data: Any) -> None:
        self.written += b"".join(list_of_data)

    def get_write_buffer_size(self) -> int:
        return self.unsent

    def is_closing(self) -> bool:
        return self.closing

    def close(self) -> None:
        self.closing = True

    def abort(self) -> None:
        self.closing = self.aborted = True


class Nobody:
    """Lets everyone in without an account."""

    def known(self, _head: object) -> tuple[object, None]:
        return Anyone(), None


@pytest.fixture
def hub() -> Hub:
    return Hub(SetClock())


def door_to(hub: Hub) -> Door:
    return Door(hub=hub, admission=Nobody(), origins=frozenset(), most_streams=10)  # type: ignore[arg-type] # asks nobody


def connected(door: Door) -> tuple[StreamProtocol, MemoryTransport]:
    line, transport = StreamProtocol(door), MemoryTransport()
    line.connection_made(transport)
    return line, transport


def opened(hub: Hub) -> tuple[StreamProtocol, MemoryTransport]:
    line, transport = connected(door_to(hub))
    line.data_received(REQUEST)
    return line, transport


def test_who_keeps_up_is_written_to_directly_and_who_does_not_is_bounded(hub: Hub) -> None:
    line, transport = opened(hub)
    (group,) = hub.members.groups()
    assert [transport] == list(group.live.values())

    line.pause_writing()
    assert [line] == list(group.live.values())
    hub.publish(entry())
    assert not transport.aborted
    transport.unsent = MOST_UNSENT + 1
    hub.publish(entry())
    assert transport.aborted


def test_a_reader_who_caught_up_is_written_to_directly_again(hub: Hub) -> None:
    line, transport = opened(hub)
    (group,) = hub.members.groups()
    line.pause_writing()
    line.resume_writing()

    assert [transport] == list(group.live.values())


def test_nothing_follows_the_last_words_of_a_stream(hub: Hub) -> None:
    line, transport = opened(hub)
    hub.farewell()
    last = transport.written
    hub.publish(entry())
    assert last == transport.written

    line.connection_lost(None)
    assert [] == list(hub.members)


def test_who_says_nothing_is_refused_after_a_while_and_who_asked_in_time_is_not(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = door_to(hub)
    silent, slow = connected(door)
    asking, quick = connected(door)
    silent.data_received(REQUEST[:20])
    asking.data_received(REQUEST)
    door.hurry()
    assert b"" == slow.written

    began = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: began + HEAD_SECONDS + 1)
    door.hurry()
    assert slow.written.startswith(b"HTTP/1.1 408 ")
    assert (True, False) == (slow.closing, quick.closing)
    assert {} == door.unheard


def test_two_processes_may_listen_at_one_address_and_notice_who_is_gone() -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with (
        listening(Address("127.0.0.1", port)) as first,
        listening(Address("127.0.0.1", port)),
        socket.create_connection(("127.0.0.1", port)) as caller,
    ):
        assert first.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == GONE_MILLISECONDS
        assert caller.getpeername()[1] == port
