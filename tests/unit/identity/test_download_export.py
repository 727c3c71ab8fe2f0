"""An export is handed to its person alone, and each time is on record."""

import secrets

import pytest

from services.identity.domain.export_archive import Part
from services.identity.domain.privacy_errors import ExportTooLarge, PrivacyRequestNotFound
from services.identity.domain.privacy_request import Receipt
from services.identity.usecases.download_export import LARGEST, DownloadExport
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
    assert download(OWNER, request_id=request_id).startswith(b"PK")
    assert ["identity:download-export"] == [row[1] for row in stores.audit.rows]


def test_what_is_larger_than_an_answer_may_be_is_handed_over_otherwise(download, stores) -> None:
    with pytest.raises(ExportTooLarge):
        download(OWNER, request_id=ready(stores, secrets.token_bytes(LARGEST + 1)))
