"""How a process begins: the role, or the command on files, that the command line names."""

from collections.abc import Sequence

import pytest

from chassis.configuration import Settings
from chassis.process import run


@pytest.fixture
def began() -> list[object]:
    return []


def start(monkeypatch: pytest.MonkeyPatch, began: list[object], *said: str) -> None:
    def take(_: Settings, files: Sequence[str]) -> None:
        began.append(list(files))

    monkeypatch.setattr("sys.argv", ["service", *said])
    run("identity", {"serve": lambda _: began.append("serve")}, {"import": take})


def test_a_role_is_run(monkeypatch, began) -> None:
    start(monkeypatch, began, "serve")
    assert ["serve"] == began


def test_a_command_gets_its_files(monkeypatch, began) -> None:
    start(monkeypatch, began, "import", "a.csv", "b")
    assert [["a.csv", "b"]] == began


@pytest.mark.parametrize("said", [(), ("other",), ("import",), ("serve", "a.csv"), ("",)])
def test_anything_else_is_told_what_there_is(monkeypatch, began, said) -> None:
    with pytest.raises(SystemExit) as ended:
        start(monkeypatch, began, *said)
    assert "usage: python -m services.identity serve | import FILE…" == ended.value.code
    assert [] == began
