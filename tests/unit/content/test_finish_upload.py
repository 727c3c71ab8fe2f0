"""Saying that a file is here."""

import hashlib
from dataclasses import replace

import pytest

from services.content.domain.attachment import State
from services.content.domain.attachment_errors import (
    AttachmentNotFound,
    UploadClosed,
    UploadIncomplete,
)
from services.content.usecases.finish_upload import FinishUpload
from tests.fakes.content import EDITOR, published
from tests.fakes.content_attachments import attachment
from tests.fakes.storage import MemoryStorage
from tests.fakes.uploads import uploaded


def test_a_finished_upload_waits_in_quarantine_and_is_on_record(
    unit_of_work, stores, clock
) -> None:
    stores.documents.add(document := published())
    file = uploaded(unit_of_work, clock, MemoryStorage(), document.document_id, b"hello")
    assert (State.QUARANTINED, clock.now()) == (file.state, file.due_at)
    assert not file.shown_to(EDITOR, document) or file.state is not State.STANDING
    _, action, resource, digest, _ = stores.audit.rows[-1]
    assert ("content:finish-upload", str(file.attachment_id)) == (action, resource)
    assert hashlib.sha256(b"hello").digest() == digest


def test_an_upload_of_which_pieces_are_missing_is_not_finished(unit_of_work, stores, clock) -> None:
    stores.documents.add(document := published())
    upload = attachment(document_id=document.document_id, state=State.UPLOADING, received=0)
    stores.attachments.add(upload)
    finish = FinishUpload(unit_of_work=unit_of_work, clock=clock)
    with pytest.raises(UploadIncomplete):
        finish(EDITOR, attachment_id=upload.attachment_id, digest="a" * 64)


def test_what_was_finished_or_is_another_editor_s_is_not_finished(
    unit_of_work, stores, clock
) -> None:
    stores.documents.add(document := published())
    file = uploaded(unit_of_work, clock, MemoryStorage(), document.document_id, b"hello")
    finish = FinishUpload(unit_of_work=unit_of_work, clock=clock)
    for who, why in (
        (EDITOR, UploadClosed),
        (replace(EDITOR, subject="other"), AttachmentNotFound),
    ):
        with pytest.raises(why):
            finish(who, attachment_id=file.attachment_id, digest="b" * 64)
    assert file == stores.attachments.get(file.attachment_id)
