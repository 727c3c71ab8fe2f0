"""Listing what changed since one read it."""

import pytest

from services.content.usecases.list_changed_readings import ListChangedReadings
from tests.fakes.content import READER, VERIFIED, published
from tests.ports.content_draft_stores import RED
from tests.ports.content_reading_stores import changed, reading


@pytest.fixture
def listed(unit_of_work, red_reads):
    return ListChangedReadings(unit_of_work=unit_of_work, red_reads=red_reads)


def test_it_pages_and_says_whether_anything_is_kept(listed, stores) -> None:
    after = []
    for minutes in (1, 2):
        stores.documents.add(document := published())
        stores.readings.keep("reader", reading(document))
        stores.documents.save(document := changed(document, minutes))
        after.insert(0, (document, reading(document)))
    kept, page, place = listed(READER, after=None, size=1)
    assert (True, after[:1]) == (kept, page)
    assert (True, after[1:], None) == listed(READER, after=place, size=1)
    stores.readings.switch("verified", off=True)
    assert (False, [], None) == listed(VERIFIED, after=None, size=1)


def test_a_title_of_what_is_tlp_red_goes_on_record(listed, stores) -> None:
    stores.documents.add(document := published(marking=RED))
    stores.readings.keep("verified", reading(document))
    stores.documents.save(changed(document, marking=RED))
    listed(VERIFIED, after=None, size=9)
    assert 1 == len(stores.audit.rows)
