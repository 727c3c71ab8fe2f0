"""Taking a file away."""

import pytest

from chassis.errors import StaleVersion
from services.content.domain.attachment import State
from services.content.domain.attachment_errors import AttachmentNotFound
from services.content.usecases.remove_attachment import RemoveAttachment
from tests.fakes.content import EDITOR, READER, published
from tests.fakes.content_attachments import attachment


def test_what_is_removed_is_gone_for_everybody_and_its_bytes_are_due(
    unit_of_work, stores, clock
) -> None:
    stores.documents.add(document := published())
    stores.attachments.add(file := attachment(document_id=document.document_id))
    remove = RemoveAttachment(unit_of_work=unit_of_work, clock=clock)
    for who, version, why in ((EDITOR, 1, StaleVersion), (READER, 3, None)):
        if why:
            with pytest.raises(why):
                remove(who, attachment_id=file.attachment_id, expected_version=version, why="old")
    remove(EDITOR, attachment_id=file.attachment_id, expected_version=3, why="old")
    gone = stores.attachments.get(file.attachment_id)
    assert (State.REMOVED, "editor", clock.now()) == (gone.state, gone.removed_by, gone.due_at)
    assert [document] == [each.document for each in stores.outbox.events]
    assert "old" == stores.audit.rows[-1][4]["why"]
    with pytest.raises(AttachmentNotFound):
        remove(EDITOR, attachment_id=file.attachment_id, expected_version=4, why="again")
