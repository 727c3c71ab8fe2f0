"""An app from its registration to an alert's end: the real processes and the simulated provider."""

import signal
import time
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

import grpc
import pytest

from isp.alerts.v1 import devices_pb2 as pb
from isp.alerts.v1.devices_pb2_grpc import DevicesServiceStub
from stack import pushes
from stack.harness import Harness
from stack.places import throw_away_folder
from tests.fakes.signing import TestIssuer
from tests.integration.alerts.streaming_platform import StreamingPlatform, serving_keys
from trials.sending import issue

SECONDS = 20
SERVERS = frozenset({"postgres", "nats", "mail", "push"})


@pytest.fixture(scope="module")
def platform() -> Iterator[StreamingPlatform]:
    issuer = TestIssuer()
    with (
        serving_keys(issuer) as jwks,
        throw_away_folder("isp-test-") as folder,
        Harness(folder / "platform", servers=SERVERS) as harness,
    ):
        running = StreamingPlatform(harness, jwks, issuer)
        try:
            running.migrate("alerts")
            running.start("alerts-serve", "alerts-work")
            running.execute(
                "alerts",
                "INSERT INTO principals (subject, tier, roles, regions, sectors, closed_groups,"
                " standing, rights_version)"
                " VALUES ('owner', 'REGISTERED', '{}', '{LON}', '{}', '{}', 'ACTIVE', 1)",
            )
            yield running
        finally:
            running.stop_all()


class Phone:
    """A phone of the owner's, and what it got."""

    def __init__(self, platform: StreamingPlatform, devices: DevicesServiceStub, name: str) -> None:
        token = platform.issuer.token("owner", tier="REGISTERED", rights_version=1)
        self.metadata = (("authorization", f"Bearer {token}"),)
        self.token, self.folder = f"{name}-{uuid4().hex}", platform.harness.platform.pushes
        self.devices = devices
        said = pb.RegisterDeviceRequest(
            token=self.token,
            platform=pb.DEVICE_PLATFORM_ANDROID,
            language="en",
            idempotency_key=str(uuid4()),
        )
        self.device_id = devices.RegisterDevice(said, metadata=self.metadata).device.device_id

    def got(self) -> list[dict[str, str]]:
        return [each["message"]["data"] for each in pushes.pushes_for(self.folder, self.token)]

    def reachable(self) -> bool:
        found = self.devices.ListDevices(pb.ListDevicesRequest(), metadata=self.metadata)
        return {each.device_id: each.reachable for each in found.devices}[self.device_id]

    def remove(self) -> None:
        said = pb.RemoveDeviceRequest(device_id=self.device_id)
        self.devices.RemoveDevice(said, metadata=self.metadata)


@pytest.fixture
def phone(platform: StreamingPlatform) -> Iterator[Callable[[str], Phone]]:
    with grpc.insecure_channel(f"localhost:{platform.harness.port('alerts')}") as channel:
        devices = DevicesServiceStub(channel)
        made: list[Phone] = []

        def make(name: str) -> Phone:
            made.append(Phone(platform, devices, name))
            return made[-1]

        yield make
        for each in made:
            each.remove()


def eventually(platform: StreamingPlatform, holds: Callable[[], bool], seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, platform.log("alerts-work")
        time.sleep(0.05)


def states(platform: StreamingPlatform, alert_id: UUID) -> set[tuple[Any, ...]]:
    """How the messages of an alert to apps stand, and how many may be repeats."""
    found = platform.execute(
        "alerts",
        "SELECT state, possible_repeats FROM deliveries"
        " WHERE alert_id = %s AND channel = 'MOBILE_PUSH'",
        (alert_id,),
    )
    return set(found)


def withdraw(platform: StreamingPlatform, alert_id: UUID) -> None:
    """Write what a withdrawal writes."""
    platform.execute(
        "alerts",
        "UPDATE alerts SET status = 'WITHDRAWN', version = 4, ending_text = 'Issued in error.',"
        " ended_at = now(), ended_by = 'approver' WHERE alert_id = %s",
        (alert_id,),
    )
    platform.execute(
        "alerts",
        "INSERT INTO dispatches (alert_id, alert_version, notice, priority, created_at, due_at,"
        " after, queued) VALUES (%s, 4, 'WITHDRAWN', 0, now(), now(), %s, 0)",
        (alert_id, UUID(int=0)),
    )


def test_an_alert_and_its_end_arrive_and_no_token_is_in_a_log(
    platform: StreamingPlatform, phone: Callable[[str], Phone]
) -> None:
    mine = phone("simulated-phone")
    alert_id = issue(platform)
    eventually(platform, lambda: len(mine.got()) == 1)
    assert f"/alerts/{alert_id}" == mine.got()[0]["url"]
    eventually(platform, lambda: states(platform, alert_id) == {("SENT", 0)})
    withdraw(platform, alert_id)
    eventually(platform, lambda: len(mine.got()) == 2)
    assert mine.got()[1]["title"].startswith("Issued in error, please disregard")
    assert mine.got()[0]["tag"] == mine.got()[1]["tag"]
    log = platform.log("alerts-work", 2000) + platform.log("alerts-serve", 2000)
    assert mine.token not in log


def test_a_dead_token_is_suspended_and_tried_once(
    platform: StreamingPlatform, phone: Callable[[str], Phone]
) -> None:
    dead = phone("simulated-unregistered")
    alert_id = issue(platform)
    eventually(platform, lambda: not dead.reachable())
    assert {("PERMANENT", 0)} == states(platform, alert_id)
    alive = phone("simulated-phone")
    again = issue(platform)
    eventually(platform, lambda: states(platform, again) == {("SENT", 0)})
    assert (1, 0) == (len(alive.got()), len(dead.got()))
    for each in (alert_id, again):
        withdraw(platform, each)
    eventually(platform, lambda: len(alive.got()) == 2)


def test_one_that_had_too_many_gets_it_later(
    platform: StreamingPlatform, phone: Callable[[str], Phone]
) -> None:
    mine = phone("simulated-quota")
    alert_id = issue(platform)
    eventually(platform, lambda: states(platform, alert_id) == {("TEMPORARY", 0)})
    assert [] == mine.got()
    eventually(platform, lambda: states(platform, alert_id) == {("SENT", 0)})
    assert 1 == len(mine.got())
    withdraw(platform, alert_id)
    eventually(platform, lambda: len(mine.got()) == 2)


def test_of_a_lost_answer_a_repeat_comes_under_the_same_id_and_is_counted(
    platform: StreamingPlatform, phone: Callable[[str], Phone]
) -> None:
    mine = phone("simulated-dropped")
    alert_id = issue(platform)
    eventually(platform, lambda: states(platform, alert_id) == {("SENT", 1)})
    assert 2 == len(mine.got())
    assert 1 == len({each["id"] for each in mine.got()})
    withdraw(platform, alert_id)
    eventually(platform, lambda: len({each["id"] for each in mine.got()}) == 2)


def test_a_provider_that_is_dead_loses_none(
    platform: StreamingPlatform, phone: Callable[[str], Phone]
) -> None:
    mine = phone("simulated-phone")
    platform.harness.kill("push", signal.SIGKILL)
    try:
        alert_id = issue(platform)
        eventually(platform, lambda: states(platform, alert_id) == {("QUEUED", 0)})
    finally:
        platform.harness.restart("push")
    eventually(platform, lambda: states(platform, alert_id) == {("SENT", 0)}, seconds=60)
    assert 1 == len(mine.got())
    withdraw(platform, alert_id)
    eventually(platform, lambda: len(mine.got()) == 2)
