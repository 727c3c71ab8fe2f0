"""Documents through the front of content."""

from typing import Any
from uuid import uuid4

import pytest

from isp.content.v1 import content_pb2 as pb
from isp.content.v1 import document_pb2
from isp.content.v1.content_pb2_grpc import ContentServiceStub
from isp.content.v1.drafts_pb2_grpc import DraftsServiceStub
from isp.kernel.v1 import kernel_pb2
from kernel.tiers import Tier
from tests.contract.content.editing import published_by_two, written
from tests.fakes.content import MemoryContentStores, MemorySearch
from tests.fakes.serving import Caller, Served, refusal


def published(
    content: ContentServiceStub, by: Caller, said: document_pb2.DocumentContent
) -> document_pb2.Document:
    request = pb.PublishDocumentRequest(content=said, idempotency_key=str(uuid4()))
    return content.PublishDocument(request, metadata=by.metadata).document


def test_what_is_published_is_read_listed_and_found_by_anyone(
    content: ContentServiceStub, editor: Caller
) -> None:
    document = published(content, editor, written())
    read = content.GetDocument(pb.GetDocumentRequest(document_id=document.document_id))
    assert (written(), 1) == (read.document.content, read.document.version)
    (listed,) = content.ListDocuments(pb.ListDocumentsRequest()).documents
    found = content.Search(pb.SearchRequest(text="bollards"))
    assert document.document_id == listed.document_id == found.hits[0].document.document_id
    assert "" == listed.content.body == found.hits[0].document.content.body
    assert (1, False) == (found.total, found.degraded)
    names = {"sectors", "regions", "kinds", "language", "tags", "year"}
    assert names == {each.name for each in found.facets}


def test_what_may_not_be_read_is_nowhere_and_shifts_nothing(
    content: ContentServiceStub,
    drafts: DraftsServiceStub,
    editor: Caller,
    colleague: Caller,
    server: Served,
) -> None:
    published(content, editor, written())
    before = content.Search(pb.SearchRequest(text="vehicles")).SerializeToString(deterministic=True)
    said = written(kernel_pb2.TIER_VERIFIED)
    hidden = [published_by_two(drafts, editor, colleague, said) for _ in range(5)]
    after = content.Search(pb.SearchRequest(text="vehicles")).SerializeToString(deterministic=True)
    assert before == after
    assert 1 == len(content.ListDocuments(pb.ListDocumentsRequest()).documents)
    told = []
    for document_id in (hidden[0].document_id, str(uuid4())):
        with refusal() as refused:
            content.GetDocument(pb.GetDocumentRequest(document_id=document_id))
        assert ("NOT_FOUND", "DOCUMENT_NOT_FOUND") == refused.status_and_reason
        told.append(refused.said.message)
    assert told[0] == told[1]
    verified = server.caller(tier=Tier.VERIFIED)
    found = content.Search(pb.SearchRequest(text="vehicles"), metadata=verified.metadata)
    assert 6 == found.total


def test_whom_else_a_document_names_is_for_editors(
    content: ContentServiceStub,
    drafts: DraftsServiceStub,
    editor: Caller,
    colleague: Caller,
    server: Served,
    stores: MemoryContentStores,
) -> None:
    one, other = server.caller(tier=Tier.VERIFIED), server.caller(tier=Tier.VERIFIED)
    marking = kernel_pb2.Marking(
        tlp=kernel_pb2.TLP_RED,
        minimum_tier=kernel_pb2.TIER_VERIFIED,
        named_subjects=[one.subject, other.subject, editor.subject, colleague.subject],
    )
    document = published_by_two(drafts, editor, colleague, written(marking=marking))
    assert 4 == len(document.content.marking.named_subjects)
    request = pb.GetDocumentRequest(document_id=document.document_id)
    read = content.GetDocument(request, metadata=one.metadata).document
    assert [] == list(read.content.marking.named_subjects)
    *_, last = stores.audit.rows
    assert (one.subject, "content:read-red", document.document_id) == last[:3]


