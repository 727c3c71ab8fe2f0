"""PostgreSQL passes the suite that the fakes pass; joining at once and erasing leave no doubt."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import select, text

from chassis.errors import StaleVersion
from chassis.postgres.engine import open_engine
from chassis.postgres.tables import OUTBOX
from isp.identity.v1 import identity_events_pb2 as events
from kernel.ports import RandomIds, SystemClock
from services.identity.domain.membership_errors import InvitationNotFound
from services.identity.domain.quiet_hours import QuietHours
from services.identity.outbound.postgres.migrations.versions.identity_0410 import ADMINS
from services.identity.outbound.postgres.organisation_tables import INVITATIONS
from services.identity.outbound.postgres.tables import METADATA
from services.identity.outbound.postgres.unit_of_work import unit_of_work as open_unit_of_work
from services.identity.usecases.accept_invitation import AcceptInvitation, by_id
from services.identity.usecases.erase_subject import EraseSubject
from services.identity.usecases.export_subject import ExportSubject
from services.identity.usecases.set_telling import SetTelling
from tests.fakes.identity import caller, profile, subscriber
from tests.fakes.membership import an_invitation
from tests.fakes.premises import an_organisation, some_premises
from tests.fakes.subscriptions import PHONE, PSEUDONYMS, a_subscription
from tests.ports.channel_stores import ChannelStoresSuite
from tests.ports.directory_stores import DirectoryStoresSuite
from tests.ports.membership_stores import MembershipStoresSuite
from tests.unit.identity.membership import ADMIN, HALL, LONE, MEMBER, NOBODY, STALL, peopled

CLOCK, IDS = SystemClock(), RandomIds()


@pytest.fixture(scope="module")
def engine(new_database):
    engine = open_engine(new_database("identity").app_url, process="test", pool=8)
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
def invited(unit_of_work):
    """Keep the people of the tests, and an invitation of the admin's to each of them."""
    with unit_of_work() as tx:
        peopled(tx)
        for who in (LONE, NOBODY):
            at = CLOCK.now()
            email = tx.subscribers.get(who.subject).profile.email
            made = an_invitation(
                email=email,
                organisation_id=HALL,
                invited_by=ADMIN.subject,
                created_at=at,
                mailed_at=at,
                invitation_id=UUID(who.subject),
            )
            tx.invitations.add(made)


class TestPostgresMembership(MembershipStoresSuite):
    """On the real database."""


class TestPostgresChannels(ChannelStoresSuite):
    """On the real database."""


class TestPostgresDirectory(DirectoryStoresSuite):
    """On the real database."""


def test_accepted_ten_times_at_once_one_joins_once(unit_of_work, invited) -> None:
    accept = AcceptInvitation(unit_of_work=unit_of_work, clock=CLOCK, ids=IDS)
    with unit_of_work() as tx:
        tx.premises.add(some_premises(STALL))

    def one(_):
        try:
            return accept(LONE, which=by_id(UUID(LONE.subject)), bring_premises=True).premises
        except (StaleVersion, InvitationNotFound):
            return 0

    with ThreadPoolExecutor(8) as pool:
        assert 1 == sum(pool.map(one, range(10)))
    with unit_of_work() as tx:
        assert HALL == tx.subscribers.get(LONE.subject).organisation_id
        assert 1 == tx.premises.count(HALL)
        assert not tx.organisations.find(STALL).open


def test_what_is_exported_names_nobody_else_and_erasure_takes_the_address(
    unit_of_work, engine, invited
) -> None:
    export = ExportSubject(unit_of_work=unit_of_work)
    told = [row for table, _, row in export(subject=NOBODY.subject) if table == "invitations"]
    assert ["nobody@hall.example"] == [each["email"] for each in told]
    assert ADMIN.subject not in str(told)
    told = [row for table, _, row in export(subject=ADMIN.subject) if table == "invitations"]
    assert 2 == len(told)
    assert "hall.example" not in str(told)
    AcceptInvitation(unit_of_work=unit_of_work, clock=CLOCK, ids=IDS)(
        NOBODY, which=by_id(UUID(NOBODY.subject)), bring_premises=False
    )
    erase = EraseSubject(unit_of_work=unit_of_work, pseudonyms=PSEUDONYMS, clock=CLOCK, ids=IDS)
    erase(subject=ADMIN.subject)
    with unit_of_work() as tx:
        assert tx.subscribers.get(NOBODY.subject).invited_by not in {None, ADMIN.subject}
        assert [MEMBER.subject] == list(tx.members.admins(HALL))
    erase(subject=NOBODY.subject)
    with engine.connect() as connection:
        assert [] == connection.execute(select(INVITATIONS.c.email)).all()


def test_quiet_hours_are_told_with_each_address_and_erasure_takes_all_of_them(
    unit_of_work, engine
) -> None:
    phone = a_subscription(PHONE).held_by("owner", PHONE, language="en", at=CLOCK.now())
    with unit_of_work() as tx:
        tx.subscribers.add(subscriber("owner"))
        tx.subscriptions.add(phone)
    say = SetTelling(unit_of_work=unit_of_work, pseudonyms=PSEUDONYMS, clock=CLOCK)
    say(caller("owner"), language="cy", quiet=QuietHours(1320, 420))
    wanted = OUTBOX.c.subject == "isp.identity.v1.RecipientChanged"
    with engine.connect() as connection:
        found = connection.execute(select(OUTBOX.c.payload).where(wanted)).scalars().all()
    said = [events.RecipientChanged.FromString(each) for each in found]
    (told,) = (each for each in said if not each.quiet_subject)
    (account,) = (each for each in said if each.quiet_subject)
    assert ("owner", 1, True, told.quiet_hours, "") == (
        account.quiet_subject,
        account.version,
        account.active,
        account.quiet_hours,
        account.address,
    )
    assert (1320, 420) == (told.quiet_hours.from_minute, told.quiet_hours.until_minute)
    assert ("cy", "owner") == (told.language, told.account_subject)
    held = {table for table, _, _ in ExportSubject(unit_of_work=unit_of_work)(subject="owner")}
    assert {"quiet_hours", "quiet_hours_said", "alert_subscriptions"} <= held
    EraseSubject(unit_of_work=unit_of_work, pseudonyms=PSEUDONYMS, clock=CLOCK, ids=IDS)(
        subject="owner"
    )
    with unit_of_work() as tx:
        assert tx.quiet_hours.of("owner") is None
        assert [] == list(tx.quiet_hours.people(after="", size=1))
        gone = tx.subscriptions.find(phone.contact_digest)
        assert (False, None, None) == (gone.active, gone.contact, gone.subject)


def test_organisations_from_before_get_their_eldest_as_admin(unit_of_work, engine) -> None:
    own = an_organisation()
    with unit_of_work() as tx:
        tx.organisations.add(own)
        for number in (2, 1):
            made = subscriber(str(UUID(int=number)), organisation_id=own.organisation_id)
            said = profile(email=f"{number}@hall.example")
            tx.subscribers.add(replace(made, profile=said))
        tx.subscribers.add(subscriber(str(UUID(int=3))))
    with engine.begin() as connection:
        connection.execute(text(ADMINS))
    with unit_of_work() as tx:
        assert [str(UUID(int=1))] == list(tx.members.admins(own.organisation_id))
        assert not tx.subscribers.get(str(UUID(int=3))).organisation_admin
