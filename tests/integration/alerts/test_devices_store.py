"""PostgreSQL passes the suite that the fake passes, and lets two at a time take no token twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from chassis.postgres.engine import open_engine
from chassis.pseudonyms import Pseudonyms
from kernel.ports import RandomIds, SystemClock
from services.alerts.domain.device import Registration
from services.alerts.domain.recipient import Channel
from services.alerts.outbound.postgres.unit_of_work import unit_of_work as open_unit_of_work
from services.alerts.usecases.register_device import RegisterDevice
from tests.fakes.alerts import READER, key, person
from tests.fakes.devices import TOKEN, app
from tests.ports.devices_store import DevicesStoreSuite

_EMPTY = (
    "DELETE FROM devices",
    "DELETE FROM channels",
    "DELETE FROM recipients",
    "DELETE FROM idempotency_keys",
)


@pytest.fixture(scope="module")
def engine(new_database):
    engine = open_engine(new_database("alerts").app_url, process="test", pool=8)
    yield engine
    engine.dispose()


@pytest.fixture
def unit_of_work(engine):
    with engine.begin() as connection:
        for statement in _EMPTY:
            connection.execute(text(statement))
    return open_unit_of_work(
        engine, clock=SystemClock(), ids=RandomIds(), pseudonyms=Pseudonyms(b"k"), sender=None
    )


class TestPostgresDevices(DevicesStoreSuite):
    """On PostgreSQL."""


def test_of_several_who_take_a_token_at_once_one_has_it(unit_of_work) -> None:
    register = RegisterDevice(
        unit_of_work=unit_of_work, clock=SystemClock(), ids=RandomIds(), notifies=True
    )
    said = Registration(token=app(), name="Phone", language="en")
    people = [READER, *(person(f"next-{number}") for number in range(7))]
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda who: register(who, said=said, key=key()), people))
    with unit_of_work() as tx:
        holder = tx.devices.holding(app().digest)
        kept = [tx.recipients.find(each.device.device_id) for each in made]
    (active,) = [each for each in kept if each.active]
    assert (holder.device_id, holder.subject) == (active.recipient_id, active.subject)
    assert f"ANDROID:{TOKEN}" == active.address_for(Channel.MOBILE_PUSH).address


def test_one_person_s_phone_that_tells_of_itself_twice_at_once_is_one(unit_of_work) -> None:
    register = RegisterDevice(
        unit_of_work=unit_of_work, clock=SystemClock(), ids=RandomIds(), notifies=True
    )
    said = Registration(token=app(), name="Phone", language="en")
    with ThreadPoolExecutor(8) as pool:
        keys = [key(str(number)) for number in range(8)]
        made = list(pool.map(lambda each: register(READER, said=said, key=each), keys))
    assert 1 == len({each.device.device_id for each in made})
    with unit_of_work() as tx:
        assert 8 == tx.recipients.find(made[0].device.device_id).version
