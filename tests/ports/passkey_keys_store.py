"""What the store of passkeys' keys must do, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

from services.alerts.domain.passkey_key import PasskeyKey
from tests.fakes.alerts import NOON

Open = Callable[[], AbstractContextManager[Any]]
LATER = NOON + timedelta(seconds=10)
OLD, NEW = PasskeyKey("old", b"one point"), PasskeyKey("new", b"another point")


class PasskeyKeysSuite:
    """Run with a fixture `unit_of_work` that opens transactions on an empty store."""

    def test_the_newest_word_is_whole_and_an_older_one_changes_nothing(
        self, unit_of_work: Open
    ) -> None:
        with unit_of_work() as tx:
            assert tx.passkey_keys.keep([OLD, NEW], told_at=NOON)
        with unit_of_work() as tx:
            assert tx.passkey_keys.keep([NEW], told_at=LATER)
            assert not tx.passkey_keys.keep([OLD], told_at=NOON)
            assert not tx.passkey_keys.keep([OLD], told_at=LATER)
            assert [NEW] == list(tx.passkey_keys.all())

    def test_a_word_without_keys_takes_none_away_and_an_older_one_brings_none_back(
        self, unit_of_work: Open
    ) -> None:
        """An older identity, while a newer one is rolled out, knows of no keys."""
        with unit_of_work() as tx:
            assert tx.passkey_keys.keep([NEW], told_at=NOON)
        with unit_of_work() as tx:
            assert tx.passkey_keys.keep([], told_at=LATER)
            assert not tx.passkey_keys.keep([OLD, NEW], told_at=NOON + timedelta(seconds=5))
            assert [NEW] == list(tx.passkey_keys.all())
