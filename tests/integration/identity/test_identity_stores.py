"""PostgreSQL passes the suite that the fakes pass, and keeps its word on personal data."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, text

from chassis.postgres.engine import open_engine
from chassis.postgres.tables import AUDIT_LOG
from chassis.postgres.tables import METADATA as PLUMBING
from chassis.pseudonyms import Pseudonyms
from kernel.ports import RandomIds, SystemClock
from kernel.tiers import Tier
from services.identity.domain.application import Application, token_digest
from services.identity.domain.complaint import Complaint
from services.identity.domain.group import Member
from services.identity.domain.role_grant import GrantState, RoleGrant
from services.identity.domain.role_rules import ROLE_RULES
from services.identity.domain.tier_term import TierTerm, months_after
from services.identity.domain.verification import Appeal, Sponsorship
from services.identity.domain.verification_lifecycle import Outcome
from services.identity.outbound.postgres.migrations.versions.identity_0300 import TERMS
from services.identity.outbound.postgres.migrations.versions.identity_0420 import FOUND, ROLES
from services.identity.outbound.postgres.partner_tables import PARTNER_PROVIDERS, PARTNER_SITES
from services.identity.outbound.postgres.personal_data import RULES
from services.identity.outbound.postgres.standing_tables import GROUPS, ROLE_GRANTS
from services.identity.outbound.postgres.tables import METADATA, VERIFICATIONS
from services.identity.outbound.postgres.unit_of_work import unit_of_work as open_unit_of_work
from services.identity.usecases.erase_subject import EraseSubject
from services.identity.usecases.forget_decisions import ForgetDecisions
from services.identity.usecases.waiting_ports import Mail, Task, TaskKind
from tests.fakes.groups import a_group, an_invitation
from tests.fakes.identity import NOON, WITH_CONTACTS, case, profile, subscriber
from tests.fakes.partners import an_active_site
from tests.fakes.plumbing import SetClock
from tests.fakes.providers import an_active_provider
from tests.fakes.role_grants import a_grant
from tests.ports.groups_store import GroupsStoreSuite
from tests.ports.identity_stores import IdentityStoresSuite
from tests.ports.privacy_stores import PrivacyStoresSuite
from tests.ports.proofing_stores import ProofingStoresSuite, asked
from tests.ports.role_grants_store import RoleGrantsStoreSuite
from tests.ports.sightings_store import SightingsStoreSuite


@pytest.fixture(scope="module")
def engine(new_database):
    engine = open_engine(new_database("identity").app_url, process="test", pool=2)
    yield engine
    engine.dispose()


@pytest.fixture
def unit_of_work(engine):
    tables = ", ".join(table.name for table in METADATA.sorted_tables)
    with engine.begin() as connection:
        for name in tables.split(", "):
            connection.execute(text(f"DELETE FROM {name}"))  # noqa: S608 - our own names
    return open_unit_of_work(
        engine, clock=SystemClock(), ids=RandomIds(), pseudonyms=Pseudonyms(b"k")
    )


class TestPostgresIdentity(IdentityStoresSuite):
    """On PostgreSQL."""


class TestPostgresPrivacy(PrivacyStoresSuite):
    """On PostgreSQL."""


class TestPostgresProofing(ProofingStoresSuite):
    """On PostgreSQL."""


class TestPostgresGroups(GroupsStoreSuite):
    """On PostgreSQL."""


class TestPostgresSightings(SightingsStoreSuite):
    """On PostgreSQL."""


class TestPostgresRoleGrants(RoleGrantsStoreSuite):
    """On PostgreSQL."""


def test_every_table_with_a_personal_column_has_a_rule() -> None:
    """A new personal column without one would be missing from exports."""
    tables = [*METADATA.sorted_tables, *PLUMBING.sorted_tables]
    personal = {table for table in tables if any(column.info for column in table.c)}
    assert personal - {AUDIT_LOG} == set(RULES)


def _live(tx, person, officer) -> None:
    email = person.profile.email
    tx.subscribers.add(person)
    tx.subscribers.add(officer)
    tx.applications.add(
        Application(
            application_id=uuid4(),
            profile=profile(email=email),
            token_digest=token_digest(email),
            created_at=NOON,
        )
    )
    tx.mails.add(
        Mail(mail_id=uuid4(), to=email, language="en", template="registration", variables={})
    )
    tx.tasks.add(Task(task_id=uuid4(), subject=person.subject, kind=TaskKind.SYNC))
    checks = tuple(
        type(check)(
            **{field: getattr(check, field) for field in check.__slots__}
            | {"recorded_by": officer.subject}
        )
        for check in WITH_CONTACTS
    )
    opened = case(person.subject, checks)
    opened = opened.claimed(by=officer.subject, at=NOON)
    opened = replace(
        opened,
        proposed_by=officer.subject,
        sponsorship=Sponsorship(by=officer.subject, at=NOON, statement="Known to the sponsor."),
        appeal=Appeal(refused_by=officer.subject, at=NOON, grounds="Out at the switchboard."),
    )
    tx.verifications.add(opened)
    tx.tier_terms.save(TierTerm.granted(person.subject, Tier.VERIFIED, NOON, 24))
    tx.provider_checks.add(
        asked(
            verification_id=opened.verification_id,
            subject=person.subject,
            asked_by=officer.subject,
            document_number="CANARY123",
        )
    )
    tx.sightings.note(person.subject, NOON.date())
    tx.groups.add(group := a_group(owner=person.subject, sponsor=officer.subject))
    tx.groups.join(Member(group_id=group.group_id, subject=person.subject, since=NOON))
    tx.groups.invite(an_invitation(group, email))
    for whose, by in ((person, officer), (officer, person)):
        tx.role_grants.add(a_grant(whose.subject, proposed_by=by.subject, decided_by=by.subject))


def test_an_export_is_complete_and_names_nobody_else(unit_of_work) -> None:
    person, officer = subscriber(), subscriber()
    with unit_of_work() as tx:
        _live(tx, person, officer)
    with unit_of_work() as tx:
        found = tx.personal_data.export(person)
        tables = {table for table, _, _ in found}
        assert {
            "subscribers",
            "applications",
            "verifications",
            "mails",
            "keycloak_tasks",
            "principals",
            "tier_terms",
            "provider_checks",
            "role_grants",
            "closed_groups",
            "group_members",
            "group_invitations",
            "sightings",
        } == tables
        assert officer.subject not in json.dumps([dict(row) for _, _, row in found], default=str)
        assert all(purpose for _, purpose, _ in found)
        worked_on = [
            row for table, _, row in tx.personal_data.export(officer) if table == "verifications"
        ]
        assert person.subject not in json.dumps([dict(row) for row in worked_on], default=str)


def test_erasure_leaves_no_trace_of_the_person_in_any_table(unit_of_work, engine) -> None:
    person, officer = subscriber(), subscriber()
    with unit_of_work() as tx:
        _live(tx, person, officer)
    for who in (person, officer):
        with unit_of_work() as tx:
            stands = tx.subscribers.get(who.subject, lock=True)
            pseudonym, _ = tx.audit.forget(who.subject)
            assert tx.personal_data.erase(stands, pseudonym) > 0
            tx.subscribers.save(stands.erased(unused=uuid4().hex, at=NOON))
    with engine.connect() as connection:
        left = "".join(
            str(row)
            for table in METADATA.sorted_tables
            for row in connection.execute(select(table))
        )
    for trace in (
        person.profile.email,
        "Cafe",
        "Owner",
        "switchboard",
        "CANARY",
        "sponsor.",
        "7946",
    ):
        assert trace not in left
    assert f"'recorded_by': '{officer.subject}'" not in left
    with engine.connect() as connection:
        worked = connection.execute(select(VERIFICATIONS)).mappings().all()
    assert all(officer.subject not in str(dict(row)) for row in worked)
    with engine.connect() as connection:
        cases = connection.execute(select(VERIFICATIONS)).all()
    assert not any(person.subject in str(case) for case in cases), "the log names their case"


def test_a_complaint_that_waits_outlasts_the_account_and_is_emptied_by_its_answer(
    unit_of_work,
) -> None:
    """So does the mail that acknowledges it, and Keycloak's task to delete the account."""
    person = subscriber()
    email = person.profile.email
    waits = Complaint(
        complaint_id=uuid4(), email=email.upper(), language="en", about="Why?", made_at=NOON
    )
    over = replace(waits, complaint_id=uuid4(), email=email)
    with unit_of_work() as tx:
        tx.subscribers.add(person)
        tx.complaints.add(waits)
        tx.complaints.add(over)
        tx.complaints.save(over.answered("Because.", by="privacy", at=NOON))
        for template in ("complaint-acknowledged", "registration"):
            tx.mails.add(
                Mail(mail_id=uuid4(), to=email, language="en", template=template, variables={})
            )
        for kind in (TaskKind.SYNC, TaskKind.DELETE):
            tx.tasks.add(Task(task_id=uuid4(), subject=person.subject, kind=kind))
    for changed in (4, 0):
        with unit_of_work() as tx:
            assert changed == tx.personal_data.erase(person, "pseudonym")
    with unit_of_work() as tx:
        assert [waits.complaint_id] == [
            each.complaint_id for each in tx.complaints.page(only_open=False, after=None, size=9)
        ]
        assert TaskKind.DELETE is tx.tasks.claim(SystemClock().now()).kind
        assert "complaint-acknowledged" == tx.mails.claim(SystemClock().now()).template
        kept = tx.complaints.get(waits.complaint_id, lock=True)
        assert (email.upper(), "Why?") == (kept.email, kept.about)
        tx.complaints.save(kept.answered("Because.", by="privacy", at=NOON).kept())
    with unit_of_work() as tx:
        left = tx.complaints.get(waits.complaint_id)
        assert NOON == left.answered_at
        assert email.lower() not in str(left).lower()
        assert "Why?" not in str(left)


