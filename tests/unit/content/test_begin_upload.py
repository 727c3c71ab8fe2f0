"""Announcing a file."""

from dataclasses import replace
from uuid import uuid4

import pytest

from chassis.errors import IdempotencyKeyReused, Invalid
from services.content.domain.attachment import MOST_ATTACHMENTS, MOST_OPEN_UPLOADS, State
from services.content.domain.attachment_errors import TooManyAttachments
from services.content.domain.errors import DocumentNotFound, DocumentWithdrawn
from services.content.domain.partner_errors import DocumentOfPartner
from services.content.usecases.begin_upload import BeginUpload
from tests.fakes.content import AMBER, EDITOR, NOON, of_partner, published
from tests.fakes.content_attachments import attachment
from tests.fakes.plumbing import FreshIds
from tests.fakes.uploads import key

PLAN = {"name": "plan.pdf", "media_type": "application/pdf", "size": 5}


@pytest.fixture
def begin(unit_of_work, clock) -> BeginUpload:
    return BeginUpload(unit_of_work=unit_of_work, clock=clock, ids=FreshIds())


def test_an_upload_begins_once_for_a_key_and_is_on_record(begin, stores) -> None:
    stores.documents.add(document := published())
    first, again = (
        begin(EDITOR, document_id=document.document_id, key=key(), **PLAN) for _ in range(2)
    )
    assert first == again == stores.attachments.get(first.attachment_id)
    assert (State.UPLOADING, 0, "editor") == (first.state, first.received, first.uploaded_by)
    ((actor, action, resource, _, detail),) = stores.audit.rows
    assert ("editor", "content:begin-upload") == (actor, action)
    assert (str(first.attachment_id), "plan.pdf") == (resource, detail["name"])


def test_a_key_that_came_with_another_body_is_refused(begin, stores) -> None:
    stores.documents.add(document := published())
    first = begin(EDITOR, document_id=document.document_id, key=key(), **PLAN)
    other = replace(key(), body_digest=b"other")
    with pytest.raises(IdempotencyKeyReused):
        begin(EDITOR, document_id=document.document_id, key=other, **PLAN | {"size": 6})
    assert [first] == list(stores.attachments.kept.values())


@pytest.mark.parametrize(
    "said", [{"name": "../plan.pdf"}, {"media_type": "text/html"}, {"size": 2**40}]
)
def test_what_may_not_come_is_refused_before_its_first_byte(begin, stores, said) -> None:
    stores.documents.add(document := published())
    with pytest.raises(Invalid):
        begin(EDITOR, document_id=document.document_id, key=key(), **PLAN | said)
    assert {} == stores.attachments.kept


def test_nothing_is_attached_to_what_one_may_not_know_of_or_what_is_not_ours(begin, stores) -> None:
    secret = published(marking=replace(AMBER, closed_group="g"))
    gone = published().withdraw(by="editor", at=NOON)
    theirs = of_partner()
    for each in (secret, gone, theirs):
        stores.documents.add(each)
    for document_id, why in (
        (secret.document_id, DocumentNotFound),
        (uuid4(), DocumentNotFound),
        (gone.document_id, DocumentWithdrawn),
        (theirs.document_id, DocumentOfPartner),
    ):
        with pytest.raises(why):
            begin(EDITOR, document_id=document_id, key=key(str(why)), **PLAN)
    assert {} == stores.attachments.kept


def test_a_document_and_a_person_have_only_so_many(begin, stores) -> None:
    stores.documents.add(full := published())
    stores.documents.add(other := published())
    for _ in range(MOST_ATTACHMENTS):
        stores.attachments.add(attachment(document_id=full.document_id))
    with pytest.raises(TooManyAttachments):
        begin(EDITOR, document_id=full.document_id, key=key(), **PLAN)
    for number in range(MOST_OPEN_UPLOADS):
        begin(EDITOR, document_id=other.document_id, key=key(f"n{number}"), **PLAN)
    with pytest.raises(TooManyAttachments):
        begin(EDITOR, document_id=other.document_id, key=key("more"), **PLAN)
