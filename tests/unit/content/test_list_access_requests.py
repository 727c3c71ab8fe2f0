"""What waits for an editor's word."""

from services.content.domain.access_request import UNDECIDED, AccessStatus
from services.content.usecases.list_access_requests import ListAccessRequests
from tests.fakes.content import EDITOR, READER
from tests.fakes.content_access import OWNER, asked, granted


def test_the_owner_sees_theirs_and_others_what_is_nobodys(unit_of_work, teased, stores) -> None:
    document, given = teased(), teased()
    stores.access.add(request := asked(document))
    stores.access.add(grant := granted(given, READER))
    listing = ListAccessRequests(unit_of_work=unit_of_work)
    assert [(request, document)] == list(listing(OWNER, statuses=UNDECIDED))
    assert [(grant, given)] == list(listing(OWNER, statuses={AccessStatus.GRANTED}))
    assert [] == list(listing(EDITOR, statuses=UNDECIDED))
    stores.readers.known["owner"] = None
    assert [(request, document)] == list(listing(EDITOR, statuses=UNDECIDED))
