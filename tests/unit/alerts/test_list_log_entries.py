"""Reading the public log itself."""

from services.alerts.usecases.list_log_entries import ListLogEntries
from tests.unit.alerts.logged import logged


def test_the_log_is_read_from_a_place_on(unit_of_work, clock) -> None:
    messages = logged(unit_of_work, clock, 5)
    read = ListLogEntries(unit_of_work=unit_of_work)
    assert messages[1].document == read(start=1, size=1)[0].document
    assert [3, 4] == [each.index for each in read(start=3, size=10)]
    assert [] == read(start=5, size=10)
