"""Members see each other, and nobody else does."""

from datetime import timedelta
from uuid import UUID

import pytest

from services.identity.domain.errors import OrganisationNotFound
from services.identity.usecases.list_members import ListMembers
from tests.fakes.identity import NOON, profile, subscriber
from tests.unit.identity.membership import ADMIN, HALL, LONE, MEMBER, NOBODY, peopled


def test_by_pages_and_whether_one_is_admin(unit_of_work, stores) -> None:
    peopled(stores)
    late = subscriber(
        str(UUID(int=1000)),
        profile=profile(email="late@hall.example"),
        created_at=NOON + timedelta(days=1),
        organisation_id=HALL,
    )
    stores.subscribers.add(late)
    look = ListMembers(unit_of_work=unit_of_work)
    first = look(MEMBER, after=None, size=2)
    assert [ADMIN.subject, MEMBER.subject] == [each.subject for each in first.members]
    assert not first.admin
    second = look(ADMIN, after=first.following, size=2)
    assert [late] == list(second.members)
    assert (None, True) == (second.following, second.admin)
    assert [LONE.subject] == [each.subject for each in look(LONE, after=None, size=9).members]
    with pytest.raises(OrganisationNotFound):
        look(NOBODY, after=None, size=9)
