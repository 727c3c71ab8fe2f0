"""The ledger of consent in PostgreSQL: kept whole, and never changed."""

from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from chassis.errors import StaleVersion
from chassis.postgres.engine import open_engine
from services.identity.domain.agreement import giving, withdrawing
from services.identity.outbound.postgres.agreements_store import PostgresAgreements
from tests.fakes.plumbing import SetClock
from tests.unit.identity.consenting import LETTER, PAGE


@pytest.fixture(scope="module")
def engine(new_database):
    engine = open_engine(new_database("identity").app_url, process="test", pool=1)
    yield engine
    engine.dispose()


def a_line(subject: str):
    entry = giving(
        [],
        LETTER,
        subject=subject,
        shown=("2026-12", "cy"),
        way=PAGE,
        at=SetClock().now(),
        entry_id=uuid4(),
        stop_token=uuid4().hex,
    )
    assert entry is not None
    return entry


def test_lines_come_back_as_they_were_and_in_order(engine) -> None:
    who = f"a-{uuid4()}"
    first = a_line(who)
    second = withdrawing([first], LETTER, way=PAGE, at=SetClock().now(), entry_id=uuid4())
    assert second is not None
    with engine.begin() as connection:
        store = PostgresAgreements(connection)
        store.add(second)
        store.add(first)
        assert [first, second] == list(store.of(who))
        assert first == store.by_token(str(first.stop_token))
        assert store.by_token("x") is None
        assert [who] == list(store.people(after="a-", size=1))
        with pytest.raises(StaleVersion):
            store.add(replace(first, entry_id=uuid4(), stop_token=None))


def test_the_application_can_change_no_line_and_can_delete_one(engine) -> None:
    with engine.begin() as connection:
        PostgresAgreements(connection).add(a_line(str(uuid4())))
    with pytest.raises(ProgrammingError, match="permission denied"), engine.begin() as connection:
        connection.execute(text("UPDATE consents SET given = false"))
    with engine.begin() as connection:
        assert connection.execute(text("DELETE FROM consents")).rowcount
