"""The gateway on a scripted backend: one for all tests, each of which asks from its own address."""

from collections.abc import Iterator

import pytest

from chassis import channels
from services.gateway.clients import Clients
from tests.contract.gateway.answers import USUAL
from tests.contract.gateway.backend import ScriptedBackend, listening
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.stage import (
    Gateway,
    NewGateway,
    as_new,
    gateway_maker,
    nobody_there,
    settings,
)
from tests.fakes.signing import TestIssuer
from tests.fakes.valkey import MemoryValkey


@pytest.fixture(scope="session")
def _maker() -> Iterator[tuple[ScriptedBackend, NewGateway]]:
    """With the usual retries, but without the pauses between them that a real failure deserves."""
    with (
        listening(USUAL) as (backend, address),
        nobody_there() as valkey,
        pytest.MonkeyPatch.context() as patched,
    ):
        patched.setitem(channels._RETRIES, "initialBackoff", "0.01s")
        patched.setitem(channels._RETRIES, "maxBackoff", "0.02s")
        clients = Clients(settings(address, valkey))
        yield backend, gateway_maker(backend, clients, TestIssuer(), address, valkey)


@pytest.fixture
def backend(_maker: tuple[ScriptedBackend, NewGateway]) -> ScriptedBackend:
    """The backend, with no script yet."""
    _maker[0].begin()
    return _maker[0]


@pytest.fixture
def new_gateway(_maker: tuple[ScriptedBackend, NewGateway], backend: object) -> NewGateway:
    """Makes gateways with other settings than the usual."""
    return _maker[1]


@pytest.fixture(scope="session")
def any_gateway(_maker: tuple[ScriptedBackend, NewGateway]) -> Gateway:
    """A gateway with the usual settings."""
    return _maker[1]()


@pytest.fixture
def gateway(any_gateway: Gateway, backend: object) -> Iterator[Gateway]:
    """That gateway, as if nobody had asked it anything yet."""
    with as_new(any_gateway) as gateway:
        yield gateway


@pytest.fixture(scope="session")
def _any_browsing(_maker: tuple[ScriptedBackend, NewGateway]) -> Browsing:
    valkey = MemoryValkey()
    return Browsing(_maker[1](store=valkey), valkey)


@pytest.fixture
def browsing(_any_browsing: Browsing, backend: object) -> Iterator[Browsing]:
    """A browser of its own before a gateway that keeps sessions, and has none yet."""
    _any_browsing.valkey.begin()
    with as_new(_any_browsing.gateway) as gateway:
        yield Browsing(gateway, _any_browsing.valkey)
