"""The use cases of content, on memory."""

import pytest

from services.content.usecases.red_reads import RedReads
from tests.fakes.content import NOON, MemoryContentStores, memory
from tests.fakes.plumbing import MemoryUnitOfWork, SetClock


@pytest.fixture
def unit_of_work() -> MemoryUnitOfWork[MemoryContentStores]:
    return memory()


@pytest.fixture
def stores(unit_of_work: MemoryUnitOfWork[MemoryContentStores]) -> MemoryContentStores:
    return unit_of_work.stores


@pytest.fixture
def clock() -> SetClock:
    return SetClock(NOON)


@pytest.fixture
def red_reads(unit_of_work: MemoryUnitOfWork[MemoryContentStores], clock: SetClock) -> RedReads:
    return RedReads(unit_of_work=unit_of_work, clock=clock)
