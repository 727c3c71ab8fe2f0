"""The gateway on a scripted backend: one for all tests, each of which asks from its own address."""

from collections.abc import Iterator
from dataclasses import replace
from ipaddress import ip_network

import pytest

from services.gateway.clients import Clients
from tests.contract.gateway.answers import USUAL
from tests.contract.gateway.backend import ScriptedBackend, listening
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.stage import (
    Gateway,
    NewGateway,
    gateway_maker,
    nobody_there,
    settings,
)
from tests.fakes.signing import TestIssuer
from tests.fakes.valkey import MemoryValkey

ADDRESSES = (str(each) for each in ip_network("10.0.0.0/8").hosts())
"""Requests without a good token are counted by address: no test shares a count with another."""


@pytest.fixture(scope="session")
def _maker() -> Iterator[tuple[ScriptedBackend, NewGateway]]:
    with listening(USUAL) as (backend, address), nobody_there() as valkey:
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
def gateway(any_gateway: Gateway, backend: object) -> Gateway:
    """That gateway, asked from an address that nobody asked from yet; no address was written to."""
    any_gateway.app.extensions["isp-rates"]._own.storage.reset()
    any_gateway.app.extensions["isp-rates"]._lately.clear()
    return replace(any_gateway, address=next(ADDRESSES))


@pytest.fixture
def browsing(new_gateway: NewGateway) -> Browsing:
    """A browser before a gateway whose sessions are kept."""
    valkey = MemoryValkey()
    gateway = replace(new_gateway(store=valkey), address=next(ADDRESSES))
    return Browsing(gateway, valkey)
