"""The use cases of identity, on memory."""

import pytest

from kernel.principals import ANONYMOUS
from services.identity.usecases.open_held import OpenHeld
from services.identity.usecases.record_budget import RecordBudget
from services.identity.usecases.request_held import RequestHeld
from services.identity.usecases.watch_keycloak import WatchKeycloak
from tests.fakes.directory import MemoryReadingMeasures
from tests.fakes.identity import NOON, MemoryIdentityStores, memory
from tests.fakes.identity_servers import MemoryAccounts
from tests.fakes.keycloak_events import MemoryAlarms, MemoryKeycloakEvents
from tests.fakes.partners import MemoryPartnerClients
from tests.fakes.plumbing import FreshIds, MemoryUnitOfWork, SetClock
from tests.fakes.subscriptions import PSEUDONYMS, SHOP
from tests.unit.identity.test_account_at_keycloak import account
from tests.unit.identity.watching import PERSON


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


@pytest.fixture
def measures() -> MemoryReadingMeasures:
    return MemoryReadingMeasures()


@pytest.fixture
def budget(
    unit_of_work: MemoryUnitOfWork[MemoryIdentityStores],
    clock: SetClock,
    measures: MemoryReadingMeasures,
) -> RecordBudget:
    """Three records of others a day."""
    return RecordBudget(unit_of_work=unit_of_work, clock=clock, measures=measures, budget=3)


@pytest.fixture
def ask_look(unit_of_work, stores, clock, ids):
    use_case = RequestHeld(unit_of_work=unit_of_work, pseudonyms=PSEUDONYMS, clock=clock, ids=ids)

    def asked():
        use_case(ANONYMOUS, contact=SHOP)
        return stores.mails.waiting[-1].what

    return asked


@pytest.fixture
def open_look(unit_of_work, clock, ids):
    return OpenHeld(unit_of_work=unit_of_work, clock=clock, ids=ids)


@pytest.fixture
def keycloak() -> MemoryKeycloakEvents:
    return MemoryKeycloakEvents()


@pytest.fixture
def alarms() -> MemoryAlarms:
    return MemoryAlarms()


@pytest.fixture
def watch(unit_of_work, keycloak, alarms, clock, ids, stores) -> WatchKeycloak:
    stores.subscribers.add(PERSON)
    keycloak.accounts["owner"] = account(PERSON)
    return WatchKeycloak(
        unit_of_work=unit_of_work, keycloak=keycloak, alarms=alarms, clock=clock, ids=ids
    )
