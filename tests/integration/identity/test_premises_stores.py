"""PostgreSQL passes the suite that the fakes pass; what is told of premises names nobody."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from chassis.postgres.engine import open_engine
from chassis.postgres.tables import OUTBOX, PRINCIPALS
from isp.identity.v1 import identity_events_pb2 as events
from kernel.ports import RandomIds, SystemClock
from services.identity.domain.errors import TooManyPremises
from services.identity.domain.premises import MOST_PREMISES
from services.identity.outbound.postgres.tables import METADATA
from services.identity.outbound.postgres.unit_of_work import unit_of_work as open_unit_of_work
from services.identity.usecases.add_premises import AddPremises
from services.identity.usecases.erase_subject import EraseSubject
from services.identity.usecases.export_subject import ExportSubject
from services.identity.usecases.give_organisations import GiveOrganisations
from services.identity.usecases.list_seats import ListSeats
from services.identity.usecases.remove_premises import RemovePremises
from services.identity.usecases.republish_premises import RepublishPremises
from tests.fakes.identity import caller, key, profile, subscriber
from tests.fakes.premises import HERE, SHOP, an_organisation, some_premises
from tests.fakes.seats import LEAD, NOON, a_seat, sitting
from tests.fakes.subscriptions import PSEUDONYMS
from tests.ports.premises_stores import PremisesStoresSuite
from tests.ports.seats_store import SeatsStoreSuite

CLOCK, IDS = SystemClock(), RandomIds()
PLACE = replace(
    SHOP, name="Back room", address=("7 Telltale Street", "Nowhere"), location=HERE, capacity=250
)


@pytest.fixture(scope="module")
def engine(new_database):
    engine = open_engine(new_database("identity").app_url, process="test", pool=4)
    yield engine
    engine.dispose()


@pytest.fixture
def unit_of_work(engine):
    names = (*(table.name for table in METADATA.sorted_tables), "outbox", "principals")
    with engine.begin() as connection:
        for name in (*names, "idempotency_keys"):
            connection.execute(text(f"DELETE FROM {name}"))  # noqa: S608 - our own names
    return open_unit_of_work(engine, clock=CLOCK, ids=IDS, pseudonyms=PSEUDONYMS)


@pytest.fixture
def own(unit_of_work):
    """The organisation of the owner."""
    made = an_organisation(name="Telltale Cafe")
    who = subscriber("owner", profile=profile(organisation_name=made.name))
    with unit_of_work() as tx:
        tx.organisations.add(made)
        tx.subscribers.add(replace(who, organisation_id=made.organisation_id))
    return made.organisation_id


class TestPostgresPremises(PremisesStoresSuite):
    """On PostgreSQL."""


def told(engine, kind):
    query = select(OUTBOX.c.payload).where(OUTBOX.c.subject == kind.DESCRIPTOR.full_name)
    with engine.connect() as connection:
        rows = connection.scalars(query.order_by(OUTBOX.c.aggregate_version)).all()
    return [kind.FromString(row) for row in rows]


def everything(engine, *more) -> str:
    with engine.connect() as connection:
        return "".join(
            str(row)
            for table in (*METADATA.sorted_tables, *more)
            for row in connection.execute(select(table))
        )


def test_who_warns_is_told_where_they_are_and_neither_name_nor_address(
    unit_of_work, engine, own
) -> None:
    add = AddPremises(unit_of_work=unit_of_work, clock=CLOCK, ids=IDS)
    remove = RemovePremises(unit_of_work=unit_of_work, clock=CLOCK)
    made = add(caller("owner"), details=PLACE, key=key("A"))
    (first,) = told(engine, events.PremisesChanged)
    assert (str(own), True, ["LON"], "SW1A", "shop", 250) == (
        first.organisation_id,
        first.active,
        list(first.regions),
        first.outward_code,
        first.type,
        first.capacity,
    )
    assert (HERE.latitude, HERE.longitude) == (first.location.latitude, first.location.longitude)
    remove(caller("owner"), premises_id=made.premises_id, expected_version=1)
    assert (
        events.PremisesChanged(
            premises_id=str(made.premises_id), organisation_id=str(own), version=2
        )
        == told(engine, events.PremisesChanged)[-1]
    )
    with engine.connect() as connection:
        payloads = connection.scalars(select(OUTBOX.c.payload)).all()
    assert not any(b"Telltale" in each or b"1AA" in each for each in payloads)


def test_telling_again_puts_each_state_out_once_more(unit_of_work, engine, own) -> None:
    with unit_of_work() as tx:
        tx.premises.add(some_premises(own))
    for _ in range(2):
        assert 2 == RepublishPremises(unit_of_work=unit_of_work)()
    assert [str(own)] == [each.organisation_id for each in told(engine, events.PremisesChanged)]
    assert ["Telltale Cafe"] == [each.name for each in told(engine, events.OrganisationChanged)]


def test_an_export_has_the_organisation_and_its_premises_and_no_others(unit_of_work, own) -> None:
    with unit_of_work() as tx:
        tx.premises.add(some_premises(own, details=PLACE))
        tx.premises.add(some_premises())
        tx.organisations.add(an_organisation())
        tx.subscribers.add(subscriber("nobody"))
    export = ExportSubject(unit_of_work=unit_of_work)
    named = [(table, row["name"]) for table, _, row in export(subject="owner") if "name" in row]
    rows = [each for each in named if each[0] != "audit_names"]  # a name on record is no place's
    assert [("organisations", "Telltale Cafe"), ("premises", "Back room")] == sorted(rows)
    assert {"subscribers", "principals"} == {table for table, _, _ in export(subject="nobody")}


def test_the_last_who_goes_leaves_no_trace_of_the_organisation(unit_of_work, engine, own) -> None:
    with unit_of_work() as tx:
        tx.premises.add(some_premises(own, details=PLACE))
    erase = EraseSubject(unit_of_work=unit_of_work, pseudonyms=PSEUDONYMS, clock=CLOCK, ids=IDS)
    assert erase(subject="owner") > 0
    left = everything(engine, PRINCIPALS)
    for trace in ("Telltale", "Back room", "SW1A", str(HERE.latitude)):
        assert trace not in left
    assert [False] == [each.active for each in told(engine, events.PremisesChanged)]
    assert [False] == [each.active for each in told(engine, events.OrganisationChanged)]


def test_two_who_go_at_once_leave_no_organisation_behind(unit_of_work, engine, own) -> None:
    with unit_of_work() as tx:
        tx.subscribers.add(subscriber("colleague", organisation_id=own))
    erase = EraseSubject(unit_of_work=unit_of_work, pseudonyms=PSEUDONYMS, clock=CLOCK, ids=IDS)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda who: erase(subject=who), ("owner", "colleague")))
    with unit_of_work() as tx:
        assert not tx.organisations.find(own).open
    assert "Telltale" not in everything(engine)


def test_several_who_add_at_once_add_no_more_than_one_may_have(unit_of_work, own) -> None:
    with unit_of_work() as tx:
        for _ in range(MOST_PREMISES - 1):
            tx.premises.add(some_premises(own))
    add = AddPremises(unit_of_work=unit_of_work, clock=CLOCK, ids=IDS)

    def try_one(number: int) -> bool:
        try:
            add(caller("owner"), details=PLACE, key=key("A", str(number)))
        except TooManyPremises:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert 1 == sum(pool.map(try_one, range(4)))
    with unit_of_work() as tx:
        assert MOST_PREMISES == tx.premises.count(own)


def test_who_was_there_before_organisations_gets_one_and_everyone_hears_of_it(
    unit_of_work, engine
) -> None:
    """A row as the version before wrote it."""
    with unit_of_work() as tx:
        tx.subscribers.add(subscriber("older"))
    give = GiveOrganisations(unit_of_work=unit_of_work, clock=CLOCK, ids=IDS)
    assert (1, 0) == (give(), give())
    (made,) = told(engine, events.OrganisationChanged)
    assert ("Corner Cafe", True) == (made.name, made.active)
    (principal,) = [each.principal for each in told(engine, events.PrincipalChanged)]
    assert (made.organisation_id, 2) == (principal.organisation_id, principal.rights_version)
    with engine.connect() as connection:
        row = connection.execute(select(PRINCIPALS)).one()
    assert (made.organisation_id, 2) == (row.organisation_id, row.rights_version)


def test_a_region_of_five_hundred_seats_is_read_page_by_page_through_its_index(
    unit_of_work, engine
) -> None:
    hub = caller("hub", "hub-officer")
    with unit_of_work() as tx:
        for number in range(500):
            tx.subscribers.add(who := subscriber())
            place = replace(LEAD, district=f"District {number}")
            holder = sitting(who.subject)
            at = NOON + timedelta(seconds=number // 3)
            tx.seats.add(a_seat(place, created_at=at, holder=holder))
        for number in range(500):
            place = replace(LEAD, region="NW", district=f"District {number}")
            tx.seats.add(a_seat(place))
    seen, place = [], None
    while True:
        page = ListSeats(unit_of_work=unit_of_work)
        found, names, place = page(hub, region="LON", after=place, size=100)
        assert {each.holder.subject for each in found} == names.keys()
        seen += [each.seat_id for each in found]
        if place is None:
            break
    assert 500 == len(seen) == len(set(seen))
    with engine.begin() as connection:
        connection.execute(text("ANALYZE seats"))
        plan = connection.execute(
            text(
                "EXPLAIN SELECT * FROM seats WHERE closed_at IS NULL AND region = 'LON'"
                " AND (created_at, seat_id) > (timestamptz '2026-11-24 12:00Z',"
                " '00000000-0000-4000-8000-000000000000'::uuid)"
                " ORDER BY created_at, seat_id LIMIT 100"
            )
        ).scalars()
        said = "".join(plan)
    assert "Index Scan using seats_o" in said
    assert "Sort" not in said, "a page is read where it begins, and no more of it"


class TestPostgresSeats(SeatsStoreSuite):
    """Seats on the real server."""
