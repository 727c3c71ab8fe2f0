"""The live stream as its readers meet it, on the real PostgreSQL and the real NATS."""

import signal
import socket
import time
from collections import Counter
from collections.abc import Iterator
from uuid import uuid4

import pytest

from isp.identity.v1 import identity_events_pb2
from isp.kernel.v1 import kernel_pb2
from kernel.tiers import Tier
from stack.streaming import NoStream, ServerSentEvent, Stream
from tests.integration.alerts.streaming_platform import (
    StreamingPlatform,
    ended,
    issued,
    streaming_platform,
)


@pytest.fixture(scope="module")
def platform() -> Iterator[StreamingPlatform]:
    with streaming_platform() as running:
        yield running


@pytest.fixture(autouse=True)
def _nothing_stays_out(platform: StreamingPlatform) -> Iterator[None]:
    yield
    platform.end_all()


def alerts_in(events: list[ServerSentEvent]) -> list[str]:
    return [event.json()["alert_id"] for event in events if event.kind == "alert"]


def upto(stream: Stream, count: int, seconds: float = 15) -> list[ServerSentEvent]:
    """Read until so many alerts came."""
    found: list[ServerSentEvent] = []
    until = time.monotonic() + seconds
    while sum(event.kind == "alert" for event in found) < count:
        event = stream.next(until - time.monotonic())
        assert event is not None, f"the stream ended after {len(found)} events"
        found.append(event)
    return found


def changed(subject: str, tier: Tier, version: int, **more: object) -> object:
    snapshot = kernel_pb2.PrincipalSnapshot(
        subject=subject,
        tier=tier.value,  # type: ignore[arg-type]
        standing=kernel_pb2.STANDING_ACTIVE,
        rights_version=version,
        regions=["LON"],
    )
    for name, value in more.items():
        setattr(snapshot, name, value)
    return identity_events_pb2.PrincipalChanged(principal=snapshot)


def test_every_one_of_fifty_streams_gets_each_alert_once_and_in_order(
    platform: StreamingPlatform,
) -> None:
    streams = [platform.open() for _ in range(50)]
    events = [issued(headline=f"Alert {number}") for number in range(10)]
    expected = []
    for event in events:
        platform.commit(event)
        expected.append(event.alert.alert_id)
        time.sleep(0.03)

    for stream in streams:
        assert expected == alerts_in(upto(stream, 10))
    assert all([] == alerts_in(stream.all_within(0.05)) for stream in streams)
    for stream in streams:
        stream.close()


def test_an_alert_is_shown_within_a_second_without_what_is_for_staff_only(
    platform: StreamingPlatform,
) -> None:
    with platform.open() as stream:
        committed = time.time()
        platform.commit(issued(region="LON"))
        shown = upto(stream, 1)[0]

    assert shown.received_at - committed < 1
    said = shown.json()
    assert {"digest", "all_clear_proposal"}.isdisjoint(said)
    assert {"audience", "named_subjects"}.isdisjoint(said["content"] | said["content"]["marking"])


def test_who_comes_back_gets_what_was_missed_and_nothing_twice(
    platform: StreamingPlatform,
) -> None:
    with platform.open() as stream:
        platform.commit(issued())
        upto(stream, 1)
        last = stream.reader.last_event_id
    missed = [issued() for _ in range(5)]
    for event in missed:
        platform.commit(event)
        time.sleep(0.05)
    time.sleep(0.5)

    with platform.open(last_event_id=last) as again:
        platform.commit(live := issued())
        found = upto(again, 6)

    assert [event.alert.alert_id for event in [*missed, live]] == alerts_in(found)


def test_who_saw_nothing_yet_also_comes_back_to_what_was_missed(
    platform: StreamingPlatform,
) -> None:
    with platform.open() as stream:
        assert [] == stream.all_within(0.3)
        last = stream.reader.last_event_id
    platform.commit(event := issued())
    time.sleep(0.5)

    with platform.open(last_event_id=last) as again:
        assert [event.alert.alert_id] == alerts_in(upto(again, 1))


def test_an_unknown_id_gets_a_reset_and_what_is_out(platform: StreamingPlatform) -> None:
    out, over = issued(), issued()
    with platform.open() as stream:
        platform.commit(out, over)
        upto(stream, 2)
        platform.commit(ended(over.alert))
        stream.next()

    with platform.open(last_event_id=str(uuid4())) as again:
        found = again.all_within(0.5)

    assert ["reset", "alert"] == [event.kind for event in found]
    assert {"reason": "unknown-id"} == found[0].json()
    assert [out.alert.alert_id] == alerts_in(found)


