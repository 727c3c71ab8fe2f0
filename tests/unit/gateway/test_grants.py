"""The fake Valkey passes the suite of the grants, and being away is told."""

import pytest

from services.gateway.pages.grants import Grants
from services.gateway.pages.sessions import SessionsUnavailable
from tests.fakes.valkey import MemoryValkey
from tests.ports.grants_store import GrantsSuite, Keycloak, a_grant


class TestGrants(GrantsSuite):
    """The suite on the fake."""

    @pytest.fixture
    def store(self) -> MemoryValkey:
        return MemoryValkey()


def test_while_valkey_is_away_nobody_is_known_and_nothing_is_guessed() -> None:
    store = MemoryValkey()
    grants = Grants(store, Keycloak().refresh)
    name = grants.keep(a_grant())
    store.away = True
    for ask in (grants.access, grants.drop, grants.drop_all_of):
        with pytest.raises(SessionsUnavailable):
            ask(name)
