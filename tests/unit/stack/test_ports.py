"""Fixed ports for a person, each of which can be moved; free ones for tests."""

import os
import socket

import pytest

from stack.places import cache_folder, state_folder
from stack.ports import FIXED, NoPort, Ports, PortTaken, variable


def test_fixed_ports_are_in_our_range_and_no_two_are_the_same() -> None:
    ports = [Ports.fixed({})[name] for name in FIXED]
    assert all(8600 <= port <= 8639 for port in ports)
    assert len(ports) == len(set(ports))


@pytest.mark.parametrize("name", sorted(FIXED))
def test_each_port_can_be_moved_and_no_other_moves_with_it(name: str) -> None:
    moved = Ports.fixed({variable(name): "9999"})
    assert {name: 9999} == {
        each: moved[each] for each in FIXED if moved[each] != Ports.fixed({})[each]
    }


@pytest.mark.parametrize("said", ["", "gateway", "0", "65536", "-1", "86.00", "1e3"])
def test_an_override_that_is_no_port_is_refused_by_name(said: str) -> None:
    with pytest.raises(NoPort, match="ISP_PORT_KEYCLOAK_MANAGEMENT"):
        Ports.fixed({"ISP_PORT_KEYCLOAK_MANAGEMENT": said})


def test_who_holds_a_port_is_named_with_the_way_out() -> None:
    ports = Ports.free()
    ports.check_free()
    with socket.socket() as held:
        held.bind(("127.0.0.1", ports["nats"]))
        held.listen()
        with pytest.raises(PortTaken) as refused:
            ports.check_free()
    said = str(refused.value)
    assert f"port {ports['nats']} (nats)" in said
    assert f"process {os.getpid()}" in said
    assert "ISP_PORT_NATS" in said
    assert 1 == len(said.splitlines())


def test_cache_and_state_go_where_they_are_told() -> None:
    environ = {"ISP_CACHE": "/somewhere/cache", "ISP_STATE": "/somewhere/state"}
    assert "/somewhere/cache" == str(cache_folder(environ))
    assert "/somewhere/state" == str(state_folder(environ))
    assert cache_folder({}).is_absolute()
    assert state_folder({}) != cache_folder({})
