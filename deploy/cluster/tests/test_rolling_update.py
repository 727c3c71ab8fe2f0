"""A new release while people ask and read: nobody notices. Without preStop some do."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

import pytest

from deploy.cluster.backing import PORTS
from deploy.cluster.deployment import NAMESPACE
from deploy.cluster.tests.conftest import Platform
from deploy.cluster.tests.crowd import Crowd
from deploy.cluster.tests.load import Asking, Outcome
from stack.story.steps import an_alert, approved_alert

UPDATED: Final = ("gateway", "alerts-serve", "alerts-stream")
STREAMS: Final = 500
RATE: Final = 100
PATHS: Final = ("/v1/alerts?page_size=5", "/what-to-do-now", "/static/app.css")
BETWEEN_ALERTS_SECONDS: Final = 2.0


@dataclass
class People:
    """Everybody who uses the platform during an update."""

    crowd: Crowd
    outcome: Outcome = field(default_factory=Outcome)


@contextmanager
def people(platform: Platform, callers: list[str], streams: int) -> Iterator[People]:
    """Let people ask and read until the block ends."""
    gateway = (platform.service_address("gateway"), PORTS["gateway"])
    stream = (platform.service_address("alerts-stream"), PORTS["stream"])
    here = People(Crowd(stream, callers, streams))
    groups = [
        Asking(server=gateway, paths=PATHS, callers=callers, rate=RATE / 2, kept=kept)
        for kept in (False, True)
    ]
    loops = list[tuple[asyncio.AbstractEventLoop, asyncio.Event]]()

    async def run() -> None:
        until = asyncio.Event()
        loops.append((asyncio.get_running_loop(), until))
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(here.crowd.read(until))
            for group in groups:
                tasks.create_task(group.ask(until, here.outcome))

    thread = threading.Thread(target=lambda: asyncio.run(run()))
    thread.start()
    try:
        wait_until(lambda: here.crowd.reading == streams, 30, "every stream is open")
        yield here
    finally:
        loop, until = loops[0]
        here.outcome.seconds = time.monotonic() - here.outcome.began
        loop.call_soon_threadsafe(until.set)
        thread.join()


def wait_until(good: Callable[[], bool], seconds: float, what: str) -> None:
    until = time.monotonic() + seconds
    while not good():
        assert time.monotonic() < until, f"{what}: not within {seconds:.0f} s"
        time.sleep(0.1)


def update(platform: Platform, *names: str) -> None:
    """Replace every pod of some workloads, one workload after the other, as a new release does."""
    for each in (f"deployment/{name}" for name in names):
        platform.kubectl.run("rollout", "restart", each, namespace=NAMESPACE)
        platform.kubectl.roll_out(each, namespace=NAMESPACE, seconds=180)


def test_nobody_notices_a_new_release(
    platform: Platform, callers: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    front = platform.front
    author, approver = front.sign_in_demo("author"), front.sign_in_demo("approver")
    approved = list[str]()
    with people(platform, callers, STREAMS) as here:
        updating = threading.Thread(target=update, args=(platform, *UPDATED))
        updating.start()
        while updating.is_alive():
            alert = an_alert(f"Demonstration {len(approved)} during an update")
            issued, _ = approved_alert(front, author, approver, alert)
            approved.append(issued["alert_id"])
            updating.join(BETWEEN_ALERTS_SECONDS)
        wait_until(lambda: not here.crowd.missed(approved), 30, "everybody saw every alert")
        wait_until(here.crowd.came_back, 30, "everybody was sent away, and came back")
    with capsys.disabled():
        print(f"\n  {here.outcome}\n  {here.crowd}; {len(approved)} alerts, none missed")
    assert [] == here.outcome.failed[:5]
    assert here.outcome.asked > 0.9 * RATE * here.outcome.seconds
    assert 0 == here.crowd.doubled(approved)
    assert len(approved) >= 5


@pytest.fixture
def without_pre_stop(platform: Platform) -> Iterator[None]:
    """A gateway that is not told to wait before it stops; whole again afterwards."""
    deployment = platform.deployment.named("Deployment", "gateway")
    patch = '[{"op": "remove", "path": "/spec/template/spec/containers/0/lifecycle"}]'
    platform.kubectl.run(
        *("patch", "deployment/gateway", "--type=json", f"--patch={patch}"), namespace=NAMESPACE
    )
    platform.kubectl.roll_out("deployment/gateway", namespace=NAMESPACE)
    yield
    platform.kubectl.apply(deployment)
    platform.kubectl.roll_out("deployment/gateway", namespace=NAMESPACE)


@pytest.mark.usefixtures("without_pre_stop")
def test_without_pre_stop_some_notice(
    platform: Platform, callers: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """The control: what the test above says is what preStop does, and the load would show it."""
    with people(platform, callers, 0) as here:
        update(platform, "gateway")
    with capsys.disabled():
        print(f"\n  without preStop: {here.outcome}")
    assert here.outcome.failed
