"""Switching on and off that one's readings are kept."""

from services.content.usecases.keep_readings import KeepReadings
from tests.fakes.content import READER, published
from tests.ports.content_reading_stores import reading


def test_switched_off_what_was_kept_goes_at_once(unit_of_work, stores) -> None:
    for who in ("reader", "other"):
        stores.readings.keep(who, reading(published()))
    keep = KeepReadings(unit_of_work=unit_of_work)
    keep(READER, keep=True)
    assert 1 == len(stores.readings.of("reader"))
    keep(READER, keep=False)
    assert ([], 1) == (stores.readings.of("reader"), len(stores.readings.of("other")))
    assert stores.readings.is_off("reader")
    keep(READER, keep=True)
    assert not stores.readings.is_off("reader")