def test_what_was_written_between_two_erasures_is_gone_after_the_second(
    unit_of_work, engine
) -> None:
    person, officer = subscriber(), subscriber()
    with unit_of_work() as tx:
        _live(tx, person, officer)
    erase = EraseSubject(
        unit_of_work=unit_of_work,
        pseudonyms=Pseudonyms(b"k"),
        clock=SystemClock(),
        ids=RandomIds(),
    )
    assert erase(subject=person.subject) > 0
    with unit_of_work() as tx:  # as a call that was under way writes it
        tx.sightings.note(person.subject, NOON.date())
        group = a_group("late", sponsor=officer.subject)
        tx.groups.add(group)
        tx.groups.join(Member(group_id=group.group_id, subject=person.subject, since=NOON))
        tx.role_grants.add(a_grant(person.subject))
    assert [3, 0] == [erase(subject=person.subject), erase(subject=person.subject)]
    with engine.connect() as connection:
        left = {
            table.name
            for table in METADATA.sorted_tables
            for row in connection.execute(select(table))
            if person.subject in str(row)
        }
    assert {"subscribers", "keycloak_tasks"} == left, "a tombstone, and what Keycloak must do"


def test_what_is_kept_seven_years_goes_and_what_is_younger_stays(unit_of_work, engine) -> None:
    ends = {"old": NOON, "new": NOON + timedelta(days=30)}
    with unit_of_work() as tx:
        for name, at in ends.items():
            held = a_grant(name, state=GrantState.ENDED, ended_at=at)
            tx.role_grants.add(held)
            refused = replace(held, grant_id=uuid4(), ended_at=None, decided_at=at)
            tx.role_grants.add(replace(refused, state=GrantState.REFUSED))
            tx.groups.add(a_group(name, owner="owner", sponsor="sponsor", ended_at=at))
            for store, made in (
                (tx.partner_sites, an_active_site()),
                (tx.providers, an_active_provider()),
            ):
                store.add(made)
                store.save(made.disabled(by="admin", at=at, reason="left"))
        tx.role_grants.add(a_grant("open"))
        tx.role_grants.add(a_grant("held", state=GrantState.GRANTED, decided_at=NOON))
    clock = SetClock(NOON + timedelta(days=2557 + 1))
    dry = ForgetDecisions(unit_of_work=unit_of_work, clock=clock, dry=True)
    forget = ForgetDecisions(unit_of_work=unit_of_work, clock=clock)
    assert [5, 5, 5, 0] == [dry(), dry(), forget(), forget()]
    with engine.connect() as connection:
        people = connection.scalars(select(ROLE_GRANTS.c.subject).order_by(ROLE_GRANTS.c.subject))
        assert ["held", "new", "new", "open"] == list(people)
        groups = connection.execute(select(GROUPS.c.code, GROUPS.c.owner, GROUPS.c.sponsor))
        assert {("old", None, ""), ("new", "owner", "sponsor")} == {tuple(each) for each in groups}
        sites = connection.scalars(select(PARTNER_SITES.c.disabled_at)).all()
        assert [ends["new"]] == sites
        providers = connection.execute(
            select(PARTNER_PROVIDERS.c.disabled_at, PARTNER_PROVIDERS.c.disabled_by)
        )
        assert {(NOON, None), (ends["new"], "admin")} == {tuple(each) for each in providers}


