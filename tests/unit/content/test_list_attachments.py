"""Showing what is attached."""

from uuid import uuid4

import pytest

from kernel.markings import Marking, Tlp
from kernel.principals import ANONYMOUS
from kernel.tiers import Tier
from services.content.domain.attachment import State
from services.content.domain.errors import DocumentNotFound
from services.content.usecases.list_attachments import ListAttachments
from tests.fakes.content import AMBER, EDITOR, NOON, READER, VERIFIED, published
from tests.fakes.content_attachments import attachment


@pytest.fixture
def show(unit_of_work, red_reads) -> ListAttachments:
    return ListAttachments(unit_of_work=unit_of_work, red_reads=red_reads)


def test_readers_see_what_stands_and_editors_the_rest(show, stores) -> None:
    stores.documents.add(document := published())
    each_state = {
        state: attachment(document_id=document.document_id, state=state) for state in State
    }
    for each in each_state.values():
        stores.attachments.add(each)
    shown = show(READER, document_id=document.document_id)
    assert [each_state[State.STANDING]] == list(shown)
    assert set(State) - {State.REMOVED} == {
        each.state for each in show(EDITOR, document_id=document.document_id)
    }


def test_a_document_that_one_may_not_know_of_has_none(show, stores) -> None:
    secret, gone = published(marking=AMBER), published().withdraw(by="editor", at=NOON)
    for each in (secret, gone):
        stores.documents.add(each)
        stores.attachments.add(attachment(document_id=each.document_id))
    for who, document_id in (
        (ANONYMOUS, secret.document_id),
        (READER, secret.document_id),
        (VERIFIED, gone.document_id),
        (READER, uuid4()),
    ):
        with pytest.raises(DocumentNotFound):
            show(who, document_id=document_id)
    assert 1 == len(show(VERIFIED, document_id=secret.document_id))


def test_that_somebody_saw_names_of_what_is_red_is_on_record(show, stores) -> None:
    red = Marking(tlp=Tlp.RED, minimum_tier=Tier.VERIFIED, named_subjects=frozenset({"verified"}))
    stores.documents.add(document := published(marking=red))
    show(VERIFIED, document_id=document.document_id)
    assert [] == stores.audit.rows
    stores.attachments.add(attachment(document_id=document.document_id))
    show(VERIFIED, document_id=document.document_id)
    assert ("verified", "content:read-red") == stores.audit.rows[-1][:2]
