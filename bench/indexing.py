"""`indexing`: 20,000 documents from the record into the search engine, beside the bulk helper.

Ours is `content rebuild` as a process: from its start until its new indexes are searched. It reads
the record, makes each document's actions, sends them and swaps the aliases. The peer is the
client's own bulk helper with actions that were made before, into indexes of the same definition,
until they can be searched.

Then somebody publishes now and then, and looks how long it takes from the commit until a search
finds what was said: first alone, then while four callers search without a pause and one more
publishes ten documents a second.
"""

import statistics
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import uuid4

import grpc
from elasticsearch import Elasticsearch, OrjsonSerializer
from elasticsearch.helpers import bulk

from bench.editors import OPEN, Editors
from bench.issuer import Issuer
from bench.load import NotAnswered
from bench.many_documents import publish_many
from bench.measure import Ratio, Result, in_pairs, percentile, say
from isp.content.v1 import content_pb2, content_pb2_grpc, document_pb2
from stack import services
from stack.alone import Alone
from stack.harness import Harness
from stack.places import throw_away_folder

SERVERS: Final = frozenset({"postgres", "nats", "elasticsearch"})
DOCUMENTS: Final = 20_000
GOAL: Final = 0.5
FOUND_GOAL: Final = 2.0
LOOKS: Final = 100
"""Documents whose way into search is looked at, with nobody beside and with others."""

SEARCHERS: Final = 4
PUBLISHED_A_SECOND: Final = 10
TEXTS: Final = ("vehicle road people", "suspicious bag near the door", "bomb threat telephone")
PATIENCE_SECONDS: Final = 120
CHUNK: Final = 2_000
"""As many as the service sends at once."""

PEER: Final = "peer"


@dataclass(slots=True)
class _Looks:
    """How long documents took from their commit until a search found them; seconds."""

    quiet: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)
    searched: int = 0
    published: int = 0
    """What others did meanwhile."""


@dataclass(frozen=True, slots=True)
class _Prepared:
    """What the peer sends: the indexes that it goes into, and the actions."""

    indexes: dict[str, dict[str, Any]] = field(default_factory=dict)
    actions: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Stage:
    alone: Alone
    issuer: Issuer
    engine: Elasticsearch


def run() -> Result:
    """Measure the rate of both, in pairs, then how long a publication takes into search."""
    with _stage() as stage:
        prepared = _prepared(stage.engine)
        ratio = in_pairs(lambda: _ours(stage), lambda: _peer(stage.engine, prepared))
        for name in prepared.indexes:
            stage.engine.indices.delete(index=name)
        stage.alone.start("content-work")
        looks = _looks(stage)
    return _result(looks, ratio, len(prepared.actions))


@contextmanager
def _stage() -> Iterator[_Stage]:
    with ExitStack() as stack:
        folder = stack.enter_context(throw_away_folder("isp-bench-"))
        issuer = Issuer()
        trusting = stack.enter_context(issuer.trusted())
        harness = stack.enter_context(
            # Not of the kind "test", whose Elasticsearch starts quicker and is slower.
            Harness(folder / "platform", servers=SERVERS, kind="development")
        )
        alone = Alone(harness, trusting)
        stack.callback(alone.stop_all)
        alone.migrate("content")
        alone.start("content-serve")
        publish_many(alone, issuer, DOCUMENTS)
        # `rebuild` takes what changed in its last minute once more: these are older, and told.
        for statement in (
            "UPDATE documents SET changed_at = changed_at - interval '1 day'",
            "UPDATE outbox SET sent_at = clock_timestamp()",
        ):
            alone.execute("content", statement)
        harness.platform.run("content", "rebuild")
        url = f"http://localhost:{harness.port('elasticsearch')}"
        client = Elasticsearch(url, serializer=OrjsonSerializer(), request_timeout=60)
        yield _Stage(alone, issuer, stack.enter_context(client))


def _looks(stage: _Stage) -> _Looks:
    """Look at so many publications in quiet, and at as many while others search and publish."""
    looks, editors = _Looks(), Editors.known(stage.alone, stage.issuer)
    address = f"127.0.0.1:{stage.alone.harness.port('content')}"
    with grpc.insecure_channel(address) as channel:
        for _ in range(LOOKS):
            looks.quiet.append(_seconds_until_found(channel, editors))
        say(f"quiet: {statistics.median(looks.quiet):.2f} s")
        ended = threading.Event()
        with ThreadPoolExecutor(SEARCHERS + 1) as pool:
            others = [pool.submit(_search_on, channel, ended) for _ in range(SEARCHERS)]
            others.append(pool.submit(_publish_on, channel, editors, ended))
            try:
                for _ in range(LOOKS):
                    looks.busy.append(_seconds_until_found(channel, editors))
            finally:
                ended.set()
        *searched, looks.published = (each.result() for each in others)
        looks.searched = sum(searched)
    return looks


def _search_on(channel: grpc.Channel, ended: threading.Event) -> int:
    """Search without a pause; return how often."""
    stub, number = content_pb2_grpc.ContentServiceStub(channel), 0
    while not ended.is_set():
        text = TEXTS[number % len(TEXTS)]
        stub.Search(content_pb2.SearchRequest(text=text, page_size=20), timeout=30)
        number += 1
    return number


