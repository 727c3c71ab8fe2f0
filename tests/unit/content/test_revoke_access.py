"""Taking back what somebody was granted."""

import pytest

from chassis.errors import Invalid, StaleVersion
from services.content.domain.access_errors import AccessRequestClosed, AccessRequestNotFound
from services.content.domain.access_request import AccessStatus
from services.content.domain.events import AccessRequestChanged
from services.content.usecases.revoke_access import RevokeAccess
from tests.fakes.content import EDITOR, READER
from tests.fakes.content_access import OWNER, asked, granted


@pytest.fixture
def revoke(unit_of_work, clock):
    use_case = RevokeAccess(unit_of_work=unit_of_work, clock=clock)

    def call(who, request, because="The market is over.", read=None):
        return use_case(
            who,
            request_id=request.request_id,
            expected_version=read or request.version,
            because=because,
        )[0]

    return call


def test_the_owner_takes_it_back_with_a_reason(revoke, teased, stores) -> None:
    stores.access.add(grant := granted(teased(), READER))
    with pytest.raises(Invalid, match="because"):
        revoke(OWNER, grant, because="")
    with pytest.raises(StaleVersion):
        revoke(OWNER, grant, read=1)
    with pytest.raises(AccessRequestNotFound):
        revoke(EDITOR, grant)
    revoked = revoke(OWNER, grant)
    assert (AccessStatus.REVOKED, None, "The market is over.") == (
        revoked.status,
        revoked.grant,
        revoked.because,
    )
    assert [AccessRequestChanged(request=revoked, owner="owner")] == stores.outbox.events
    assert ["content:revoke-access"] == [row[1] for row in stores.audit.rows]
    with pytest.raises(AccessRequestClosed):
        revoke(OWNER, revoked)


def test_what_is_not_granted_is_not_taken_back(revoke, teased, stores) -> None:
    stores.access.add(request := asked(teased()))
    with pytest.raises(AccessRequestClosed):
        revoke(OWNER, request)
