"""What an engine that looks by a command sees of a process."""

from collections.abc import Iterator

import pytest

from chassis.configuration import Address
from chassis.health import Health, HealthServer
from chassis.probe import main, side_port
from stack.ports import Ports


@pytest.fixture
def port() -> int:
    return Ports.free()["gateway-metrics"]


@pytest.fixture
def health(port: int) -> Iterator[Health]:
    health = Health()
    server = HealthServer(Address("127.0.0.1", port), health)
    server.start()
    yield health
    server.stop()


def test_a_process_that_is_ready_is_healthy(health: Health, port: int) -> None:
    health.ready()
    assert 0 == main({"ALERTS_METRICS_LISTEN": f"0.0.0.0:{port}"})


def test_a_process_that_is_not_ready_says_why(
    health: Health, port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    health.unready("draining")
    assert 1 == main({"ALERTS_METRICS_LISTEN": f"0.0.0.0:{port}"})
    assert "draining" in capsys.readouterr().err


def test_a_process_that_does_not_answer_is_not_healthy(
    port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert 1 == main({"ALERTS_METRICS_LISTEN": f"0.0.0.0:{port}"})
    assert "does not answer" in capsys.readouterr().err


def test_without_a_side_port_there_is_nothing_to_ask() -> None:
    assert side_port({"ALERTS_METRICS_LISTEN": "nonsense"}) is None
    assert 1 == main({})
