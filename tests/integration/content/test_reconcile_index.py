"""An index that was tampered with is found and mended, on the real servers."""

from dataclasses import replace
from datetime import timedelta
from itertools import count
from uuid import uuid4

import pytest
from sqlalchemy import text

from chassis.postgres.engine import open_engine
from chassis.pseudonyms import Pseudonyms
from kernel.ports import RandomIds, SystemClock
from kernel.principals import Principal
from kernel.tiers import Tier
from services.content.bootstrap_reconcile import ALARMS, DIFFERENCES, MENDED, reconcile_index, told
from services.content.domain.compartments import entitled
from services.content.domain.errors import RebuildUnderWay
from services.content.domain.reconciling import Kind
from services.content.domain.search import Query
from services.content.outbound.elasticsearch.comparing import ComparedDocuments
from services.content.outbound.elasticsearch.index import open_client
from services.content.outbound.postgres.unit_of_work import unit_of_work as open_unit_of_work
from tests.fakes.content import AMBER, NOON, published
from tests.fakes.content_attachments import attachment

_NUMBERS = count(1)
LONG_AGO = NOON - timedelta(days=400)
MEMBER = Principal(subject="m", tier=Tier.TRUSTED)


@pytest.fixture(scope="module")
def engine(new_database):
    engine = open_engine(new_database("content").app_url, process="test", pool=3)
    yield engine
    engine.dispose()


@pytest.fixture
def record(engine):
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM documents"))
    return open_unit_of_work(
        engine, clock=SystemClock(), ids=RandomIds(), pseudonyms=Pseudonyms(b"k")
    )


@pytest.fixture
def index(elasticsearch_url):
    client = open_client(elasticsearch_url).options(request_timeout=20)
    yield ComparedDocuments(client=client, prefix=f"compared{next(_NUMBERS)}", linger=0)
    client.close()


@pytest.fixture
def documents(record, index):
    """Five that anyone reads and two for verified people, in the record and in the index."""
    kept = [published(at=LONG_AGO) for _ in range(5)]
    kept += [published(at=LONG_AGO, marking=AMBER) for _ in range(2)]
    with record() as tx:
        for each in kept:
            tx.documents.add(each)
    index.keep(*kept)
    index.refresh()
    return kept


@pytest.fixture
def put(index):
    """Write into an index past the platform."""

    def put(compartment: str, entry: str, source: dict, **more) -> None:
        index.client.index(index=f"{index.prefix}.{compartment}", id=entry, document=source, **more)
        index.refresh()

    return put


def _found(index) -> set[object]:
    index.refresh()
    found = index.find(entitled(MEMBER), Query(text=""), size=50, offset=0)
    assert found.total == len(found.hits)
    return {hit.document_id for hit in found.hits}


def _source(index, document) -> dict:
    said = index.client.get(index=f"{index.prefix}.public", id=str(document.document_id))
    return dict(said.body["_source"])


def _lose(index, document, version: int) -> None:
    """Delete an entry past the platform; the index remembers the version."""
    more = {"version": version, "version_type": "external_gte", "refresh": True}
    index.client.delete(index=f"{index.prefix}.public", id=str(document.document_id), **more)


def test_an_index_that_agrees_is_left_alone(record, index, documents) -> None:
    reconciled = told(reconcile_index(index, record)())
    assert (0, None, False) == (reconciled.mended, reconciled.rebuilt, reconciled.alarming)
    said = {each.name: (each.in_record, each.in_index) for each in reconciled.compartments}
    assert {"public": (5, 5), "verified": (2, 2)} == said
    assert all(each.record_digest == each.index_digest for each in reconciled.compartments)


