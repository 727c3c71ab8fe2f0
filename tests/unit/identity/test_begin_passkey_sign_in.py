"""What a browser asks an authenticator for."""

import json

from tests.fakes.passkey_ceremonies import PARTY, Door


def test_it_names_nobody_is_never_the_same_and_nothing_is_kept(
    unit_of_work, clock, ids, stores
) -> None:
    door = Door.on(unit_of_work, clock, ids)
    first, second = (json.loads(door.begin()) for _ in range(2))
    assert (PARTY, "required") == (first["rpId"], first["userVerification"])
    assert not first.get("allowCredentials")
    assert first["challenge"] != second["challenge"]
    assert not stores.passkeys.spent
