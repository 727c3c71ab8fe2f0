"""Proposing a partner site."""

import pytest

from services.identity.domain.errors import SubscriberNotFound
from services.identity.domain.partner_errors import TooManyPartners
from services.identity.domain.partner_site import MOST_SITES, PartnerScope, PartnerStatus
from services.identity.usecases.propose_partner_site import ProposePartnerSite
from tests.fakes.identity import caller, key, profile, subscriber
from tests.fakes.partners import a_site

ADMIN = caller("admin", "platform-admin")
SAID = {
    "name": "Trade site",
    "redirect_uris": ["https://trade.example/in"],
    "backchannel_logout_uri": "",
    "scopes": frozenset({PartnerScope.VERIFIED}),
    "steward_email": "web@trade.example",
}


@pytest.fixture
def propose(unit_of_work, clock, ids, stores):
    stores.subscribers.add(subscriber("steward", profile=profile(email="web@trade.example")))
    return ProposePartnerSite(unit_of_work=unit_of_work, clock=clock, ids=ids)


def test_it_is_kept_and_nobody_is_told_but_the_record(propose, stores) -> None:
    made = propose(ADMIN, **SAID, key=key("A"))
    assert (PartnerStatus.PROPOSED, "steward", "admin") == (
        made.status,
        made.steward,
        made.proposed_by,
    )
    assert [] == stores.tasks.waiting
    assert ("admin", "identity:propose-partner", str(made.site_id)) == stores.audit.rows[-1][:3]


def test_the_same_key_makes_it_once(propose, stores) -> None:
    assert propose(ADMIN, **SAID, key=key("A")) == propose(ADMIN, **SAID, key=key("A"))
    assert 1 == len(stores.partner_sites.kept)


def test_a_steward_has_an_account(propose) -> None:
    with pytest.raises(SubscriberNotFound):
        propose(ADMIN, **SAID | {"steward_email": "nobody@trade.example"}, key=key("A"))


def test_there_is_an_end_to_how_many(propose, stores) -> None:
    for _ in range(MOST_SITES):
        stores.partner_sites.add(a_site())
    with pytest.raises(TooManyPartners):
        propose(ADMIN, **SAID, key=key("A"))
