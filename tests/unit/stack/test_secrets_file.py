"""The secrets of one platform."""

import json
import stat
from pathlib import Path

from stack.secrets_file import SIGNING_KEYS, SIMULATED_KEYS, load_or_make, names


def test_secrets_are_made_once_for_the_owners_eyes(tmp_path: Path) -> None:
    file = tmp_path / "secrets.json"
    made = load_or_make(file)
    assert set(names()) == set(made)
    assert len(made) == len(set(made.values()))
    assert 0o600 == stat.S_IMODE(file.stat().st_mode)
    assert made == load_or_make(file)
    assert [file] == list(tmp_path.iterdir())


def test_no_two_platforms_share_a_secret(tmp_path: Path) -> None:
    one, other = load_or_make(tmp_path / "one.json"), load_or_make(tmp_path / "other.json")
    assert not set(one.values()) & set(other.values())


def test_a_secret_that_came_later_is_added_and_the_others_stay(tmp_path: Path) -> None:
    file = tmp_path / "secrets.json"
    made = load_or_make(file)
    before = {name: word for name, word in made.items() if name != "ALERTS_TICKET_KEY"}
    file.write_text(json.dumps(before))
    after = load_or_make(file)
    assert before == {name: after[name] for name in before}
    assert after["ALERTS_TICKET_KEY"]


def test_every_secret_is_a_word_that_nats_takes_for_one(tmp_path: Path) -> None:
    """NATS reads a variable as a part of its configuration, where 1e5 is a number."""
    made = load_or_make(tmp_path / "secrets.json")
    words = set(names()) - {*SIGNING_KEYS, *SIMULATED_KEYS}
    for word in (made[name] for name in words):
        assert word[0].isalpha()
        assert word.isalnum()
        assert len(word) >= 40