def test_a_restarted_process_finds_the_ids_it_gave_before(platform: StreamingPlatform) -> None:
    with platform.open() as stream:
        platform.commit(first := issued())
        upto(stream, 1)
        last = stream.reader.last_event_id
    platform.stop("alerts-stream", signal.SIGKILL)
    time.sleep(0.1)
    platform.commit(second := issued())
    platform.start("alerts-stream")

    with platform.open(last_event_id=last) as again:
        found = alerts_in(upto(again, 1) + again.all_within(0.3))

    assert [second.alert.alert_id] == found
    assert first.alert.alert_id not in found


def test_nothing_is_lost_and_nothing_twice_when_nats_is_killed_in_full_flow(
    platform: StreamingPlatform,
) -> None:
    streams = [platform.open() for _ in range(5)]
    expected = []
    for number in range(60):
        platform.commit(event := issued())
        expected.append(event.alert.alert_id)
        if number == 20:
            platform.harness.kill("nats")
        if number == 40:
            platform.harness.restart("nats")
        time.sleep(0.02)

    for stream in streams:
        found = Counter(alerts_in(upto(stream, 60, seconds=40)))
        assert set(expected) == set(found)
        assert {1} == set(found.values())
        assert [] == alerts_in(stream.all_within(0.1))
        stream.close()


def test_an_end_reaches_those_who_were_shown_the_alert(platform: StreamingPlatform) -> None:
    with platform.open() as stream:
        platform.commit(event := issued())
        upto(stream, 1)
        platform.commit(ended(event.alert))
        end = stream.next()

    assert end is not None
    assert ("alert-ended", "WITHDRAWN") == (end.kind, end.json()["status"])


def test_a_late_original_never_comes_after_its_end(platform: StreamingPlatform) -> None:
    event = issued()
    with platform.open() as stream:
        platform.commit(ended(issued(alert_id=event.alert.alert_id).alert))
        end = stream.next()
        platform.commit(event)
        assert [] == stream.all_within(1)

    assert end is not None
    assert "alert-ended" == end.kind


def test_an_event_sent_again_under_another_id_is_not_shown_again(
    platform: StreamingPlatform,
) -> None:
    event = issued()
    with platform.open() as stream:
        platform.commit(event)
        upto(stream, 1)
        platform.commit(event)
        assert [] == stream.all_within(1)


def test_a_person_gets_what_is_for_them_and_not_what_is_for_others(
    platform: StreamingPlatform,
) -> None:
    subject = str(uuid4())
    platform.keep_row(subject, Tier.VERIFIED, 1, regions=["LON"])
    token = platform.token(subject, Tier.VERIFIED)
    with platform.open(token=token) as stream, platform.open() as public:
        mine, other = issued(tlp="AMBER", region="LON"), issued(tlp="AMBER", region="SCO")
        platform.commit(mine, other)

        assert [mine.alert.alert_id] == alerts_in(upto(stream, 1) + stream.all_within(0.5))
        assert [] == public.all_within(0.1)


def test_a_change_of_rights_is_felt_within_a_second_without_a_new_token(
    platform: StreamingPlatform,
) -> None:
    """The stream gets what was out before and could not be read, and loses it again."""
    subject = str(uuid4())
    platform.keep_row(subject, Tier.REGISTERED, 1, regions=["LON"])
    platform.commit(out := issued(tlp="AMBER", region="LON"))
    with platform.open(token=platform.token(subject, Tier.REGISTERED)) as stream:
        assert [] == stream.all_within(0.5)

        began = time.time()
        platform.publish_as_identity(changed(subject, Tier.VERIFIED, 2))
        standing, alert = stream.next(), stream.next()
        assert standing is not None
        assert alert is not None
        assert {"tier": "VERIFIED", "reason": "rights-changed"} == standing.json()
        assert [out.alert.alert_id] == alerts_in([alert])
        assert alert.received_at - began < 1

        platform.publish_as_identity(changed(subject, Tier.REGISTERED, 3))
        standing = stream.next()
        assert standing is not None
        assert "REGISTERED" == standing.json()["tier"]
        platform.commit(ended(out.alert))
        end = stream.next()
        assert end is not None
        assert end.json()["content"] is None, "someone downgraded since reads no word of it"


