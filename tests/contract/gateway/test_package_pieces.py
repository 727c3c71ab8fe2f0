"""A piece of a package is bytes, and nothing else is taken for one."""

import pytest

from isp.training.v1 import packages_pb2 as pb
from tests.contract.gateway.package_routes import READ
from tests.contract.gateway.route import PACKAGE_ID

PIECE = f"/v1/training/packages/{PACKAGE_ID}/pieces/2"
BYTES = {"Content-Type": "application/octet-stream"}


def test_a_piece_goes_to_the_service_as_it_is(gateway) -> None:
    body = bytes(range(256)) * 4096
    answer = gateway.ask("PUT", PIECE, BYTES, data=body)
    assert (200, READ["PutPackagePiece"]) == (answer.status_code, answer.json)
    heard = gateway.backend.only.message
    wanted = pb.PutPackagePieceRequest(package_id=PACKAGE_ID, number=2, body=body)
    assert wanted == heard


@pytest.mark.parametrize(
    ("headers", "size", "status"),
    [
        ({"Content-Type": "application/json"}, 5, 415),
        ({}, 5, 415),
        (BYTES, 1024 * 1024 + 1, 413),
    ],
)
def test_what_is_no_piece_is_refused(gateway, headers, size, status) -> None:
    assert status == gateway.ask("PUT", PIECE, headers, data=b"x" * size).status_code
