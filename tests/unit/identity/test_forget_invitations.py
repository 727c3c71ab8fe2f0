"""Addresses of who was invited are kept for a month."""

from datetime import timedelta

from services.identity.usecases.forget_invitations import ForgetInvitations
from tests.fakes.identity import NOON
from tests.unit.identity.membership import invited, peopled


def test_a_month_after_the_last_mail(unit_of_work, clock, stores) -> None:
    peopled(stores)
    kept = invited(stores, mailed_at=NOON - timedelta(days=30))
    invited(stores, mailed_at=NOON - timedelta(days=30, seconds=1))
    assert 1 == ForgetInvitations(unit_of_work=unit_of_work, clock=clock)()
    assert [kept.invitation_id] == list(stores.invitations.kept)
