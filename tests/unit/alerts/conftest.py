"""The use cases of alerts, on memory."""

import pytest

from services.alerts.usecases.red_reads import RedReads
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


@pytest.fixture
def red_reads(unit_of_work: MemoryUnitOfWork[MemoryAlertsStores], clock: SetClock) -> RedReads:
    return RedReads(unit_of_work=unit_of_work, clock=clock)
