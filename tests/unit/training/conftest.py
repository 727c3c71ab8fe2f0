"""The use cases of training, on memory."""

import pytest

from tests.fakes.package_desk import Desk
from tests.fakes.plumbing import MemoryUnitOfWork, SetClock
from tests.fakes.storage import MemoryStorage
from tests.fakes.training import NOON, MemoryTrainingStores, memory


@pytest.fixture
def unit_of_work() -> MemoryUnitOfWork[MemoryTrainingStores]:
    return memory()


@pytest.fixture
def stores(unit_of_work: MemoryUnitOfWork[MemoryTrainingStores]) -> MemoryTrainingStores:
    return unit_of_work.stores


@pytest.fixture
def clock() -> SetClock:
    return SetClock(NOON)


@pytest.fixture
def desk(unit_of_work: MemoryUnitOfWork[MemoryTrainingStores], clock: SetClock) -> Desk:
    return Desk(unit_of_work, clock, MemoryStorage())