@pytest.mark.parametrize(
    ("decided", "until"),
    [
        (datetime(2026, 11, 27, 9, 30, tzinfo=UTC), datetime(2028, 11, 27, 9, 30, tzinfo=UTC)),
        (datetime(2028, 2, 29, 23, 59, tzinfo=UTC), datetime(2030, 2, 28, 23, 59, tzinfo=UTC)),
        (datetime(2026, 7, 31, 23, 30, tzinfo=UTC), datetime(2028, 7, 31, 23, 30, tzinfo=UTC)),
    ],
)
def test_who_held_a_tier_before_there_were_terms_gets_the_one_of_the_decision(
    unit_of_work, engine, decided, until
) -> None:
    """As the domain counts months, and only for who holds a tier now."""
    held, lost = subscriber(tier=Tier.VERIFIED), subscriber()
    with unit_of_work() as tx:
        for person in (held, lost):
            tx.subscribers.add(person)
            granted = replace(
                case(person.subject, WITH_CONTACTS),
                outcome=Outcome.GRANTED,
                decided_by="second",
                decided_at=decided,
            )
            tx.verifications.add(granted)
            earlier = replace(
                granted, verification_id=uuid4(), decided_at=decided - timedelta(days=900)
            )
            tx.verifications.add(earlier)
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL TIME ZONE 'Europe/London'"))
        connection.execute(text(TERMS))
    with unit_of_work() as tx:
        term = tx.tier_terms.find(held.subject)
        assert (Tier.VERIFIED, decided, until) == (term.tier, term.began, term.until)
        assert months_after(decided, 24) == until
        assert tx.tier_terms.find(lost.subject) is None


def test_who_held_a_role_before_there_were_grants_holds_it_by_one(unit_of_work, engine) -> None:
    """Roles of seats and of security leads come from elsewhere and get none."""
    roles = frozenset({"duty-officer", "sector-lead", "security-lead"})
    with unit_of_work() as tx:
        tx.subscribers.add(person := subscriber(roles=roles))
    with engine.begin() as connection:
        connection.execute(text(FOUND))
    with unit_of_work() as tx:
        (found,) = tx.role_grants.of(person.subject)
    made = RoleGrant.found(found.grant_id, person.subject, "duty-officer", found.proposed_at)
    assert replace(made, decided_at=found.decided_at) == found
    assert set(ROLES) == ROLE_RULES.keys()
