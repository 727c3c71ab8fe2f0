"""Builds analytics: the only file that knows every concrete class."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Final

from sqlalchemy import Engine

from chassis.configuration import BadSetting, Settings, development
from chassis.jetstream import USAGE_STREAM
from chassis.logs import logger
from chassis.postgres.engine import open_engine, open_reader, refusing_when_away
from chassis.postgres.principals import PrincipalsTable
from chassis.principals import PrincipalRow
from chassis.privacy import PrivacyServicer
from chassis.pseudonyms import Pseudonyms
from chassis.roles import run_migrate, run_serve, run_work
from chassis.worker import every, in_thread
from kernel.ports import RandomIds, SystemClock
from services.analytics.config import AnalyticsSettings
from services.analytics.inbound.events import DURABLE, SUBJECT, consumptions
from services.analytics.inbound.rpc import AnalyticsServicer, services_of
from services.analytics.outbound.event_log import NatsEventLog
from services.analytics.outbound.postgres.unit_of_work import unit_of_work
from services.analytics.usecases import ports
from services.analytics.usecases.erase_subject import EraseSubject
from services.analytics.usecases.export_subject import ExportSubject
from services.analytics.usecases.forget_usage import ForgetUsage
from services.analytics.usecases.get_usage import GetUsage
from services.analytics.usecases.keeping import Keeping
from services.analytics.usecases.list_metrics import ListMetrics
from services.analytics.usecases.reconcile_usage import ReconcileUsage
from services.analytics.usecases.record_usage import RecordUsage
from services.analytics.usecases.roll_up_days import RollUpDays
from services.analytics.usecases.seed_demo_usage import SeedDemoUsage

VERSIONS: Final = Path(__file__).parent / "outbound" / "postgres" / "migrations" / "versions"
_CLOCK: Final = SystemClock()
_IDS: Final = RandomIds()
_FORGET_SECONDS: Final = 3600
_COMMAND_SECONDS: Final = 300
"""How long a statement of a command may take: nobody waits for it."""


def _engine(settings: AnalyticsSettings, role: str, statement_seconds: int = 5) -> Engine:
    url, process = settings.service.database_url, f"analytics-{role}"
    return open_engine(url, process=process, statement_seconds=statement_seconds)


def _reader(settings: AnalyticsSettings, role: str) -> Engine:
    return open_reader(settings.service.database_url, process=f"analytics-{role}")


def _unit_of_work(settings: AnalyticsSettings, engine: Engine) -> ports.UnitOfWork:
    pseudonyms = Pseudonyms(settings.service.pseudonym_key)
    return unit_of_work(engine, clock=_CLOCK, ids=_IDS, pseudonyms=pseudonyms)


def _keeping(settings: AnalyticsSettings) -> Keeping:
    return Keeping(days=settings.kept_days, clock=_CLOCK)


def servicers(
    settings: AnalyticsSettings, work: ports.UnitOfWork, reads: ports.UnitOfWork
) -> tuple[AnalyticsServicer, PrivacyServicer]:
    """Return the servicers of analytics on a unit of work, and on one that only reads."""
    analytics = AnalyticsServicer(
        list_metrics=ListMetrics(unit_of_work=reads),
        get_usage=GetUsage(unit_of_work=work, clock=_CLOCK),
    )
    pseudonyms = Pseudonyms(settings.service.pseudonym_key)
    privacy = PrivacyServicer(
        export_subject=ExportSubject(unit_of_work=reads, pseudonyms=pseudonyms),
        erase_subject=EraseSubject(unit_of_work=work, pseudonyms=pseudonyms, ids=_IDS),
    )
    return analytics, privacy


def serve(environment: Settings) -> None:
    """Serve gRPC."""
    settings = AnalyticsSettings.read(environment)
    engine, reader = _engine(settings, "serve"), _reader(settings, "serve")
    work, reads = _unit_of_work(settings, engine), _unit_of_work(settings, reader)
    services = services_of(*servicers(settings, work, reads))
    run_serve(settings.service, reader, service_versions=VERSIONS, services=services)


def work(environment: Settings) -> None:
    """Count, roll up, forget, relay, seal."""
    settings = AnalyticsSettings.read(environment)
    engine = _engine(settings, "work")
    keeping, on_record = _keeping(settings), _unit_of_work(settings, engine)
    slow = _unit_of_work(settings, _engine(settings, "roll-up", _COMMAND_SECONDS))

    def keep(row: PrincipalRow) -> None:
        with refusing_when_away(), engine.begin() as connection:
            PrincipalsTable(connection).keep(row)

    run_work(
        settings.service,
        engine,
        service_versions=VERSIONS,
        consumptions=consumptions(keep, RecordUsage(unit_of_work=on_record, keeping=keeping)),
        parts={
            "roll-up": every(settings.roll_up_seconds, in_thread(RollUpDays(unit_of_work=slow))),
            "forget-usage": every(
                _FORGET_SECONDS, in_thread(ForgetUsage(unit_of_work=slow, keeping=keeping))
            ),
        },
    )


def migrate(environment: Settings) -> None:
    """Upgrade the database; the stream of usage events is made with it, as for every service."""
    run_migrate(environment, "analytics", service_versions=VERSIONS, streams=[])


def seed(environment: Settings) -> None:
    """Put the demonstration's month into the record."""
    if not development(environment):
        raise BadSetting("ISP_ENVIRONMENT", "must be development or test: demo usage is refused")
    settings = AnalyticsSettings.read(environment)
    on_record = _unit_of_work(settings, _engine(settings, "seed", _COMMAND_SECONDS))
    new = SeedDemoUsage(unit_of_work=on_record, clock=_CLOCK)()
    logger().info("demonstration's usage is there", new=new)


def reconcile(environment: Settings) -> None:
    """Hold what was counted against the event log; print what was found, end with 1 if wrong."""
    settings = AnalyticsSettings.read(environment)
    on_record = _unit_of_work(settings, _engine(settings, "reconcile", _COMMAND_SECONDS))
    keeping = _keeping(settings)
    log = NatsEventLog(
        account=settings.service.nats,
        stream=USAGE_STREAM.name,
        subject=SUBJECT,
        durable=DURABLE,
    )
    found = ReconcileUsage(unit_of_work=on_record, log=log, keeping=keeping)()
    sys.stdout.write(json.dumps(asdict(found) | {"holds": found.holds}) + "\n")
    sys.exit(0 if found.holds else 1)
