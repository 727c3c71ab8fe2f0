"""What Kubernetes reads of a process that ended."""

import sys
from pathlib import Path

import pytest

from chassis.configuration import Settings
from chassis.process import run
from chassis.termination import LONGEST


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    path = tmp_path / "termination-log"
    path.write_text("what an earlier container said, and more of it")
    monkeypatch.setenv("ISP_TERMINATION_LOG", str(path))
    monkeypatch.setattr("sys.argv", ["alerts", "serve"])
    return path


def needs_a_setting(settings: Settings) -> None:
    settings.secret("ALERTS_TICKET_KEY")


def fails(_: Settings) -> None:
    raise RuntimeError("the port is taken\nand more about it")


def test_a_missing_setting_is_named_and_the_status_says_configuration(
    log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        run("alerts", {"serve": needs_a_setting})
    assert 78 == ended.value.code
    assert "setting ALERTS_TICKET_KEY: is missing" == log.read_text()
    assert "ALERTS_TICKET_KEY" in capsys.readouterr().err


def test_any_other_failure_leaves_its_kind_and_its_first_line(log: Path) -> None:
    with pytest.raises(RuntimeError):
        run("alerts", {"serve": fails})
    assert "RuntimeError: the port is taken" == log.read_text()


def test_a_command_that_refuses_leaves_what_it_said(log: Path) -> None:
    with pytest.raises(SystemExit):
        run("alerts", {"serve": lambda _: sys.exit("nothing was changed")})
    assert "nothing was changed" == log.read_text()


def test_a_long_failure_is_cut(log: Path) -> None:
    with pytest.raises(SystemExit):
        run("alerts", {"serve": lambda _: sys.exit("word " * 1000)})
    assert LONGEST == len(log.read_text())


def test_an_end_in_order_leaves_nothing_new(log: Path) -> None:
    run("alerts", {"serve": lambda _: None})
    assert log.read_text().startswith("what an earlier container said")


@pytest.mark.parametrize("unfit", ["missing", "folder"])
def test_a_log_that_cannot_be_written_changes_nothing(
    log: Path, monkeypatch: pytest.MonkeyPatch, unfit: str
) -> None:
    log.unlink()
    if unfit == "folder":
        log.mkdir()
    with pytest.raises(SystemExit) as ended:
        run("alerts", {"serve": needs_a_setting})
    assert 78 == ended.value.code
    assert (unfit == "folder") == log.exists()
