"""Applying for an account."""

import pytest

from chassis.errors import IdempotencyKeyReused
from kernel.principals import ANONYMOUS
from services.identity.domain.application import token_digest
from services.identity.usecases.register_subscriber import RegisterSubscriber
from tests.fakes.identity import key, profile, subscriber


@pytest.fixture
def register(unit_of_work, clock, ids):
    return RegisterSubscriber(unit_of_work=unit_of_work, clock=clock, ids=ids)


def test_an_application_waits_for_the_token_of_its_mail(register, stores) -> None:
    register(ANONYMOUS, profile=profile(), key=key("RegisterSubscriber"))
    token = stores.mails.waiting[0].what.variables["token"]
    assert 64 == len(token)
    assert profile() == stores.applications.find(token_digest(token)).profile
    assert token not in str(stores.applications.kept)


def test_a_known_address_makes_the_same_rows(register, stores) -> None:
    """Neither the answer nor the work tells whether the address has an account."""
    stores.subscribers.add(subscriber("x"))
    known = profile(email="x@cafe.example")
    assert register(ANONYMOUS, profile=known, key=key("R", "1")) is None
    assert register(ANONYMOUS, profile=profile(), key=key("R", "2")) is None
    assert (2, 2, 2) == (
        len(stores.applications.kept),
        len(stores.mails.waiting),
        len(stores.audit.rows),
    )


def test_the_same_key_applies_once(register, stores) -> None:
    for _ in range(2):
        register(ANONYMOUS, profile=profile(), key=key("R"))
    assert 1 == len(stores.applications.kept)
    with pytest.raises(IdempotencyKeyReused):
        register(ANONYMOUS, profile=profile(given_name="X"), key=key("R", body=b"2" * 32))
