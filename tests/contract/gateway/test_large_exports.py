"""A copy of somebody's data that is larger than a message of ours comes in pieces."""

import hashlib
import secrets

import pytest

from isp.identity.v1 import privacy_requests_pb2 as pb
from tests.contract.gateway.privacy_routes import REQUEST_ID
from tests.contract.gateway.stage import Gateway

PATH = f"/v1/me/privacy-requests/{REQUEST_ID}/export"
WHOLE = secrets.token_bytes(10_000_000)
PIECE = 3_000_000


def pieces(digest: bytes) -> list[pb.DownloadExportResponse]:
    return [
        pb.DownloadExportResponse(
            archive=WHOLE[first : first + PIECE], total_bytes=len(WHOLE), sha256=digest
        )
        for first in range(0, len(WHOLE), PIECE)
    ]


def test_ten_megabytes_come_whole_and_as_they_were(gateway: Gateway) -> None:
    gateway.backend.in_turn["DownloadExport"] = pieces(hashlib.sha256(WHOLE).digest())
    answer = gateway.ask("GET", PATH, gateway.token())
    assert (200, len(WHOLE)) == (answer.status_code, answer.content_length)
    assert answer.data == WHOLE
    offsets = [heard.message.offset for heard in gateway.backend.heard]
    assert [0, 3_000_000, 6_000_000, 9_000_000] == offsets


@pytest.mark.parametrize("missing", [0, 3])
def test_pieces_that_do_not_make_the_whole_are_no_answer(gateway: Gateway, missing: int) -> None:
    scripted = pieces(hashlib.sha256(WHOLE).digest())
    scripted[missing] = pb.DownloadExportResponse(
        archive=bytes(PIECE), total_bytes=len(WHOLE), sha256=scripted[0].sha256
    )
    gateway.backend.in_turn["DownloadExport"] = scripted
    assert 500 == gateway.ask("GET", PATH, gateway.token()).status_code


def test_an_older_identity_gives_it_whole(gateway: Gateway) -> None:
    gateway.backend.in_turn["DownloadExport"] = [pb.DownloadExportResponse(archive=b"PK older")]
    assert b"PK older" == gateway.ask("GET", PATH, gateway.token()).data
