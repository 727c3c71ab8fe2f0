"""Elasticsearch passes the suite of every search, and keeps what the record says."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import count

import pytest

from kernel.principals import ANONYMOUS
from kernel.tiers import Tier
from services.content.domain.compartments import Compartment, entitled
from services.content.domain.cursor import SearchMustRestart
from services.content.domain.errors import SearchUnavailable
from services.content.domain.search import Query
from services.content.outbound.elasticsearch import sending
from services.content.outbound.elasticsearch.index import (
    ElasticsearchDocuments,
    open_client,
)
from tests.fakes.content import AMBER, NOON, VERIFIED, published
from tests.ports.content_search import SearchSuite

_NUMBERS = count(1)


@pytest.fixture
def search(elasticsearch_url):
    """Indexes of its own for each test."""
    client = open_client(elasticsearch_url).options(request_timeout=20)
    yield ElasticsearchDocuments(client=client, prefix=f"test{next(_NUMBERS)}", linger=0.5)
    client.close()


def _found(search, text: str, reader=ANONYMOUS) -> set[object]:
    search.refresh()
    found = search.find(entitled(reader), Query(text=text), size=50, offset=0)
    return {hit.document_id for hit in found.hits}


class TestElasticsearch(SearchSuite):
    """On the real server."""

    @pytest.fixture
    def looked_into(self, elasticsearch_url):
        client = open_client(elasticsearch_url).options(request_timeout=20)

        def fill(*documents):
            search = ElasticsearchDocuments(client=client, prefix=f"suite{next(_NUMBERS)}")
            for each in documents:
                search.keep(each)
            search.refresh()
            return search

        yield fill
        client.close()


def test_an_older_version_that_comes_late_changes_nothing(search) -> None:
    first = published(title="Old words")
    second = first.revise(published(title="New words").content, by="editor", at=NOON)
    for each in (second, first, second):
        search.keep(each)
    assert set() == _found(search, "old")
    assert {first.document_id} == _found(search, "new")


def test_what_becomes_secret_leaves_where_it_was_and_does_not_come_back(search) -> None:
    first = published()
    secret = first.revise(published(marking=AMBER).content, by="editor", at=NOON)
    for each in (first, secret, first):
        search.keep(each)
    assert set() == _found(search, "vehicles")
    assert {first.document_id} == _found(search, "vehicles", VERIFIED)
    gone = secret.withdraw(by="editor", at=NOON)
    for each in (gone, secret, first):
        search.keep(each)
    assert set() == _found(search, "vehicles", VERIFIED)


def test_many_are_kept_at_once_each_in_its_own_place(search) -> None:
    open_to_all, secret = published(), published(marking=AMBER)
    gone = published()
    search.keep(gone)
    search.keep(open_to_all, secret, gone.withdraw(by="editor", at=NOON))
    assert {open_to_all.document_id} == _found(search, "vehicles")
    assert {open_to_all.document_id, secret.document_id} == _found(search, "vehicles", VERIFIED)


def test_a_rebuild_puts_the_record_in_the_indexes_place(search) -> None:
    stray, kept, secret = published(), published(), published(marking=AMBER)
    for each in (stray, kept):
        search.keep(each)
    gone = published().withdraw(by="editor", at=NOON)
    assert 2 == search.rebuild(iter([kept, secret, gone]))
    assert {kept.document_id} == _found(search, "vehicles")
    assert {kept.document_id, secret.document_id} == _found(search, "vehicles", VERIFIED)
    search.keep(later := published())
    assert {kept.document_id, later.document_id} == _found(search, "vehicles")
    assert 1 == search.rebuild(iter([kept]))
    assert {kept.document_id} == _found(search, "vehicles", VERIFIED)


def test_where_no_index_is_nothing_is_found(search) -> None:
    found = search.find((Compartment(Tier.TRUSTED, "nobody"),), Query(text="x"), size=5, offset=0)
    assert (0, []) == (found.total, list(found.hits))


def test_an_engine_that_is_away_is_said_to_be() -> None:
    away = ElasticsearchDocuments(client=open_client("http://localhost:1"))
    with pytest.raises(SearchUnavailable):
        away.find(entitled(ANONYMOUS), Query(text="x"), size=5, offset=0)
    with pytest.raises(SearchUnavailable):
        away.keep(published())
    with pytest.raises(SearchUnavailable):
        away.rebuild(iter([published()]))


def test_pages_go_on_over_the_state_that_they_began_with(search) -> None:
    """What is published, withdrawn or moved meanwhile shifts nothing."""
    kept = [published(title=f"Vehicles {number}") for number in range(6)]
    search.keep(*kept)
    search.refresh()
    query, seen = Query(text="vehicles"), []
    first = search.find(entitled(ANONYMOUS), query, size=3)
    seen += [hit.document_id for hit in first.hits]
    for each in kept[:3]:
        search.keep(each.withdraw(by="editor", at=NOON))
    search.keep(*(published(title="Vehicles vehicles", body="vehicles") for _ in range(5)))
    search.refresh()
    second = search.find(entitled(ANONYMOUS), query, size=3, after=first.end)
    seen += [hit.document_id for hit in second.hits]
    assert {each.document_id for each in kept} == set(seen)
    assert 6 == second.total
    assert 8 == search.find(entitled(ANONYMOUS), query, size=3).total


def test_after_a_rebuild_a_search_begins_anew_and_says_so(search) -> None:
    kept = [published() for _ in range(4)]
    search.keep(*kept)
    search.refresh()
    first = search.find(entitled(ANONYMOUS), Query(text="vehicles"), size=2)
    assert 4 == search.rebuild(iter(kept))
    with pytest.raises(SearchMustRestart):
        search.find(entitled(ANONYMOUS), Query(text="vehicles"), size=2, after=first.end)
    assert 4 == search.find(entitled(ANONYMOUS), Query(text="vehicles"), size=2).total


def test_searches_of_one_moment_share_a_point_and_no_two_compartments_do(search) -> None:
    search.keep(published(), published(marking=AMBER))
    search.refresh()
    points = [
        search.find(entitled(who), Query(text="vehicles"), size=1).end.point
        for who in (ANONYMOUS, ANONYMOUS, VERIFIED)
    ]
    assert points[0] == points[1] != points[2]
    assert 3_000 > max(map(len, points))


def test_what_attachments_say_is_kept_in_the_documents_compartment_alone(search) -> None:
    secret = replace(published(marking=AMBER), attached=("zebra crossing",))
    search.keep(secret, published())
    search.refresh()

    def holding(reader) -> set[str]:
        found = search.client.search(
            index=[search._alias(each) for each in entitled(reader)],
            ignore_unavailable=True,
            allow_no_indices=True,
            query={"match": {"en.attachments": "zebra"}},
        )
        return {each["_id"] for each in found["hits"]["hits"]}

    assert set() == holding(ANONYMOUS)
    assert {str(secret.document_id)} == holding(VERIFIED)
    search.keep(replace(secret, attached=()))
    search.refresh()
    assert set() == holding(VERIFIED), "removed, at the same version of the document"


class _Interrupted(Exception):
    """The process that built the indexes ended."""


def _then(act, *documents):
    """Yield documents; do something before the last."""
    *first, last = documents
    yield from first
    act()
    yield last


def test_what_is_kept_during_a_rebuild_is_found_before_and_after_it(search) -> None:
    old, gone, moved = published(), published(), published()
    search.keep(old, gone, moved)
    fresh, secret = published(), moved.revise(published(marking=AMBER).content, by="x", at=NOON)

    def meanwhile() -> None:
        search.keep(fresh, secret, gone.withdraw(by="editor", at=NOON))
        assert {old.document_id, fresh.document_id} == _found(search, "vehicles")

    search.rebuild(_then(meanwhile, old, moved, gone))
    assert {old.document_id, fresh.document_id} == _found(search, "vehicles")
    assert 3 == len(_found(search, "vehicles", VERIFIED))


def test_a_rebuild_of_many_portions_takes_each_of_them(search) -> None:
    """Portions go beside each other; none is lost, and none is counted twice."""
    number = 3 * sending.MANY_CHUNK + 1
    documents = [published() for _ in range(number)]
    assert number == search.rebuild(iter(documents))
    there = search.client.count(index=f"{search.prefix}.*")["count"]
    assert number == there


def test_a_rebuild_sends_no_more_once_a_portion_was_not_taken(search, monkeypatch) -> None:
    """And the old index stands. The record is not read to its end for nothing."""
    standing = published()
    search.keep(standing)
    monkeypatch.setattr(sending, "MANY_CHUNK", 10)
    read = []

    def documents():
        for number in range(1_000):
            read.append(number)
            if number == 20:  # what it is filled into goes
                for index in search.client.indices.get(index=f"{search.prefix}.*"):
                    if not index.endswith(".first"):
                        search.client.indices.delete(index=index)
            yield published()

    with pytest.raises(SearchUnavailable):
        search.rebuild(documents())
    assert 20 < len(read) < 200
    assert {standing.document_id} == _found(search, "vehicles")


def test_no_search_during_rebuilds_finds_fewer_than_one_before(search) -> None:
    shown = [published() for _ in range(30)]
    search.keep(*shown)
    search.refresh()
    ended = threading.Event()

    def look() -> list[int]:
        counts = []
        while not ended.is_set():
            found = search.find(entitled(VERIFIED), Query(text="vehicles"), size=1, offset=0)
            counts.append(found.total)
        return counts

    with ThreadPoolExecutor(2) as pool:
        looking = [pool.submit(look) for _ in range(2)]
        try:
            for _ in range(6):
                record = list(shown)
                more = published(marking=AMBER)
                search.rebuild(_then(lambda new=more: search.keep(new), *record))
                shown.append(more)
        finally:
            ended.set()
        for counts in (each.result() for each in looking):
            assert 30 <= counts[0]
            assert counts == sorted(counts), "a search found fewer than one that ended before it"
    assert 36 == len(_found(search, "vehicles", VERIFIED))


def test_a_rebuild_that_ends_in_the_middle_leaves_the_old_and_the_next_clears_up(search) -> None:
    document = published()
    search.keep(document)

    def end() -> None:
        raise _Interrupted

    def indexes() -> set[str]:
        return set(search.client.indices.get_alias(index=f"{search.prefix}.*").body)

    before = indexes()
    with pytest.raises(_Interrupted):
        search.rebuild(_then(end, published(marking=AMBER), published()))
    assert before < indexes()
    assert {document.document_id} == _found(search, "vehicles", VERIFIED)
    assert 1 == search.rebuild(iter([document]))
    assert 1 == len(indexes())
    assert {document.document_id} == _found(search, "vehicles", VERIFIED)


def test_two_that_made_the_same_index_at_the_same_time_are_seen(search) -> None:
    search.keep(document := published())
    second = f"{search.prefix}.public.second"
    search.client.indices.create(index=second)
    assert not search.outdated()
    search.client.indices.put_alias(index=second, name=f"{search.prefix}.public")
    assert search.outdated()
    search.rebuild(iter([document]))
    assert not search.outdated()
