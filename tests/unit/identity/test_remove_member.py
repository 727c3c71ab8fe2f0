"""An admin parts with a member."""

from dataclasses import replace

import pytest

from services.identity.domain.events import PrincipalChanged
from services.identity.domain.membership_errors import (
    MemberNotFound,
    NotOrganisationAdmin,
    SelfRemoval,
)
from services.identity.domain.verification_lifecycle import Outcome
from services.identity.usecases.remove_member import RemoveMember
from services.identity.usecases.waiting_ports import TaskKind
from tests.fakes.identity import case
from tests.fakes.premises import some_premises
from tests.unit.identity.membership import ADMIN, HALL, LONE, MEMBER, invited, peopled


@pytest.fixture
def remove(unit_of_work, clock, ids, stores):
    peopled(stores)
    return RemoveMember(unit_of_work=unit_of_work, clock=clock, ids=ids)


def test_premises_stay_the_lead_and_the_case_go_and_they_are_told(remove, stores) -> None:
    people = stores.subscribers.kept
    roles = frozenset({"security-lead", "integrator"})
    people[MEMBER.subject] = replace(people[MEMBER.subject], roles=roles, organisation_admin=True)
    stores.premises.add(some_premises(HALL))
    waiting, there = case(MEMBER.subject), invited(stores, invited_by=MEMBER.subject)
    stores.verifications.add(waiting)
    remove(ADMIN, subject=MEMBER.subject)
    gone = stores.subscribers.get(MEMBER.subject)
    assert (None, False, "", {"integrator"}) == (
        gone.organisation_id,
        gone.organisation_admin,
        gone.profile.organisation_name,
        gone.roles,
    )
    assert PrincipalChanged(gone) in stores.outbox.events
    assert [TaskKind.SYNC] == [each.what.kind for each in stores.tasks.waiting]
    assert 1 == stores.premises.count(HALL)
    assert Outcome.WITHDRAWN is stores.verifications.get(waiting.verification_id).outcome
    assert "" == stores.invitations.get(there.invitation_id).email
    assert ["organisation-removed"] == [each.what.template for each in stores.mails.waiting]


def test_nobody_removes_themselves_strangers_or_an_admin_as_a_member(remove) -> None:
    with pytest.raises(SelfRemoval):
        remove(ADMIN, subject=ADMIN.subject)
    with pytest.raises(MemberNotFound):
        remove(ADMIN, subject=LONE.subject)
    with pytest.raises(NotOrganisationAdmin):
        remove(MEMBER, subject=ADMIN.subject)
