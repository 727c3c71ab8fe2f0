"""Deleting what is kept of what one read."""

from services.content.usecases.clear_readings import ClearReadings
from tests.fakes.content import READER, published
from tests.ports.content_reading_stores import reading


def test_ones_own_go_and_nobody_elses(unit_of_work, stores) -> None:
    for who in ("reader", "other"):
        stores.readings.keep(who, reading(published()))
    clear = ClearReadings(unit_of_work=unit_of_work)
    assert (1, 0) == (clear(READER), clear(READER))
    assert 1 == len(stores.readings.of("other"))
