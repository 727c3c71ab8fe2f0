"""Looking up what somebody read."""

from services.content.usecases.look_up_readings import LookUpReadings
from tests.fakes.content import AMBER, READER, published
from tests.ports.content_reading_stores import reading


def test_only_ones_own_of_what_one_may_read_now(unit_of_work, stores) -> None:
    mine, hidden, others = published(), published(marking=AMBER), published()
    for each in (mine, hidden, others):
        stores.documents.add(each)
    for each in (mine, hidden):
        stores.readings.keep("reader", reading(each))
    stores.readings.keep("other", reading(others))
    ids = [each.document_id for each in (mine, hidden, others, published())]
    found = LookUpReadings(unit_of_work=unit_of_work)(READER, document_ids=ids)
    assert [(mine, reading(mine))] == found
