"""Second factors that were lost go: after two officers' word, a day, and mails."""

from datetime import timedelta

import pytest

from services.identity.domain.errors import AccountsUnavailable
from services.identity.domain.factor_reset import LAPSES, WAITS
from services.identity.domain.passkey import Passkey
from services.identity.usecases.forget_contacts import ForgetContacts
from tests.fakes.identity import OFFICER, SECOND
from tests.unit.identity.resetting import Resetting

SECONDS = timedelta(seconds=1)


@pytest.fixture
def resetting(unit_of_work, clock, ids) -> Resetting:
    return Resetting.on(unit_of_work, clock, ids)


def test_two_officers_and_a_day_take_all_away_and_the_person_is_told_of_each_step(
    resetting, stores, clock
) -> None:
    reset = resetting.proposed()
    assert 0 == resetting.run()
    resetting.confirm(SECOND, reset_id=reset.reset_id)
    clock.moment += WAITS - SECONDS
    assert 0 == resetting.run()
    assert 2 == len(resetting.factors.of("owner"))
    clock.moment += SECONDS
    assert 1 == resetting.run()
    assert () == resetting.factors.of("owner")
    assert clock.now() == stores.subscribers.get("owner").valid_after
    steps = ("proposed", "confirmed", "done")
    assert [f"factor-reset-{each}" for each in steps] == resetting.told
    assert 0 == resetting.run()
    assert [] == stores.factor_resets.waiting()
    for act in ("propose-factor-reset", "confirm-factor-reset", "reset-second-factors"):
        assert f"identity:{act}" in resetting.acts


def test_passkeys_that_identity_keeps_go_too_and_nobody_elses(
    resetting, stores, ids, clock
) -> None:
    """A key that was lost may be one of them, and would still sign in."""
    kept = {
        subject: Passkey(
            passkey_id=ids.new(),
            subject=subject,
            name="Key",
            credential_id=subject.encode(),
            public_key=b"public",
            sign_count=0,
            registered_at=clock.now(),
        )
        for subject in ("owner", "second")
    }
    for each in kept.values():
        stores.passkeys.add(each)
    resetting.confirmed()
    clock.moment += WAITS
    assert 1 == resetting.run()
    assert [] == list(stores.passkeys.of("owner"))
    assert [kept["second"]] == list(stores.passkeys.of("second"))


def test_one_officers_word_alone_takes_nothing_away(resetting, clock) -> None:
    resetting.proposed()
    clock.moment += LAPSES
    assert 0 == resetting.run()
    assert 2 == len(resetting.factors.of("owner"))


def test_a_proposal_that_nobody_confirms_lapses_and_a_confirmed_one_does_not(
    resetting, unit_of_work, stores, clock
) -> None:
    resetting.factors.hold("second")
    forget = ForgetContacts(unit_of_work=unit_of_work, clock=clock)
    kept = resetting.confirmed()
    resetting.propose(OFFICER, email="second@cafe.example", reason="Called back.")
    clock.moment += LAPSES
    forget()
    assert 2 == len(stores.factor_resets.waiting())
    clock.moment += SECONDS
    forget()
    assert [kept.reset_id] == [each.reset_id for each in stores.factor_resets.waiting()]


def test_while_keycloak_is_away_it_waits(resetting, clock) -> None:
    resetting.confirmed()
    clock.moment += WAITS
    resetting.factors.away = True
    with pytest.raises(AccountsUnavailable):
        resetting.run()
    resetting.factors.away = False
    assert 1 == resetting.run()
