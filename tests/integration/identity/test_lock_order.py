"""Two transactions that meet wait for one another, and never both: there is one order of locks.

Organisations, then groups, then seats, then people, then what hangs on them.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from time import monotonic, sleep
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, text

from chassis.postgres.engine import open_engine
from kernel.ports import RandomIds, SystemClock
from kernel.tiers import Tier
from services.identity.domain.group import Member
from services.identity.domain.tier_term import TierTerm
from services.identity.outbound.postgres.tables import METADATA
from services.identity.outbound.postgres.unit_of_work import unit_of_work as open_unit_of_work
from services.identity.usecases.accept_invitation import AcceptInvitation, by_id, by_token
from services.identity.usecases.end_tier_terms import EndTierTerms
from services.identity.usecases.grouping import let_out
from services.identity.usecases.rename_organisation import RenameOrganisation
from tests.fakes.groups import a_group
from tests.fakes.identity import subscriber
from tests.fakes.subscriptions import PSEUDONYMS
from tests.unit.identity.membership import ADMIN, HALL, MEMBER, NOBODY, invited, peopled

CLOCK, IDS = SystemClock(), RandomIds()
TOKEN = "t" * 64


@pytest.fixture(scope="module")
def engine(new_database) -> Iterator[Engine]:
    engine = open_engine(new_database("identity").app_url, process="test", pool=4)
    yield engine
    engine.dispose()


@pytest.fixture
def unit_of_work(engine: Engine) -> Any:
    with engine.begin() as connection:
        for table in METADATA.sorted_tables:
            connection.execute(text(f"DELETE FROM {table.name}"))  # noqa: S608 - our own names
    return open_unit_of_work(engine, clock=CLOCK, ids=IDS, pseudonyms=PSEUDONYMS)


@pytest.fixture
def beside(engine: Engine) -> Iterator[Callable[[Callable[[], Any]], Future[Any]]]:
    """Start something beside the test, and go on when it waits for a lock."""
    with ThreadPoolExecutor(1) as pool:

        def start(doing: Callable[[], Any]) -> Future[Any]:
            begun, last = pool.submit(doing), monotonic() + 10
            waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
            while monotonic() < last:
                with engine.connect() as connection:
                    if connection.scalar(waiting):
                        return begun
                assert not begun.done(), "it waited for nothing"
                sleep(0.02)
            raise AssertionError("it never waited")

        yield start


@pytest.mark.parametrize("which", [by_id(UUID(int=9)), by_token(TOKEN)], ids=["id", "link"])
def test_who_accepts_while_an_admin_withdraws_waits_for_them(unit_of_work, beside, which) -> None:
    at = CLOCK.now()
    with unit_of_work() as tx:
        peopled(tx)
        invited(tx, NOBODY, TOKEN, invitation_id=UUID(int=9), created_at=at, mailed_at=at)
    accept = AcceptInvitation(unit_of_work=unit_of_work, clock=CLOCK, ids=IDS)
    with unit_of_work() as tx:
        tx.organisations.get(HALL, lock=True)
        joining = beside(lambda: accept(NOBODY, which=which, bring_premises=False))
        assert tx.invitations.get(UUID(int=9), lock=True) is not None
    assert HALL == joining.result(timeout=10).organisation.organisation_id
    with unit_of_work() as tx:
        assert HALL == tx.subscribers.get(NOBODY.subject).organisation_id


def test_a_new_name_waits_for_who_is_held_and_holds_nobody_after_them(unit_of_work, beside) -> None:
    """Those who let a whole group out hold people in the order of subjects."""
    with unit_of_work() as tx:
        peopled(tx)
        for number in (12, 11):  # in the table the later comes first
            subject = str(UUID(int=number))
            tx.subscribers.add(subscriber(subject, organisation_id=HALL))
    rename = RenameOrganisation(unit_of_work=unit_of_work, clock=CLOCK)
    with unit_of_work() as tx:
        tx.subscribers.get(str(UUID(int=11)), lock=True)
        naming = beside(lambda: rename(ADMIN, name="Great Hall", expected_version=1))
        tx.subscribers.get(str(UUID(int=12)), lock=True)
    assert "Great Hall" == naming.result(timeout=10).name
    with unit_of_work() as tx:
        names = {
            each.profile.organisation_name for each in tx.members.page(HALL, after=None, size=9)
        }
        assert {"Great Hall"} == names


def test_the_end_of_a_tier_waits_for_the_group_before_it_holds_the_person(
    unit_of_work, beside
) -> None:
    long_ago = CLOCK.now() - timedelta(days=1000)
    with unit_of_work() as tx:
        tx.subscribers.add(subscriber(MEMBER.subject, tier=Tier.VERIFIED))
        tx.tier_terms.save(TierTerm.granted(MEMBER.subject, Tier.VERIFIED, long_ago, 24))
        tx.groups.add(group := a_group(owner=MEMBER.subject))
        tx.groups.join(Member(group_id=group.group_id, subject=MEMBER.subject, since=long_ago))
    end = EndTierTerms(unit_of_work=unit_of_work, clock=CLOCK, ids=IDS)
    with unit_of_work() as tx:
        held = tx.groups.get(group.group_id, lock=True)
        ending = beside(end)
        assert let_out(tx, IDS, held, MEMBER.subject)
    assert 1 == len(ending.result(timeout=10))
    with unit_of_work() as tx:
        assert tx.groups.get(group.group_id).owner is None
        assert Tier.REGISTERED is tx.subscribers.get(MEMBER.subject).tier
