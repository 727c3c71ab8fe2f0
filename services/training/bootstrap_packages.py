"""Builds what packages need, for `bootstrap.py`, and the process that serves them."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from sqlalchemy import Engine

from chassis.clamd import ANSWER_SECONDS, Clamd
from chassis.configuration import Settings
from chassis.health import Health
from chassis.postgres.engine import open_engine, open_reader
from chassis.pseudonyms import Pseudonyms
from chassis.roles import database_check
from chassis.service_settings import ServiceSettings
from chassis.storage.settings import storage, storage_settings
from chassis.worker import Part, every, in_thread
from chassis.wsgi_serving import Serving, closing_with, serve_wsgi, wsgi_worker
from kernel.ports import Clock, RandomIds, SystemClock
from kernel.storage import Storage
from services.training.bootstrap_audit import courses_or_exit
from services.training.bootstrap_records import move_on, xapi_parts
from services.training.bootstrap_scorm import scorm_app
from services.training.config_packages import (
    launch_key,
    package_origins,
    package_scanner_address,
    packages_listen,
)
from services.training.domain.course import Catalogue
from services.training.inbound.package_files_http import PackageFilesApp
from services.training.inbound.package_look import BoundedPackageLook
from services.training.inbound.packages_http import PackagesApp
from services.training.inbound.packages_rpc import PackagesServicer
from services.training.inbound.scorm_http import BEGINS, ScormApp
from services.training.outbound.launch_paths import SealedLaunchPaths
from services.training.outbound.postgres.unit_of_work import unit_of_work
from services.training.outbound.published_courses import PublishedCourses
from services.training.outbound.scan_measures import PrometheusScanMeasures
from services.training.outbound.scratch import TemporaryScratch
from services.training.usecases.begin_package import BeginPackage
from services.training.usecases.clear_packages import ClearPackages
from services.training.usecases.finish_package import FinishPackage
from services.training.usecases.get_package import GetPackage
from services.training.usecases.imported_packages import ImportedPackages
from services.training.usecases.judging import Judging
from services.training.usecases.list_packages import ListPackages
from services.training.usecases.package_ports import Scanner
from services.training.usecases.ports import UnitOfWork
from services.training.usecases.preview_package import PreviewPackage
from services.training.usecases.publish_package import PublishPackage
from services.training.usecases.put_package_piece import PutPackagePiece
from services.training.usecases.read_package_file import ReadPackageFile
from services.training.usecases.scan_packages import ScanPackages
from services.training.usecases.scan_shown import ScanShown
from services.training.usecases.withdraw_package import WithdrawPackage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from _typeshed.wsgi import WSGIApplication

THREADS: Final = 16
"""What single statements of so many learners need of the database is done together, on one
connection: with as few threads as connections fewer would gather (docs/adr/0144).
"""

CONNECTIONS: Final = 4096
"""Kept alive at once: a learner's browser has one for as long as it sits at a unit.

