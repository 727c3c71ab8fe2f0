"""Coming in by a passkey."""

from dataclasses import replace

import pytest

from chassis.tokens import PASSKEY_CLIENT, TokenVerifier, passkey_issuer
from kernel.standing import Standing
from kernel.tiers import Tier
from services.alerts.domain.passkey_key import PasskeyKey
from services.alerts.outbound.postgres.passkey_keys_store import key_set
from services.identity.domain.errors import PasskeyRefused
from services.identity.domain.passkey import CHALLENGE_GOOD, SESSION_GOOD
from tests.fakes.identity import subscriber
from tests.fakes.passkey_ceremonies import ORIGIN, Door, authenticator, officer_of


@pytest.fixture
def door(unit_of_work, clock, ids, stores) -> Door:
    person = subscriber("officer", roles=frozenset({"duty-officer"}), tier=Tier.VERIFIED)
    stores.subscribers.add(person)
    return Door.on(unit_of_work, clock, ids)


@pytest.fixture
def key(door):
    made = authenticator()
    door.registered("officer", made)
    return made


class Told:
    """What alerts was told of identity's keys."""

    def __init__(self, door: Door) -> None:
        public = door.signer.public
        self.keys = key_set([PasskeyKey(public.key_id, public.public_key)])

    def holding(self, kid: str):
        del kid
        return self.keys


def test_the_token_says_who_it_is_now_and_that_they_were_verified(door, key, clock, stores) -> None:
    given = door.sign_in(credential=key.signed(door.begin()))
    assert ("officer", clock.now() + SESSION_GOOD) == (given.subject, given.until)
    verifier = TokenVerifier(
        issuer=passkey_issuer(ORIGIN),
        audience="isp-api",
        keys=Told(door),
        now=lambda: clock.now().timestamp(),
    )
    token = verifier.verify(given.token)
    assert ("officer", PASSKEY_CLIENT, None) == (token.subject, token.client, token.service)
    assert (frozenset({"duty-officer"}), Tier.VERIFIED) == (token.roles, token.tier)
    assert ("aal2", clock.now()) == (token.acr, token.second_factor_at)
    assert (clock.now(), given.until) == (token.issued_at, token.expires_at)
    (kept,) = stores.passkeys.of("officer")
    assert (1, clock.now()) == (kept.sign_count, kept.used_at)
    assert "identity:sign-in-with-passkey" in str(stores.audit.rows)


def test_an_answer_is_good_once_and_for_minutes(door, key, clock) -> None:
    answer = key.signed(door.begin())
    door.sign_in(credential=answer)
    with pytest.raises(PasskeyRefused):
        door.sign_in(credential=answer)
    late = key.signed(door.begin())
    clock.moment += CHALLENGE_GOOD
    with pytest.raises(PasskeyRefused):
        door.sign_in(credential=late)


@pytest.mark.parametrize("wrong", ["origin", "party", "verifies"])
def test_what_was_signed_elsewhere_or_by_nobody_is_refused_and_put_on_record(
    door, key, stores, wrong
) -> None:
    setattr(key, wrong, False if wrong == "verifies" else "https://evil.example")
    options = door.begin()
    with pytest.raises(PasskeyRefused):
        door.sign_in(credential=key.signed(options))
    assert "identity:passkey-refused" in str(stores.audit.rows)
    key.origin, key.party, key.verifies = ORIGIN, "isp.example", True
    with pytest.raises(PasskeyRefused):  # the challenge was used up all the same
        door.sign_in(credential=key.signed(options))


def test_another_key_under_the_same_name_is_refused(door, key) -> None:
    forged = authenticator(credential_id=key.credential_id)
    with pytest.raises(PasskeyRefused):
        door.sign_in(credential=forged.signed(door.begin()))


def test_a_count_that_goes_backwards_is_refused(door, key) -> None:
    door.sign_in(credential=key.signed(door.begin()))
    key.count = 0
    with pytest.raises(PasskeyRefused):
        door.sign_in(credential=key.signed(door.begin()))


def test_an_authenticator_that_does_not_count_may_be_used_again(door, key, stores) -> None:
    for _ in range(2):
        key.count = -1
        door.sign_in(credential=key.signed(door.begin()))
    assert 0 == stores.passkeys.of("officer")[0].sign_count


@pytest.mark.parametrize(
    "changed",
    [{"standing": Standing.SUSPENDED}, {"standing": Standing.CLOSED}, {"roles": frozenset()}],
    ids=["suspended", "closed", "no officer any more"],
)
def test_who_may_not_come_in_is_refused_like_a_key_that_nobody_has(
    door, key, stores, changed
) -> None:
    person = stores.subscribers.get("officer")
    stores.subscribers.kept["officer"] = replace(person, **changed)
    with pytest.raises(PasskeyRefused) as refused:
        door.sign_in(credential=key.signed(door.begin()))
    with pytest.raises(PasskeyRefused) as unknown:
        door.sign_in(credential=authenticator().signed(door.begin()))
    assert str(refused.value) == str(unknown.value)


def test_a_challenge_for_registering_signs_nobody_in(door, key) -> None:
    with pytest.raises(PasskeyRefused):
        door.sign_in(credential=key.signed(door.begin_registration(officer_of("officer"))))


@pytest.mark.parametrize("said", ["", "{}", '{"response": {"clientDataJSON": "e30"}}'])
def test_what_is_no_answer_is_refused(door, said) -> None:
    with pytest.raises(PasskeyRefused):
        door.sign_in(credential=said)
