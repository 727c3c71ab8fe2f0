"""What a registration costs the record tells nobody whether the address is known."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import event

from chassis.postgres.engine import open_engine
from chassis.pseudonyms import Pseudonyms
from kernel.ports import RandomIds, SystemClock
from kernel.principals import ANONYMOUS
from services.identity.outbound.postgres.unit_of_work import unit_of_work
from services.identity.usecases.register_subscriber import RegisterSubscriber
from tests.fakes.identity import key, profile, subscriber


@pytest.fixture(scope="module")
def engine(new_database):
    engine = open_engine(new_database("identity").app_url, process="test", pool=2)
    yield engine
    engine.dispose()


@contextmanager
def statements(engine) -> Iterator[list[str]]:
    """What is sent to the database, without what it is about."""
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_a_known_address_costs_the_very_same_statements(engine) -> None:
    open_one = unit_of_work(
        engine, clock=SystemClock(), ids=RandomIds(), pseudonyms=Pseudonyms(b"k")
    )
    known = replace(profile(), email=f"{uuid4().hex}@cafe.example")
    with open_one() as tx:
        tx.subscribers.add(subscriber(profile=known))
    register = RegisterSubscriber(unit_of_work=open_one, clock=SystemClock(), ids=RandomIds())
    register(ANONYMOUS, profile=profile(email="warm@cafe.example"), key=key("R", uuid4().hex))
    done = []
    for said in (known, replace(known, email=f"{uuid4().hex}@cafe.example")):
        with statements(engine) as seen:
            register(ANONYMOUS, profile=said, key=key("RegisterSubscriber", uuid4().hex))
        done.append(seen)
    assert done[0]
    assert done[0] == done[1]
