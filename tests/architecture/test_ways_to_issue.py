"""Every way to issue or to end an alert keeps what went out, in its own transaction."""

from pathlib import Path

import pytest

USECASES = Path(__file__).resolve().parents[2] / "services" / "alerts" / "usecases"
TELLS = ("AlertIssued(", "AlertEnded(", "Dispatch.of(")
AGAIN = {"republish_alerts.py"}
"""What tells of things that happened before, once more."""


def forgetful(source: str) -> bool:
    """Tell whether a use case lets recipients hear of something of which nothing is kept."""
    return any(each in source for each in TELLS) and "messages.record(" not in source


@pytest.mark.parametrize("path", sorted(USECASES.glob("*.py")), ids=lambda path: path.stem)
def test_what_recipients_hear_of_is_kept_as_it_went_out(path: Path) -> None:
    assert path.name in AGAIN or not forgetful(path.read_text("utf-8"))


def test_there_are_ways_to_look_at_and_one_that_forgets_is_seen() -> None:
    """The control of the test above."""
    told = [path for path in USECASES.glob("*.py") if "messages.record(" in path.read_text("utf-8")]
    assert len(told) >= 4
    assert forgetful("tx.dispatches.add(Dispatch.of(alert, at=now))")
    assert forgetful("tx.outbox.add(AlertEnded(ended))")
