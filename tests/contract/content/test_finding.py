"""Suggestions, similar documents and gaps through the front of content."""

from uuid import uuid4

import pytest

from isp.content.v1 import content_pb2
from isp.content.v1 import finding_pb2 as pb
from isp.content.v1.content_pb2_grpc import ContentServiceStub
from isp.content.v1.finding_pb2_grpc import FindingServiceStub
from kernel.tiers import Tier
from tests.contract.content.test_documents import published, written
from tests.fakes.content import AMBER, MemoryContentStores
from tests.fakes.content import published as kept
from tests.fakes.serving import Caller, Served, refusal


@pytest.fixture
def editor(server: Served) -> Caller:
    return server.caller("editor", tier=Tier.TRUSTED)


def test_titles_and_tags_are_suggested_of_what_one_may_read(
    content: ContentServiceStub,
    finding: FindingServiceStub,
    editor: Caller,
    stores: MemoryContentStores,
) -> None:
    document = published(content, editor, written(title="Hostile vans", tags=["hosting"]))
    stores.documents.add(kept(title="Hostile drones", marking=AMBER))
    found = finding.Suggest(pb.SuggestRequest(text="host")).suggestions
    assert [("hosting", ""), ("Hostile vans", document.document_id)] == [
        (each.text, each.document_id) for each in found
    ]
    verified = finding.Suggest(pb.SuggestRequest(text="drones"), metadata=editor.metadata)
    assert ["Hostile drones"] == [each.text for each in verified.suggestions]


def test_what_is_like_a_document_is_listed_without_its_body(
    content: ContentServiceStub,
    finding: FindingServiceStub,
    editor: Caller,
    stores: MemoryContentStores,
) -> None:
    read = published(content, editor, written(title="Vans and kerbs"))
    near = published(content, editor, written(title="Kerbs and vans"))
    stores.documents.add(hidden := kept(title="Vans and kerbs", marking=AMBER))
    request = pb.ListSimilarRequest(document_id=read.document_id)
    (listed,) = finding.ListSimilar(request).documents
    assert (near.document_id, "", "") == (listed.document_id, listed.content.body, listed.owner)
    refused_of = []
    for document_id in (str(hidden.document_id), str(uuid4())):
        with refusal() as refused:
            finding.ListSimilar(pb.ListSimilarRequest(document_id=document_id))
        refused_of.append((*refused.status_and_reason, str(refused.said)))
    assert ("NOT_FOUND", "DOCUMENT_NOT_FOUND") == refused_of[0][:2]
    assert refused_of[0] == refused_of[1]


@pytest.mark.parametrize(
    ("field", "request_"),
    [
        ("text", pb.SuggestRequest(text="x" * 101)),
        ("text", pb.SuggestRequest(text="a\x00")),
        ("language", pb.SuggestRequest(text="van", language="fr")),
    ],
)
def test_what_is_typed_out_of_bounds_is_refused_by_name(
    finding: FindingServiceStub, field: str, request_: pb.SuggestRequest
) -> None:
    with refusal() as refused:
        finding.Suggest(request_)
    assert [field] == [each.field for each in refused.said.violations]


def test_editors_see_what_three_callers_looked_for_in_vain(
    content: ContentServiceStub, finding: FindingServiceStub, editor: Caller, server: Served
) -> None:
    for _ in range(3):
        who = server.caller()
        content.Search(content_pb2.SearchRequest(text="Quantum moats"), metadata=who.metadata)
    gaps = finding.ListSearchGaps(pb.ListSearchGapsRequest(), metadata=editor.metadata).gaps
    assert [("quantum moats", 3)] == [(each.text, each.times) for each in gaps]
