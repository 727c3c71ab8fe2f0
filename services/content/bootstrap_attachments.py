"""Builds what attachments need, for `bootstrap.py`, and the process that serves files."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from prometheus_client import Counter, Gauge

from chassis.clamd import Clamd
from chassis.configuration import Settings
from chassis.health import Health
from chassis.notices import Bell
from chassis.postgres.engine import open_reader
from chassis.postgres.principals import PostgresPrincipalRows
from chassis.pseudonyms import Pseudonyms
from chassis.roles import database_check
from chassis.service_settings import ServiceSettings
from chassis.storage.settings import keeps_files, storage, storage_settings
from chassis.watch import when_told
from chassis.worker import Part, every, in_thread
from chassis.wsgi_serving import Serving, closing_with, serve_wsgi, wsgi_worker
from kernel.ports import RandomIds, SystemClock
from kernel.storage import Storage
from services.content.config_attachments import (
    link_settings,
    listen_settings,
    scanner_settings,
)
from services.content.inbound.attachments_rpc import AttachmentsServicer
from services.content.inbound.files_http import FilesApp
from services.content.outbound.inspection.bounded import BoundedInspection
from services.content.outbound.no_links import NoLinks
from services.content.outbound.postgres.readers import KnownReaders
from services.content.outbound.postgres.unit_of_work import unit_of_work
from services.content.outbound.scratch import TemporaryScratch
from services.content.outbound.sealed_links import SealedLinks
from services.content.usecases.attachment_ports import Links
from services.content.usecases.begin_upload import BeginUpload
from services.content.usecases.clear_attachments import ClearAttachments
from services.content.usecases.confirm_attachment import ConfirmAttachment
from services.content.usecases.finish_upload import FinishUpload
from services.content.usecases.list_attachments import ListAttachments
from services.content.usecases.open_attachment import OpenAttachment
from services.content.usecases.ports import UnitOfWork
from services.content.usecases.put_upload_piece import PutUploadPiece
from services.content.usecases.read_attachment import ReadAttachment
from services.content.usecases.red_reads import RedReads
from services.content.usecases.remove_attachment import RemoveAttachment
from services.content.usecases.scan_attachments import ScanAttachments

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

JUDGED: Final = Counter(
    "isp_attachments_judged_total",
    "Files scanned and looked into, by what came of it.",
    ["outcome"],
)
WAITING: Final = Gauge("isp_attachments_waiting", "Files in quarantine.")
LOOK_SECONDS: Final = 5.0
"""Between two looks whether anything waits, when no notice comes."""

CLEAR_SECONDS: Final = 30.0
FILE_THREADS: Final = 16

_CLOCK: Final = SystemClock()
_IDS: Final = RandomIds()
VERSIONS: Final = Path(__file__).parent / "outbound" / "postgres" / "migrations" / "versions"


def sealed_links(settings: Settings) -> Links:
    """Return what makes links; where no place of files is set, what refuses."""
    if not keeps_files(settings, "content"):
        return NoLinks()
    said = link_settings(settings)
    return SealedLinks.under(said.key, said.origin)


def attachments_servicer(
    work: UnitOfWork, reads: UnitOfWork, files: Storage, links: Links
) -> AttachmentsServicer:
    """Return the servicer of attachments on a unit of work, and on one that only reads."""
    red_reads = RedReads(unit_of_work=work, clock=_CLOCK)
    return AttachmentsServicer(
        begin_upload=BeginUpload(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        put_upload_piece=PutUploadPiece(unit_of_work=work, storage=files),
        finish_upload=FinishUpload(unit_of_work=work, clock=_CLOCK),
        confirm_attachment=ConfirmAttachment(unit_of_work=work, clock=_CLOCK),
        remove_attachment=RemoveAttachment(unit_of_work=work, clock=_CLOCK),
        list_attachments=ListAttachments(unit_of_work=reads, red_reads=red_reads),
        open_attachment=OpenAttachment(
            unit_of_work=work, clock=_CLOCK, links=links, red_reads=red_reads
        ),
    )


def attachments_parts(record: UnitOfWork, settings: Settings, told: Bell) -> dict[str, Part]:
    """Return what judges files and clears them away; nothing where no place of files is set."""
    if not keeps_files(settings, "content"):
        return {}
    files, scanner = storage(settings, "content"), scanner_settings(settings)
    scan = ScanAttachments(
        unit_of_work=record,
        clock=_CLOCK,
        storage=files,
        scanner=Clamd(host=scanner.host, port=scanner.port),
        inspection=BoundedInspection(),
        scratch=TemporaryScratch(),
        outcome=lambda what: JUDGED.labels(what).inc(),
    )
    clear = ClearAttachments(unit_of_work=record, clock=_CLOCK, storage=files)
    threads = ThreadPoolExecutor(2, thread_name_prefix="attachments")
    return {
        "attachments": when_told(told, in_thread(scan, threads), at_least=LOOK_SECONDS),
        "attachments cleared": every(CLEAR_SECONDS, in_thread(clear, threads)),
        "attachments counted": every(CLEAR_SECONDS, in_thread(partial(_count, record), threads)),
    }


def _count(record: UnitOfWork) -> None:
    with record() as tx:
        WAITING.set(tx.attachments.waiting())


def files_app(settings: Settings) -> Serving:
    """Return the application that serves files, and what its process says of itself."""
    service = ServiceSettings.read(settings, "content")
    reader = open_reader(service.database_url, process="content-files")
    pseudonyms = Pseudonyms(service.pseudonym_key)
    public = urlsplit(settings.url("ISP_PUBLIC_URL", "http", "https"))
    app = FilesApp(
        read_attachment=ReadAttachment(
            unit_of_work=unit_of_work(reader, clock=_CLOCK, ids=_IDS, pseudonyms=pseudonyms),
            clock=_CLOCK,
            links=sealed_links(settings),
            readers=KnownReaders(PostgresPrincipalRows(reader)),
            storage=storage(settings, "content"),
        ),
        site=f"{public.scheme}://{public.netloc}",
    )
    health = Health(service.drain_seconds)
    health.check("database", database_check(reader, VERSIONS))
    return Serving(
        app=closing_with(app, health), health=health, health_listens=service.metrics_listen
    )


def files_worker() -> "WSGIApplication":
    """Return the application of the serving process."""
    return wsgi_worker("content", files_app)


def files(environment: Settings) -> None:
    """Serve files until told to stop."""
    # What is missing is said here, before a process is started.
    ServiceSettings.read(environment, "content")
    link_settings(environment)
    storage_settings(environment, "content")
    serve_wsgi(
        "services.content.bootstrap_attachments:files_worker",
        listen_settings(environment),
        threads=FILE_THREADS,
        connections=FILE_THREADS * 4,
    )
