"""The control of search's side channels: all documents in one index, with a filter over it.

It is built of what the service indexed, by the service's own definition, and asked the searches
that the service sends; only what compartments keep apart is here kept apart by a filter.
"""

import json
from collections.abc import Iterator
from typing import Any, Final

from elasticsearch import Elasticsearch, OrjsonSerializer
from elasticsearch.helpers import bulk, scan

from bench.recorder import Asked, recorder
from trials.side_channel_requests import Request, requests_of
from trials.side_channel_worlds import World, Worlds, front_of, served

_WHERE: Final = "compartment"


def in_one_index(worlds: Worlds, number: int) -> tuple[int, list[str]]:
    """Ask a shared index of each world so many searches; return them, and those that differ."""
    port = worlds.harness.port("elasticsearch")
    wanted = requests_of(worlds.words, worlds.ids, number=number)
    searches = [each for each in wanted if each.path.startswith("/v1/search")]
    asked = _recorded(worlds, searches)
    with Elasticsearch(
        f"http://localhost:{port}", serializer=OrjsonSerializer(), request_timeout=30
    ) as engine:
        for prefix in ("content", "with"):
            _build(engine, prefix)
        different = [
            f"{request.path}"
            for request, each in zip(searches, asked, strict=True)
            if _answer(engine, "content", each) != _answer(engine, "with", each)
        ]
    return len(searches), different


def _recorded(worlds: Worlds, searches: list[Request]) -> list[Asked]:
    """Return what the service asks of the search engine for each."""
    with recorder() as engine:
        port = served(worlds.alone, "content-recorded", {"CONTENT_ELASTICSEARCH_URL": engine.url})
        world = World(front_of(worlds.alone, "gateway-recorded", port), worlds.without.tokens)
        for number, request in enumerate(searches):
            before = len(engine.asked)
            world.ask(request, number)
            if len(engine.asked) != before + 1:
                raise RuntimeError(f"{request} was not asked once")
    return engine.asked


def _build(engine: Elasticsearch, prefix: str) -> None:
    """Copy every index of a platform into one that says of each document where it was."""
    found = engine.indices.get(index=f"{prefix}.*").body
    one = next(iter(found.values()))
    properties = {**one["mappings"]["properties"], _WHERE: {"type": "keyword"}}
    analysis = one["settings"]["index"]["analysis"]
    shared = f"shared-{prefix}"
    engine.indices.create(
        index=shared,
        mappings={"properties": properties},
        settings={"number_of_shards": 1, "number_of_replicas": 0, "analysis": analysis},
    )

    def copies() -> Iterator[dict[str, Any]]:
        for index in found:
            place = index.removeprefix(f"{prefix}.").rpartition(".")[0]
            for each in scan(engine, index=index):
                yield {
                    "_index": shared,
                    "_id": each["_id"],
                    "_source": {**each["_source"], _WHERE: place},
                }

    bulk(engine, copies())
    engine.indices.refresh(index=shared)


def _answer(engine: Elasticsearch, prefix: str, asked: Asked) -> str:
    """Return what a caller would see of it, as text: who, in which order, counts and pieces."""
    body = json.loads(json.dumps(asked.body))
    open_ = {name.partition(".")[2] for name in asked.index.split(",")}
    body["track_total_hits"] = True
    body["query"] = {
        "bool": {"must": body["query"], "filter": [{"terms": {_WHERE: sorted(open_)}}]}
    }
    said = engine.search(index=f"shared-{prefix}", body=body).body
    seen = {
        "hits": [[each["_id"], each.get("highlight")] for each in said["hits"]["hits"]],
        "total": said["hits"]["total"],
        "facets": said.get("aggregations"),
    }
    return json.dumps(seen, sort_keys=True)
