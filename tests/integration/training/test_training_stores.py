"""PostgreSQL passes the suites that the fakes pass, and its tables are as the code says."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from random import SystemRandom

import pytest
from sqlalchemy import Engine, delete, inspect, text

from chassis.postgres.engine import OUTSIDE_SECONDS, open_engine
from chassis.postgres.tables import OUTBOX
from chassis.pseudonyms import Pseudonyms
from kernel.ports import RandomIds, SystemClock
from services.training.domain.certificate import StatusPlace
from services.training.domain.errors import AlreadyEnrolled
from services.training.outbound.audit_measures import PrometheusAuditMeasures
from services.training.outbound.postgres.assessment_tables import METADATA
from services.training.outbound.postgres.unit_of_work import unit_of_work as open_unit_of_work
from services.training.usecases.audit_certificates import AuditCertificates
from services.training.usecases.enrol import Enrol
from services.training.usecases.issue_certificate import IssueCertificate
from services.training.usecases.republish_training import RepublishTraining
from services.training.usecases.start_attempt import StartAttempt
from services.training.usecases.submit_answers import SubmitAnswers
from tests.fakes.plumbing import FreshIds
from tests.fakes.training import (
    CATALOGUE,
    COURSE_ID,
    ISSUER,
    LEARNER,
    NOON,
    credentials,
    key,
    right_answers,
)
from tests.ports.assessment_stores import (
    ExtraTimesStoreSuite,
    OverdueStoreSuite,
    ReissuesStoreSuite,
    WithdrawalsStoreSuite,
)
from tests.ports.course_record_store import CourseRecordStoreSuite
from tests.ports.training_packages_store import PackagesStoreSuite, begun
from tests.ports.training_stores import (
    AttemptsStoreSuite,
    CertificatesStoreSuite,
    EnrolmentsStoreSuite,
    StatusListsStoreSuite,
)

AT_ONCE = 6


@pytest.fixture(scope="module")
def engine(new_database) -> Iterator[Engine]:
    engine = open_engine(new_database("training").app_url, process="test", pool=AT_ONCE)
    yield engine
    engine.dispose()


@pytest.fixture
def unit_of_work(engine: Engine):
    with engine.begin() as connection:
        kept = (
            "enrolments",
            "extra_times",
            "withdrawals",
            "certificates",
            "status_entries",
            "status_lists",
            "packages",
        )
        for table in kept:
            connection.execute(delete(METADATA.tables[table]))
        connection.execute(delete(OUTBOX))
    return open_unit_of_work(
        engine, clock=SystemClock(), ids=RandomIds(), pseudonyms=Pseudonyms(b"k"), site=ISSUER.url
    )


class TestPostgresPackages(PackagesStoreSuite):
    """On PostgreSQL."""

    def test_one_is_held_for_longer_than_a_look_lasts(self, unit_of_work) -> None:
        upload = begun()
        with unit_of_work() as tx:
            tx.packages.add(upload)
        with unit_of_work() as tx:
            tx.packages.hold(upload.package_id)
            longest = text("SHOW idle_in_transaction_session_timeout")
            assert f"{OUTSIDE_SECONDS // 60}min" == tx.packages.connection.scalar(longest)

    def test_what_a_process_of_before_quarantined_is_due_too(self, unit_of_work) -> None:
        upload = begun()
        waits = upload.quarantined(digest="a" * 64, at=NOON)
        with unit_of_work() as tx:
            tx.packages.add(upload)
            tx.packages.save(waits)
            tx.packages.connection.execute(text("UPDATE packages SET scan_due_at = NULL"))
            assert waits == tx.packages.get(upload.package_id)
            assert [upload.package_id] == list(tx.packages.scan_due(NOON, 10))
            later = NOON + timedelta(minutes=1)
            tx.packages.put_off_scan(upload.package_id, later)
            assert [] == list(tx.packages.scan_due(NOON, 10))
            assert 1 == tx.packages.unscanned()


class TestPostgresEnrolments(EnrolmentsStoreSuite):
    """On PostgreSQL."""


class TestPostgresAttempts(AttemptsStoreSuite):
    """On PostgreSQL."""


class TestPostgresCourseRecord(CourseRecordStoreSuite):
    """On PostgreSQL."""


class TestPostgresCertificates(CertificatesStoreSuite):
    """On PostgreSQL."""


class TestPostgresStatusLists(StatusListsStoreSuite):
    """On PostgreSQL."""


class TestPostgresOverdue(OverdueStoreSuite):
    """On PostgreSQL."""


class TestPostgresWithdrawals(WithdrawalsStoreSuite):
    """On PostgreSQL."""


class TestPostgresReissues(ReissuesStoreSuite):
    """On PostgreSQL."""


class TestPostgresExtraTimes(ExtraTimesStoreSuite):
    """On PostgreSQL."""


def test_the_revision_makes_the_tables_that_the_code_knows(engine: Engine) -> None:
    there = inspect(engine)
    for table in METADATA.tables.values():
        columns = {each["name"]: each["nullable"] for each in there.get_columns(table.name)}
        assert {each.name: each.nullable for each in table.columns} == columns
        indexes = {each["name"] for each in there.get_indexes(table.name)}
        assert {each.name for each in table.indexes} <= indexes


def test_places_taken_at_once_are_all_different(unit_of_work) -> None:
    def take(_: int) -> StatusPlace:
        with unit_of_work() as tx:
            return tx.status_lists.take(SystemRandom())

    with ThreadPoolExecutor(AT_ONCE) as pool:
        places = list(pool.map(take, range(60)))
    assert 60 == len(set(places))


def test_of_two_who_enrol_at_once_one_is_enrolled(unit_of_work) -> None:
    enrol = Enrol(
        unit_of_work=unit_of_work, catalogue=CATALOGUE, clock=SystemClock(), ids=FreshIds()
    )

    def attempt(number: int) -> bool:
        try:
            enrol(LEARNER, course_id=COURSE_ID, key=key(rpc=f"at-once-{number}"))
        except AlreadyEnrolled:
            return False
        return True

    with ThreadPoolExecutor(AT_ONCE) as pool:
        assert 1 == sum(pool.map(attempt, range(AT_ONCE)))


def test_a_course_is_taken_to_its_certificate_and_everyone_is_told_and_told_again(
    unit_of_work, engine: Engine
) -> None:
    needs = {"unit_of_work": unit_of_work, "catalogue": CATALOGUE, "clock": SystemClock()}
    enrolment = Enrol(**needs, ids=FreshIds())(
        LEARNER, course_id=COURSE_ID, key=key(rpc="Enrol", value="whole")
    ).enrolment
    start, submit = StartAttempt(**needs, ids=FreshIds()), SubmitAnswers(**needs)
    for module in CATALOGUE.version(COURSE_ID, 1).modules:
        name = str(module.module_id)
        attempt, _ = start(
            LEARNER,
            enrolment_id=enrolment.enrolment_id,
            module_id=module.module_id,
            key=key(rpc="StartAttempt", value=name),
        )
        submit(
            LEARNER,
            attempt_id=attempt.attempt_id,
            answers=right_answers(attempt),
            key=key(rpc="SubmitAnswers", value=name),
        )
    issue = IssueCertificate(**needs, credentials=credentials(), issuer=ISSUER, ids=FreshIds())
    certificate = issue(
        LEARNER, enrolment_id=enrolment.enrolment_id, name="Siân", key=key(rpc="Issue")
    )
    with unit_of_work() as tx:
        assert certificate == tx.certificates.get(certificate.certificate_id)

    def told() -> list[str]:
        with engine.begin() as connection:
            return list(connection.scalars(text("SELECT subject FROM outbox ORDER BY created_at")))

    once = [each for each in told() if "usage" not in each]
    assert ["isp.training.v1.CourseCompleted", "isp.training.v1.CertificateIssued"] == once
    audit = AuditCertificates(**needs, measures=PrometheusAuditMeasures())
    assert 0 == audit()
    with engine.begin() as connection:  # somebody writes into the record what nobody answered
        connection.execute(text("UPDATE attempts SET answers = '{}'"))
    assert 1 == audit()
    before = len(told())
    republish = RepublishTraining(unit_of_work=unit_of_work)
    assert [2, 2] == [republish() for _ in "12"]
    assert before + 2 == len(told())
