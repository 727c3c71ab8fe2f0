"""One's own requests, and nobody else's."""

from datetime import timedelta

from services.identity.usecases.list_my_privacy_requests import ListMyPrivacyRequests
from tests.fakes.identity import NOON
from tests.unit.identity.asking import ERASURE, OWNER, made, peopled


def test_ones_own_come_newest_first_without_an_address(unit_of_work, stores) -> None:
    peopled(stores)
    older, newer, others = (
        made(),
        made(ERASURE, at=NOON + timedelta(hours=1)),
        made(subject="other"),
    )
    for each in (older, newer, others):
        stores.privacy_requests.add(each)
    found = ListMyPrivacyRequests(unit_of_work=unit_of_work)(OWNER)
    assert [newer, older] == [each.request for each in found]
    assert ["", ""] == [each.email for each in found]
