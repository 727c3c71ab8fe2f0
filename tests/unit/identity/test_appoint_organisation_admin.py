"""An officer says who runs an organisation that nobody runs."""

from dataclasses import replace
from uuid import uuid4

import pytest

from services.identity.domain.errors import OrganisationNotFound, SubscriberNotActive
from services.identity.domain.events import PrincipalChanged
from services.identity.domain.membership_errors import (
    AppointedBySuspender,
    MemberNotFound,
    OrganisationLed,
    OwnOrganisation,
)
from services.identity.usecases.appoint_organisation_admin import AppointOrganisationAdmin
from tests.fakes.identity import NOON, OFFICER, SECOND
from tests.unit.identity.membership import ADMIN, HALL, LONE, MEMBER, STALL, unled

WHY = "Its admin is suspended."


@pytest.fixture
def appoint(unit_of_work, clock, ids, stores):
    unled(stores)
    use_case = AppointOrganisationAdmin(unit_of_work=unit_of_work, clock=clock, ids=ids)

    def appoint(subject=MEMBER.subject, by=OFFICER, organisation_id=HALL):
        use_case(by, organisation_id=organisation_id, subject=subject, reason=WHY)

    return appoint


def test_a_member_runs_it_and_everybody_of_it_is_told(appoint, stores) -> None:
    appoint()
    person = stores.subscribers.get(MEMBER.subject)
    assert person.organisation_admin
    assert PrincipalChanged(person) in stores.outbox.events
    sent = {each.what.to: each.what.template for each in stores.mails.waiting}
    assert {
        "member@hall.example": "organisation-admin-you",
        "other@cafe.example": "organisation-admin-named",
    } == sent, "who is suspended cannot look, and is not written to"
    (row,) = stores.audit.rows
    assert ("identity:appoint-admin", {"organisation": str(HALL), "reason": WHY}) == (
        row[1],
        row[4],
    )
    with pytest.raises(OrganisationLed):
        appoint("other")


def test_where_somebody_runs_it_nobody_is_appointed(appoint, stores) -> None:
    with pytest.raises(OrganisationLed):
        appoint(LONE.subject, organisation_id=STALL)
    with pytest.raises(OrganisationNotFound):
        appoint(organisation_id=uuid4())
    assert [] == stores.outbox.events


def test_whoever_suspended_its_admin_does_not_choose_the_next(appoint) -> None:
    """One officer alone would give an organisation to whom they like."""
    with pytest.raises(AppointedBySuspender):
        appoint(by=SECOND)


def test_an_officer_of_its_own_people_does_not_choose(appoint) -> None:
    with pytest.raises(OwnOrganisation):
        appoint(by=replace(OFFICER, organisation_id=str(HALL)))


def test_only_one_of_its_people_in_use_runs_it(appoint) -> None:
    with pytest.raises(MemberNotFound):
        appoint(LONE.subject)
    with pytest.raises(SubscriberNotActive):
        appoint(ADMIN.subject)


def test_who_is_restored_runs_it_beside_the_new_one(appoint, stores) -> None:
    appoint()
    admin = stores.subscribers.get(ADMIN.subject)
    stores.subscribers.save(admin.restored(by="another", at=NOON))
    assert {ADMIN.subject, MEMBER.subject} == set(stores.members.admins(HALL))
