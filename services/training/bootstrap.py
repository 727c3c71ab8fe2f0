"""Builds training: the only file that knows every concrete class."""

import sys
from pathlib import Path
from typing import Final

from sqlalchemy import Engine

from chassis.configuration import Settings
from chassis.jetstream import StreamSpec
from chassis.postgres.engine import open_engine, open_reader, refusing_when_away
from chassis.postgres.principals import PrincipalsTable
from chassis.principals import PrincipalRow
from chassis.privacy import PrivacyServicer
from chassis.pseudonyms import Pseudonyms
from chassis.roles import run_migrate, run_serve, run_work
from chassis.storage.settings import storage
from kernel.ports import RandomIds, SystemClock
from services.training.bootstrap_assessment import (
    accreditation_servicer,
    assessment_servicer,
    clock_parts,
)
from services.training.bootstrap_audit import audit_on, audit_parts, courses_or_exit
from services.training.bootstrap_export import export_servicer
from services.training.bootstrap_led_sessions import led_sessions_servicer
from services.training.bootstrap_packages import (
    AT_ONCE_SECONDS,
    imported_packages,
    packages_clamd,
    packages_judging,
    packages_parts,
    packages_servicer,
)
from services.training.bootstrap_records import launches_servicer, move_on, session_parts
from services.training.bootstrap_reminders import reminder_parts, reminders_servicer
from services.training.bootstrap_staff import passport_servicer, staff_parts, staff_servicer
from services.training.config import SigningSettings, TrainingSettings
from services.training.domain.course import Catalogue
from services.training.inbound.accreditation_rpc import AccreditationServicer
from services.training.inbound.assessment_rpc import AssessmentServicer
from services.training.inbound.events import consumptions
from services.training.inbound.exporting_rpc import export_services_of
from services.training.inbound.films_rpc import FilmsServicer
from services.training.inbound.launches_rpc import launches_services
from services.training.inbound.led_sessions_rpc import led_sessions_services_of
from services.training.inbound.packages_rpc import packages_service
from services.training.inbound.passport_rpc import passport_service_of
from services.training.inbound.reminders_rpc import reminders_services_of
from services.training.inbound.rpc import TrainingServicer, services_of
from services.training.inbound.staff_rpc import staff_service_of
from services.training.outbound.certificate_sheets import TypstSheets
from services.training.outbound.credential_signer import JoseCredentials
from services.training.outbound.postgres.staff_store import PostgresStaff
from services.training.outbound.postgres.unit_of_work import unit_of_work
from services.training.outbound.published_courses import PublishedCourses
from services.training.usecases.enrol import Enrol
from services.training.usecases.erase_subject import EraseSubject
from services.training.usecases.export_subject import ExportSubject
from services.training.usecases.forget_leaver import ForgetLeaver
from services.training.usecases.get_certificate import GetCertificate
from services.training.usecases.get_course import GetCourse
from services.training.usecases.get_film import GetFilm
from services.training.usecases.get_issuer import GetIssuer
from services.training.usecases.get_module import GetModule
from services.training.usecases.get_my_training import GetMyTraining
from services.training.usecases.get_status_list import GetStatusList
from services.training.usecases.issue_certificate import IssueCertificate
from services.training.usecases.list_courses import ListCourses
from services.training.usecases.mark_overdue import MarkOverdue
from services.training.usecases.print_certificate import PrintCertificate
from services.training.usecases.records_ports import RecordsUnitOfWork
from services.training.usecases.republish_training import RepublishTraining
from services.training.usecases.revoke_certificate import RevokeCertificate
from services.training.usecases.start_attempt import StartAttempt
from services.training.usecases.submit_answers import SubmitAnswers
from services.training.usecases.verify_certificate import VerifyCertificate

VERSIONS: Final = Path(__file__).parent / "outbound" / "postgres" / "migrations" / "versions"
STREAM: Final = StreamSpec(name="TRAINING", subjects=("isp.training.v1.>",))
_CLOCK: Final = SystemClock()
_IDS: Final = RandomIds()


def _engine(settings: TrainingSettings, role: str) -> Engine:
    return open_engine(settings.service.database_url, process=f"training-{role}")


def _reader(settings: TrainingSettings, role: str) -> Engine:
    return open_reader(settings.service.database_url, process=f"training-{role}")


def _unit_of_work(settings: TrainingSettings, engine: Engine) -> RecordsUnitOfWork:
    pseudonyms = Pseudonyms(settings.service.pseudonym_key)
    site = settings.issuer.url
    return unit_of_work(engine, clock=_CLOCK, ids=_IDS, pseudonyms=pseudonyms, site=site)


