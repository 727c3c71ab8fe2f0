"""Asking for a document in another format."""

from dataclasses import replace
from uuid import uuid4

import pytest

from chassis.errors import IdempotencyKeyReused, Invalid
from kernel.principals import ANONYMOUS
from services.content.domain.errors import DocumentNotFound, DocumentWithdrawn
from services.content.domain.format_errors import TooManyFormatRequests
from services.content.domain.format_request import (
    MOST_WAITING,
    MOST_WAITING_WITHOUT_ACCOUNT,
)
from tests.fakes.content import AMBER, EDITOR, NOON, READER, VERIFIED, key, published
from tests.unit.content.formats import CODES, LARGE


def test_anyone_asks_and_nothing_of_the_format_leads_to_them(desk, stores, document) -> None:
    request = desk.asked(document, by=READER)
    assert request == desk.kept(request.request_id)
    assert "reader" == request.requester
    (row,) = stores.audit.rows
    assert "LARGE" not in repr(row)
    (used,) = stores.outbox.events
    assert (None, "content.format-asked", "LARGE_PRINT") == (
        used.caller.subject,
        used.metric,
        used.detail,
    )


def test_without_an_account_a_code_is_given_that_nothing_keeps(desk, stores, document) -> None:
    request = desk.asked(document)
    code = CODES.code(request.request_id)
    assert request.requester is None
    assert code not in repr(vars(stores))
    assert CODES.fits(request.request_id, code)
    assert not CODES.fits(uuid4(), code)
    assert not CODES.fits(request.request_id, "")


def test_a_key_makes_one(desk, stores, document) -> None:
    first = desk.asked(document, key=key())
    assert first == desk.asked(document, key=key())
    assert 1 == len(stores.format_requests.kept)
    with pytest.raises(IdempotencyKeyReused):
        desk.asked(document, key=key(body=b"2" * 32))


def test_what_one_may_not_know_of_is_not_found(desk, stores) -> None:
    hidden = published(marking=AMBER)
    stores.documents.add(hidden)
    for who in (ANONYMOUS, READER):
        with pytest.raises(DocumentNotFound):
            desk.asked(hidden, by=who)
    with pytest.raises(DocumentNotFound):
        desk.asked(published())
    assert "verified" == desk.asked(hidden, by=VERIFIED).requester
    assert 1 == len(stores.format_requests.kept)


def test_what_was_withdrawn_is_not_made(desk, stores) -> None:
    gone = published()
    stores.documents.add(gone)
    stores.documents.save(gone.withdraw(by="editor", at=NOON))
    with pytest.raises(DocumentWithdrawn):
        desk.asked(gone, by=EDITOR)


def test_what_waits_is_bounded(desk, document) -> None:
    for _ in range(MOST_WAITING):
        mine = desk.asked(document, by=READER)
    with pytest.raises(TooManyFormatRequests):
        desk.asked(document, by=READER)
    desk.answered(desk.claimed(mine))
    desk.asked(document, by=READER)
    for _ in range(MOST_WAITING_WITHOUT_ACCOUNT):
        desk.asked(document)
    with pytest.raises(TooManyFormatRequests):
        desk.asked(document)


def test_what_is_wrong_is_refused(desk, stores, document) -> None:
    with pytest.raises(Invalid):
        desk.asked(document, replace(LARGE, note="x" * 501))
    assert not stores.format_requests.kept
