"""The use cases of identity, on memory."""

import pytest

from tests.fakes.identity import NOON, MemoryAccounts, MemoryIdentityStores, memory
from tests.fakes.partners import MemoryPartnerClients
from tests.fakes.plumbing import FreshIds, MemoryUnitOfWork, SetClock


@pytest.fixture
def unit_of_work() -> MemoryUnitOfWork[MemoryIdentityStores]:
    return memory()


@pytest.fixture
def stores(unit_of_work: MemoryUnitOfWork[MemoryIdentityStores]) -> MemoryIdentityStores:
    return unit_of_work.stores


@pytest.fixture
def clock() -> SetClock:
    return SetClock(NOON)


@pytest.fixture
def ids() -> FreshIds:
    return FreshIds()


@pytest.fixture
def accounts() -> MemoryAccounts:
    return MemoryAccounts()


@pytest.fixture
def partners() -> MemoryPartnerClients:
    return MemoryPartnerClients()
