"""Telling people that their tier ends, and taking it when it has."""

from datetime import timedelta

import pytest

from kernel.standing import Standing
from kernel.tiers import Tier
from services.identity.domain.events import PrincipalChanged
from services.identity.domain.group import Member
from services.identity.domain.role_grant import GrantState
from services.identity.domain.tier_term import TierTerm
from services.identity.usecases.end_tier_terms import Deed, EndTierTerms
from services.identity.usecases.waiting_ports import TaskKind
from tests.fakes.groups import a_group
from tests.fakes.identity import NOON, subscriber
from tests.fakes.role_grants import a_grant, a_proposal
from tests.unit.identity.seated import a_seat_with, verified

DAY = timedelta(days=1)


@pytest.fixture
def end(unit_of_work, clock, ids):
    def end(*, at, dry=False):
        clock.moment = at
        return EndTierTerms(unit_of_work=unit_of_work, clock=clock, ids=ids, dry=dry)()

    return end


@pytest.fixture
def until(stores):
    stores.subscribers.add(subscriber("owner", tier=Tier.VERIFIED))
    stores.tier_terms.save(term := TierTerm.granted("owner", Tier.VERIFIED, NOON, 24))
    return term.until


def mails(stores):
    return [each.what.template for each in stores.mails.waiting]


def test_two_warnings_and_then_the_tier_goes_everywhere(end, until, stores) -> None:
    assert [] == end(at=until - 31 * DAY)
    assert [30] == [each.days for each in end(at=until - 30 * DAY)]
    assert [] == end(at=until - 29 * DAY)
    assert [7] == [each.days for each in end(at=until - 7 * DAY)]
    assert [] == end(at=until - DAY)
    assert [Deed.END] == [each.deed for each in end(at=until)]
    assert ["tier-ending", "tier-ending", "tier-ended"] == mails(stores)
    person = stores.subscribers.get("owner")
    assert (Tier.REGISTERED, 2) == (person.tier, person.rights_version)
    assert PrincipalChanged(person) in stores.outbox.events
    assert [TaskKind.SYNC] == [each.what.kind for each in stores.tasks.waiting]
    assert "identity:end-tier" == stores.audit.rows[-1][1]
    assert [] == end(at=until + DAY)


def test_after_a_pause_only_the_nearest_warning_is_sent(end, until, stores) -> None:
    assert [7] == [each.days for each in end(at=until - 3 * DAY)]
    assert ["tier-ending"] == mails(stores)


def test_a_dry_run_says_the_same_and_does_nothing(end, until, stores) -> None:
    for at in (until - 30 * DAY, until):
        before = (dict(stores.tier_terms.kept), dict(stores.subscribers.kept))
        said = end(at=at, dry=True)
        assert before == (stores.tier_terms.kept, stores.subscribers.kept)
        assert [] == mails(stores) == stores.outbox.events == stores.audit.rows
        assert said == end(at=at, dry=True)
    assert said == end(at=until)


def test_who_renewed_in_time_keeps_the_tier(end, until, stores) -> None:
    stores.tier_terms.save(TierTerm.granted("owner", Tier.VERIFIED, until - DAY, 24))
    assert [] == end(at=until)
    assert Tier.VERIFIED is stores.subscribers.get("owner").tier


def test_whoever_is_no_more_verified_leaves_their_seats(end, until, stores) -> None:
    """A seat needs a verified account, and its role goes with it."""
    seat = a_seat_with(stores, "owner")
    (done,) = end(at=until)
    assert 1 == done.seats
    assert frozenset() == stores.seats.get(seat.seat_id).people
    person = stores.subscribers.get("owner")
    assert (Tier.REGISTERED, frozenset()) == (person.tier, person.roles)


def test_a_suspended_person_gets_no_mail_and_loses_the_tier_all_the_same(end, stores) -> None:
    stores.subscribers.add(subscriber("away", tier=Tier.TRUSTED, standing=Standing.SUSPENDED))
    stores.tier_terms.save(term := TierTerm.granted("away", Tier.TRUSTED, NOON, 24))
    assert [Deed.END] == [each.deed for each in end(at=term.until)]
    assert [] == mails(stores)
    assert Tier.REGISTERED is stores.subscribers.get("away").tier


def test_roles_that_need_more_end_with_the_tier(end, stores) -> None:
    roles = frozenset({"duty-officer", "analyst"})
    stores.subscribers.add(subscriber("held", tier=Tier.TRUSTED, roles=roles))
    stores.tier_terms.save(term := TierTerm.granted("held", Tier.TRUSTED, NOON, 24))
    for role in sorted(roles):
        stores.role_grants.add(a_grant("held", role, until=None))
    stores.role_grants.add(waits := a_proposal("held", "editor"))
    assert [Deed.END] == [each.deed for each in end(at=term.until)]
    person = stores.subscribers.get("held")
    assert (Tier.REGISTERED, frozenset({"analyst"})) == (person.tier, person.roles)
    assert GrantState.LAPSED is stores.role_grants.get(waits.grant_id).state
    assert ["analyst"] == [each.role for each in stores.role_grants.of("held")]


def test_nobody_owns_a_group_whose_owner_is_no_more_verified(end, until, stores) -> None:
    """Its sponsor is told, and hands it over: who is in it, the owner reads no more."""
    stores.subscribers.add(verified("hub"))
    stores.subscribers.add(verified("member"))
    stores.groups.add(group := a_group(owner="owner", sponsor="hub"))
    for subject in ("owner", "member"):
        stores.groups.join(Member(group_id=group.group_id, subject=subject, since=NOON))
    end(at=until)
    there = stores.groups.get(group.group_id)
    assert (None, group.version + 1) == (there.owner, there.version)
    assert ["member"] == [each.subject for each in stores.groups.members(group.group_id)]
    sent = {each.what.template: each.what for each in stores.mails.waiting}
    assert stores.subscribers.get("hub").profile.email == sent["group-unowned"].to
    assert {"group": group.name} == sent["group-unowned"].variables


def test_of_a_sponsor_who_is_not_there_any_more_nobody_is_told(end, until, stores) -> None:
    stores.groups.add(group := a_group(owner="owner", sponsor="erased"))
    end(at=until)
    assert stores.groups.get(group.group_id).owner is None
    assert ["tier-ended"] == mails(stores)
