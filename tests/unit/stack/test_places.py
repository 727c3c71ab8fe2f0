"""Servers run as a user who may do nothing else, and end with who started them."""

import pytest

from stack import places
from stack.places import as_server_user


@pytest.mark.parametrize(
    ("root", "end", "expected"),
    [
        (False, None, ["true"]),
        (False, "TERM", ["setpriv", "--pdeathsig", "TERM", "true"]),
        (
            True,
            None,
            ["setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups", "true"],
        ),
    ],
)
def test_a_server_is_started_as_its_user(
    monkeypatch: pytest.MonkeyPatch, *, root: bool, end: str | None, expected: list[str]
) -> None:
    monkeypatch.setattr(places, "is_root", lambda: root)
    assert expected == as_server_user(("true",), and_ends_by=end)