def test_a_revision_takes_the_version_that_was_read(
    content: ContentServiceStub, editor: Caller
) -> None:
    document = published(content, editor, written())
    request = pb.ReviseDocumentRequest(
        document_id=document.document_id, expected_version=1, content=written(title="New")
    )
    revised = content.ReviseDocument(request, metadata=editor.metadata).document
    assert (2, "New") == (revised.version, revised.content.title)
    with refusal() as refused:
        content.ReviseDocument(request, metadata=editor.metadata)
    assert ("ABORTED", "STALE_VERSION") == refused.status_and_reason


def test_a_withdrawn_document_changes_no_more_and_is_gone_for_readers(
    content: ContentServiceStub, editor: Caller
) -> None:
    document = published(content, editor, written())
    request = pb.WithdrawDocumentRequest(
        document_id=document.document_id, expected_version=1, reason="It was wrong."
    )
    gone = content.WithdrawDocument(request, metadata=editor.metadata).document
    assert document_pb2.DOCUMENT_STATUS_WITHDRAWN == gone.status
    request.expected_version = 2
    with refusal() as refused:
        content.WithdrawDocument(request, metadata=editor.metadata)
    assert ("FAILED_PRECONDITION", "DOCUMENT_WITHDRAWN") == refused.status_and_reason
    with refusal() as refused:
        content.GetDocument(pb.GetDocumentRequest(document_id=document.document_id))
    assert ("NOT_FOUND", "DOCUMENT_NOT_FOUND") == refused.status_and_reason


def test_every_wrong_field_is_named_at_once(content: ContentServiceStub, editor: Caller) -> None:
    wrong = written(
        kind=0,
        title="",
        body="a\x00b",
        language="fr",
        marking=kernel_pb2.Marking(tlp=kernel_pb2.TLP_AMBER, minimum_tier=kernel_pb2.TIER_PUBLIC),
        translation_of="not an id",
    )
    with refusal() as refused:
        content.PublishDocument(
            pb.PublishDocumentRequest(content=wrong, idempotency_key="x"), metadata=editor.metadata
        )
    assert ("INVALID_ARGUMENT", "INVALID") == refused.status_and_reason
    assert {
        "content.kind",
        "content.marking",
        "content.body",
        "content.translation_of",
        "idempotency_key",
    } <= {each.field for each in refused.said.violations}


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("text", {"text": "x" * 201}),
        ("text", {"text": "a\x00"}),
        ("sectors", {"sectors": ["retail"] * 51}),
        ("regions", {"regions": ["x" * 101]}),
        ("kinds[0]", {"kinds": [0]}),
        ("language", {"language": "fr"}),
        ("page_size", {"page_size": 51}),
        ("offset", {"offset": 201}),
        ("tags", {"tags": ["a"] * 21}),
        ("page_token", {"page_token": "x" * 6001}),
        ("published_from", {"published_from": "1 May"}),
        ("published_to", {"published_to": "9999-12-31"}),
    ],
)
def test_a_search_out_of_bounds_is_refused_by_name(
    content: ContentServiceStub, field: str, given: dict[str, Any]
) -> None:
    with refusal() as refused:
        content.Search(pb.SearchRequest(**given))
    assert [field] == [each.field for each in refused.said.violations]


def test_a_search_says_when_the_engine_is_away(
    content: ContentServiceStub, editor: Caller, engine: MemorySearch
) -> None:
    published(content, editor, written())
    engine.away = True
    found = content.Search(pb.SearchRequest(text="vehicles"))
    assert (1, True) == (found.total, found.degraded)


def test_whose_a_document_is_and_when_it_is_reviewed_is_for_editors(
    content: ContentServiceStub, editor: Caller
) -> None:
    request = pb.PublishDocumentRequest(
        content=written(), idempotency_key=str(uuid4()), review_on="2027-01-31"
    )
    document = content.PublishDocument(request, metadata=editor.metadata).document
    assert (editor.subject, "2027-01-31") == (document.owner, document.review_on)
    read = content.GetDocument(pb.GetDocumentRequest(document_id=document.document_id)).document
    assert ("", "", 1) == (read.owner, read.review_on, read.material_version)
    (listed,) = content.ListDocuments(pb.ListDocumentsRequest()).documents
    assert ("", "") == (listed.owner, listed.review_on)


