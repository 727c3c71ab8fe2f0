"""PostgreSQL passes the suite that the fake passes; two people at once change nothing twice."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from sqlalchemy import text

from chassis.errors import Unmet
from chassis.postgres.engine import open_engine
from chassis.pseudonyms import Pseudonyms
from isp.alerts.v1 import alerts_events_pb2, threat_level_pb2
from kernel.ports import RandomIds, SystemClock
from services.alerts.domain.errors import IllegalTransition
from services.alerts.domain.threat_levels import ThreatSeries
from services.alerts.outbound.postgres.past_alerts import PostgresPastAlerts
from services.alerts.outbound.postgres.unit_of_work import unit_of_work as open_unit_of_work
from services.alerts.usecases.approve_threat_level import ApproveThreatLevel
from services.alerts.usecases.propose_threat_level import ProposeThreatLevel
from services.alerts.usecases.republish_threat_levels import RepublishThreatLevels
from tests.fakes.alerts import key, person
from tests.fakes.record import SENDER
from tests.fakes.threat_levels import proposal
from tests.ports.threat_levels_store import ThreatLevelsStoreSuite

PEOPLE = [person(f"officer-{number}", "duty-officer") for number in range(6)]


@pytest.fixture(scope="module")
def engine(new_database):
    engine = open_engine(new_database("alerts").app_url, process="test", pool=6)
    yield engine
    engine.dispose()


@pytest.fixture
def unit_of_work(engine):
    with engine.begin() as connection:
        for table in ("threat_level_changes", "outbox"):
            connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - two names of ours
    return open_unit_of_work(
        engine, clock=SystemClock(), ids=RandomIds(), pseudonyms=Pseudonyms(b"k"), sender=SENDER
    )


class TestPostgresThreatLevels(ThreatLevelsStoreSuite):
    """On PostgreSQL."""


def tried(act, *each):
    """What became of an act that several people do at once."""
    try:
        return act(*each)
    except Unmet as refused:
        return refused.reason


def test_of_many_at_once_one_proposes_and_one_approves(unit_of_work) -> None:
    propose = ProposeThreatLevel(unit_of_work=unit_of_work, clock=SystemClock(), ids=RandomIds())
    approve = ApproveThreatLevel(unit_of_work=unit_of_work, clock=SystemClock())
    with ThreadPoolExecutor(6) as people:
        said = list(
            people.map(
                lambda who: tried(
                    lambda: propose(
                        who, proposal=proposal(), key=key(str(uuid4()), rpc="ProposeThreatLevel")
                    )
                ),
                PEOPLE,
            )
        )
        (change,) = [each for each in said if not isinstance(each, str)]
        assert 5 == said.count("THREAT_LEVEL_CHANGE_UNDER_WAY")
        others = [who for who in PEOPLE if who.person != change.proposed.by]
        done = list(
            people.map(
                lambda who: tried(
                    lambda: approve(who, change_id=change.change_id, read=change.digest)
                ),
                others,
            )
        )
    assert 4 == done.count(IllegalTransition.reason)
    with unit_of_work() as tx:
        assert 1 == tx.threat_levels.standing()[ThreatSeries.NATIONAL].number


def test_the_stream_finds_the_level_that_stands_however_old(engine, unit_of_work) -> None:
    propose = ProposeThreatLevel(unit_of_work=unit_of_work, clock=SystemClock(), ids=RandomIds())
    approve = ApproveThreatLevel(unit_of_work=unit_of_work, clock=SystemClock())
    change = propose(
        PEOPLE[0], proposal=proposal(), key=key(str(uuid4()), rpc="ProposeThreatLevel")
    )
    past = PostgresPastAlerts(engine)
    assert [] == past.standing() == past.newest(9)
    approve(PEOPLE[1], change_id=change.change_id, read=change.digest)
    (event,) = past.newest(9)
    told = alerts_events_pb2.ThreatLevelChanged.FromString(event.payload).standing
    assert (1, threat_level_pb2.THREAT_LEVEL_SUBSTANTIAL) == (told.version, told.level)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM outbox"))
    (kept,) = past.standing()
    assert (event.subject, event.payload) == (kept.subject, kept.payload)
    assert 1 == RepublishThreatLevels(unit_of_work=unit_of_work)()
    assert [kept.event_id] == [each.event_id for each in past.newest(9)]
