"""The stores of training on one transaction."""

from dataclasses import dataclass

from sqlalchemy import Connection, Engine

from chassis.postgres.audit import AuditTable
from chassis.postgres.idempotency import IdempotencyTable
from chassis.postgres.personal_data import PlumbingRows
from chassis.postgres.unit_of_work import PostgresUnitOfWork
from chassis.pseudonyms import Pseudonyms
from chassis.usage import UsageEvents
from kernel.ports import Clock, Ids
from services.training.outbound.actor_names import KeyedActors
from services.training.outbound.postgres.attempts_store import PostgresAttempts
from services.training.outbound.postgres.certificates_store import PostgresCertificates
from services.training.outbound.postgres.course_record_store import PostgresCourseRecord
from services.training.outbound.postgres.enrolments_store import PostgresEnrolments
from services.training.outbound.postgres.extra_times_store import PostgresExtraTimes
from services.training.outbound.postgres.launches_store import PostgresLaunches
from services.training.outbound.postgres.learners_store import PostgresLearners
from services.training.outbound.postgres.led_sessions_store import (
    PostgresLedBookings,
    PostgresLedSessions,
)
from services.training.outbound.postgres.packages_store import PostgresPackages
from services.training.outbound.postgres.reminders_store import PostgresReminders
from services.training.outbound.postgres.staff_store import PostgresStaff
from services.training.outbound.postgres.statements_store import PostgresStatements
from services.training.outbound.postgres.status_lists_store import PostgresStatusLists
from services.training.outbound.postgres.unit_documents_store import PostgresUnitDocuments
from services.training.outbound.postgres.withdrawals_store import PostgresWithdrawals
from services.training.outbound.published_events import PublishedEvents


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingStores:
    """Everything of training on one connection."""

    enrolments: PostgresEnrolments
    attempts: PostgresAttempts
    course_record: PostgresCourseRecord
    extra_times: PostgresExtraTimes
    withdrawals: PostgresWithdrawals
    certificates: PostgresCertificates
    status_lists: PostgresStatusLists
    packages: PostgresPackages
    launches: PostgresLaunches
    statements: PostgresStatements
    unit_documents: PostgresUnitDocuments
    led_sessions: PostgresLedSessions
    led_bookings: PostgresLedBookings
    reminders: PostgresReminders
    staff: PostgresStaff
    learners: PostgresLearners
    outbox: PublishedEvents
    audit: AuditTable
    idempotency: IdempotencyTable
    plumbing: PlumbingRows


def unit_of_work(
    engine: Engine, *, clock: Clock, ids: Ids, pseudonyms: Pseudonyms, site: str | None = None
) -> PostgresUnitOfWork[TrainingStores]:
    """Return what opens transactions of training.

    `site` begins the ids in statements about attempts: a process that marks none needs none.
    """
    usage = UsageEvents(service="training", pseudonyms=pseudonyms, ids=ids)

    def build(connection: Connection) -> TrainingStores:
        return TrainingStores(
            enrolments=PostgresEnrolments(connection),
            attempts=PostgresAttempts(connection),
            course_record=PostgresCourseRecord(
                connection=connection,
                actors=KeyedActors(pseudonyms),
                site=site,
                clock=clock,
                new_id=ids.new,
            ),
            extra_times=PostgresExtraTimes(connection),
            withdrawals=PostgresWithdrawals(connection),
            certificates=PostgresCertificates(connection),
            status_lists=PostgresStatusLists(connection, ids),
            packages=PostgresPackages(connection),
            launches=PostgresLaunches(connection),
            statements=PostgresStatements(connection),
            unit_documents=PostgresUnitDocuments(connection),
            led_sessions=PostgresLedSessions(connection),
            led_bookings=PostgresLedBookings(connection),
            reminders=PostgresReminders(connection),
            staff=PostgresStaff(connection),
            learners=PostgresLearners(connection),
            outbox=PublishedEvents(connection, ids, usage),
            audit=AuditTable(connection, clock, ids, pseudonyms),
            idempotency=IdempotencyTable(connection),
            plumbing=PlumbingRows(connection),
        )

    return PostgresUnitOfWork(engine, build)
