"""Who sees which document where: every shape, every reader, every surface, against one oracle.

The oracle is in tests/fakes/document_shapes.py. A new surface is a function and a line of
`SURFACES`.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import product
from typing import Any
from uuid import uuid4

import grpc
import pytest

from chassis.postgres.engine import open_engine
from chassis.pseudonyms import Pseudonyms
from isp.content.v1 import content_pb2 as pb
from isp.content.v1 import document_pb2
from isp.content.v1.content_pb2_grpc import ContentServiceStub
from kernel.ports import RandomIds, SystemClock
from kernel.standing import Standing
from kernel.tiers import Tier
from kernel.web_addresses import AddressRules
from services.content.bootstrap import all_services
from services.content.bootstrap_attachments import attachments_servicer
from services.content.outbound.cursors import SignedCursors
from services.content.outbound.elasticsearch.index import ElasticsearchDocuments, open_client
from services.content.outbound.postgres.unit_of_work import unit_of_work
from tests.fakes.content import NOON
from tests.fakes.content_attachments import MemoryLinks, MemoryStorage
from tests.fakes.document_shapes import READERS, SHAPES, Reader, Shape, allowed, document_of, tag_of
from tests.fakes.serving import Caller, Served, served


@dataclass
class World:
    """The platform with every shape in it, and who may call it."""

    content: ContentServiceStub
    callers: dict[str, Caller | None]
    ids: dict[int, str]
    shapes: dict[str, Shape] = field(default_factory=dict)
    said: list[bytes] = field(default_factory=list)

    def ask(self, call: Any, request: Any, reader: Reader) -> Any:
        """Ask as a reader; all that is said is kept. None where they are refused at the door."""
        caller = self.callers[reader.name]
        try:
            answer = call(request, metadata=caller.metadata if caller else ())
        except grpc.RpcError as error:
            if error.code() is not grpc.StatusCode.UNAUTHENTICATED:
                raise
            return None
        self.said.append(answer.SerializeToString())
        return answer

    def of(self, documents: Iterable[document_pb2.Document]) -> list[int]:
        """Return the numbers of documents that were answered."""
        return [self.shapes[each.document_id].number for each in documents]


class _Away:
    """A search engine that can be switched off."""

    def __init__(self, engine: ElasticsearchDocuments) -> None:
        self.engine, self.off = engine, False

    def __getattr__(self, name: str) -> Any:
        away = ElasticsearchDocuments(client=open_client("http://localhost:1"))
        return getattr(away if self.off else self.engine, name)


@pytest.fixture(scope="module")
def engine(elasticsearch_url) -> Iterator[_Away]:
    client = open_client(elasticsearch_url).options(request_timeout=20)
    yield _Away(ElasticsearchDocuments(client=client, prefix="oracle"))
    client.close()


@pytest.fixture(scope="module")
def world(new_database, engine) -> Iterator[World]:
    database = open_engine(new_database("content").app_url, process="test", pool=4)
    work = unit_of_work(database, clock=SystemClock(), ids=RandomIds(), pseudonyms=Pseudonyms(b"k"))
    services = all_services(
        work,
        work,
        search_engine=engine,
        rules=AddressRules(),
        cursors=SignedCursors(b"k" * 32),
        attachments=attachments_servicer(work, work, MemoryStorage(), MemoryLinks()),
    )
    with served(services) as server:
        callers = {each.name: _caller(server, each) for each in READERS}
        subjects = {name: caller.subject for name, caller in callers.items() if caller}
        ids = {each.number: uuid4() for each in SHAPES}
        first = [document_of(each, ids, subjects) for each in SHAPES]
        now = [
            each.out_of_catalogue(by="editor", at=NOON) if shape.withdrawn else each
            for each, shape in zip(first, SHAPES, strict=True)
        ]
        with work() as tx:
            for each in now:
                tx.documents.add(each)
        engine.engine.keep(*first)
        engine.engine.keep(*now)
        engine.engine.refresh()
        world = World(
            ContentServiceStub(server.channel), callers, {n: str(i) for n, i in ids.items()}
        )
        world.shapes = {world.ids[each.number]: each for each in SHAPES}
        yield world
    database.dispose()


def _caller(server: Served, reader: Reader) -> Caller | None:
    if reader.name == "nobody":
        return None
    standing = Standing.SUSPENDED if reader.suspended else Standing.ACTIVE
    roles = ("editor",) if reader.editor else ()
    tier = Tier[reader.tier]
    return server.caller(*roles, tier=tier, closed_groups=reader.groups, standing=standing)


def _listed(world: World, reader: Reader) -> list[int]:
    seen: list[int] = []
    token = ""
    while answer := world.ask(
        world.content.ListDocuments,
        pb.ListDocumentsRequest(page_size=100, page_token=token),
        reader,
    ):
        seen += world.of(answer.documents)
        if not (token := answer.next_page_token):
            break
    return seen


def _read(world: World, reader: Reader) -> list[int]:
    seen = []
    for shape in SHAPES:
        request = pb.GetDocumentRequest(document_id=world.ids[shape.number])
        with suppress(_NotFound):
            if answer := _found(world, request, reader):
                seen += world.of([answer.document])
                others = set(world.of(answer.translations))
                assert _translations(reader, shape) == others, (reader.name, shape)
    return seen


class _NotFound(Exception):
    """There is no such document."""


def _found(world: World, request: pb.GetDocumentRequest, reader: Reader) -> Any:
    try:
        return world.ask(world.content.GetDocument, request, reader)
    except grpc.RpcError as error:
        trailers = {each.key: each.value for each in error.trailing_metadata() or ()}
        said = (error.code(), error.details(), trailers.get("grpc-status-details-bin"))
        world.said.append(repr(said).encode())
        assert _said_of_nodocument_of(world, reader) == said, "the two look the same"
        raise _NotFound from None


_NOTHING: dict[str, Any] = {}


def _said_of_nodocument_of(world: World, reader: Reader) -> Any:
    if reader.name not in _NOTHING:
        with pytest.raises(grpc.RpcError) as raised:
            world.ask(
                world.content.GetDocument, pb.GetDocumentRequest(document_id=str(uuid4())), reader
            )
        error = raised.value
        trailers = {each.key: each.value for each in error.trailing_metadata() or ()}
        _NOTHING[reader.name] = (
            error.code(),
            error.details(),
            trailers.get("grpc-status-details-bin"),
        )
    return _NOTHING[reader.name]


def _translations(reader: Reader, shape: Shape) -> set[int]:
    original = shape.number if shape.translation_of is None else shape.translation_of
    return {
        each.number
        for each in SHAPES
        if original in {each.number, each.translation_of}
        and each is not shape
        and allowed(reader, each)
    }


def _searched(world: World, reader: Reader, text: str = "bollards") -> list[int]:
    """Search all that there is, by kind and language; counts are of what is seen, and no more."""
    seen: list[int] = []
    for kind, language in product(document_pb2.DocumentKind.values()[1:], ("en-GB", "cy")):
        here: list[int] = []
        for offset in (0, 50):
            request = pb.SearchRequest(
                text=text, kinds=[kind], language=language, page_size=50, offset=offset
            )
            answer = world.ask(world.content.Search, request, reader)
            if answer is None:
                return []
            here += world.of(each.document for each in answer.hits)
            if text:
                assert all(each.highlights for each in answer.hits)
        shapes = [each for each in SHAPES if each.number in here]
        assert len(here) == answer.total == len(shapes)
        said = {each.name: {one.value: one.count for one in each.values} for each in answer.facets}
        # Of tags as many are shown as of sectors, and there are more.
        assert said.pop("tags").items() <= Counter(tag_of(each) for each in shapes).items()
        assert {
            "year": Counter("2026" for _ in shapes),
            "sectors": Counter(("retail", "events", "faith")[each.number % 3] for each in shapes),
            "regions": Counter(("LON", "WAL")[each.number % 2] for each in shapes),
            "kinds": Counter(each.kind.name for each in shapes),
            "language": Counter(each.language for each in shapes),
        } == said
        seen += here
    return seen


def _in_no_search(reader: Reader, shape: Shape) -> bool:
    """Those for named people are in no index; withdrawn ones are not searched by anyone."""
    return bool(shape.marking[3]) or shape.withdrawn


def _in_no_list(reader: Reader, shape: Shape) -> bool:
    return shape.withdrawn or shape.partner


def _everywhere(reader: Reader, shape: Shape) -> bool:
    return False


@dataclass(frozen=True)
class Surface:
    """A way to see documents, and what it leaves out for everyone."""

    name: str
    see: Callable[[World, Reader], list[int]]
    leaves_out: Callable[[Reader, Shape], bool]
    engine: bool = True


SURFACES = (
    Surface("list", _listed, _in_no_list),
    Surface("detail and translations", _read, _everywhere),
    Surface("search", _searched, _in_no_search),
    Surface("all there is", lambda world, reader: _searched(world, reader, ""), _in_no_search),
    Surface("search of the record", _searched, _in_no_search, engine=False),
)


@pytest.mark.parametrize("surface", SURFACES, ids=lambda each: each.name)
def test_everyone_sees_what_the_oracle_says_and_no_word_of_the_rest(
    world: World, engine: _Away, surface: Surface
) -> None:
    engine.off = not surface.engine
    for reader in READERS:
        world.said.clear()
        seen = surface.see(world, reader)
        mine = {each.number for each in SHAPES if allowed(reader, each)}
        left_out = {each.number for each in SHAPES if surface.leaves_out(reader, each)}
        assert sorted(mine - left_out) == sorted(seen), reader.name
        _no_canary(world, reader)
    engine.off = False


@pytest.mark.parametrize("off", [False, True], ids=["engine", "record"])
def test_who_looks_for_a_hidden_word_is_told_what_who_looks_for_no_word_is(
    world: World, engine: _Away, *, off: bool
) -> None:
    engine.off = off

    def asked(word: str, reader: Reader) -> Any:
        answer = world.ask(world.content.Search, pb.SearchRequest(text=word), reader)
        return None if answer is None else answer.SerializeToString(deterministic=True)

    for reader in READERS:
        world.said.clear()
        nothing = asked("qwhatnobodywroteq", reader)
        shown = [each for each in SHAPES if allowed(reader, each)]
        for shape in SHAPES[::51]:
            told = asked(shape.canary, reader)
            if shape not in shown:
                assert nothing == told, (reader.name, shape)
            elif not _in_no_search(reader, shape):
                assert shape.canaries[0] in told, "the control: they who may find it do"
        _no_canary(world, reader)
    engine.off = False


def _no_canary(world: World, reader: Reader) -> None:
    said = b"\n".join(world.said)
    hidden = [each for each in SHAPES if not allowed(reader, each)]
    assert hidden
    assert [] == [each for each in hidden if any(word in said for word in each.canaries)]


def test_the_oracle_tells_every_pair_of_readers_apart() -> None:
    """Else two of them would be one, and a part of the rule untested."""
    seen = [frozenset(each.number for each in SHAPES if allowed(one, each)) for one in READERS[1:]]
    assert len(seen) == len(set(seen))
    assert len(SHAPES) == len({each.canary for each in SHAPES})
