"""Saved searches through the front of content."""

from uuid import uuid4

import pytest

from isp.content.v1 import saved_searches_pb2 as pb
from isp.content.v1.saved_searches_pb2_grpc import SavedSearchesServiceStub
from kernel.ports import SystemClock
from services.content.usecases.match_saved_searches import MatchSavedSearches
from tests.fakes.content import MemoryContentStores, published
from tests.fakes.serving import Caller, Served, refusal


@pytest.fixture
def saved(server: Served) -> SavedSearchesServiceStub:
    return SavedSearchesServiceStub(server.channel)


@pytest.fixture
def reader(server: Served) -> Caller:
    return server.caller()


def to_save(text: str = "vehicles", **given: object) -> pb.SaveSearchRequest:
    criteria = pb.SearchCriteria(text=text, **given)
    return pb.SaveSearchRequest(name=" Vans ", criteria=criteria, idempotency_key=str(uuid4()))


def test_what_is_published_later_is_listed_to_its_owner_and_nobody_else(
    saved: SavedSearchesServiceStub,
    reader: Caller,
    server: Served,
    unit_of_work,
    stores: MemoryContentStores,
) -> None:
    kept = saved.SaveSearch(to_save(), metadata=reader.metadata).saved_search
    assert ("Vans", 1, 0, "vehicles") == (
        kept.name,
        kept.version,
        kept.unseen,
        kept.criteria.text,
    )
    stores.documents.add(document := published())
    MatchSavedSearches(unit_of_work=unit_of_work, clock=SystemClock())(document.document_id)
    (listed,) = saved.ListSavedSearches(
        pb.ListSavedSearchesRequest(), metadata=reader.metadata
    ).saved_searches
    assert 1 == listed.unseen
    request = pb.ListSavedSearchMatchesRequest(saved_search_id=kept.saved_search_id)
    (match,) = saved.ListSavedSearchMatches(request, metadata=reader.metadata).matches
    assert (str(document.document_id), "", False) == (
        match.document.document_id,
        match.document.content.body,
        match.seen,
    )
    seen = pb.SeeSavedSearchMatchesRequest(saved_search_id=kept.saved_search_id)
    saved.SeeSavedSearchMatches(seen, metadata=reader.metadata)
    (match,) = saved.ListSavedSearchMatches(request, metadata=reader.metadata).matches
    assert match.seen
    others = server.caller()
    for each in (kept.saved_search_id, str(uuid4())):
        with refusal() as refused:
            saved.ListSavedSearchMatches(
                pb.ListSavedSearchMatchesRequest(saved_search_id=each), metadata=others.metadata
            )
        assert ("NOT_FOUND", "SAVED_SEARCH_NOT_FOUND") == refused.status_and_reason


def test_it_is_changed_and_deleted_at_the_version_that_was_read(
    saved: SavedSearchesServiceStub, reader: Caller
) -> None:
    kept = saved.SaveSearch(to_save(), metadata=reader.metadata).saved_search
    change = pb.ChangeSavedSearchRequest(
        saved_search_id=kept.saved_search_id,
        expected_version=1,
        name="Drones",
        criteria=pb.SearchCriteria(tags=["drones"]),
    )
    changed = saved.ChangeSavedSearch(change, metadata=reader.metadata).saved_search
    assert (2, "Drones", ["drones"]) == (changed.version, changed.name, [*changed.criteria.tags])
    delete = pb.DeleteSavedSearchRequest(saved_search_id=kept.saved_search_id, expected_version=1)
    with refusal() as refused:
        saved.DeleteSavedSearch(delete, metadata=reader.metadata)
    assert ("ABORTED", "STALE_VERSION") == refused.status_and_reason
    delete.expected_version = 2
    saved.DeleteSavedSearch(delete, metadata=reader.metadata)
    listed = saved.ListSavedSearches(pb.ListSavedSearchesRequest(), metadata=reader.metadata)
    assert 0 == len(listed.saved_searches)


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("text", {"text": "x" * 201}),
        ("sectors", {"sectors": ["retail"] * 51}),
        ("tags", {"tags": ["a"] * 21}),
        ("language", {"language": "fr"}),
        ("criteria", {"text": "  "}),
    ],
)
def test_what_is_out_of_bounds_is_refused_by_name(
    saved: SavedSearchesServiceStub, reader: Caller, field: str, given: dict[str, object]
) -> None:
    with refusal() as refused:
        saved.SaveSearch(to_save(**given), metadata=reader.metadata)
    assert [field] == [each.field for each in refused.said.violations]
