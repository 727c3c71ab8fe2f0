"""An export is handed to its person alone, and each time is on record."""

import hashlib
import io
import secrets
import zipfile

import pytest

from chassis.errors import Invalid
from services.identity.domain.export_archive import Part
from services.identity.domain.privacy_errors import ExportTooLarge, PrivacyRequestNotFound
from services.identity.domain.privacy_request import Receipt
from services.identity.usecases.download_export import LARGEST_PIECE, DownloadExport
from tests.fakes.identity import NOON, caller
from tests.unit.identity.asking import OWNER, made, peopled


@pytest.fixture
def download(unit_of_work, clock, stores):
    peopled(stores)
    return DownloadExport(unit_of_work=unit_of_work, clock=clock)


def ready(stores, content: bytes):
    request = made().begun().answered(NOON)
    stores.privacy_requests.add(request)
    receipt = Receipt(request_id=request.request_id, holder="alerts", round=1, due_at=NOON)
    stores.privacy_receipts.add(receipt)
    stores.privacy_receipts.answered(receipt, Part(holder="alerts", content=content, records=1))
    return request.request_id


def test_somebody_elses_is_not_found(download, stores) -> None:
    request_id = ready(stores, b"[]")
    with pytest.raises(PrivacyRequestNotFound):
        download(caller("other"), request_id=request_id)
    assert [] == stores.audit.rows
    assert download(OWNER, request_id=request_id).content.startswith(b"PK")
    assert ["identity:download-export"] == [row[1] for row in stores.audit.rows]


def test_what_is_larger_than_an_answer_may_be_comes_in_pieces(download, stores) -> None:
    content = secrets.token_bytes(10_000_000)
    request_id = ready(stores, content)
    with pytest.raises(ExportTooLarge):
        download(OWNER, request_id=request_id)
    whole, seen = b"", []
    while not seen or len(whole) < seen[-1].total:
        piece = download(OWNER, request_id=request_id, offset=len(whole), most=9_999_999)
        assert len(piece.content) <= LARGEST_PIECE
        whole, seen = whole + piece.content, [*seen, piece]
    assert 4 == len(seen)
    assert {(len(whole), hashlib.sha256(whole).digest())} == {(e.total, e.digest) for e in seen}
    with zipfile.ZipFile(io.BytesIO(whole)) as opened:
        assert content == opened.read("alerts.json")
    assert ["identity:download-export"] == [row[1] for row in stores.audit.rows], "once"
    for offset in (len(whole), len(whole) + 1):
        with pytest.raises(Invalid):
            download(OWNER, request_id=request_id, offset=offset, most=1)


def test_what_is_larger_than_all_pieces_is_handed_over_otherwise(
    download, stores, monkeypatch
) -> None:
    monkeypatch.setattr("services.identity.usecases.download_export.LARGEST_OF_ALL", 1000)
    request_id = ready(stores, secrets.token_bytes(1001))
    with pytest.raises(ExportTooLarge):
        download(OWNER, request_id=request_id, most=10)
