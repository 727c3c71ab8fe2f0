"""The use cases of analytics, on memory."""

import pytest

from services.analytics.usecases.keeping import Keeping
from tests.fakes.analytics import NOON, MemoryAnalyticsStores, memory
from tests.fakes.plumbing import MemoryUnitOfWork, SetClock


@pytest.fixture
def unit_of_work() -> MemoryUnitOfWork[MemoryAnalyticsStores]:
    return memory()


@pytest.fixture
def stores(unit_of_work: MemoryUnitOfWork[MemoryAnalyticsStores]) -> MemoryAnalyticsStores:
    return unit_of_work.stores


@pytest.fixture
def clock() -> SetClock:
    return SetClock(NOON)


@pytest.fixture
def keeping(clock: SetClock) -> Keeping:
    return Keeping(days=92, clock=clock)
