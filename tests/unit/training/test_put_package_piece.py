"""Pieces of a package."""

import pytest

from chassis.errors import Invalid
from services.training.domain.package import (
    PIECE_BYTES,
)
from services.training.domain.package_errors import (
    PackageNotFound,
    PieceOutOfOrder,
    UploadClosed,
    UploadIncomplete,
)
from tests.fakes.package_desk import SECOND
from tests.fakes.training import TRAINER
from tests.fakes.training_packages import sha256


def test_pieces_come_in_order_and_may_come_again(desk) -> None:
    body = bytes(PIECE_BYTES + 10)
    upload = desk.begun(body)
    which = {"package_id": upload.package_id}
    with pytest.raises(PieceOutOfOrder):
        desk.put(TRAINER, **which, number=1, body=body[PIECE_BYTES:])
    with pytest.raises(Invalid):
        desk.put(TRAINER, **which, number=0, body=b"short")
    with pytest.raises(PackageNotFound):
        desk.put(SECOND, **which, number=0, body=body[:PIECE_BYTES])
    for _ in range(2):
        assert 1 == desk.put(TRAINER, **which, number=0, body=body[:PIECE_BYTES]).received
    with pytest.raises(UploadIncomplete):
        desk.finish(TRAINER, **which, digest=sha256(body))
    desk.put(TRAINER, **which, number=1, body=body[PIECE_BYTES:])
    desk.finish(TRAINER, **which, digest=sha256(body))
    for late in (
        lambda: desk.put(TRAINER, **which, number=1, body=body[PIECE_BYTES:]),
        lambda: desk.finish(TRAINER, **which, digest=sha256(body)),
    ):
        with pytest.raises(UploadClosed):
            late()
