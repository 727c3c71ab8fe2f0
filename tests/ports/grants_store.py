"""What the grants of signed-in people ask of Valkey; the fake and the real one both pass."""

import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from redis import Redis

from services.gateway.pages.grants import Grant, Grants, RefreshRefused


class Keycloak:
    """Answers a refresh once for each token, as Keycloak does; then the sign-in is over."""

    def __init__(self) -> None:
        self.used: list[str] = []

    def refresh(self, token: str) -> Mapping[str, Any]:
        if token in self.used:
            raise RefreshRefused("Maximum allowed refresh token reuse exceeded")
        self.used.append(token)
        time.sleep(0.05)  # others wait for the lock meanwhile
        number = len(self.used)
        return {
            "access_token": f"access-{number}",
            "refresh_token": f"refresh-{number}",
            "expires_in": 300,
        }


def a_grant(*, seconds: float = 300, sid: str = "") -> Grant:
    return Grant(
        access="access-0",
        refresh=f"refresh-{uuid4()}",
        id_token="id-token",
        expires_at=time.time() + seconds,
        sid=sid or str(uuid4()),
    )


class GrantsSuite:
    """Needs a fixture `store`."""

    @pytest.fixture
    def keycloak(self) -> Keycloak:
        return Keycloak()

    @pytest.fixture
    def grants(self, store: Redis, keycloak: Keycloak) -> Grants:
        return Grants(store, keycloak.refresh)

    def test_a_fresh_token_is_used_as_it_is(self, grants: Grants, keycloak: Keycloak) -> None:
        assert "access-0" == grants.access(grants.keep(a_grant()))
        assert [] == keycloak.used

    def test_one_that_cannot_be_renewed_ends(
        self, grants: Grants, keycloak: Keycloak, store: Redis
    ) -> None:
        """A sign-in by passkey: it is of no session at Keycloak, and Keycloak is not asked."""
        good = replace(a_grant(), refresh="", sid="")
        over = grants.keep(replace(good, expires_at=time.time() + 1))
        assert "access-0" == grants.access(grants.keep(good))
        assert grants.access(over) is None
        assert grants.drop(over) is None
        assert [] == keycloak.used
        assert not store.smembers("sid:")

    def test_whoever_comes_at_once_gets_the_same_new_token(
        self, grants: Grants, keycloak: Keycloak
    ) -> None:
        """A refresh token is good once: asking twice would end the sign-in."""
        name, together = grants.keep(a_grant(seconds=1)), Barrier(8)

        def access() -> str | None:
            together.wait()
            return grants.access(name)

        with ThreadPoolExecutor(8) as pool:
            got = [each.result() for each in [pool.submit(access) for _ in range(8)]]
        assert {"access-1"} == set(got)
        assert 1 == len(keycloak.used)

    def test_the_new_refresh_token_replaces_the_old(self, store: Redis, keycloak: Keycloak) -> None:
        clock = [time.time()]
        grants = Grants(store, keycloak.refresh, now=lambda: clock[0])
        name = grants.keep(a_grant(seconds=1))
        assert "access-1" == grants.access(name)
        clock[0] += 600
        assert "access-2" == grants.access(name)
        assert "refresh-1" == keycloak.used[1]

    def test_a_sign_in_that_keycloak_ended_is_forgotten(
        self, grants: Grants, keycloak: Keycloak
    ) -> None:
        grant = a_grant(seconds=1)
        keycloak.used.append(grant.refresh)
        name = grants.keep(grant)
        assert grants.access(name) is None
        assert grants.drop(name) is None

    def test_what_is_dropped_is_returned_once(self, grants: Grants) -> None:
        grant = a_grant()
        name = grants.keep(grant)
        assert grant == grants.drop(name)
        assert grants.drop(name) is None
        assert grants.access(name) is None

    def test_every_sign_in_of_one_session_at_keycloak_ends_together(self, grants: Grants) -> None:
        sid = str(uuid4())
        mine = [grants.keep(a_grant(sid=sid)) for _ in range(2)]
        other = grants.keep(a_grant())
        assert 2 == grants.drop_all_of(sid)
        assert [None, None] == [grants.access(name) for name in mine]
        assert "access-0" == grants.access(other)
        assert 0 == grants.drop_all_of(sid)

    def test_an_unknown_name_is_nobody(self, grants: Grants) -> None:
        assert grants.access("none") is None