def test_premises_that_come_or_go_are_felt_within_a_second(platform: StreamingPlatform) -> None:
    """By the live event alone: the stream is asked before the record has it, or after."""
    subject, organisation = str(uuid4()), str(uuid4())
    platform.keep_row(subject, Tier.VERIFIED, 1, regions=["SCO"])
    platform.execute(
        "alerts",
        "UPDATE principals SET organisation_id = %s WHERE subject = %s",
        (organisation, subject),
    )
    there = identity_events_pb2.PremisesChanged(
        premises_id=str(uuid4()),
        organisation_id=organisation,
        version=1,
        active=True,
        regions=["LON"],
        type="shop",
        location={"latitude": 51.5014, "longitude": -0.1419},  # type: ignore[arg-type] # protobuf takes it
    )
    gone = identity_events_pb2.PremisesChanged(
        premises_id=there.premises_id, organisation_id=organisation, version=2
    )
    out = issued(tlp="AMBER")
    del out.alert.content.audience[:]
    out.alert.content.audience.add(
        mode=kernel_pb2.AUDIENCE_MODE_INCLUDE,
        kind=kernel_pb2.AUDIENCE_KIND_CIRCLE,
        circle=kernel_pb2.Circle(latitude=51.5, longitude=-0.14, radius_km=2),
    )
    platform.commit(out)
    token = platform.token(subject, Tier.VERIFIED)
    with platform.open(token=token) as stream:
        assert [] == stream.all_within(0.5)

        began = time.time()
        platform.publish_as_identity(there)
        standing, alert = stream.next(), stream.next()
        assert standing is not None
        assert alert is not None
        assert "premises-changed" == standing.json()["reason"]
        assert [out.alert.alert_id] == alerts_in([alert])
        assert alert.received_at - began < 1
    with platform.open(token=token) as again:
        assert [out.alert.alert_id] == alerts_in(upto(again, 1)), "the record has it by now"

        platform.publish_as_identity(gone)
        standing = again.next()
        assert standing is not None
        assert "premises-changed" == standing.json()["reason"]
        platform.commit(second := issued(tlp="AMBER"))
        assert [second.alert.alert_id] == alerts_in(upto(again, 1))
    rows = platform.execute(
        "alerts",
        "SELECT active, latitude FROM premises WHERE premises_id = %s",
        (there.premises_id,),
    )
    assert [(False, None)] == [tuple(row) for row in rows]


def test_a_suspended_person_is_told_and_the_stream_ends(platform: StreamingPlatform) -> None:
    subject = str(uuid4())
    platform.keep_row(subject, Tier.VERIFIED, 1, regions=["LON"])
    token = platform.token(subject, Tier.VERIFIED)
    with platform.open(token=token) as stream:
        suspended = changed(subject, Tier.VERIFIED, 2, standing=kernel_pb2.STANDING_SUSPENDED)
        platform.publish_as_identity(suspended)
        said = stream.next()
        assert said is not None
        assert {"tier": "PUBLIC", "reason": "signed-out"} == said.json()
        assert stream.next() is None

    with pytest.raises(NoStream) as refused:
        platform.open(token=token)
    assert (401, "TOKEN_REFUSED") == (refused.value.status, refused.value.problem()["reason"])


@pytest.mark.parametrize(
    ("request_head", "status"),
    [
        (b"GET /v1/stream HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer no\r\n\r\n", 401),
        (b"GET /v1/stream?ticket=forged HTTP/1.1\r\nHost: x\r\n\r\n", 401),
        (b"GET /v1/other HTTP/1.1\r\nHost: x\r\n\r\n", 404),
        (b"POST /v1/stream HTTP/1.1\r\nHost: x\r\n\r\n", 405),
        (b"nonsense\r\n\r\n", 400),
        (b"GET /v1/stream HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 9000 + b"\r\n\r\n", 431),
        (b"OPTIONS /v1/stream HTTP/1.1\r\nHost: x\r\n\r\n", 204),
    ],
)
def test_a_bad_request_gets_its_status(
    platform: StreamingPlatform, request_head: bytes, status: int
) -> None:
    with socket.create_connection(("127.0.0.1", platform.harness.port("stream")), 5) as line:
        line.sendall(request_head)
        answer = b""
        while data := line.recv(65536):
            answer += data

    assert answer.startswith(b"HTTP/1.1 %d " % status)
    if status >= 400:
        assert b"application/problem+json" in answer


def test_a_reader_who_does_not_read_is_cut_and_comes_back_to_the_rest(
    platform: StreamingPlatform,
) -> None:
    with socket.socket() as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        slow.connect(("127.0.0.1", platform.harness.port("stream")))
        slow.sendall(b"GET /v1/stream HTTP/1.1\r\nHost: x\r\n\r\n")
        time.sleep(0.3)
        with platform.open() as quick:
            many = [issued(description="x" * 4900) for _ in range(700)]
            platform.commit(*many)
            assert 700 == len(alerts_in(upto(quick, 700, seconds=60)))
    assert 'isp_streams_cut_total{why="slow"} 1.0' in platform.metrics("alerts-stream")


def test_a_stopping_process_asks_each_stream_to_come_back_later(
    platform: StreamingPlatform,
) -> None:
    with platform.open() as stream:
        stream.reader.retry_milliseconds = None
        assert 0 == platform.stop("alerts-stream")
        *_, farewell = stream.all_within(5)
        assert "reconnect" == farewell.kind
        assert {"retry_milliseconds": stream.reader.retry_milliseconds} == farewell.json()
    platform.start("alerts-stream")