def _publish_on(channel: grpc.Channel, editors: Editors, ended: threading.Event) -> int:
    """Publish so many documents a second; return how many."""
    began, number = time.monotonic(), 0
    while not ended.wait(max(0, began + number / PUBLISHED_A_SECOND - time.monotonic())):
        editors.publish(channel, _saying(f"other{uuid4().hex}"))
        number += 1
    return number


def _seconds_until_found(channel: grpc.Channel, editors: Editors) -> float:
    """Publish a document with a word of its own; return how long until a search finds it.

    Raises:
        NotAnswered: no search does, or the record answered in the engine's place.
    """
    word = f"word{uuid4().hex}"
    document_id = editors.publish(channel, _saying(word))
    began, stub = time.monotonic(), content_pb2_grpc.ContentServiceStub(channel)
    request = content_pb2.SearchRequest(text=word, page_size=10)
    while (took := time.monotonic() - began) < PATIENCE_SECONDS:
        answer = stub.Search(request, timeout=30)
        if not answer.degraded and document_id in {hit.document.document_id for hit in answer.hits}:
            return time.monotonic() - began
        time.sleep(0.02)
    raise NotAnswered(f"not found after {took:.0f} s")


def _saying(word: str) -> document_pb2.DocumentContent:
    return document_pb2.DocumentContent(
        kind=document_pb2.DOCUMENT_KIND_NEWS,
        title=f"About {word}",
        summary="A document that is looked for as soon as it is there.",
        body="Words that say what the advice is about, for whom, and when. " * 32,
        language="en-GB",
        marking=OPEN,
        sources=["This benchmark"],
    )


def _prepared(engine: Elasticsearch) -> _Prepared:
    """Return what all of ours are, and all documents as actions of the peer's."""
    made = _Prepared()
    kept = ("number_of_shards", "auto_expand_replicas", "analysis", "gc_deletes")
    for index, said in engine.indices.get(index="content.*").body.items():
        own, settings = f"{PEER}.{index.split('.')[1]}", said["settings"]["index"]
        made.indexes[own] = {
            "settings": {name: settings[name] for name in kept if name in settings},
            "mappings": said["mappings"],
        }
        made.actions.extend(
            {"_index": own, "_id": each["_id"], "_source": each["_source"]}
            for each in _everything(engine, index)
        )
    return made


def _everything(engine: Elasticsearch, index: str) -> Iterator[dict[str, Any]]:
    point = engine.open_point_in_time(index=index, keep_alive="2m").body["id"]
    more: dict[str, Any] = {}
    while True:
        page = engine.search(
            pit={"id": point, "keep_alive": "2m"}, size=1_000, sort=[{"document_id": "asc"}], **more
        ).body["hits"]["hits"]
        if not page:
            return
        yield from page
        more = {"search_after": page[-1]["sort"]}


def _ours(stage: _Stage) -> float:
    """Return documents a second of a rebuild, from its start until its indexes are searched."""
    alone, before, began = stage.alone, _standing(stage.engine), time.perf_counter()
    name = "content-rebuild"
    alone.launch(name, services.command("content", "rebuild"), alone.environment("content-rebuild"))
    while _standing(stage.engine) & before:
        time.sleep(0.02)
        if time.perf_counter() - began > PATIENCE_SECONDS:
            raise NotAnswered(alone.log(name))
    took = time.perf_counter() - began
    if alone.wait(name):
        raise NotAnswered(alone.log(name))
    return float(stage.engine.count(index="content.*")["count"] / took)


def _standing(engine: Elasticsearch) -> set[str]:
    """Return the indexes that searches look into."""
    found = engine.indices.get_alias(index="content.*").body
    return {
        index
        for index, said in found.items()
        if any(not alias.endswith(".building") for alias in said["aliases"])
    }


def _peer(engine: Elasticsearch, prepared: _Prepared) -> float:
    """Return documents a second of the bulk helper, until they can be searched."""
    for name, definition in prepared.indexes.items():
        engine.indices.delete(index=name, ignore_unavailable=True)
        engine.indices.create(index=name, wait_for_active_shards=1, **definition)
    began = time.perf_counter()
    bulk(engine, prepared.actions, chunk_size=CHUNK)
    engine.indices.refresh(index=f"{PEER}.*")
    return len(prepared.actions) / (time.perf_counter() - began)


def _result(looks: _Looks, ratio: Ratio, number: int) -> Result:
    slowest = percentile(looks.busy, 0.99)
    return Result(
        name="indexing",
        figure=round(ratio.median, 2),
        unit="x the documents a second of the client's bulk helper on prepared actions",
        goal=f">= {GOAL}, and found within {FOUND_GOAL} s of publication (p99, under load)",
        met=ratio.median >= GOAL and slowest <= FOUND_GOAL,
        peer=f"elasticsearch.helpers.bulk, {CHUNK:,} at once, into the same definition",
        spread=ratio.spread,
        detail={
            "documents": number,
            "a_second": [round(each) for each in ratio.ours],
            "peer_a_second": [round(each) for each in ratio.peer],
            "looks": len(looks.busy),
            "searches_meanwhile": looks.searched,
            "published_meanwhile": looks.published,
            "found_after_s_p50": round(statistics.median(looks.busy), 2),
            "found_after_s_p99": round(slowest, 2),
            "found_after_s_longest": round(max(looks.busy), 2),
            "quiet_found_after_s_p50": round(statistics.median(looks.quiet), 2),
            "quiet_found_after_s_p99": round(percentile(looks.quiet, 0.99), 2),
        },
    )
