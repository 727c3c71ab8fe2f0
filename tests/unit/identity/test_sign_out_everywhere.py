"""Ending every sign-in of one's own."""

import pytest

from kernel.tiers import Tier
from kernel.usage import Used
from services.identity.domain.errors import SubscriberNotFound
from services.identity.domain.events import PrincipalChanged
from services.identity.usecases.sign_out_everywhere import SignOutEverywhere
from services.identity.usecases.waiting_ports import TaskKind
from tests.fakes.identity import caller, subscriber


@pytest.fixture
def sign_out(unit_of_work, clock, ids) -> SignOutEverywhere:
    return SignOutEverywhere(unit_of_work=unit_of_work, clock=clock, ids=ids)


def test_no_token_from_before_is_good_and_keycloak_is_to_end_its_sessions(
    sign_out, stores, clock
) -> None:
    stores.subscribers.add(subscriber("owner", tier=Tier.VERIFIED))
    who = caller("owner")
    assert clock.now() == sign_out(who)
    person = stores.subscribers.get("owner")
    assert clock.now() == person.valid_after
    assert (2, Tier.VERIFIED) == (person.rights_version, person.tier)
    assert [(TaskKind.SYNC, "owner")] == [
        (each.what.kind, each.what.subject) for each in stores.tasks.waiting
    ]
    assert PrincipalChanged(person) in stores.outbox.events
    used = Used(caller=who, metric="identity.signed_out_everywhere", at=clock.now())
    assert used in stores.outbox.events
    assert ["identity:sign-out-everywhere"] == [each[1] for each in stores.audit.rows]


def test_who_has_no_account_of_ours_is_not_found(sign_out) -> None:
    with pytest.raises(SubscriberNotFound):
        sign_out(caller("nobody"))
