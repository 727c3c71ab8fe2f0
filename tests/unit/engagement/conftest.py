"""The use cases of engagement, on memory."""

import pytest

from tests.fakes.engagement import COLLEAGUE, EXPERT, NOON, MemoryEngagementStores, memory, staffed
from tests.fakes.plumbing import MemoryUnitOfWork, SetClock


@pytest.fixture
def unit_of_work() -> MemoryUnitOfWork[MemoryEngagementStores]:
    opened = memory()
    staffed(opened.stores, EXPERT, COLLEAGUE)
    return opened


@pytest.fixture
def stores(unit_of_work: MemoryUnitOfWork[MemoryEngagementStores]) -> MemoryEngagementStores:
    return unit_of_work.stores


@pytest.fixture
def clock() -> SetClock:
    return SetClock(NOON)
