"""Turning a confirmed address into an account."""

import pytest

from kernel.principals import ANONYMOUS
from services.identity.domain.errors import AccountsUnavailable, ApplicationNotFound
from services.identity.domain.events import OrganisationChanged, PrincipalChanged
from services.identity.usecases.confirm_email import ConfirmEmail
from services.identity.usecases.register_subscriber import RegisterSubscriber
from services.identity.usecases.waiting_ports import TaskKind
from tests.fakes.identity import key, profile, subscriber


@pytest.fixture
def confirm(unit_of_work, clock, ids, accounts):
    return ConfirmEmail(unit_of_work=unit_of_work, clock=clock, ids=ids, accounts=accounts)


@pytest.fixture
def token(unit_of_work, stores, clock, ids) -> str:
    register = RegisterSubscriber(unit_of_work=unit_of_work, clock=clock, ids=ids)
    register(ANONYMOUS, profile=profile(), key=key("R"))
    stores.outbox.events.clear()
    return stores.mails.waiting[0].what.variables["token"]


def test_a_confirmed_address_has_an_account_and_an_invitation(confirm, token, stores) -> None:
    confirm(ANONYMOUS, token=token)
    (person,) = stores.subscribers.everyone()
    assert (1, profile()) == (person.rights_version, person.profile)
    assert PrincipalChanged(person) in stores.outbox.events
    assert [(person.subject, TaskKind.INVITE)] == [
        (w.what.subject, w.what.kind) for w in stores.tasks.waiting
    ]


def test_the_organisation_that_was_named_is_a_new_one_of_their_own(
    confirm, unit_of_work, stores, clock, ids
) -> None:
    """Whoever writes the name of another's organisation gains nothing by it."""
    register = RegisterSubscriber(unit_of_work=unit_of_work, clock=clock, ids=ids)
    for number in range(2):
        register(
            ANONYMOUS, profile=profile(email=f"{number}@cafe.example"), key=key("R", str(number))
        )
    for waiting in stores.mails.waiting:
        confirm(ANONYMOUS, token=waiting.what.variables["token"])
    first, second = stores.subscribers.everyone()
    assert first.organisation_id != second.organisation_id
    for person in (first, second):
        made = stores.organisations.get(person.organisation_id)
        assert ("Corner Cafe", frozenset({"retail"})) == (made.name, made.sectors)
        assert OrganisationChanged(made) in stores.outbox.events


def test_who_named_no_organisation_belongs_to_none(
    confirm, unit_of_work, stores, clock, ids
) -> None:
    register = RegisterSubscriber(unit_of_work=unit_of_work, clock=clock, ids=ids)
    register(ANONYMOUS, profile=profile(organisation_name=""), key=key("R"))
    confirm(ANONYMOUS, token=stores.mails.waiting[0].what.variables["token"])
    (person,) = stores.subscribers.everyone()
    assert person.organisation_id is None
    assert {} == stores.organisations.kept


def test_who_confirmed_an_address_has_it_and_not_who_came_with_it_and_did_not(
    confirm, token, stores, accounts
) -> None:
    accounts.squatters[profile().email] = "squatter"
    confirm(ANONYMOUS, token=token)
    (person,) = stores.subscribers.everyone()
    assert {profile().email: person.subject} == accounts.users
    assert not accounts.squatters


def test_nobody_on_record_loses_their_account_to_who_confirms_an_address(
    confirm, token, stores, accounts
) -> None:
    stores.subscribers.add(subscriber("guard", profile=profile(email="guard@port.example")))
    accounts.squatters[profile().email] = "guard"
    confirm(ANONYMOUS, token=token)
    assert {"guard"} == set(stores.subscribers.kept)
    assert {profile().email: "guard"} == accounts.squatters


def test_whose_address_has_an_account_of_another_kind_is_told(
    confirm, token, stores, accounts
) -> None:
    accounts.foreign.add(profile().email)
    confirm(ANONYMOUS, token=token)
    assert not stores.subscribers.kept
    told = stores.mails.waiting[-1].what
    assert (profile().email, "account-elsewhere") == (told.to, told.template)


def test_confirming_again_changes_nothing(confirm, token, stores) -> None:
    confirm(ANONYMOUS, token=token)
    confirm(ANONYMOUS, token=token)
    assert (1, 1) == (len(stores.subscribers.kept), len(stores.tasks.waiting))


@pytest.mark.parametrize("hours", [24.1, 1000])
def test_an_old_link_is_as_unknown_as_one_never_given(confirm, token, clock, hours) -> None:
    clock.pass_(hours=hours)
    for text in (token, "never given"):
        with pytest.raises(ApplicationNotFound):
            confirm(ANONYMOUS, token=text)


def test_with_keycloak_away_nothing_is_lost_and_the_link_stays_good(
    confirm, token, stores, accounts
) -> None:
    accounts.away = True
    with pytest.raises(AccountsUnavailable):
        confirm(ANONYMOUS, token=token)
    assert {} == stores.subscribers.kept
    accounts.away = False
    confirm(ANONYMOUS, token=token)
    assert 1 == len(stores.subscribers.kept)


def test_a_crash_after_keycloak_made_the_account_leaves_no_useless_half(
    confirm, token, stores, accounts, unit_of_work
) -> None:
    def crash() -> None:
        raise ConnectionError

    unit_of_work.fail_at_commit = crash
    with pytest.raises(ConnectionError):
        confirm(ANONYMOUS, token=token)
    left = dict(accounts.users)
    assert 1 == len(left)
    assert {} == stores.subscribers.kept
    unit_of_work.fail_at_commit = lambda: None
    confirm(ANONYMOUS, token=token)
    assert left == accounts.users
    assert set(left.values()) == set(stores.subscribers.kept)


def test_an_account_from_elsewhere_is_not_taken_by_its_address(
    confirm, token, stores, accounts
) -> None:
    accounts.foreign.add(profile().email)
    confirm(ANONYMOUS, token=token)
    assert {} == stores.subscribers.kept


def test_the_second_of_two_applications_makes_no_second_account(
    confirm, token, stores, unit_of_work, clock, ids
) -> None:
    RegisterSubscriber(unit_of_work=unit_of_work, clock=clock, ids=ids)(
        ANONYMOUS, profile=profile(), key=key("R", "2")
    )
    other = stores.mails.waiting[1].what.variables["token"]
    for each in (token, other):
        confirm(ANONYMOUS, token=each)
    assert 1 == len(stores.subscribers.kept)
