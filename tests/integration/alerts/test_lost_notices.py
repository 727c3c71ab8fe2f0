"""A notice that is lost, and a listener that is dead, delay an alert and lose nothing."""

import signal
import time
from collections.abc import Iterator
from uuid import UUID

import psycopg
import pytest

from bench.bulk_people import keep_endpoints
from bench.sink import Sink, open_sink
from stack import postgres
from stack.alone import Alone
from stack.harness import Harness
from stack.places import throw_away_folder
from trials.sending import issue

SECONDS = 20
ENDPOINTS = 20
_LISTENERS = "FROM pg_stat_activity WHERE datname = 'alerts' AND application_name = 'notices'"


@pytest.fixture(scope="module")
def sink() -> Iterator[Sink]:
    with open_sink() as sink:
        yield sink


@pytest.fixture(scope="module")
def alone(sink: Sink) -> Iterator[Alone]:
    with (
        throw_away_folder("isp-test-") as folder,
        Harness(folder / "platform", servers=frozenset({"postgres", "nats", "mail"})) as harness,
    ):
        alone = Alone(harness, {"ISP_OIDC_JWKS_URL": "http://localhost:1/none"})
        try:
            alone.migrate("alerts")
            keep_endpoints(alone, ENDPOINTS, sink.port)
            alone.start("alerts-work")
            yield alone
        finally:
            alone.stop_all()


@pytest.fixture(autouse=True)
def listening(alone: Alone) -> None:
    """Wait until the worker listens."""
    until = time.monotonic() + SECONDS
    while not hearing(alone):
        assert time.monotonic() < until, alone.log("alerts-work")
        time.sleep(0.05)


def hearing(alone: Alone) -> bool:
    return "isp_notices_hearing 1.0" in alone.metrics("alerts-work")


def all_have(alone: Alone, sink: Sink, alert_id: UUID) -> None:
    """Wait until every endpoint has an alert, each once."""
    until = time.monotonic() + SECONDS
    while (taken := sink.taken(alert_id)).deliveries < ENDPOINTS:
        assert time.monotonic() < until, alone.log("alerts-work")
        time.sleep(0.05)
    assert (ENDPOINTS, ENDPOINTS) == (taken.deliveries, taken.posts)


@pytest.fixture
def ear(alone: Alone) -> Iterator[psycopg.Connection]:
    """Somebody else who listens."""
    port, password = alone.harness.port("postgres"), alone.harness.secret("postgres")
    with postgres.connect(port, password, "alerts") as connection:
        connection.autocommit = True
        connection.execute("LISTEN work")
        yield connection


def notices(ear: psycopg.Connection) -> int:
    return len(list(ear.notifies(timeout=0.5)))


def test_every_step_to_an_endpoint_is_said(alone: Alone, sink: Sink, ear) -> None:
    """The control of the next test: of the dispatch, and of its rows."""
    all_have(alone, sink, issue(alone))
    assert 2 == notices(ear)


def test_an_alert_of_which_no_notice_comes_reaches_everybody(alone: Alone, sink: Sink, ear) -> None:
    for table in ("dispatches", "deliveries"):
        alone.execute("alerts", f"ALTER TABLE {table} DISABLE TRIGGER USER")
    try:
        all_have(alone, sink, issue(alone))
        assert 0 == notices(ear)
    finally:
        for table in ("dispatches", "deliveries"):
            alone.execute("alerts", f"ALTER TABLE {table} ENABLE TRIGGER USER")


def test_an_alert_that_nobody_listened_for_reaches_everybody(alone: Alone, sink: Sink) -> None:
    """And the worker listens again: on another connection."""
    ((before,),) = alone.execute("alerts", f"SELECT pid {_LISTENERS}")
    assert [(True,)] == alone.execute("alerts", f"SELECT pg_terminate_backend(pid) {_LISTENERS}")
    all_have(alone, sink, issue(alone))
    listening_again(alone, before)


def test_alerts_from_before_the_record_died_reach_everybody_after(alone: Alone, sink: Sink) -> None:
    ((before,),) = alone.execute("alerts", f"SELECT pid {_LISTENERS}")
    alert_id = issue(alone)
    alone.harness.kill("postgres", signal.SIGKILL)
    alone.harness.restart("postgres")
    until = time.monotonic() + SECONDS
    while sink.taken(alert_id).deliveries < ENDPOINTS:
        assert time.monotonic() < until, alone.log("alerts-work")
        time.sleep(0.05)
    listening_again(alone, before)


def listening_again(alone: Alone, before: object) -> None:
    until = time.monotonic() + SECONDS
    while (now := alone.execute("alerts", f"SELECT pid {_LISTENERS}")) in ([], [(before,)]):
        assert time.monotonic() < until, alone.log("alerts-work")
        time.sleep(0.05)
    assert 1 == len(now)
