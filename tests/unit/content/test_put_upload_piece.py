"""Bringing a piece."""

import pytest

from chassis.errors import Invalid, StorageUnavailable
from kernel.principals import Principal
from kernel.tiers import Tier
from services.content.domain.attachment import PIECE_BYTES, State
from services.content.domain.attachment_errors import (
    AttachmentNotFound,
    PieceOutOfOrder,
    UploadClosed,
)
from services.content.usecases.attaching import piece_key
from services.content.usecases.put_upload_piece import PutUploadPiece
from tests.fakes.content import EDITOR, published
from tests.fakes.content_attachments import attachment
from tests.fakes.storage import MemoryStorage

OTHER = Principal(subject="other", tier=Tier.TRUSTED, roles=frozenset({"editor"}))
WHOLE = b"x" * PIECE_BYTES


@pytest.fixture
def upload(stores):
    stores.documents.add(document := published())
    upload = attachment(
        document_id=document.document_id,
        state=State.UPLOADING,
        size=PIECE_BYTES + 3,
        received=0,
    )
    stores.attachments.add(upload)
    return upload.attachment_id


def test_pieces_are_kept_in_quarantine_and_may_come_again(unit_of_work, stores, upload) -> None:
    storage = MemoryStorage()
    put = PutUploadPiece(unit_of_work=unit_of_work, storage=storage)
    for number, body in ((0, WHOLE), (0, WHOLE), (1, b"abc")):
        put(EDITOR, attachment_id=upload, number=number, body=body)
    assert {piece_key(upload, 0): WHOLE, piece_key(upload, 1): b"abc"} == storage.kept
    assert all(each.startswith("quarantine/") for each in storage.kept)
    assert 2 == stores.attachments.get(upload).received


def test_a_piece_of_another_length_order_or_person_is_refused(unit_of_work, stores, upload) -> None:
    storage = MemoryStorage()
    put = PutUploadPiece(unit_of_work=unit_of_work, storage=storage)
    for who, number, body, why in (
        (EDITOR, 0, b"short", Invalid),
        (EDITOR, 1, b"abc", PieceOutOfOrder),
        (EDITOR, 2, b"abc", PieceOutOfOrder),
        (OTHER, 0, WHOLE, AttachmentNotFound),
    ):
        with pytest.raises(why):
            put(who, attachment_id=upload, number=number, body=body)
    assert ({}, 0) == (storage.kept, stores.attachments.get(upload).received)


def test_what_was_finished_takes_no_more(unit_of_work, stores, upload) -> None:
    finished = stores.attachments.get(upload).with_piece(1).finished("a" * 64, at=None)
    stores.attachments.save(finished)
    put = PutUploadPiece(unit_of_work=unit_of_work, storage=MemoryStorage())
    with pytest.raises(UploadClosed):
        put(EDITOR, attachment_id=upload, number=0, body=WHOLE)


def test_a_piece_that_cannot_be_kept_did_not_come(unit_of_work, stores, upload) -> None:
    put = PutUploadPiece(unit_of_work=unit_of_work, storage=MemoryStorage(away=True))
    with pytest.raises(StorageUnavailable):
        put(EDITOR, attachment_id=upload, number=0, body=WHOLE)
    assert 0 == stores.attachments.get(upload).received
