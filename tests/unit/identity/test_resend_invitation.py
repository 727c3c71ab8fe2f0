"""An open invitation is mailed again, seldom."""

from datetime import timedelta
from uuid import uuid4

import pytest

from services.identity.domain.application import token_digest
from services.identity.domain.membership_errors import InvitationNotFound, ResentTooOften
from services.identity.usecases.resend_invitation import ResendInvitation
from tests.unit.identity.membership import ADMIN, LONE, STALL, invited, peopled


@pytest.fixture
def resend(unit_of_work, clock, ids, stores):
    peopled(stores)
    return ResendInvitation(unit_of_work=unit_of_work, clock=clock, ids=ids)


def test_the_link_is_another_one_and_lasts_seven_days_anew(resend, stores, clock) -> None:
    there = invited(stores, token="old")
    clock.moment += timedelta(hours=1)
    again = resend(ADMIN, invitation_id=there.invitation_id).invitation
    assert clock.moment + timedelta(days=7) == again.expires_at
    [mail] = [each.what for each in stores.mails.waiting]
    assert token_digest(mail.variables["token"]) == again.token_digest
    assert stores.invitations.with_token(token_digest("old")) is None


def test_not_within_an_hour_and_three_times_at_most(resend, stores, clock) -> None:
    there = invited(stores)
    with pytest.raises(ResentTooOften):
        resend(ADMIN, invitation_id=there.invitation_id)
    for _ in range(2):
        clock.moment += timedelta(hours=1)
        resend(ADMIN, invitation_id=there.invitation_id)
    clock.moment += timedelta(hours=1)
    with pytest.raises(ResentTooOften):
        resend(ADMIN, invitation_id=there.invitation_id)


def test_what_is_not_open_or_not_ones_own_is_not_found(resend, stores, clock) -> None:
    theirs = invited(stores, organisation_id=STALL, invited_by=LONE.subject)
    for each in (theirs.invitation_id, uuid4()):
        with pytest.raises(InvitationNotFound):
            resend(ADMIN, invitation_id=each)
    old = invited(stores)
    clock.moment += timedelta(days=7)
    with pytest.raises(InvitationNotFound):
        resend(ADMIN, invitation_id=old.invitation_id)
