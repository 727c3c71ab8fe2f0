"""`relevance`: how good the order of what search finds is, beside plain BM25 over the same words.

The queries were judged before any engine ran them (`relevance_judgements.md`); a third is held
out, and the goal is met on that third alone. Ours is asked at the front of the content service.
Plain BM25 is what somebody gets from Elasticsearch without further thought: one field of all words,
or the best of title, summary and body; the better of the two is the peer. Every document is for
anyone here, because the measure is the order and not who may see what.
"""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import fmean
from typing import Any, Final
from uuid import uuid4

import grpc
from elasticsearch import Elasticsearch

from bench.gain import AT, gain
from bench.issuer import Issuer
from bench.judgements import JudgedQuery, judged_queries
from bench.load import NotAnswered
from bench.measure import Result
from bench.officers import keep_people
from isp.content.v1 import content_pb2, content_pb2_grpc, document_pb2
from isp.kernel.v1 import kernel_pb2
from stack.alone import Alone
from stack.demo_content.files import DemoDocument, demo_documents
from stack.harness import Harness

SERVERS: Final = frozenset({"postgres", "nats", "elasticsearch"})
GOAL: Final = 0.08
PLAIN: Final = "plain"
PARTS: Final = ("title", "summary", "body")
ANALYSERS: Final = {"en": "english", "cy": "standard"}
_ANYONE: Final = kernel_pb2.Marking(tlp=kernel_pb2.TLP_CLEAR, minimum_tier=kernel_pb2.TIER_PUBLIC)

Order = Callable[[str], Sequence[str]]
"""Finds a text: the names of the best documents, best first."""


@dataclass(frozen=True, slots=True)
class _Stage:
    """Ways to find a text among the same documents."""

    ours: Order
    one_field: Order
    best_of_fields: Order


def run() -> Result:
    """Measure the mean nDCG@10 of ours and of plain BM25 over both parts of the queries."""
    queries = judged_queries()
    with tempfile.TemporaryDirectory(prefix="isp-bench-") as folder, _stage(Path(folder)) as stage:
        orders = {
            "ours": stage.ours,
            "plain_one_field": stage.one_field,
            "plain_best_of_fields": stage.best_of_fields,
        }
        gains = {name: _gains(order, queries) for name, order in orders.items()}
    held_out = {
        name: _mean(each, queries, lambda query: query.held_out) for name, each in gains.items()
    }
    peer = max(held_out["plain_one_field"], held_out["plain_best_of_fields"])
    more = held_out["ours"] - peer
    return Result(
        name="relevance",
        figure=round(more, 3),
        unit=f"nDCG@{AT} more than plain BM25, on the queries that are held out",
        goal=f">= {GOAL}",
        met=more >= GOAL,
        peer="the better of one field and the best of title, summary and body, by the same engine",
        spread="none: the order is the same each time",
        detail={
            "queries": len(queries),
            "held_out_queries": sum(query.held_out for query in queries),
            "held_out": _rounded(held_out),
            "held_out_welsh": _of(gains, queries, lambda each: each.held_out and _welsh(each)),
            "tuned_on": _of(gains, queries, lambda each: not each.held_out),
        },
    )


def _welsh(query: JudgedQuery) -> bool:
    return query.language == "cy"


def _gains(order: Order, queries: Sequence[JudgedQuery]) -> list[float]:
    return [gain(order(query.text), query.grades) for query in queries]


def _mean(
    gains: Sequence[float],
    queries: Sequence[JudgedQuery],
    counts: Callable[[JudgedQuery], bool],
) -> float:
    return fmean(got for got, query in zip(gains, queries, strict=True) if counts(query))


def _of(
    gains: Mapping[str, Sequence[float]],
    queries: Sequence[JudgedQuery],
    counts: Callable[[JudgedQuery], bool],
) -> dict[str, float]:
    return _rounded({name: _mean(each, queries, counts) for name, each in gains.items()})


def _rounded(figures: Mapping[str, float]) -> dict[str, float]:
    return {name: round(figure, 3) for name, figure in figures.items()}


