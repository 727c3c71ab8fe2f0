"""Answering a request for an accessible format."""

from dataclasses import replace

import pytest

from chassis.errors import Invalid
from services.content.domain.attachment import State
from services.content.domain.attachment_errors import AttachmentNotFound
from services.content.domain.errors import DocumentWithdrawn
from services.content.domain.events import FormatRequestAnswered
from services.content.domain.format_errors import FormatNeedsFile, FormatRequestNotClaimed
from services.content.domain.format_request import Answer, FormatStatus
from tests.fakes.content import AMBER, NOON, READER, VERIFIED, published
from tests.fakes.content_attachments import attachment
from tests.unit.content.formats import COLLEAGUE, LINK


def heard(stores):
    return [each.to for each in stores.outbox.events if isinstance(each, FormatRequestAnswered)]


def test_who_asked_with_an_account_is_told_and_nobody_else(desk, document, stores) -> None:
    desk.answered(desk.claimed(desk.asked(document)))
    assert [] == heard(stores)
    answered = desk.answered(desk.claimed(desk.asked(document, by=READER)))
    assert ["reader"] == heard(stores)
    assert (FormatStatus.ANSWERED, LINK, 1) == (answered.status, answered.answer, answered.made_for)
    assert "reader" not in repr(stores.audit.rows[-1])


def test_a_file_of_the_document_that_stands_is_an_answer(desk, document, stores) -> None:
    file = attachment(document_id=document.document_id)
    stores.attachments.add(file)
    answer = Answer(attachment_id=file.attachment_id)
    assert answer == desk.answered(desk.claimed(desk.asked(document)), answer).answer


@pytest.mark.parametrize("state", [each for each in State if each is not State.STANDING])
def test_a_file_that_does_not_stand_is_none(desk, document, stores, state) -> None:
    file = attachment(document_id=document.document_id, state=state)
    stores.attachments.add(file)
    request = desk.claimed(desk.asked(document))
    with pytest.raises(AttachmentNotFound):
        desk.answered(request, Answer(attachment_id=file.attachment_id))
    assert FormatStatus.CLAIMED is desk.kept(request.request_id).status


def test_a_file_of_another_document_is_none(desk, document, stores) -> None:
    other = published()
    file = attachment(document_id=other.document_id)
    stores.documents.add(other)
    stores.attachments.add(file)
    with pytest.raises(AttachmentNotFound):
        desk.answered(desk.claimed(desk.asked(document)), Answer(attachment_id=file.attachment_id))


def test_a_link_does_not_lead_around_a_marking(desk, stores) -> None:
    hidden = published(marking=AMBER)
    stores.documents.add(hidden)
    request = desk.claimed(desk.asked(hidden, by=VERIFIED))
    with pytest.raises(FormatNeedsFile):
        desk.answered(request)
    assert desk.answered(request, Answer(reason="A reader is there.")).answer


def test_nothing_is_made_of_what_was_withdrawn_but_a_reason_is_said(desk, document, stores) -> None:
    request = desk.claimed(desk.asked(document))
    stores.documents.save(document.withdraw(by="editor", at=NOON))
    with pytest.raises(DocumentWithdrawn):
        desk.answered(request)
    assert desk.answered(request, Answer(reason="It was withdrawn.")).made_for is None


def test_only_who_claimed_it_answers_with_exactly_one_thing(desk, document) -> None:
    request = desk.claimed(desk.asked(document))
    with pytest.raises(FormatRequestNotClaimed):
        desk.answered(request, by=COLLEAGUE)
    with pytest.raises(Invalid):
        desk.answered(request, replace(LINK, reason="Both."))
