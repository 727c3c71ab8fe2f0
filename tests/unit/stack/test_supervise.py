"""What supervisor is told is what a process gets."""

import pytest
from supervisor.datatypes import dict_of_key_value_pairs

from stack.ports import Ports
from stack.secrets_file import load_or_make
from stack.services import PROCESSES, environment
from stack.supervise import told


def _read_back(settings: dict[str, str]) -> dict[str, str]:
    """Read settings as supervisor does, once percent signs are expanded."""
    said = ",".join(f"{name}={told(value)}" for name, value in settings.items())
    found: dict[str, str] = dict_of_key_value_pairs(said % {})
    return found


@pytest.mark.parametrize(("service", "role"), PROCESSES)
def test_every_setting_arrives_as_it_is(
    tmp_path_factory: pytest.TempPathFactory, service: str, role: str
) -> None:
    secrets = load_or_make(tmp_path_factory.mktemp("secrets") / "secrets.json")
    given = dict(environment(service, role, ports=Ports.fixed({}), secrets=secrets, kind="test"))
    assert given == _read_back(given)


def test_quotes_percent_signs_and_backslashes_arrive() -> None:
    given = {"A": '{"key": "line\\nline"}', "B": "100%", "C": "it's", "D": "a,b=c; d"}
    assert given == _read_back(given)


def test_what_cannot_be_told_is_refused() -> None:
    with pytest.raises(ValueError, match="both kinds"):
        told('"it\'s"')
