"""Content's real server with every shape of document in it, and all that hangs on documents.

Each has a file, a remark and, where it is ours, an earlier version that was for nobody who looks.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid4

import grpc
from sqlalchemy import Engine
from werkzeug.test import Client

from chassis.postgres.principals import PrincipalsTable
from chassis.pseudonyms import Pseudonyms
from isp.content.v1 import document_pb2
from isp.content.v1.access_pb2_grpc import AccessServiceStub
from isp.content.v1.attachments_pb2_grpc import AttachmentsServiceStub
from isp.content.v1.bundles_pb2_grpc import BundlesServiceStub
from isp.content.v1.content_pb2_grpc import ContentServiceStub
from isp.content.v1.feeds_pb2_grpc import FeedsServiceStub
from isp.content.v1.finding_pb2_grpc import FindingServiceStub
from isp.content.v1.formats_pb2_grpc import FormatsServiceStub
from isp.content.v1.partner_links_pb2_grpc import PartnerLinksServiceStub
from isp.content.v1.readings_pb2_grpc import ReadingsServiceStub
from isp.content.v1.receipts_pb2_grpc import ReceiptsServiceStub
from isp.content.v1.remarks_pb2_grpc import RemarksServiceStub
from isp.content.v1.saved_searches_pb2_grpc import SavedSearchesServiceStub
from isp.content.v1.upkeep_pb2_grpc import UpkeepServiceStub
from kernel.markings import Marking, Tlp
from kernel.ports import RandomIds, SystemClock
from kernel.standing import Standing
from kernel.tiers import Tier
from kernel.web_addresses import AddressRules
from services.content.bootstrap import all_services
from services.content.bootstrap_attachments import attachments_servicer
from services.content.domain.attachment import Attachment
from services.content.domain.attachment_kind import FileKind
from services.content.domain.document import Document
from services.content.domain.remark import Remark
from services.content.domain.upkeep import Material
from services.content.inbound.files_http import FilesApp
from services.content.outbound.bundle_signer import Ed25519Bundles
from services.content.outbound.cursors import SignedCursors
from services.content.outbound.elasticsearch.index import ElasticsearchDocuments, open_client
from services.content.outbound.postgres.readers import KnownReaders
from services.content.outbound.postgres.unit_of_work import unit_of_work
from services.content.outbound.sealed_links import SealedLinks
from services.content.usecases.attaching import file_key
from services.content.usecases.indexing import with_attachments
from services.content.usecases.ports import UnitOfWork
from services.content.usecases.read_attachment import ReadAttachment
from tests.fakes.content import NOON
from tests.fakes.content_attachments import attachment
from tests.fakes.document_shapes import READERS, SECTORS, SHAPES, Reader, Shape, document_of
from tests.fakes.serving import Caller, Served, served
from tests.fakes.storage import MemoryStorage

FILES = "https://files.example"
FOR_NOBODY = Marking(tlp=Tlp.AMBER, minimum_tier=Tier.TRUSTED, closed_group="nobody-is-in-it")


class Away:
    """A search engine that can be switched off."""

    def __init__(self, engine: ElasticsearchDocuments) -> None:
        self.engine, self.off = engine, False

    def __getattr__(self, name: str) -> Any:
        away = ElasticsearchDocuments(client=open_client("http://localhost:1"))
        return getattr(away if self.off else self.engine, name)


@dataclass
class World:
    """The platform with every shape in it, and who may call it."""

    channel: grpc.Channel
    files: Client
    work: UnitOfWork
    storage: MemoryStorage
    engine: Away
    callers: dict[str, Caller | None]
    ids: dict[int, str]
    attached: dict[int, str]
    remarks_of: dict[int, str]
    shapes: dict[str, Shape]
    asked_for: dict[int, str] = field(default_factory=dict)
    honest: bool = True
    said: list[bytes] = field(default_factory=list)
    nothing: dict[Any, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.content = ContentServiceStub(self.channel)
        self.finding = FindingServiceStub(self.channel)
        self.attachments = AttachmentsServiceStub(self.channel)
        self.saved = SavedSearchesServiceStub(self.channel)
        self.upkeep = UpkeepServiceStub(self.channel)
        self.remarks = RemarksServiceStub(self.channel)
        self.links = PartnerLinksServiceStub(self.channel)
        self.feeds = FeedsServiceStub(self.channel)
        self.bundles = BundlesServiceStub(self.channel)
        self.readings = ReadingsServiceStub(self.channel)
        self.receipts = ReceiptsServiceStub(self.channel)
        self.formats = FormatsServiceStub(self.channel)
        self.access = AccessServiceStub(self.channel)

    def ask(self, call: Any, request: Any, reader: Reader) -> Any:
        """Ask as a reader; all that is said is kept. None where they are refused at the door."""
        try:
            return self._asked(call, request, reader)
        except grpc.RpcError as error:
            signed_out = error.code() is grpc.StatusCode.UNAUTHENTICATED
            if error.code() not in _AT_THE_DOOR or (signed_out and self._good(reader)):
                raise
            return None

    def look(self, call: Any, asking: Callable[[str], Any], which: str, reader: Reader) -> Any:
        """Ask for one thing by its id; None for what is not found, which looks like no thing."""
        try:
            return self.ask(call, asking(which), reader)
        except grpc.RpcError as error:
            if error.code() is not grpc.StatusCode.NOT_FOUND:
                raise
            said = _said(error)
            self.said.append(repr(said).encode())
            assert self._said_of_nothing(call, asking, reader) == said, "the two look the same"
            return None

    def fetch(self, url: str) -> bytes | None:
        """Fetch a file by its address; None where there is none, which looks like any other."""
        answer = self.files.get(url)
        self.said.append(answer.data + repr(sorted(answer.headers)).encode())
        if answer.status_code == 200:
            return bytes(answer.data)
        made_up = self.files.get(f"{FILES}/{'x' * 200}/plan.txt")
        assert (made_up.status, made_up.data) == (answer.status, answer.data)
        assert list(made_up.headers) == list(answer.headers)
        return None

    def of(self, documents: Iterable[document_pb2.Document]) -> list[int]:
        """Return the numbers of documents that were answered."""
        return [self.shapes[each.document_id].number for each in documents]

    def keep(self, *shapes: Shape) -> dict[int, Document]:
        """Keep more documents, each with a file; the engine does not hear of them."""
        subjects = {name: caller.subject for name, caller in self.callers.items() if caller}
        ids = {each.number: uuid4() for each in shapes}
        kept = {each.number: document_of(each, ids, subjects) for each in shapes}
        with self.work() as tx:
            for each in shapes:
                file = _attached(each, ids, self.storage)
                tx.documents.add(kept[each.number])
                tx.attachments.add(file)
                self.ids[each.number] = str(ids[each.number])
                self.attached[each.number] = str(file.attachment_id)
                self.shapes[str(ids[each.number])] = each
        return kept

    def seen_by_another(self, reader: Reader, other: Reader) -> "World":
        """Return a world that shows a reader what is for another: what must never be."""
        callers = self.callers | {reader.name: self.callers[other.name]}
        return replace(self, callers=callers, nothing={}, said=[], honest=False)

    def _good(self, reader: Reader) -> bool:
        """Tell whether the token that is shown is of somebody who may use it."""
        caller = self.callers[reader.name]
        names = [name for name, each in self.callers.items() if each is caller and caller]
        return bool(names) and "suspended" not in names

    def _asked(self, call: Any, request: Any, reader: Reader) -> Any:
        caller = self.callers[reader.name]
        answer = call(request, metadata=caller.metadata if caller else ())
        self.said.append(answer.SerializeToString())
        return answer

    def _said_of_nothing(self, call: Any, asking: Callable[[str], Any], reader: Reader) -> Any:
        key = reader.name, type(asking(str(uuid4()))).__name__
        if key not in self.nothing:
            try:
                self._asked(call, asking(str(uuid4())), reader)
            except grpc.RpcError as error:
                self.nothing[key] = _said(error)
        return self.nothing[key]


_AT_THE_DOOR = {grpc.StatusCode.UNAUTHENTICATED, grpc.StatusCode.PERMISSION_DENIED}


def _said(error: Any) -> tuple[Any, ...]:
    trailers = {each.key: each.value for each in error.trailing_metadata() or ()}
    return (error.code(), error.details(), trailers.get("grpc-status-details-bin"))


@contextmanager
def world_of_documents(database: Engine, engine: Away) -> Iterator[World]:
    """Serve content with all shapes in it until the block ends."""
    work = unit_of_work(database, clock=SystemClock(), ids=RandomIds(), pseudonyms=Pseudonyms(b"k"))
    storage, links = MemoryStorage(), SealedLinks.under("k" * 32, FILES)
    services = all_services(
        work,
        work,
        search_engine=engine,
        rules=AddressRules(),
        cursors=SignedCursors(b"k" * 32),
        attachments=attachments_servicer(work, work, storage, links),
        bundles=Ed25519Bundles.of("s" * 32),
    )
    with served(services) as server:
        reading = ReadAttachment(
            unit_of_work=work,
            clock=SystemClock(),
            links=links,
            readers=KnownReaders(server.rows),
            storage=storage,
        )
        callers = {each.name: _caller(server, each) for each in READERS}
        ids = {each.number: uuid4() for each in SHAPES}
        with database.begin() as connection:
            for row in server.rows.rows.values():
                PrincipalsTable(connection).keep(row)
        attached = {each.number: _attached(each, ids, storage) for each in SHAPES}
        yield World(
            channel=server.channel,
            files=Client(FilesApp(read_attachment=reading, site="https://isp.example")),
            work=work,
            storage=storage,
            engine=engine,
            callers=callers,
            ids={number: str(each) for number, each in ids.items()},
            attached={number: str(each.attachment_id) for number, each in attached.items()},
            remarks_of=_kept(work, engine, ids, callers, attached),
            shapes={str(ids[each.number]): each for each in SHAPES},
        )


def _kept(
    work: UnitOfWork,
    engine: Away,
    ids: dict[int, UUID],
    callers: dict[str, Caller | None],
    attached: dict[int, Attachment],
) -> dict[int, str]:
    """Keep every document with what hangs on it; return the remarks on them."""
    subjects = {name: caller.subject for name, caller in callers.items() if caller}
    first, now, remarks = [], [], {}
    for shape in SHAPES:
        document = document_of(shape, ids, subjects)
        if document.partner is None:
            changed = Material(version=2, changed_at=document.changed_at)
            document = replace(document, version=2, material=changed)
        first.append(document)
        gone = document.out_of_catalogue(by=shape.word("author"), at=NOON)
        now.append(gone if shape.withdrawn else document)
    with work() as tx:
        for shape, before, after in zip(SHAPES, first, now, strict=True):
            if before.partner is None:
                tx.documents.add(_earlier(shape, before))
                tx.documents.save(before)
            else:
                tx.documents.add(before)
            if after is not before:
                tx.documents.save(after)
            tx.attachments.add(attached[shape.number])
            tx.attachments.save(attached[shape.number], text=shape.word("file text"))
            remark = _remark(shape, after)
            tx.remarks.add(remark)
            remarks[shape.number] = str(remark.remark_id)
        stood, stands = (list(with_attachments(tx.attachments, each)) for each in (first, now))
    engine.engine.keep(*stood)
    engine.engine.keep(*stands)
    engine.engine.refresh()
    return remarks


def _earlier(shape: Shape, document: Document) -> Document:
    """Return what a document was, when it was for nobody who looks."""
    said = replace(
        document.content, title=shape.word("earlier"), tags=(), teaser="", marking=FOR_NOBODY
    )
    first = Material(version=1, changed_at=document.changed_at)
    return replace(document, version=1, content=said, material=first)


def _attached(shape: Shape, ids: dict[int, UUID], storage: MemoryStorage) -> Attachment:
    body = f"The guards of {shape.word('file text')}".encode()
    file = attachment(
        document_id=ids[shape.number],
        name=f"plan-{shape.word('file name')}.txt",
        kind=FileKind.TEXT,
        size=len(body),
        has_text=True,
        uploaded_by=shape.word("author"),
    )
    storage.kept[file_key(file.attachment_id)] = body
    return file


def _remark(shape: Shape, document: Document) -> Remark:
    return Remark.left(
        uuid4(),
        document_id=document.document_id,
        document_version=document.version,
        useful=False,
        comment=f"Say more of {shape.word('comment')}",
        at=NOON,
    )


def _caller(server: Served, reader: Reader) -> Caller | None:
    if reader.name == "nobody":
        return None
    standing = Standing.SUSPENDED if reader.suspended else Standing.ACTIVE
    roles = ("editor",) if reader.editor else ()
    tier = Tier[reader.tier]
    who = server.caller(
        *roles,
        tier=tier,
        closed_groups=reader.groups,
        standing=standing,
        sectors=frozenset(SECTORS),
        regions=frozenset({"LON", "WAL"}),
    )
    token = server.issuer.token(
        who.subject,
        tier=tier.name,
        realm_access={"roles": list(roles)},
        exp=int(time.time()) + 3600,  # longer than all tests of a world, on a busy machine too
    )
    return Caller(who.subject, (("authorization", f"Bearer {token}"),))
