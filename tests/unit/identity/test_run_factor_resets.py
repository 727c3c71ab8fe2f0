"""Second factors that were lost go: after two officers' word, a day, and mails."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from kernel.standing import Standing
from services.identity.domain.errors import AccountsRefused, AccountsUnavailable
from services.identity.domain.factor_reset import LAPSES, WAITS
from services.identity.domain.passkey import Passkey
from services.identity.domain.role_grant import RoleGrant
from services.identity.domain.subscriber import Subscriber
from services.identity.usecases.forget_contacts import ForgetContacts
from tests.fakes.identity import OFFICER, SECOND, caller, subscriber
from tests.unit.identity.resetting import Resetting

SECONDS = timedelta(seconds=1)


def officer(subject: str) -> Subscriber:
    return replace(subscriber(subject), roles=frozenset({"verification-officer"}))


def change(stores: Any, subject: str, after: dict[str, Any] | None) -> None:
    """Change somebody's account; None takes it away."""
    there = stores.subscribers.get(subject)
    if after is None:
        del stores.subscribers.kept[subject]
    else:
        stores.subscribers.save(replace(there, rights_version=there.rights_version + 1, **after))


def grant_to(stores: Any, ids: Any, clock: Any, subject: str, role: str) -> None:
    """Let somebody take a role up, which they have not done."""
    found = RoleGrant.found(ids.new(), subject, role, clock.now())
    stores.role_grants.add(replace(found, eligible=True))


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


def test_one_that_keycloak_does_not_take_holds_up_no_other(resetting, stores, clock) -> None:
    resetting.factors.hold("second")
    resetting.confirmed()
    clock.moment += SECONDS
    later = resetting.propose(OFFICER, email="second@cafe.example", reason="Called back.")
    stores.subscribers.add(officer("third"))
    resetting.confirm(caller("third", "verification-officer"), reset_id=later.reset_id)
    clock.moment += WAITS
    resetting.factors.refused = "owner"
    with pytest.raises(AccountsRefused):
        resetting.run()
    assert () == resetting.factors.of("second")
    assert 2 == len(resetting.factors.of("owner"))
    assert ["owner"] == [each.subject for each in stores.factor_resets.waiting()]


@pytest.mark.parametrize("who", ["officer", "second"])
@pytest.mark.parametrize(
    "after", [{"roles": frozenset()}, {"standing": Standing.SUSPENDED}, None], ids=str
)
def test_nothing_comes_of_the_word_of_who_may_not_give_it_any_more(
    resetting, stores, clock, who: str, after: dict[str, Any] | None
) -> None:
    resetting.confirmed()
    change(stores, who, after)
    clock.moment += WAITS
    assert 1 == resetting.run()
    assert 2 == len(resetting.factors.of("owner"))
    assert [] == stores.factor_resets.waiting()
    assert "factor-reset-stopped" == resetting.told[-1]
    assert "identity:stop-factor-reset" == resetting.acts[-1]


@pytest.mark.parametrize("eligible", [False, True])
def test_a_role_that_the_person_came_by_in_that_day_asks_for_a_greater_word(
    resetting, stores, ids, clock, eligible: bool
) -> None:
    resetting.confirmed()
    if eligible:
        grant_to(stores, ids, clock, "owner", "platform-admin")
    else:
        change(stores, "owner", {"roles": frozenset({"platform-admin"})})
    clock.moment += WAITS
    resetting.run()
    assert 2 == len(resetting.factors.of("owner"))
    assert "factor-reset-stopped" == resetting.told[-1]


def test_a_role_that_an_officer_took_up_for_hours_need_not_last_the_day(
    resetting, stores, ids, clock
) -> None:
    """Whoever may take it up again may still give the word."""
    grant_to(stores, ids, clock, "second", "platform-admin")
    change(stores, "owner", {"roles": frozenset({"platform-admin"})})
    admin = caller("second", "platform-admin")
    resetting.confirm(admin, reset_id=resetting.proposed().reset_id)
    change(stores, "second", {"roles": frozenset()})
    clock.moment += WAITS
    assert 1 == resetting.run()
    assert () == resetting.factors.of("owner")
