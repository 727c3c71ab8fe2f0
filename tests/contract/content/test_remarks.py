"""What readers say, through the front of content."""

from typing import Any
from uuid import uuid4

import pytest

from isp.content.v1 import remarks_pb2 as pb
from isp.content.v1.remarks_pb2_grpc import RemarksServiceStub
from kernel.tiers import Tier
from tests.fakes.content import AMBER, MemoryContentStores, published
from tests.fakes.serving import Caller, Served, refusal


@pytest.fixture
def remarks(server: Served) -> RemarksServiceStub:
    return RemarksServiceStub(server.channel)


@pytest.fixture
def editor(server: Served) -> Caller:
    return server.caller("editor", tier=Tier.TRUSTED)


def leave(document_id: object, **said: Any) -> pb.LeaveRemarkRequest:
    usual: dict[str, Any] = {"useful": False, "comment": "Too long."}
    usual["idempotency_key"] = str(uuid4())
    return pb.LeaveRemarkRequest(document_id=str(document_id), **usual | said)


def test_anyone_says_it_and_an_editor_settles_it(
    remarks: RemarksServiceStub, editor: Caller, stores: MemoryContentStores
) -> None:
    document = published()
    stores.documents.add(document)
    remarks.LeaveRemark(leave(document.document_id))
    opened = pb.ListRemarksRequest(status=pb.REMARK_STATUS_OPEN)
    (seen,) = remarks.ListRemarks(opened, metadata=editor.metadata).remarks
    assert ("Hostile vehicles", "Too long.", 0, 1) == (
        seen.document_title,
        seen.comment,
        seen.useful_count,
        seen.not_useful_count,
    )
    settle = pb.SettleRemarkRequest(
        remark_id=seen.remark_id,
        expected_version=1,
        status=pb.REMARK_STATUS_ANSWERED,
        outcome="Shorter now.",
    )
    after = remarks.SettleRemark(settle, metadata=editor.metadata).remark
    assert (2, "Shorter now.") == (after.version, after.outcome)
    with refusal() as refused:
        remarks.SettleRemark(settle, metadata=editor.metadata)
    assert ("ABORTED", "STALE_VERSION") == refused.status_and_reason
    assert not remarks.ListRemarks(opened, metadata=editor.metadata).remarks


def test_an_editor_narrows_the_queue_and_sees_figures(
    remarks: RemarksServiceStub, editor: Caller, stores: MemoryContentStores
) -> None:
    one, other = published(), published()
    for each in (one, other):
        stores.documents.add(each)
        remarks.LeaveRemark(leave(each.document_id))
    remarks.LeaveRemark(leave(one.document_id, useful=True, comment="Clear."))
    asked = pb.ListRemarksRequest(
        status=pb.REMARK_STATUS_OPEN, document_id=str(one.document_id), not_useful=True
    )
    (found,) = remarks.ListRemarks(asked, metadata=editor.metadata).remarks
    assert (str(one.document_id), False) == (found.document_id, found.useful)
    of_one = pb.GetRemarkFiguresRequest(document_id=str(one.document_id))
    figures = remarks.GetRemarkFigures(of_one, metadata=editor.metadata)
    (month,) = figures.months
    assert ("Hostile vehicles", 1, 1) == (
        figures.document_title,
        month.useful,
        month.not_useful,
    )
    of_all = pb.GetRemarkFiguresRequest()
    (month,) = remarks.GetRemarkFigures(of_all, metadata=editor.metadata).months
    assert (1, 2) == (month.useful, month.not_useful)


def test_a_hidden_document_and_none_are_the_same(
    remarks: RemarksServiceStub, stores: MemoryContentStores
) -> None:
    hidden = published(marking=AMBER)
    stores.documents.add(hidden)
    said = []
    for which in (hidden.document_id, uuid4()):
        with refusal() as refused:
            remarks.LeaveRemark(leave(which))
        said.append((*refused.status_and_reason, refused.said.message))
    assert "DOCUMENT_NOT_FOUND" == said[0][1]
    assert said[0] == said[1]


@pytest.mark.parametrize(
    ("rpc", "message", "field"),
    [
        ("LeaveRemark", leave("x"), "document_id"),
        ("LeaveRemark", leave(uuid4(), idempotency_key=""), "idempotency_key"),
        ("ListRemarks", pb.ListRemarksRequest(), "status"),
        (
            "ListRemarks",
            pb.ListRemarksRequest(status=pb.REMARK_STATUS_OPEN, document_id="x"),
            "document_id",
        ),
        ("GetRemarkFigures", pb.GetRemarkFiguresRequest(document_id="x"), "document_id"),
        ("SettleRemark", pb.SettleRemarkRequest(remark_id="x", expected_version=1), "remark_id"),
        (
            "SettleRemark",
            pb.SettleRemarkRequest(remark_id=str(uuid4()), expected_version=1),
            "status",
        ),
    ],
)
def test_what_is_wrong_is_named(
    remarks: RemarksServiceStub, editor: Caller, rpc: str, message: object, field: str
) -> None:
    with refusal() as refused:
        getattr(remarks, rpc)(message, metadata=editor.metadata)
    assert ("INVALID_ARGUMENT", [field]) == (
        refused.status_and_reason[0],
        [each.field for each in refused.said.violations],
    )
