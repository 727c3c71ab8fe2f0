"""What somebody asked for, and was granted."""

from dataclasses import replace
from datetime import timedelta

from services.content.usecases.list_my_access_requests import ListMyAccessRequests
from tests.fakes.content import AMBER, NOON, READER
from tests.fakes.content_access import asked, granted


def test_only_what_is_granted_now_may_be_read(unit_of_work, teased, stores, clock) -> None:
    waiting, open_ = teased(), teased()
    stores.access.add(grant := granted(open_, READER, days=1))
    stores.access.add(request := asked(waiting))
    stores.access.add(asked(waiting, by="other"))
    listing = ListMyAccessRequests(unit_of_work=unit_of_work, clock=clock)
    assert [(request, waiting, False), (grant, open_, True)] == list(listing(READER))
    stores.documents.kept[open_.document_id] = replace(
        open_, content=replace(open_.content, marking=replace(AMBER, closed_group="ports"))
    )
    assert [False, False] == [reads for *_, reads in listing(READER)]
    stores.documents.kept[open_.document_id] = open_
    clock.moment = NOON + timedelta(days=1)
    assert [False, False] == [reads for *_, reads in listing(READER)]
