"""Two transactions about one person wait for each other in one order: none is undone.

Whoever appoints, or ends a group, locks the seat or group and then the person. What ends with an
account or a tier must therefore lock them before the person: the other way round PostgreSQL finds
a deadlock, and undoes one of the two.
"""

import threading
from datetime import timedelta

import pytest

from chassis.postgres.engine import open_engine
from chassis.pseudonyms import Pseudonyms
from kernel.ports import RandomIds
from kernel.standing import Standing
from kernel.tiers import Tier
from services.identity.domain.tier_term import TierTerm
from services.identity.outbound.postgres.tables import METADATA
from services.identity.outbound.postgres.unit_of_work import unit_of_work as open_unit_of_work
from services.identity.usecases.end_dormant import EndDormant
from services.identity.usecases.end_tier_terms import EndTierTerms
from services.identity.usecases.erase_subject import EraseSubject
from tests.fakes.groups import a_group
from tests.fakes.identity import NOON, subscriber
from tests.fakes.plumbing import SetClock
from tests.fakes.premises import an_organisation
from tests.fakes.seats import a_seat, sitting
from tests.fakes.sightings import MemoryDormancyMeasures
from tests.locks import until_somebody_waits

OWNER = "0c9f6f0e-1111-4222-8333-444455556666"
YEARS_LATER = NOON + timedelta(days=1000)


@pytest.fixture(scope="module")
def engine(new_database):
    engine = open_engine(new_database("identity").app_url, process="test", pool=4)
    yield engine
    engine.dispose()


@pytest.fixture
def unit_of_work(engine):
    with engine.begin() as connection:
        for table in METADATA.sorted_tables:
            connection.execute(table.delete())
    clock = SetClock(YEARS_LATER)
    return open_unit_of_work(engine, clock=clock, ids=RandomIds(), pseudonyms=Pseudonyms(b"k"))


@pytest.fixture
def measures():
    return MemoryDormancyMeasures()


@pytest.fixture
def ends(unit_of_work, measures):
    """What ends for a person, by name."""
    said = {"unit_of_work": unit_of_work, "clock": SetClock(YEARS_LATER), "ids": RandomIds()}
    names = {"pseudonyms": Pseudonyms(b"k")}
    erase = EraseSubject(**said, **names)
    return {
        "tier": EndTierTerms(**said),
        "account": EndDormant(**said, **names, measures=measures),
        "data": lambda: erase(subject=OWNER),
    }


@pytest.fixture
def things(unit_of_work):
    """A person whose tier and account are over, with a seat, a group and an organisation."""
    own, group, seat = an_organisation(), a_group(owner=OWNER), a_seat(holder=sitting(OWNER))
    person = subscriber(OWNER, tier=Tier.VERIFIED, organisation_id=own.organisation_id)
    with unit_of_work() as tx:
        tx.organisations.add(own)
        tx.subscribers.add(person)
        tx.groups.add(group)
        tx.seats.add(seat)
        tx.tier_terms.save(TierTerm.granted(OWNER, Tier.VERIFIED, NOON, 24))
        tx.sightings.note(OWNER, NOON.date())
        for days in (30, 7):
            tx.sightings.told(OWNER, NOON.date(), days, NOON + timedelta(days=365 - days))
    return {
        "organisation": lambda tx: tx.organisations.get(own.organisation_id, lock=True),
        "group": lambda tx: tx.groups.get(group.group_id, lock=True),
        "seat": lambda tx: tx.seats.get(seat.seat_id, lock=True),
    }


@pytest.mark.parametrize("first", ["organisation", "group", "seat"])
@pytest.mark.parametrize("end", ["tier", "account", "data"])
def test_who_holds_a_thing_gets_its_person_too(
    engine, unit_of_work, measures, ends, things, first, end
) -> None:
    failed = []

    def run() -> None:
        try:
            ends[end]()
        except Exception as error:  # noqa: BLE001 - said below
            failed.append(error)

    other = threading.Thread(target=run)
    with unit_of_work() as tx:
        things[first](tx)
        other.start()
        until_somebody_waits(engine)
        tx.subscribers.get(OWNER, lock=True)
    other.join(timeout=20)
    assert not other.is_alive()
    assert [] == failed == measures.errors
    with unit_of_work() as tx:
        person = tx.subscribers.get(OWNER)
        over = Standing.ACTIVE if end == "tier" else Standing.CLOSED
        assert (over, person.tier < Tier.VERIFIED) == (person.standing, True)


@pytest.mark.parametrize("position", ["holder", "deputy", "associate"])
@pytest.mark.parametrize("end", ["tier", "account", "data"])
def test_whoever_sits_somewhere_ends_like_anybody_and_sits_there_no_more(
    unit_of_work, measures, ends, things, end, position
) -> None:
    seat = a_seat(**{position: sitting(OWNER)})
    with unit_of_work() as tx:
        tx.seats.add(seat)
    ends[end]()
    assert [] == measures.errors
    with unit_of_work() as tx:
        assert things
        assert () == tx.seats.get(seat.seat_id).tenures
        assert tx.subscribers.get(OWNER).tier < Tier.VERIFIED
