"""People leave, and an organisation is left without an admin by nobody."""

import pytest

from services.identity.domain.errors import OrganisationNotFound, VerificationOpen
from services.identity.domain.events import PremisesChanged, PrincipalChanged
from services.identity.domain.membership_errors import LastAdmin, LastMember
from services.identity.usecases.leave_organisation import LeaveOrganisation
from tests.fakes.identity import NOON, case
from tests.fakes.premises import some_premises
from tests.unit.identity.membership import (
    ADMIN,
    HALL,
    LONE,
    MEMBER,
    NOBODY,
    STALL,
    invited,
    peopled,
)


@pytest.fixture
def leave(unit_of_work, clock, ids, stores):
    peopled(stores)
    return LeaveOrganisation(unit_of_work=unit_of_work, clock=clock, ids=ids)


def test_a_member_leaves_and_the_rest_stays(leave, stores) -> None:
    stores.premises.add(some_premises(HALL))
    assert not leave(MEMBER, closing=False)
    gone = stores.subscribers.get(MEMBER.subject)
    assert gone.organisation_id is None
    assert PrincipalChanged(gone) in stores.outbox.events
    assert 1 == stores.premises.count(HALL)
    assert stores.organisations.get(HALL).open
    with pytest.raises(OrganisationNotFound):
        leave(MEMBER, closing=True)


def test_the_only_admin_names_another_first(leave, stores) -> None:
    with pytest.raises(LastAdmin):
        leave(ADMIN, closing=True)
    stores.subscribers.save(stores.subscribers.get(MEMBER.subject).as_admin(admin=True))
    there = invited(stores)
    assert not leave(ADMIN, closing=False)
    assert "" == stores.invitations.get(there.invitation_id).email


def test_the_last_closes_it_and_says_so(leave, stores) -> None:
    shop = some_premises(STALL)
    stores.premises.add(shop)
    with pytest.raises(LastMember):
        leave(LONE, closing=False)
    assert leave(LONE, closing=True)
    assert not stores.organisations.find(STALL).open
    assert PremisesChanged(stores.premises.kept[shop.premises_id]) in stores.outbox.events
    assert stores.premises.kept[shop.premises_id].removed_at is not None


def test_nobody_leaves_while_officers_look(leave, stores) -> None:
    stores.verifications.add(case(MEMBER.subject))
    with pytest.raises(VerificationOpen):
        leave(MEMBER, closing=False)


def test_who_belongs_to_none_leaves_none(leave) -> None:
    with pytest.raises(OrganisationNotFound):
        leave(NOBODY, closing=True)


def test_who_does_not_run_it_leaves_though_its_only_admin_is_suspended(leave, stores) -> None:
    """They would be kept in for what somebody else did."""
    admin = stores.subscribers.get(ADMIN.subject)
    stores.subscribers.save(admin.suspended(by="officer", at=NOON))
    assert not leave(MEMBER, closing=False)
    assert stores.subscribers.get(ADMIN.subject).organisation_id == HALL


def test_an_admin_beside_one_who_is_suspended_is_the_only_one(leave, stores) -> None:
    member = stores.subscribers.get(MEMBER.subject).as_admin(admin=True)
    stores.subscribers.kept[MEMBER.subject] = member.suspended(by="officer", at=NOON)
    with pytest.raises(LastAdmin):
        leave(ADMIN, closing=False)
