"""Builds what launched units speak to, for `bootstrap.py` and `bootstrap_packages.py`."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Final

from sqlalchemy import Engine

from chassis.configuration import Settings
from chassis.pseudonyms import Pseudonyms
from chassis.service_settings import ServiceSettings
from chassis.together import Together
from chassis.worker import Part, every, in_thread
from kernel.ports import Clock, RandomIds, SystemClock
from services.training.domain.course import Catalogue
from services.training.inbound.launches_rpc import LaunchesServicer
from services.training.inbound.xapi_documents import XapiDocuments
from services.training.inbound.xapi_http import XapiApp
from services.training.outbound.actor_names import KeyedActors
from services.training.outbound.postgres.unit_of_work import unit_of_work
from services.training.usecases.abandon_sessions import AbandonSessions
from services.training.usecases.fetch_token import FetchToken
from services.training.usecases.hear_statements import HearStatements
from services.training.usecases.hear_together import HearTogether
from services.training.usecases.launch_unit import LaunchUnit
from services.training.usecases.list_units import ListUnits
from services.training.usecases.move_on import MoveOn
from services.training.usecases.read_statements import KnowSession, ReadStatement, ReadStatements
from services.training.usecases.records_ports import Packages, RecordsUnitOfWork
from services.training.usecases.unit_documents import (
    DropUnitDocuments,
    KeepUnitDocument,
    ListUnitDocuments,
    ReadUnitDocument,
)
from services.training.usecases.void_statement import VoidStatement
from services.training.usecases.waive_unit import WaiveUnit

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

ABANDON_SECONDS: Final = 60.0
"""Between two looks for sessions from which nothing comes."""

_CLOCK: Final = SystemClock()
_IDS: Final = RandomIds()


def move_on(packages: Packages, pseudonyms: Pseudonyms, site: str) -> MoveOn:
    """Return what follows the rules of packages; `site` begins the ids that we make."""
    return MoveOn(packages=packages, actors=KeyedActors(pseudonyms), site=site, ids=_IDS)


def hear_statements(
    work: RecordsUnitOfWork, at_once: RecordsUnitOfWork, moving: MoveOn, clock: Clock
) -> HearStatements:
    """Return what hears units; of `at_once` each step of a store stands by itself."""
    together = Together(HearTogether(at_once=at_once, clock=clock))
    return HearStatements(unit_of_work=work, together=together, move_on=moving, clock=clock)


def xapi_app(work: RecordsUnitOfWork, reads: RecordsUnitOfWork, moving: MoveOn) -> XapiApp:
    """Return the application of `/fetch/` and `/xapi/`; of `reads` each step stands by itself."""
    return XapiApp(
        fetch_token=FetchToken(unit_of_work=work, clock=_CLOCK),
        hear_statements=hear_statements(work, reads, moving, _CLOCK),
        read_statement=ReadStatement(unit_of_work=reads, clock=_CLOCK),
        read_statements=ReadStatements(unit_of_work=reads, clock=_CLOCK),
        know_session=KnowSession(unit_of_work=reads, clock=_CLOCK),
        documents=XapiDocuments(
            read_document=ReadUnitDocument(unit_of_work=reads, clock=_CLOCK),
            list_documents=ListUnitDocuments(unit_of_work=reads, clock=_CLOCK),
            keep_document=KeepUnitDocument(unit_of_work=work, clock=_CLOCK),
            drop_documents=DropUnitDocuments(unit_of_work=work, clock=_CLOCK),
        ),
        site=moving.site,
    )


def xapi_parts(
    settings: Settings, engine: Engine, reader: Engine, packages: Packages
) -> "Mapping[str, WSGIApplication]":
    """Return what stands at each package's origin, by how its path begins.

    `reader` makes each statement of SQL a transaction by itself.
    """
    service = ServiceSettings.read(settings, "training")
    pseudonyms = Pseudonyms(service.pseudonym_key)
    site = settings.url("ISP_PUBLIC_URL", "http", "https").rstrip("/")
    opened = partial(unit_of_work, clock=_CLOCK, ids=_IDS, pseudonyms=pseudonyms)
    app = xapi_app(opened(engine), opened(reader), move_on(packages, pseudonyms, site))
    return {"/fetch/": app, "/xapi/": app}


def launches_servicer(
    work: RecordsUnitOfWork, reads: RecordsUnitOfWork, courses: Catalogue, moving: MoveOn
) -> LaunchesServicer:
    """Return the servicer of launches on a unit of work, and on one that only reads."""
    return LaunchesServicer(
        list_units=ListUnits(unit_of_work=reads, catalogue=courses, packages=moving.packages),
        launch_unit=LaunchUnit(
            unit_of_work=work, catalogue=courses, move_on=moving, clock=_CLOCK, ids=_IDS
        ),
        waive_unit=WaiveUnit(unit_of_work=work, move_on=moving, clock=_CLOCK, ids=_IDS),
        void_statement=VoidStatement(unit_of_work=work, site=moving.site, clock=_CLOCK, ids=_IDS),
    )


def session_parts(work: RecordsUnitOfWork) -> dict[str, Part]:
    """Return what ends silent sessions, in a thread of its own."""
    threads = ThreadPoolExecutor(1, thread_name_prefix="sessions")
    abandon = AbandonSessions(unit_of_work=work, clock=_CLOCK, ids=_IDS)
    return {"abandon sessions": every(ABANDON_SECONDS, in_thread(abandon, threads))}
