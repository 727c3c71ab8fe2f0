"""A copy of ten megabytes, from the service that holds the rows to the person whose they are."""

import hashlib
import io
import secrets
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from chassis.privacy import PrivacyServicer
from isp.identity.v1 import privacy_requests_pb2 as pb
from isp.identity.v1.privacy_requests_pb2_grpc import PrivacyRequestsServiceStub
from isp.privacy.v1 import privacy_pb2, privacy_pb2_grpc
from kernel.tiers import Tier
from services.identity.domain.export_archive import part
from services.identity.domain.privacy_errors import HolderUnavailable
from services.identity.domain.privacy_request import Receipt
from services.identity.outbound.privacy_services import ServiceHolder
from tests.fakes.identity import NOON, MemoryIdentityStores, subscriber
from tests.fakes.serving import Served, refusal, served
from tests.unit.identity.asking import made

SERVICE = privacy_pb2.DESCRIPTOR.services_by_name["PrivacyService"]
ROWS = [("notes", "showing", {"n": n, "text": secrets.token_hex(50_000)}) for n in range(100)]


@dataclass
class Rows:
    """What a service has of a person; it may change while it is read."""

    rows: list[Any] = field(default_factory=lambda: list(ROWS))
    changes: bool = False

    def __call__(self, *, subject: str) -> list[Any]:
        if self.changes:
            self.rows = self.rows[1:]
        return self.rows


@pytest.fixture
def rows() -> Rows:
    return Rows()


def nothing(*, subject: str) -> int:
    assert subject
    return 0


@pytest.fixture
def holding(rows: Rows) -> Iterator[Served]:
    servicer = PrivacyServicer(export_subject=rows, erase_subject=nothing)
    add = privacy_pb2_grpc.add_PrivacyServiceServicer_to_server
    with served({SERVICE: lambda to: add(servicer, to)}) as running:
        yield running


@pytest.fixture
def holder(holding: Served) -> ServiceHolder:
    token = dict(holding.service("identity").metadata)["authorization"].removeprefix("Bearer ")
    return ServiceHolder(holding.channel, lambda: token)


def test_ten_megabytes_of_rows_come_page_by_page(holder: ServiceHolder) -> None:
    found = holder.export("owner")
    assert {(each["row"]["n"], each["row"]["text"]) for each in found} == {
        (row["n"], row["text"]) for _, _, row in ROWS
    }
    assert len(ROWS) == len(found)


def test_rows_that_change_while_they_are_read_are_read_again_later(
    holder: ServiceHolder, rows: Rows
) -> None:
    rows.changes = True
    with pytest.raises(HolderUnavailable, match="ABORTED"):
        holder.export("owner")


@pytest.mark.parametrize("token", ["x", "-1.a", "9999999999.a", "²." + "a"])
def test_a_token_that_is_none_is_refused(holding: Served, token: str) -> None:
    message = privacy_pb2.ExportSubjectRequest(subject="owner", page_bytes=10, page_token=token)
    stub = privacy_pb2_grpc.PrivacyServiceStub(holding.channel)
    with refusal() as refused:
        stub.ExportSubject(message, metadata=holding.service("identity").metadata)
    assert ("INVALID_ARGUMENT", "INVALID") == refused.status_and_reason


def test_a_row_that_is_larger_than_a_page_comes_alone(holding: Served) -> None:
    stub = privacy_pb2_grpc.PrivacyServiceStub(holding.channel)
    message = privacy_pb2.ExportSubjectRequest(subject="owner", page_bytes=10)
    answer = stub.ExportSubject(message, metadata=holding.service("identity").metadata)
    assert 1 == len(answer.records)
    assert answer.next_page_token.startswith("1.")


def test_the_person_fetches_all_of_it_in_pieces(
    server: Served, stores: MemoryIdentityStores
) -> None:
    who = server.caller(tier=Tier.REGISTERED)
    stores.subscribers.add(subscriber(who.subject))
    request = made(subject=who.subject).begun().answered(datetime.now(UTC))
    stores.privacy_requests.add(request)
    receipt = Receipt(request_id=request.request_id, holder="notes", round=1, due_at=NOON)
    stores.privacy_receipts.add(receipt)
    held = part("notes", [{"row": secrets.token_urlsafe(100_000)} for _ in range(100)])
    stores.privacy_receipts.answered(receipt, held)
    stub = PrivacyRequestsServiceStub(server.channel)
    whole, answer = b"", pb.DownloadExportResponse(total_bytes=1)
    while len(whole) < answer.total_bytes:
        message = pb.DownloadExportRequest(
            request_id=str(request.request_id), offset=len(whole), most_bytes=3_000_000
        )
        answer = stub.DownloadExport(message, metadata=who.metadata)
        whole += answer.archive
    assert len(held.content) > 10_000_000
    assert hashlib.sha256(whole).digest() == answer.sha256
    with zipfile.ZipFile(io.BytesIO(whole)) as opened:
        assert held.content == opened.read("notes.json")