@contextmanager
def _stage(folder: Path) -> Iterator[_Stage]:
    folder.chmod(0o755)
    issuer, documents = Issuer(), demo_documents()
    with (
        issuer.trusted() as trusting,
        Harness(folder / "platform", servers=SERVERS) as harness,
    ):
        alone = Alone(harness, trusting)
        try:
            alone.migrate("content")
            alone.start("content-serve")
            port, engine_port = harness.port("content"), harness.port("elasticsearch")
            with (
                grpc.insecure_channel(f"127.0.0.1:{port}") as channel,
                Elasticsearch(f"http://localhost:{engine_port}", request_timeout=30) as engine,
            ):
                stub = content_pb2_grpc.ContentServiceStub(channel)
                names = _published(stub, alone, issuer, documents)
                harness.platform.run("content", "rebuild")
                _fill_plain(engine, documents)
                yield _Stage(
                    partial(_ours, stub, names),
                    partial(_plain, engine, _one_field),
                    partial(_plain, engine, _best_of_fields),
                )
        finally:
            alone.stop_all()


def _published(
    stub: content_pb2_grpc.ContentServiceStub,
    alone: Alone,
    issuer: Issuer,
    documents: Sequence[DemoDocument],
) -> dict[str, str]:
    """Publish every document; return its name by the id that it got."""
    editor = str(uuid4())
    keep_people(alone, {editor: ("editor",)}, database="content", tier="TRUSTED")
    token = issuer.token(editor, "editor", tier="TRUSTED")
    metadata = (("authorization", f"Bearer {token}"),)
    names = {}
    for each in documents:
        request = content_pb2.PublishDocumentRequest(
            content=_content(each), idempotency_key=str(uuid4())
        )
        made = stub.PublishDocument(request, metadata=metadata, timeout=30).document
        names[made.document_id] = each.name
    return names


def _content(document: DemoDocument) -> document_pb2.DocumentContent:
    said = document.said()
    return document_pb2.DocumentContent(
        kind=document_pb2.DocumentKind.Value(f"DOCUMENT_KIND_{document.kind}"),
        marking=_ANYONE,
        **{part: said[part] for part in PARTS},
        language=document.language,
        sectors=document.sectors,
        regions=document.regions,
        sources=document.sources,
        tags=document.tags,
    )


def _ours(
    stub: content_pb2_grpc.ContentServiceStub, names: Mapping[str, str], text: str
) -> list[str]:
    """Return the order of ours.

    Raises:
        NotAnswered: the record answered in the engine's place.
    """
    answer = stub.Search(content_pb2.SearchRequest(text=text, page_size=AT), timeout=30)
    if answer.degraded:
        raise NotAnswered("the search engine is away")
    return [names[hit.document.document_id] for hit in answer.hits]


def _fill_plain(engine: Elasticsearch, documents: Sequence[DemoDocument]) -> None:
    texts = {name: {"type": "text", "analyzer": analyser} for name, analyser in ANALYSERS.items()}
    fields = {
        name: {"properties": dict.fromkeys((*PARTS, "whole"), text)} for name, text in texts.items()
    }
    engine.indices.create(index=PLAIN, mappings={"dynamic": "strict", "properties": fields})
    operations: list[dict[str, Any]] = []
    for each in documents:
        said = {part: each.said()[part] for part in PARTS}
        source = {_field(each): said | {"whole": "\n".join(said.values())}}
        operations += [{"index": {"_index": PLAIN, "_id": each.name}}, source]
    if engine.bulk(operations=operations, refresh=True)["errors"]:
        raise NotAnswered("the plain index took not all documents")


def _field(document: DemoDocument) -> str:
    return "cy" if document.language == "cy" else "en"


def _plain(engine: Elasticsearch, ask: Callable[[str], dict[str, Any]], text: str) -> list[str]:
    answer = engine.search(index=PLAIN, query=ask(text), size=AT, source=False)
    return [str(hit["_id"]) for hit in answer["hits"]["hits"]]


def _one_field(text: str) -> dict[str, Any]:
    return {"multi_match": {"query": text, "fields": [f"{name}.whole" for name in ANALYSERS]}}


def _best_of_fields(text: str) -> dict[str, Any]:
    fields = [f"{name}.{part}" for name in ANALYSERS for part in PARTS]
    return {"multi_match": {"query": text, "fields": fields}}
