"""A change of synonyms reaches search while people search: on PostgreSQL and Elasticsearch."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from chassis.postgres.engine import open_engine
from chassis.pseudonyms import Pseudonyms
from kernel.ports import RandomIds, SystemClock
from kernel.principals import ANONYMOUS
from services.content.bootstrap_synonyms import on_record
from services.content.domain.search import Query
from services.content.domain.synonyms import FIRST
from services.content.outbound.cursors import SignedCursors
from services.content.outbound.elasticsearch.index import ElasticsearchDocuments, open_client
from services.content.outbound.postgres.unit_of_work import unit_of_work as open_unit_of_work
from services.content.usecases.change_synonyms import ChangeSynonyms
from services.content.usecases.keep_index_current import KeepIndexCurrent
from services.content.usecases.rebuild_index import RebuildIndex
from services.content.usecases.search import Search
from tests.fakes.content import AMBER, EDITOR, published

CLOCK = SystemClock()
TELESCOPES = (*FIRST["en-GB"], ("telescope", "long view"))


@pytest.fixture
def unit_of_work(new_database) -> Iterator[object]:
    engine = open_engine(new_database("content").app_url, process="test", pool=4)
    yield open_unit_of_work(engine, clock=CLOCK, ids=RandomIds(), pseudonyms=Pseudonyms(b"k"))
    engine.dispose()


@pytest.fixture
def index(elasticsearch_url, unit_of_work) -> Iterator[ElasticsearchDocuments]:
    client = open_client(elasticsearch_url).options(request_timeout=20)
    yield ElasticsearchDocuments(client=client, prefix="effect", synonyms=on_record(unit_of_work))
    client.close()


def test_a_change_is_searched_by_once_it_is_built_and_search_never_stops(
    unit_of_work, index
) -> None:
    documents = [published(title="A long view"), *(published(marking=AMBER) for _ in range(3))]
    with unit_of_work() as tx:
        for each in documents:
            tx.documents.add(each)
    index.keep(*documents)
    index.refresh()
    search = Search(
        engine=index,
        unit_of_work=unit_of_work,
        cursors=SignedCursors(b"k" * 32),
        clock=CLOCK,
        note_gap=lambda *_: None,
    )
    rebuild = RebuildIndex(index=index, unit_of_work=unit_of_work, clock=CLOCK)
    current = KeepIndexCurrent(index=index, rebuild_index=rebuild)

    def found(text: str) -> tuple[bool, list[object]]:
        results = search(ANONYMOUS, query=Query(text=text), size=5, offset=0)
        return results.degraded, [each.document_id for each, _ in results.documents]

    change = ChangeSynonyms(unit_of_work=unit_of_work, clock=CLOCK)
    change(EDITOR, language="en-GB", read=1, groups=TELESCOPES)
    there, nothing = (False, [documents[0].document_id]), (False, [])
    assert nothing == found("telescope"), "it is on record, and not built in yet"
    built = Event()

    def look() -> list[tuple[bool, list[object]]]:
        seen = []
        while not built.is_set():
            seen.append(found("long view"))
        return seen

    with ThreadPoolExecutor(1) as threads:
        looking = threads.submit(look)
        assert len(documents) == current()
        built.set()
    assert {str(there)} == {str(each) for each in looking.result()}
    assert there == found("telescope")
    assert 0 == current()
