"""The fake passes the suite of providers of apps' notifications."""

from collections.abc import Callable, Sequence

import pytest

from services.alerts.domain.message import Message
from tests.fakes.devices import MemoryAppPushes
from tests.ports.app_pushes import AppPushesSuite


@pytest.fixture
def sender() -> MemoryAppPushes:
    return MemoryAppPushes()


@pytest.fixture
def phones(sender: MemoryAppPushes) -> Callable[[str], Sequence[Message]]:
    return lambda address: sender.got.get(address, [])


class TestMemoryAppPushes(AppPushesSuite):
    """In memory."""
