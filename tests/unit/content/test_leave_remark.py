"""Saying whether a document was useful."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.errors import IdempotencyKeyReused, Invalid
from services.content.domain.errors import DocumentNotFound
from services.content.domain.remark import RemarkStatus, without_contacts
from services.content.usecases.leave_remark import LeaveRemark
from tests.fakes.content import AMBER, READER, key, published
from tests.fakes.plumbing import FreshIds


@pytest.fixture
def leave(unit_of_work, clock) -> LeaveRemark:
    return LeaveRemark(unit_of_work=unit_of_work, clock=clock, ids=FreshIds())


@pytest.fixture
def document(stores):
    found = published()
    stores.documents.add(found)
    return found


def test_it_is_kept_without_a_trace_of_who_said_it(leave, stores, document) -> None:
    leave(READER, document_id=document.document_id, useful=False, comment=" Hm. ", key=key())
    (kept,) = stores.remarks.kept.values()
    assert (False, "Hm.", RemarkStatus.OPEN, 1) == (
        kept.useful,
        kept.comment,
        kept.status,
        kept.document_version,
    )
    assert [] == stores.audit.rows
    (event,) = stores.outbox.events
    assert (None, "not-useful") == (event.caller.subject, event.detail)
    assert f"'{READER.subject}'" not in repr(vars(stores))


def test_a_yes_without_words_waits_for_nobody(leave, stores, document) -> None:
    leave(READER, document_id=document.document_id, useful=True, comment="", key=key("a"))
    leave(READER, document_id=document.document_id, useful=True, comment="But …", key=key("b"))
    assert {RemarkStatus.CLOSED, RemarkStatus.OPEN} == {
        each.status for each in stores.remarks.kept.values()
    }


def test_a_key_keeps_one(leave, stores, document) -> None:
    for _ in range(2):
        leave(READER, document_id=document.document_id, useful=True, comment="", key=key())
    assert 1 == len(stores.remarks.kept)
    with pytest.raises(IdempotencyKeyReused):
        leave(
            READER,
            document_id=document.document_id,
            useful=False,
            comment="",
            key=key(body=b"2" * 32),
        )


def test_what_one_may_not_know_of_takes_no_remark(leave, stores) -> None:
    hidden = published(marking=AMBER)
    stores.documents.add(hidden)
    with pytest.raises(DocumentNotFound):
        leave(READER, document_id=hidden.document_id, useful=True, comment="", key=key())
    assert not stores.remarks.kept


@pytest.mark.parametrize("comment", ["x" * 501, "a\x00b", "a\x07b"])
def test_a_comment_that_is_too_long_or_no_text_is_refused(leave, document, stores, comment) -> None:
    with pytest.raises(Invalid):
        leave(READER, document_id=document.document_id, useful=True, comment=comment, key=key())
    assert not stores.remarks.kept


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Write to me@corner.example now", "Write to […] now"),
        ("Call 020 7946 0123 please", "Call […] please"),
        ("+44 (0)20-7946-0123", "[…]"),
        ("It has 12 pages, since 2026", "It has 12 pages, since 2026"),
        ("Dial 999", "Dial 999"),
    ],
)
def test_addresses_and_numbers_are_taken_out(said, kept) -> None:
    assert kept == without_contacts(said)


@given(st.text(max_size=40), st.from_regex(r"[a-z]{1,8}@[a-z]{1,8}\.example", fullmatch=True))
def test_no_address_is_left_whatever_stands_around_it(around, address) -> None:
    assert address not in without_contacts(f"{around} {address} {around}")
