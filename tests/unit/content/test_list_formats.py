"""Offering what was made to the next reader."""

import pytest

from services.content.domain.errors import DocumentNotFound
from services.content.domain.format_request import Answer
from services.content.usecases.list_formats import ListFormats
from tests.fakes.content import AMBER, EDITOR, READER, VERIFIED, published
from tests.fakes.content_attachments import attachment


def test_what_was_made_for_one_is_offered_to_all(unit_of_work, clock, desk, document) -> None:
    formats = ListFormats(unit_of_work=unit_of_work, clock=clock)
    assert [] == formats(READER, document_id=document.document_id)[1]
    desk.answered(desk.claimed(desk.asked(document)))
    found, (offer,) = formats(READER, document_id=document.document_id)
    assert (document, 1, "LARGE_PRINT") == (found, offer.made_for, offer.format.name)


def test_of_what_one_may_not_read_nothing_is_said(unit_of_work, clock, desk, stores) -> None:
    formats = ListFormats(unit_of_work=unit_of_work, clock=clock)
    hidden = published(marking=AMBER)
    file = attachment(document_id=hidden.document_id)
    stores.documents.add(hidden)
    stores.attachments.add(file)
    request = desk.claimed(desk.asked(hidden, by=VERIFIED))
    desk.answered(request, Answer(attachment_id=file.attachment_id), EDITOR)
    assert 1 == len(formats(VERIFIED, document_id=hidden.document_id)[1])
    with pytest.raises(DocumentNotFound):
        formats(READER, document_id=hidden.document_id)
