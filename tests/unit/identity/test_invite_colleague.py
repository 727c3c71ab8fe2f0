"""An admin invites, and learns nothing about the address."""

from datetime import timedelta

import pytest

from services.identity.domain.errors import OrganisationNotFound
from services.identity.domain.invitation import MOST_OPEN
from services.identity.domain.membership_errors import NotOrganisationAdmin, TooManyInvitations
from services.identity.usecases.invite_colleague import InviteColleague
from tests.fakes.identity import key
from tests.unit.identity.membership import ADMIN, HALL, MEMBER, NOBODY, peopled


@pytest.fixture
def invite(unit_of_work, clock, ids, stores):
    peopled(stores)
    use_case = InviteColleague(unit_of_work=unit_of_work, clock=clock, ids=ids)

    def say(email="new@hall.example", who=ADMIN, under="k"):
        again = key("InviteColleague", under)
        return use_case(who, email=email, language="cy", key=again)

    return say


@pytest.mark.parametrize("email", [f"{name}@hall.example" for name in ("new", "nobody", "member")])
def test_the_answer_is_the_same_whether_or_not_the_address_is_known(invite, stores, email) -> None:
    made = invite(email)
    assert (email, HALL) == (made.invitation.email, made.invitation.organisation_id)
    assert ("Hall", "admin Owner") == (made.organisation_name, made.invited_by)
    [mail] = [each.what for each in stores.mails.waiting]
    assert (email, "invitation", "cy") == (mail.to, mail.template, mail.language)
    assert {"token", "invitation_id"} == set(mail.variables)


def test_an_address_with_an_open_one_keeps_it(invite, stores) -> None:
    first = invite()
    assert first == invite("NEW@hall.example", under="another")
    assert first == invite()
    assert 1 == len(stores.mails.waiting)


@pytest.mark.parametrize(
    ("who", "refusal"), [(MEMBER, NotOrganisationAdmin), (NOBODY, OrganisationNotFound)]
)
def test_only_an_admin_invites(invite, stores, who, refusal) -> None:
    with pytest.raises(refusal):
        invite(who=who)
    assert {} == stores.invitations.kept


def test_there_is_an_end_to_it(invite, stores, clock) -> None:
    for number in range(MOST_OPEN):
        invite(f"{number}@hall.example", under=str(number))
    with pytest.raises(TooManyInvitations):
        invite("one-more@hall.example", under="more")
    stores.invitations.withdraw_of(HALL)
    for number in range(30):
        invite(f"again-{number}@hall.example", under=f"again-{number}")
        stores.invitations.withdraw_of(HALL)
    with pytest.raises(TooManyInvitations):
        invite("one-more@hall.example", under="more")
    clock.moment += timedelta(days=1, seconds=1)
    assert invite("one-more@hall.example", under="more").invitation.mailed == 1


def test_nobody_is_mailed_without_end_and_nobody_learns_that(invite, stores) -> None:
    for number in range(4):
        made = invite(under=str(number))
        stores.invitations.withdraw_of(HALL)
    assert 1 == made.invitation.mailed
    assert 3 == len(stores.mails.waiting)