def test_what_is_missing_stale_and_foreign_is_mended(record, index, documents, put) -> None:
    missing, stale, kept, *_ = documents
    secret = documents[-1]
    before = MENDED._value.get()
    _lose(index, missing, version=1)
    source = _source(index, stale)
    changed = source | {"en": source["en"] | {"title": "Not what was published"}}
    put("public", str(stale.document_id), changed, version=1, version_type="external_gte")
    put("public", str(uuid4()), source | {"document_id": str(uuid4())})
    put("public", "no id at all", {"en": {"title": "Nobody's"}})
    put("public", "a copy", _source(index, kept))
    put("public", str(secret.document_id), source | {"document_id": str(secret.document_id)})
    reconciled = told(reconcile_index(index, record)())
    assert {Kind.MISSING: 1, Kind.STALE: 1, Kind.FOREIGN: 4} == reconciled.wrong
    assert (6, None, False) == (reconciled.mended, reconciled.rebuilt, reconciled.alarming)
    assert 4 == DIFFERENCES.labels("foreign")._value.get()
    assert before + 6 == MENDED._value.get()
    index.refresh()
    assert 0 == reconcile_index(index, record)().mended
    assert {each.document_id for each in documents} == _found(index)
    assert source == _source(index, stale)


def test_what_went_and_what_moved_leaves_its_old_place(record, index, documents) -> None:
    gone = documents[0].withdraw(by="editor", at=LONG_AGO)
    moved = documents[1].revise(
        published(marking=AMBER).content, by="editor", at=LONG_AGO + timedelta(days=1)
    )
    with record() as tx:
        tx.documents.save(gone)
        tx.documents.save(moved)
    reconciled = reconcile_index(index, record)()
    assert {Kind.MISSING: 1, Kind.STALE: 0, Kind.FOREIGN: 2} == reconciled.wrong
    assert {each.document_id for each in documents[1:]} == _found(index)
    assert 0 == reconcile_index(index, record)().mended


def test_what_may_still_be_on_its_way_is_not_judged(record, index, documents) -> None:
    with record() as tx:
        tx.documents.add(published(at=SystemClock().now()))
        tx.documents.add(lost := published(at=SystemClock().now() - timedelta(minutes=2)))
    reconciled = reconcile_index(index, record)()
    assert 1 == reconciled.mended == reconciled.wrong[Kind.MISSING]
    assert {lost.document_id, *(each.document_id for each in documents)} == _found(index)


def test_a_later_version_than_the_records_is_built_anew_with_an_alarm(
    record, index, documents, put
) -> None:
    """As after the record was restored from a backup: no write of ours would replace it."""
    before = ALARMS._value.get()
    source = _source(index, documents[0])
    changed = source | {"en": source["en"] | {"title": "Of a later day"}}
    put("public", str(documents[0].document_id), changed, version=9, version_type="external")
    reconciled = told(reconcile_index(index, record)())
    assert (7, True) == (reconciled.rebuilt, reconciled.alarming)
    assert before + 1 == ALARMS._value.get()
    assert source == _source(index, documents[0])
    assert 0 == reconcile_index(index, record)().mended


def test_what_was_deleted_as_a_later_version_is_built_anew_too(record, index, documents) -> None:
    _lose(index, documents[0], version=9)
    assert 7 == reconcile_index(index, record)().rebuilt
    assert {each.document_id for each in documents} == _found(index)


def test_nobody_compares_while_another_builds(record, index) -> None:
    with record() as tx:
        assert tx.synonyms.builds_alone()
        with pytest.raises(RebuildUnderWay):
            reconcile_index(index, record)()


def test_what_attachments_say_is_no_difference_and_is_brought_back(record, index) -> None:
    document = published(at=LONG_AGO)
    file = attachment(document_id=document.document_id, has_text=True, changed_at=LONG_AGO)
    with record() as tx:
        tx.documents.add(document)
        tx.attachments.add(file)
        tx.attachments.save(file, text="marshalling yard")
    index.keep(replace(document, attached=("marshalling yard",)))
    index.refresh()
    reconcile = reconcile_index(index, record)
    assert 0 == reconcile().mended
    index.keep(document)  # as if the text had been missed
    index.refresh()
    assert 1 == reconcile().mended
    index.refresh()
    found = index.find(entitled(MEMBER), Query(text="marshalling"), size=9, offset=0)
    assert [document.document_id] == [hit.document_id for hit in found.hits]
