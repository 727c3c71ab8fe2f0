"""Saying what came of a remark."""

from uuid import uuid4

import pytest

from chassis.errors import Invalid, StaleVersion
from services.content.domain.remark import RemarkStatus
from services.content.domain.remark_errors import RemarkNotFound
from services.content.usecases.settle_remark import SettleRemark
from tests.fakes.content import AMBER, EDITOR, READER, published
from tests.ports.content_reading_stores import remark


@pytest.fixture
def settle(unit_of_work) -> SettleRemark:
    return SettleRemark(unit_of_work=unit_of_work)


def kept(stores, **given):
    document = published(**given)
    stores.documents.add(document)
    left = remark(document)
    stores.remarks.add(left)
    return left


def test_it_is_answered_and_on_record(settle, stores) -> None:
    left = kept(stores)
    said = {"status": RemarkStatus.ANSWERED, "outcome": "Shorter now."}
    after, title = settle(EDITOR, remark_id=left.remark_id, expected_version=1, **said)
    assert (2, RemarkStatus.ANSWERED, "Shorter now.") == (
        after.version,
        after.status,
        after.outcome,
    )
    assert ("Hostile vehicles", after) == (title, stores.remarks.get(left.remark_id))
    assert ["content:settle-remark"] == [row[1] for row in stores.audit.rows]


def test_it_is_opened_again(settle, stores) -> None:
    left = kept(stores)
    settle(
        EDITOR,
        remark_id=left.remark_id,
        expected_version=1,
        status=RemarkStatus.CLOSED,
        outcome="",
    )
    after, _ = settle(
        EDITOR, remark_id=left.remark_id, expected_version=2, status=RemarkStatus.OPEN, outcome=""
    )
    assert RemarkStatus.OPEN is after.status


def test_an_answer_says_what_was_done_and_what_was_not_read_is_not_settled(settle, stores) -> None:
    left = kept(stores)
    said = {"remark_id": left.remark_id, "status": RemarkStatus.ANSWERED}
    with pytest.raises(Invalid):
        settle(EDITOR, expected_version=1, outcome=" ", **said)
    with pytest.raises(StaleVersion):
        settle(EDITOR, expected_version=2, outcome="Done.", **said)
    assert left == stores.remarks.get(left.remark_id)


def test_none_and_one_on_what_one_may_not_read_are_the_same(settle, stores) -> None:
    hidden = kept(stores, marking=AMBER)
    said = {"expected_version": 1, "status": RemarkStatus.CLOSED, "outcome": ""}
    for which in (uuid4(), hidden.remark_id):
        with pytest.raises(RemarkNotFound, match=r"There is no such remark\."):
            settle(READER, remark_id=which, **said)
