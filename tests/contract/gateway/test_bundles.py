"""Bundles over HTTP: whose they are, and that a file which is held is not sent again."""

import pytest

from isp.content.v1 import bundles_pb2 as pb
from tests.contract.gateway.stage import Gateway


@pytest.mark.parametrize("signed_in", [False, True])
def test_no_cache_that_several_share_keeps_one(gateway: Gateway, *, signed_in: bool) -> None:
    headers = gateway.token() if signed_in else {}
    gateway.backend.answers["GetBundle"] = pb.GetBundleResponse(file=b"a file")
    answer = gateway.ask("GET", "/v1/bundle", headers)
    assert (200, b"a file") == (answer.status_code, answer.data)
    assert "private, no-cache" == answer.headers["Cache-Control"]
    assert "Authorization" in answer.headers["Vary"]
    again = gateway.ask("GET", "/v1/bundle", headers | {"If-None-Match": answer.headers["ETag"]})
    assert (304, b"") == (again.status_code, again.data)
    gateway.backend.answers["GetBundle"] = pb.GetBundleResponse(file=b"another file")
    other = gateway.ask("GET", "/v1/bundle", headers | {"If-None-Match": answer.headers["ETag"]})
    assert (200, b"another file") == (other.status_code, other.data)
