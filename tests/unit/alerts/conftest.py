"""The use cases of alerts, on memory."""

import pytest

from tests.fakes.alerts import NOON, MemoryAlertsStores, memory
from tests.fakes.plumbing import MemoryUnitOfWork, SetClock


@pytest.fixture
def unit_of_work() -> MemoryUnitOfWork[MemoryAlertsStores]:
    return memory()


@pytest.fixture
def stores(unit_of_work: MemoryUnitOfWork[MemoryAlertsStores]) -> MemoryAlertsStores:
    return unit_of_work.stores


@pytest.fixture
def clock() -> SetClock:
    return SetClock(NOON)
