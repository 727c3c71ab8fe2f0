"""PostgreSQL passes the suite that the log in memory passes; and a search is one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import select

from chassis.postgres.audit import AuditTable
from chassis.postgres.audit_search import AuditSearchTables
from chassis.postgres.engine import open_engine
from chassis.postgres.tables import AUDIT_LOG, OUTBOX
from chassis.pseudonyms import Pseudonyms
from chassis.search_audit import SearchAudit
from chassis.usage import UsageEvents
from kernel.ports import RandomIds
from kernel.principals import Principal
from kernel.tiers import Tier
from tests.fakes.plumbing import SetClock
from tests.ports.audit_search import AuditSearchSuite, Open, around

KEYED = Pseudonyms(b"pseudonyms")


@pytest.fixture(scope="module")
def database(new_database):
    return new_database("training")


@pytest.fixture(scope="module")
def engine(database):
    engine = open_engine(database.app_url, process="test", pool=2)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def log(engine, clock) -> Open:
    usage = UsageEvents(service="training", pseudonyms=KEYED, ids=RandomIds())

    @contextmanager
    def opened() -> Iterator[AuditSearchTables]:
        with engine.begin() as connection:
            audit = AuditTable(connection, clock, RandomIds(), KEYED)
            yield AuditSearchTables(connection=connection, audit=audit, usage=usage)

    return opened


class TestPostgresPassesTheSuite(AuditSearchSuite):
    pass


def test_the_search_its_row_and_its_event_are_one_transaction(engine, log, clock) -> None:
    search = SearchAudit(log=log, clock=clock)
    search(
        Principal(subject="officer", tier=Tier.TRUSTED),
        around(clock, action="zz"),
        reason="An inquiry asks",
        after=None,
        size=5,
    )
    with engine.begin() as connection:
        rows = connection.execute(select(AUDIT_LOG).where(AUDIT_LOG.c.action == "audit:search"))
        assert ["An inquiry asks"] == [row.detail["reason"] for row in rows]
        subjects = connection.scalars(select(OUTBOX.c.subject)).all()
        assert ["isp.usage.v1.UsageRecorded.training"] == list(subjects)