def test_what_a_change_was_is_told_to_everyone(content: ContentServiceStub, editor: Caller) -> None:
    document = published(content, editor, written())
    request = pb.ReviseDocumentRequest(
        document_id=document.document_id,
        expected_version=1,
        content=written(title="New"),
        note="Other bollards.",
        material=True,
    )
    content.ReviseDocument(request, metadata=editor.metadata)
    read = content.GetDocument(pb.GetDocumentRequest(document_id=document.document_id)).document
    assert (2, "Other bollards.") == (read.material_version, read.material_note)
    assert read.changed_at == read.material_changed_at
    request.expected_version, request.note = 2, ""
    with refusal() as refused:
        content.ReviseDocument(request, metadata=editor.metadata)
    assert ("INVALID_ARGUMENT", "INVALID") == refused.status_and_reason
    request.material, request.review_on = False, "soon"
    with refusal() as refused:
        content.ReviseDocument(request, metadata=editor.metadata)
    assert ["review_on"] == [each.field for each in refused.said.violations]


def test_a_marking_above_official_sensitive_is_refused_with_what_to_do(
    content: ContentServiceStub, editor: Caller
) -> None:
    with refusal() as refused:
        published(content, editor, written(body="SECRET\n\nBollards."))
    assert ("INVALID_ARGUMENT", "INVALID") == refused.status_and_reason
    (wrong,) = refused.said.violations
    assert "content.body" == wrong.field
    assert "security officer" in wrong.description


def test_a_film_comes_back_with_its_words_and_not_in_lists(
    content: ContentServiceStub, editor: Caller
) -> None:
    film = document_pb2.Video(
        film="https://films.example/1",
        captions="https://films.example/1.vtt",
        transcript="A van stops.",
    )
    said = written(kind=document_pb2.DOCUMENT_KIND_VIDEO, video=film, tags=["vans"])
    document = published(content, editor, said)
    read = content.GetDocument(pb.GetDocumentRequest(document_id=document.document_id)).document
    assert (film, ["vans"]) == (read.content.video, list(read.content.tags))
    (listed,) = content.ListDocuments(pb.ListDocumentsRequest()).documents
    assert (False, ["vans"]) == (listed.content.HasField("video"), list(listed.content.tags))


def test_a_page_token_leads_on_for_its_caller_and_is_refused_to_another(
    content: ContentServiceStub, editor: Caller, engine: MemorySearch
) -> None:
    for _ in range(3):
        published(content, editor, written())
    asked = pb.SearchRequest(text="vehicles", page_size=2)
    first = content.Search(asked)
    asked.page_token = first.next_page_token
    second = content.Search(asked)
    assert (1, "") == (len(second.hits), second.next_page_token)
    seen = {hit.document.document_id for page in (first, second) for hit in page.hits}
    assert 3 == len(seen)
    with refusal() as refused:
        content.Search(asked, metadata=editor.metadata)
    assert ("INVALID_ARGUMENT", "CURSOR_REFUSED") == refused.status_and_reason
    assert ["page_token"] == [each.field for each in refused.said.violations]
    engine.away = True
    with refusal() as refused:
        content.Search(asked)
    assert ("ABORTED", "SEARCH_MUST_RESTART") == refused.status_and_reason


def test_what_not_everyone_may_read_is_refused_and_told_where_it_begins(
    content: ContentServiceStub, editor: Caller, stores: MemoryContentStores
) -> None:
    with refusal() as refused:
        published(content, editor, written(kernel_pb2.TIER_VERIFIED))
    assert ("FAILED_PRECONDITION", "SECOND_PERSON_NEEDED") == refused.status_and_reason
    assert "draft" in refused.said.message
    assert {} == stores.documents.kept