Granian lets nobody else in while so many are open, whether or not they ask for anything.
"""

CLEAR_SECONDS: Final = 600.0
SCAN_SECONDS: Final = 15.0
"""Between two tries to scan what waits in quarantine."""

AT_ONCE_SECONDS: Final = 10.0
"""How long somebody who brings a package waits for the scanner before it goes to quarantine."""

_MEASURES: Final = PrometheusScanMeasures()
_CLOCK: Final = SystemClock()
_IDS: Final = RandomIds()
VERSIONS: Final = Path(__file__).parent / "outbound" / "postgres" / "migrations" / "versions"


def unit_of_work_on(settings: Settings, engine: Engine) -> UnitOfWork:
    """Return what opens transactions on a database."""
    pseudonyms = Pseudonyms(ServiceSettings.read(settings, "training").pseudonym_key)
    return unit_of_work(engine, clock=_CLOCK, ids=_IDS, pseudonyms=pseudonyms)


def launch_paths(settings: Settings) -> SealedLaunchPaths:
    """Return what seals launch paths."""
    return SealedLaunchPaths.under(launch_key(settings), package_origins(settings))


def imported_packages(settings: Settings, courses: Catalogue) -> ImportedPackages:
    """Return what launching learns of packages."""
    return ImportedPackages(catalogue=courses, paths=launch_paths(settings), clock=_CLOCK)


def packages_servicer(
    settings: Settings, work: UnitOfWork, reads: UnitOfWork, courses: Catalogue, judging: Judging
) -> PackagesServicer:
    """Return the servicer of packages on a unit of work, and on one that only reads."""
    return PackagesServicer(
        begin_package=BeginPackage(unit_of_work=work, catalogue=courses, clock=_CLOCK, ids=_IDS),
        put_package_piece=PutPackagePiece(unit_of_work=work, storage=judging.storage),
        finish_package=FinishPackage(
            unit_of_work=work, clock=_CLOCK, judging=judging, outcome=_MEASURES.judged
        ),
        publish_package=PublishPackage(unit_of_work=work, clock=_CLOCK),
        withdraw_package=WithdrawPackage(unit_of_work=work, clock=_CLOCK),
        list_packages=ListPackages(unit_of_work=reads),
        get_package=GetPackage(unit_of_work=reads),
        preview_package=PreviewPackage(
            unit_of_work=work, clock=_CLOCK, ids=_IDS, paths=launch_paths(settings)
        ),
    )


def packages_judging(files: Storage, scanner: Scanner) -> Judging:
    """Return what judges packages: with that scanner, and a look in a process of its own."""
    look, scratch = BoundedPackageLook(), TemporaryScratch()
    return Judging(storage=files, scanner=scanner, look=look, scratch=scratch)


def packages_scan(
    record: UnitOfWork, files: Storage, scanner: Scanner, clock: Clock
) -> ScanPackages:
    """Return what judges the packages that wait for a scanner, those that are shown too."""
    shown = ScanShown(
        unit_of_work=record,
        clock=clock,
        storage=files,
        scanner=scanner,
        scratch=TemporaryScratch(),
        measures=_MEASURES,
    )
    return ScanPackages(
        unit_of_work=record,
        clock=clock,
        judging=packages_judging(files, scanner),
        shown=shown,
        measures=_MEASURES,
    )


def packages_clamd(settings: Settings, *, answer_seconds: float) -> Clamd:
    """Return clamd as it is asked about packages."""
    at = package_scanner_address(settings)
    return Clamd(host=at.host, port=at.port, answer_seconds=answer_seconds)


def packages_parts(record: UnitOfWork, settings: Settings) -> dict[str, Part]:
    """Return what judges the packages that wait, and clears uploads away that nobody finished."""
    files = storage(settings, "training")
    clear = ClearPackages(unit_of_work=record, clock=_CLOCK, storage=files)
    scan = packages_scan(
        record, files, packages_clamd(settings, answer_seconds=ANSWER_SECONDS), _CLOCK
    )
    threads = ThreadPoolExecutor(2, thread_name_prefix="packages")
    return {
        "packages cleared": every(CLEAR_SECONDS, in_thread(clear, threads)),
        "packages scanned": every(SCAN_SECONDS, in_thread(scan, threads)),
        "packages counted": every(SCAN_SECONDS, in_thread(partial(_count, record), threads)),
    }


def _count(record: UnitOfWork) -> None:
    with record() as tx:
        _MEASURES.waiting(tx.packages.unscanned())


def _scorm(
    settings: Settings, engine: Engine, reader: Engine, packages: ImportedPackages
) -> ScormApp:
    pseudonyms = Pseudonyms(ServiceSettings.read(settings, "training").pseudonym_key)
    site = settings.url("ISP_PUBLIC_URL", "http", "https").rstrip("/")
    opened = partial(unit_of_work, clock=_CLOCK, ids=_IDS, pseudonyms=pseudonyms)
    return scorm_app(opened(engine), opened(reader), move_on(packages, pseudonyms, site))


def parts(settings: Settings, engine: Engine) -> "Mapping[str, WSGIApplication]":
    """Return what stands at a package's origin, by how its path begins.

    Whoever adds a part adds one line here.
    """
    reader = open_reader(
        ServiceSettings.read(settings, "training").database_url, process="training-packages"
    )
    courses = courses_or_exit(PublishedCourses(unit_of_work_on(settings, reader)))
    packages = imported_packages(settings, courses)
    public = urlsplit(settings.url("ISP_PUBLIC_URL", "http", "https"))
    return {
        **xapi_parts(settings, engine, reader, packages),
        BEGINS: _scorm(settings, engine, reader, packages),
        "/": PackageFilesApp(
            read_package_file=ReadPackageFile(
                unit_of_work=unit_of_work_on(settings, engine),
                clock=_CLOCK,
                paths=launch_paths(settings),
                storage=storage(settings, "training"),
            ),
            site=f"{public.scheme}://{public.netloc}",
        ),
    }


def packages_app(settings: Settings) -> Serving:
    """Return the application that serves packages, and what its process says of itself."""
    service = ServiceSettings.read(settings, "training")
    engine = open_engine(service.database_url, process="training-packages")
    app = PackagesApp(origins=package_origins(settings), parts=parts(settings, engine))
    health = Health(service.drain_seconds)
    health.check("database", database_check(engine, VERSIONS))
    return Serving(
        app=closing_with(app, health), health=health, health_listens=service.metrics_listen
    )


def packages_worker() -> "WSGIApplication":
    """Return the application of the serving process."""
    return wsgi_worker("training", packages_app)


def packages(environment: Settings) -> None:
    """Serve packages until told to stop."""
    # What is missing is said here, before a process is started.
    ServiceSettings.read(environment, "training")
    package_origins(environment)
    launch_key(environment)
    storage_settings(environment, "training")
    serve_wsgi(
        "services.training.bootstrap_packages:packages_worker",
        packages_listen(environment),
        threads=THREADS,
        connections=CONNECTIONS,
    )
