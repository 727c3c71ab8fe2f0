"""One request, as an editor sees it."""

from dataclasses import replace
from uuid import uuid4

import pytest

from kernel.tiers import Tier
from services.content.domain.access_errors import AccessRequestNotFound
from services.content.usecases.get_access_request import GetAccessRequest
from tests.fakes.content import EDITOR, READER
from tests.fakes.content_access import OWNER, asked


@pytest.fixture
def get(unit_of_work):
    return GetAccessRequest(unit_of_work=unit_of_work)


def test_the_owner_sees_who_asks_also_when_it_is_over(get, teased, stores, clock) -> None:
    document = teased()
    stores.access.add(request := asked(document))
    assert (request, document, READER) == get(OWNER, request_id=request.request_id)
    refused = request.refused(by="owner", because="No.", at=clock.now())
    stores.access.save(refused)
    stores.readers.known["reader"] = None
    assert (refused, document, None) == get(OWNER, request_id=request.request_id)


def test_it_is_not_there_for_whoever_does_not_decide(get, teased, stores) -> None:
    stores.access.add(request := asked(teased()))
    stores.access.add(own := asked(teased(), by="owner"))
    low = replace(OWNER, tier=Tier.REGISTERED)
    for who, which in (
        (EDITOR, request.request_id),
        (low, request.request_id),
        (OWNER, own.request_id),
        (OWNER, uuid4()),
    ):
        with pytest.raises(AccessRequestNotFound):
            get(who, request_id=which)
