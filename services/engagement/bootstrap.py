"""Builds engagement: the only file that knows every concrete class."""

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
from kernel.ports import Clock, RandomIds, SystemClock
from services.engagement.config import EngagementSettings
from services.engagement.domain.answer_clock import AnswerClock
from services.engagement.inbound.events import consumptions
from services.engagement.inbound.rpc import EngagementServicer, services_of
from services.engagement.outbound.postgres.retention import RETENTION
from services.engagement.outbound.postgres.unit_of_work import unit_of_work
from services.engagement.usecases import ports
from services.engagement.usecases.answer_question import AnswerQuestion
from services.engagement.usecases.ask_expert import AskExpert
from services.engagement.usecases.ask_further import AskFurther
from services.engagement.usecases.claim_question import ClaimQuestion
from services.engagement.usecases.close_question import CloseQuestion
from services.engagement.usecases.erase_subject import EraseSubject
from services.engagement.usecases.export_subject import ExportSubject
from services.engagement.usecases.free_questions import FreeQuestions
from services.engagement.usecases.get_asking_terms import GetAskingTerms
from services.engagement.usecases.get_question import GetQuestion
from services.engagement.usecases.hand_over_question import HandOverQuestion
from services.engagement.usecases.list_my_questions import ListMyQuestions
from services.engagement.usecases.list_queue import ListQueue
from services.engagement.usecases.release_question import ReleaseQuestion
from services.engagement.usecases.republish_questions import RepublishQuestions

VERSIONS: Final = Path(__file__).parent / "outbound" / "postgres" / "migrations" / "versions"
STREAM: Final = StreamSpec(name="ENGAGEMENT", subjects=("isp.engagement.v1.>",))
_CLOCK: Final = SystemClock()
_IDS: Final = RandomIds()


def _engine(settings: EngagementSettings, role: str) -> Engine:
    return open_engine(settings.service.database_url, process=f"engagement-{role}")


def _reader(settings: EngagementSettings, role: str) -> Engine:
    return open_reader(settings.service.database_url, process=f"engagement-{role}")


def _unit_of_work(settings: EngagementSettings, engine: Engine) -> ports.UnitOfWork:
    pseudonyms = Pseudonyms(settings.service.pseudonym_key)
    return unit_of_work(engine, clock=_CLOCK, ids=_IDS, pseudonyms=pseudonyms)


def servicers(
    settings: EngagementSettings,
    work: ports.UnitOfWork,
    reads: ports.UnitOfWork,
    clock: Clock = _CLOCK,
) -> tuple[EngagementServicer, PrivacyServicer]:
    """Return the servicers of engagement on a unit of work, and on one that only reads."""
    answer_clock, most_open = AnswerClock(settings.answer_days), settings.most_open_questions
    engagement = EngagementServicer(
        clock=clock,
        get_asking_terms=GetAskingTerms(answer_clock=answer_clock, most_open=most_open),
        ask_expert=AskExpert(
            unit_of_work=work,
            clock=clock,
            ids=_IDS,
            answer_clock=answer_clock,
            most_open=most_open,
        ),
        list_my_questions=ListMyQuestions(unit_of_work=reads),
        get_question=GetQuestion(unit_of_work=reads),
        ask_further=AskFurther(unit_of_work=work, clock=clock, answer_clock=answer_clock),
        close_question=CloseQuestion(unit_of_work=work, clock=clock),
        list_queue=ListQueue(unit_of_work=reads, clock=clock),
        claim_question=ClaimQuestion(unit_of_work=work, clock=clock),
        release_question=ReleaseQuestion(unit_of_work=work, clock=clock),
        hand_over_question=HandOverQuestion(unit_of_work=work, clock=clock),
        answer_question=AnswerQuestion(unit_of_work=work, clock=clock),
    )
    privacy = PrivacyServicer(
        export_subject=ExportSubject(unit_of_work=reads),
        erase_subject=EraseSubject(unit_of_work=work, clock=clock),
    )
    return engagement, privacy


def serve(environment: Settings) -> None:
    """Serve gRPC."""
    settings = EngagementSettings.read(environment)
    engine, reader = _engine(settings, "serve"), _reader(settings, "serve")
    work, reads = _unit_of_work(settings, engine), _unit_of_work(settings, reader)
    services = services_of(*servicers(settings, work, reads))
    run_serve(settings.service, reader, service_versions=VERSIONS, services=services)


def work(environment: Settings) -> None:
    """Relay, consume, seal."""
    settings = EngagementSettings.read(environment)
    engine = _engine(settings, "work")

    def keep(row: PrincipalRow) -> None:
        with refusing_when_away(), engine.begin() as connection:
            PrincipalsTable(connection).keep(row)

    free_questions = FreeQuestions(unit_of_work=_unit_of_work(settings, engine), clock=_CLOCK)
    run_work(
        settings.service,
        engine,
        kept=RETENTION,
        service_versions=VERSIONS,
        consumptions=consumptions(keep, free_questions),
        parts={},
    )


def migrate(environment: Settings) -> None:
    """Upgrade the database and create the stream."""
    run_migrate(environment, "engagement", service_versions=VERSIONS, streams=[STREAM])


def republish(environment: Settings) -> None:
    """Tell everyone again."""
    settings = EngagementSettings.read(environment)
    engine = _engine(settings, "republish")
    RepublishQuestions(unit_of_work=_unit_of_work(settings, engine))()
