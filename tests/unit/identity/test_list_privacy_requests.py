"""The privacy officer's queue."""

from datetime import timedelta

from services.identity.domain.privacy_request import Receipt
from services.identity.usecases.list_privacy_requests import ListPrivacyRequests
from tests.fakes.identity import NOON
from tests.unit.identity.asking import PRIVACY, made, peopled


def test_the_queue_is_oldest_first_in_pages_and_looking_is_on_record(
    unit_of_work, stores, budget
) -> None:
    peopled(stores)
    queue = ListPrivacyRequests(unit_of_work=unit_of_work, budget=budget)
    kept = [made(subject=s, at=NOON + timedelta(hours=n)) for n, s in enumerate(("owner", "other"))]
    for each in kept:
        stores.privacy_requests.add(each)
    receipt = Receipt(request_id=kept[0].request_id, holder="alerts", round=1, due_at=NOON)
    stores.privacy_receipts.add(receipt)
    (first,), following = queue(PRIVACY, only_open=True, after=None, size=1)
    assert (kept[0], (receipt,), "owner@cafe.example") == (
        first.request,
        first.receipts,
        first.email,
    )
    (second,), last = queue(PRIVACY, only_open=True, after=following, size=1)
    assert (kept[1], None) == (second.request, last)
    assert ["identity:list-privacy"] * 2 == [row[1] for row in stores.audit.rows]


def test_what_is_answered_is_left_out_unless_it_is_asked_for(unit_of_work, stores, budget) -> None:
    peopled(stores)
    queue = ListPrivacyRequests(unit_of_work=unit_of_work, budget=budget)
    stores.privacy_requests.add(made().begun().answered(NOON))
    assert ([], None) == queue(PRIVACY, only_open=True, after=None, size=9)
    assert 1 == len(queue(PRIVACY, only_open=False, after=None, size=9)[0])
