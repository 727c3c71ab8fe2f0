"""What the store of passkeys must do, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from services.identity.domain.errors import PasskeyKnown
from services.identity.domain.passkey import Passkey
from tests.fakes.identity import NOON

Open = Callable[[], AbstractContextManager[Any]]
MINUTE = timedelta(minutes=1)


def passkey(**given: Any) -> Passkey:
    """A passkey of an officer's."""
    return Passkey(
        **{
            "passkey_id": uuid4(),
            "subject": "officer",
            "name": "Blue key",
            "credential_id": uuid4().bytes,
            "public_key": b"point",
            "sign_count": 0,
            "registered_at": NOON,
        }
        | given
    )


class PasskeysSuite:
    """Run with a fixture `unit_of_work` that opens transactions on an empty store."""

    def test_they_come_back_oldest_first_and_to_their_owner(self, unit_of_work: Open) -> None:
        second, first = passkey(registered_at=NOON + MINUTE), passkey()
        with unit_of_work() as tx:
            for each in (second, first, passkey(subject="other")):
                tx.passkeys.add(each)
        with unit_of_work() as tx:
            assert [first, second] == list(tx.passkeys.of("officer"))
            assert first == tx.passkeys.find(first.credential_id)
            assert tx.passkeys.find(b"no such") is None

    def test_nobody_has_a_credential_twice(self, unit_of_work: Open) -> None:
        there = passkey()
        with unit_of_work() as tx:
            tx.passkeys.add(there)
        with pytest.raises(PasskeyKnown), unit_of_work() as tx:
            tx.passkeys.add(passkey(credential_id=there.credential_id, subject="other"))

    def test_uses_are_kept_and_nothing_else_changes(self, unit_of_work: Open) -> None:
        there = passkey()
        used = there.used(sign_count=3, at=NOON + MINUTE)
        with unit_of_work() as tx:
            tx.passkeys.add(there)
        with unit_of_work() as tx:
            tx.passkeys.save(replace(used, name="Other"))
        with unit_of_work() as tx:
            assert [used] == list(tx.passkeys.of("officer"))
            tx.passkeys.remove(there.passkey_id)
        with unit_of_work() as tx:
            assert [] == list(tx.passkeys.of("officer"))

    def test_a_challenge_is_spent_once_for_as_long_as_it_is_good(self, unit_of_work: Open) -> None:
        challenge = uuid4().bytes
        until = NOON + MINUTE
        with unit_of_work() as tx:
            assert tx.passkeys.spend(challenge, until=until, at=NOON)
        with unit_of_work() as tx:
            assert not tx.passkeys.spend(challenge, until=until, at=until)
            assert tx.passkeys.spend(uuid4().bytes, until=until, at=NOON)
