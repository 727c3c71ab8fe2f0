"""Valkey itself passes the suite that the fake passes, and ends what nobody uses."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from redis import Redis

from services.gateway.pages.grants import Grants
from services.gateway.pages.sessions import LIFETIME_SECONDS, open_store
from stack.harness import Harness
from tests.ports.grants_store import GrantsSuite, Keycloak, a_grant


@pytest.fixture(scope="module")
def store() -> Iterator[Redis]:
    with tempfile.TemporaryDirectory(prefix="isp-test-", dir="/var/tmp") as name:
        Path(name).chmod(0o755)
        with Harness(Path(name), servers=frozenset({"valkey"})) as harness:
            opened = open_store(f"redis://localhost:{harness.port('valkey')}")
            yield opened
            opened.close()


class TestGrants(GrantsSuite):
    """The suite on the real one."""


def test_nothing_is_kept_longer_than_a_sign_in_lasts(store: Redis) -> None:
    grant = a_grant()
    name = Grants(store, Keycloak().refresh).keep(grant)
    for key in (f"grant:{name}", f"sid:{grant.sid}"):
        left: Any = store.ttl(key)
        assert 0 < left <= LIFETIME_SECONDS
