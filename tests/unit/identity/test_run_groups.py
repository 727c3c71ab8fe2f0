"""What the clock does to closed groups."""

import pytest

from kernel.tiers import Tier
from services.identity.domain.events import PrincipalChanged
from services.identity.domain.tier_term import TierTerm
from services.identity.usecases.end_tier_terms import EndTierTerms
from services.identity.usecases.run_groups import RunGroups
from tests.fakes.groups import DAY, NOON, a_group, an_invitation
from tests.unit.identity.grouped import a_house, in_it


@pytest.fixture
def run(unit_of_work, clock, ids):
    use_case = RunGroups(unit_of_work=unit_of_work, clock=clock, ids=ids)

    def _run(at) -> int:
        clock.moment = at
        return use_case()

    return _run


def mails(stores):
    return sorted((each.what.to.split("@")[0], each.what.template) for each in stores.mails.waiting)


def test_owner_and_sponsor_are_told_twice_and_then_everybody_is_out(run, stores) -> None:
    group = a_house(stores)
    until = group.until
    assert [0, 1, 0, 1, 0] == [run(until - days * DAY) for days in (31, 30, 29, 7, 1)]
    assert [("hub", "group-ending")] * 2 + [("owner", "group-ending")] * 2 == mails(stores)
    assert {"owner", "member"} == in_it(stores, group)
    assert 1 == run(until)
    assert set() == in_it(stores, group)
    told = mails(stores)
    assert {("owner", "group-ended"), ("member", "group-ended")} <= set(told)
    assert PrincipalChanged(stores.subscribers.get("member")) in stores.outbox.events
    assert ("", "identity:group-over") == stores.audit.rows[-1][:2]
    assert 0 == run(until + DAY)


def test_a_renewed_group_goes_on(run, stores) -> None:
    group = a_house(stores)
    renewed = group.renewed(by="hub", until=group.until + 300 * DAY, owner=None, at=NOON)
    stores.groups.save(renewed)
    assert 0 == run(group.until)


def test_a_group_without_an_owner_is_its_sponsors_alone(run, stores) -> None:
    a_house(stores)
    stores.groups.add(group := a_group("orphans", owner=None, until=NOON + 200 * DAY))
    assert 1 == run(group.until - 30 * DAY)
    assert [("hub", "group-ending")] == mails(stores)


def test_invitations_that_are_over_are_forgotten(run, stores) -> None:
    group = a_house(stores)
    stores.groups.invite(an_invitation(group))
    run(NOON + 13 * DAY)
    assert 1 == len(stores.groups.invited)
    run(NOON + 14 * DAY)
    assert {} == stores.groups.invited


def test_who_is_no_more_verified_is_in_no_group(unit_of_work, clock, ids, stores) -> None:
    group = a_house(stores)
    stores.tier_terms.save(term := TierTerm.granted("member", Tier.VERIFIED, NOON, 24))
    clock.moment = term.until
    EndTierTerms(unit_of_work=unit_of_work, clock=clock, ids=ids)()
    assert {"owner"} == in_it(stores, group)