def servicers(
    settings: TrainingSettings,
    signing: SigningSettings,
    work: RecordsUnitOfWork,
    reads: RecordsUnitOfWork,
    courses: Catalogue,
) -> tuple[
    TrainingServicer, AssessmentServicer, AccreditationServicer, FilmsServicer, PrivacyServicer
]:
    """Return the servicers of training on a unit of work, and on one that only reads."""
    issuer = settings.issuer
    signer = JoseCredentials(signing.present, signing.former, issuer)
    module = GetModule(
        unit_of_work=reads,
        catalogue=courses,
        clock=_CLOCK,
        mark=MarkOverdue(unit_of_work=work, catalogue=courses, clock=_CLOCK),
    )
    mine = GetCertificate(unit_of_work=reads)
    training = TrainingServicer(
        list_courses=ListCourses(unit_of_work=reads, catalogue=courses),
        get_course=GetCourse(unit_of_work=reads, catalogue=courses),
        get_module=module,
        enrol=Enrol(unit_of_work=work, catalogue=courses, clock=_CLOCK, ids=_IDS),
        start_attempt=StartAttempt(unit_of_work=work, catalogue=courses, clock=_CLOCK, ids=_IDS),
        submit_answers=SubmitAnswers(unit_of_work=work, catalogue=courses, clock=_CLOCK),
        get_my_training=GetMyTraining(unit_of_work=reads, catalogue=courses),
        issue_certificate=IssueCertificate(
            unit_of_work=work,
            catalogue=courses,
            credentials=signer,
            issuer=issuer,
            clock=_CLOCK,
            ids=_IDS,
        ),
        get_certificate=mine,
        print_certificate=PrintCertificate(
            get_certificate=mine,
            catalogue=courses,
            credentials=signer,
            issuer=issuer,
            sheets=TypstSheets(),
        ),
        verify_certificate=VerifyCertificate(
            unit_of_work=reads, credentials=signer, issuer=issuer, clock=_CLOCK
        ),
        revoke_certificate=RevokeCertificate(unit_of_work=work, clock=_CLOCK),
        get_status_list=GetStatusList(
            unit_of_work=reads, credentials=signer, issuer=issuer, clock=_CLOCK
        ),
        get_issuer=GetIssuer(credentials=signer, issuer=issuer),
    )
    privacy = PrivacyServicer(
        export_subject=ExportSubject(unit_of_work=reads),
        erase_subject=EraseSubject(
            unit_of_work=work, credentials=signer, catalogue=courses, clock=_CLOCK
        ),
    )
    assessment = assessment_servicer(work, reads, courses)
    accreditation = accreditation_servicer(work, reads, courses, signer, issuer)
    films = FilmsServicer(get_film=GetFilm(get_module=module))
    return training, assessment, accreditation, films, privacy


def serve(environment: Settings) -> None:
    """Serve gRPC. A course that is wrong ends it, with the file's name."""
    settings, signing = TrainingSettings.read(environment), SigningSettings.read(environment)
    engine, reader = _engine(settings, "serve"), _reader(settings, "serve")
    work, reads = _unit_of_work(settings, engine), _unit_of_work(settings, reader)
    courses = courses_or_exit(PublishedCourses(reads))
    scanner = packages_clamd(environment, answer_seconds=AT_ONCE_SECONDS)
    judging = packages_judging(storage(environment, "training"), scanner)
    signer = JoseCredentials(signing.present, signing.former, settings.issuer)
    moving = move_on(
        imported_packages(environment, courses),
        Pseudonyms(settings.service.pseudonym_key),
        settings.issuer.url,
    )
    services = {
        **services_of(*servicers(settings, signing, work, reads, courses)),
        **packages_service(packages_servicer(environment, work, reads, courses, judging)),
        **launches_services(launches_servicer(work, reads, courses, moving)),
        **export_services_of(export_servicer(settings.issuer, work, courses)),
        **led_sessions_services_of(led_sessions_servicer(work, reads, courses)),
        **reminders_services_of(reminders_servicer(work, reads)),
        **staff_service_of(staff_servicer(work, reads, courses)),
        **passport_service_of(passport_servicer(work, reads, signer, settings.issuer)),
    }

    run_serve(settings.service, reader, service_versions=VERSIONS, services=services)


def work(environment: Settings) -> None:
    """Relay, consume, seal, audit certificates, remind, clear away what nobody finished."""
    settings = TrainingSettings.read(environment)
    engine, reader = _engine(settings, "work"), _reader(settings, "work")
    courses = courses_or_exit(PublishedCourses(_unit_of_work(settings, reader)))

    def keep(row: PrincipalRow) -> None:
        with refusing_when_away(), engine.begin() as connection:
            if PrincipalsTable(connection).keep(row):
                forget = ForgetLeaver(staff=PostgresStaff(connection))
                forget(subject=row.subject, belongs_to=row.organisation_id)

    run_work(
        settings.service,
        engine,
        service_versions=VERSIONS,
        consumptions=consumptions(keep),
        parts={
            **audit_parts(_unit_of_work(settings, engine)),
            **clock_parts(_unit_of_work(settings, engine)),
            **packages_parts(_unit_of_work(settings, engine), environment),
            **session_parts(_unit_of_work(settings, engine)),
            **reminder_parts(_unit_of_work(settings, engine), courses),
            **staff_parts(_unit_of_work(settings, engine), courses),
        },
    )


def migrate(environment: Settings) -> None:
    """Upgrade the database and create the stream."""
    run_migrate(environment, "training", service_versions=VERSIONS, streams=[STREAM])


def republish(environment: Settings) -> None:
    """Tell everyone again."""
    settings = TrainingSettings.read(environment)
    engine = _engine(settings, "republish")
    RepublishTraining(unit_of_work=_unit_of_work(settings, engine))()


def audit(environment: Settings) -> None:
    """Derive every certificate from its statements now; ends with status 1 if one does not hold."""
    settings = TrainingSettings.read(environment)
    flawed = audit_on(_unit_of_work(settings, _engine(settings, "audit")))()
    if flawed:
        sys.exit(f"{flawed} certificates are not founded: the log says which")
