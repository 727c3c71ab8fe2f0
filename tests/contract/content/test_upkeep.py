"""Versions, reviews and ends of documents through the front of content."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from google.protobuf.timestamp_pb2 import Timestamp

from isp.content.v1 import content_pb2, document_pb2, drafts_pb2
from isp.content.v1 import upkeep_pb2 as pb
from isp.content.v1.content_pb2_grpc import ContentServiceStub
from isp.content.v1.drafts_pb2_grpc import DraftsServiceStub
from isp.content.v1.upkeep_pb2_grpc import UpkeepServiceStub
from isp.kernel.v1 import kernel_pb2
from kernel.tiers import Tier
from services.content.domain.upkeep import Upkeep
from tests.contract.content.editing import published_by_two, written
from tests.fakes.content import AMBER, MemoryContentStores, looked_after
from tests.fakes.serving import Caller, Served, refusal


@pytest.fixture
def document(content: ContentServiceStub, editor: Caller) -> document_pb2.Document:
    """One that everyone may read, in its second version."""
    request = content_pb2.PublishDocumentRequest(content=written(), idempotency_key=str(uuid4()))
    first = content.PublishDocument(request, metadata=editor.metadata).document
    return content.ReviseDocument(
        content_pb2.ReviseDocumentRequest(
            document_id=first.document_id,
            expected_version=1,
            content=written(body="Use **planters** where people gather."),
            note="Planters.",
            material=True,
        ),
        metadata=editor.metadata,
    ).document


def test_what_a_document_was_is_listed_and_compared(
    upkeep: UpkeepServiceStub, editor: Caller, document: document_pb2.Document
) -> None:
    asked = pb.ListVersionsRequest(document_id=document.document_id, page_size=1)
    newest = upkeep.ListVersions(asked, metadata=editor.metadata)
    assert [(2, "Planters.", True, "")] == [
        (each.document.version, each.note, each.material, each.document.content.body)
        for each in newest.versions
    ]
    asked.before_version = newest.next_before_version
    oldest = upkeep.ListVersions(asked, metadata=editor.metadata)
    assert ([(1, False)], 0) == (
        [(each.document.version, each.material) for each in oldest.versions],
        oldest.next_before_version,
    )
    request = pb.GetVersionRequest(document_id=document.document_id, version=2, since_version=1)
    compared = upkeep.GetVersion(request, metadata=editor.metadata)
    (body,) = compared.differences
    assert "body" == body.field
    sides = drafts_pb2.DifferenceSide
    assert [
        (sides.DIFFERENCE_SIDE_BOTH, "Use **"),
        (sides.DIFFERENCE_SIDE_BEFORE, "bollards"),
        (sides.DIFFERENCE_SIDE_AFTER, "planters"),
        (sides.DIFFERENCE_SIDE_BOTH, "** where people gather."),
    ] == [(each.side, each.text) for each in body.pieces]
    assert compared.version.document.content == document.content


def test_each_version_bears_its_own_marking(
    upkeep: UpkeepServiceStub,
    drafts: DraftsServiceStub,
    editor: Caller,
    colleague: Caller,
    server: Served,
) -> None:
    """What was restricted once is not shown to an editor who might not read it then."""
    restricted = published_by_two(drafts, editor, colleague, written(kernel_pb2.TIER_VERIFIED))
    wider = published_by_two(drafts, editor, colleague, written(), of=restricted)
    outsider = server.caller("editor", tier=Tier.REGISTERED)
    asked = pb.ListVersionsRequest(document_id=wider.document_id)
    seen = upkeep.ListVersions(asked, metadata=outsider.metadata).versions
    assert [2] == [each.document.version for each in seen]
    for version, since in ((1, 0), (2, 1), (7, 0)):
        with refusal() as refused:
            upkeep.GetVersion(
                pb.GetVersionRequest(
                    document_id=wider.document_id, version=version, since_version=since
                ),
                metadata=outsider.metadata,
            )
        assert ("NOT_FOUND", "DOCUMENT_NOT_FOUND") == refused.status_and_reason
    assert 2 == len(upkeep.ListVersions(asked, metadata=editor.metadata).versions)


@pytest.mark.parametrize(
    ("field", "request_"),
    [
        ("version", pb.GetVersionRequest(document_id=str(uuid4()))),
        ("version", pb.GetVersionRequest(document_id=str(uuid4()), version=-1)),
        (
            "since_version",
            pb.GetVersionRequest(document_id=str(uuid4()), version=1, since_version=-1),
        ),
    ],
)
def test_a_version_is_a_number_from_one(
    upkeep: UpkeepServiceStub, editor: Caller, field: str, request_: pb.GetVersionRequest
) -> None:
    with refusal() as refused:
        upkeep.GetVersion(request_, metadata=editor.metadata)
    assert [field] == [each.field for each in refused.said.violations]


def test_a_review_is_kept_with_the_next_day_and_whose_it_is(
    upkeep: UpkeepServiceStub,
    editor: Caller,
    colleague: Caller,
    document: document_pb2.Document,
) -> None:
    day = (datetime.now(UTC) + timedelta(days=100)).date().isoformat()
    request = pb.ReviewDocumentRequest(
        document_id=document.document_id, expected_version=2, review_on=day
    )
    reviewed = upkeep.ReviewDocument(request, metadata=colleague.metadata).document
    assert (3, day, editor.subject) == (reviewed.version, reviewed.review_on, reviewed.owner)
    assert (document.content, 2) == (reviewed.content, reviewed.material_version)
    with refusal() as refused:
        upkeep.ReviewDocument(request, metadata=colleague.metadata)
    assert ("ABORTED", "STALE_VERSION") == refused.status_and_reason
    request.expected_version, request.take_over, request.review_on = 3, True, ""
    taken = upkeep.ReviewDocument(request, metadata=colleague.metadata).document
    assert colleague.subject == taken.owner
    assert taken.review_on > day
    request.expected_version, request.review_on = 4, "2020-01-01"
    with refusal() as refused:
        upkeep.ReviewDocument(request, metadata=colleague.metadata)
    assert ["review_on"] == [each.field for each in refused.said.violations]


def test_an_end_is_planned_and_taken_away_again(
    upkeep: UpkeepServiceStub, editor: Caller, document: document_pb2.Document
) -> None:
    at = Timestamp()
    at.FromDatetime(datetime.now(UTC) + timedelta(days=3))
    request = pb.PlanWithdrawalRequest(
        document_id=document.document_id,
        expected_version=2,
        withdraw_at=at,
        reason="The event is over then.",
    )
    planned = upkeep.PlanWithdrawal(request, metadata=editor.metadata).document
    assert at == planned.withdraw_at
    going = pb.ListDueDocumentsRequest(due=pb.DOCUMENT_DUE_WITHDRAWAL)
    (found,) = upkeep.ListDueDocuments(going, metadata=editor.metadata).documents
    assert (document.document_id, "") == (found.document_id, found.content.body)
    stays = pb.PlanWithdrawalRequest(
        document_id=document.document_id, expected_version=3, reason="It stays."
    )
    kept = upkeep.PlanWithdrawal(stays, metadata=editor.metadata).document
    assert not kept.HasField("withdraw_at")
    assert not upkeep.ListDueDocuments(going, metadata=editor.metadata).documents
    at.FromDatetime(datetime(2020, 1, 1, tzinfo=UTC))
    past = pb.PlanWithdrawalRequest(
        document_id=document.document_id, expected_version=4, withdraw_at=at, reason="Past."
    )
    with refusal() as refused:
        upkeep.PlanWithdrawal(past, metadata=editor.metadata)
    assert ["withdraw_at"] == [each.field for each in refused.said.violations]


def test_overdue_reviews_are_listed_to_those_who_may_read_them(
    upkeep: UpkeepServiceStub, editor: Caller, server: Served, stores: MemoryContentStores
) -> None:
    made: list[UUID] = []
    for days, marking in ((20, None), (30, None), (10, AMBER), (-10, None)):
        given = {"marking": marking} if marking else {}
        day = date.today() - timedelta(days=days)  # noqa: DTZ011 - the day of the server's clock
        one = looked_after(**given)
        upkept = replace(one, upkeep=Upkeep(owner="owner", review_on=day))
        stores.documents.add(upkept)
        made.append(upkept.document_id)
    asked = pb.ListDueDocumentsRequest(due=pb.DOCUMENT_DUE_REVIEW)

    def ids(by: Caller) -> list[str]:
        found = upkeep.ListDueDocuments(asked, metadata=by.metadata)
        return [each.document_id for each in found.documents]

    assert [str(made[1]), str(made[0]), str(made[2])] == ids(editor)
    outsider = server.caller("editor", tier=Tier.REGISTERED)
    assert [str(made[1]), str(made[0])] == ids(outsider)
    asked.page_size, asked.offset = 1, 1
    page = upkeep.ListDueDocuments(asked, metadata=editor.metadata)
    assert ([str(made[0])], True) == ([each.document_id for each in page.documents], page.more)


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("due", {}),
        ("due", {"due": 9}),
        ("offset", {"due": 1, "offset": 1001}),
        ("offset", {"due": 1, "offset": -1}),
    ],
)
def test_what_is_due_is_asked_for_rightly(
    upkeep: UpkeepServiceStub, editor: Caller, field: str, given: dict[str, int]
) -> None:
    with refusal() as refused:
        upkeep.ListDueDocuments(
            pb.ListDueDocumentsRequest(**given),  # type: ignore[arg-type]
            metadata=editor.metadata,
        )
    assert [field] == [each.field for each in refused.said.violations]
